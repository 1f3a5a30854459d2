"""The numbers of a computation graph: what is printed, and what is exactly right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from mdgrad.expressions.tree import Derivative, Expression, Name
from mdgrad.graphs.assertions import Along, Assertion, At, Between, ComputationGraph, Target
from mdgrad.graphs.earlier import given_numbers, number_in
from mdgrad.graphs.graph import EdgeKey, Operation, operand
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Formula
from mdgrad.operators import local_derivatives
from mdgrad.passes import (
    WIDEST,
    Enclosure,
    Results,
    Undefined,
    constant_derivatives,
    evaluate_exactly,
    product_exactly,
    sum_exactly,
    values_and_gradients,
)
from mdgrad.passes.binary import Binary, Format
from mdgrad.passes.floating import FloatingResults, floating_results
from mdgrad.proofs import Context, holds_here

__all__ = ["Numbers", "Result", "free_upstream", "numbers_of"]

Result = Fraction | Enclosure | Undefined | None
"""None where an input has no number."""

PRECISIONS = (30, 120, 480)
"""Correct digits of the enclosures, refined until the written digits are decided."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the numbers of a drawing are, worked out anew and as printed."""

    graph: ComputationGraph
    inputs: Mapping[str, Fraction]
    upstream: Fraction | None
    """The output's own gradient: 1 unless the drawing gives another number, None for a symbol."""
    printed: Mapping[Target, Assertion]
    """The first number printed for each value and gradient, else the first arithmetic."""
    context: Context
    """The graph as formulas see it whose output's own gradient is 1."""
    _results: dict[tuple[str | None, Fraction | None, int], Results] = field(
        default_factory=dict, compare=False, repr=False
    )
    _floating: dict[str, FloatingResults] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def exactly(self, assertion: Assertion, digits: int) -> Result:
        """Return what the assertion should say, exactly or enclosed to so many digits."""
        results = self._at(digits)
        match assertion.role, assertion.target:
            case (("value" | "formula"), At(node)):
                return results.values.get(node)
            case "total", At(node):
                return results.totals.get(node)
            case "gradient", Along(edges):
                return sum_exactly([results.along.get(edge) for edge in edges], digits)
            case "local", Along(edges):
                return sum_exactly([results.local.get(edge) for edge in edges], digits)
            case _, Between(of, by, onward):
                between = self._derivatives(of, digits).totals.get(by)
                if not onward:
                    return between
                return product_exactly((results.totals.get(of), between), digits)
            case _:
                return None

    def floating(self, assertion: Assertion, numbers: Format) -> Binary | None:
        """Return what arithmetic of a format gives for the assertion, None if it cannot be told."""
        graph = self.graph
        if graph.output is None and assertion.role != "value":
            return None
        if numbers.name not in self._floating:
            output = graph.output or next(reversed(list(graph.dag)))
            self._floating[numbers.name] = floating_results(
                graph.dag, self.inputs, output, self.upstream, numbers
            )
        results = self._floating[numbers.name]
        match assertion.role, assertion.target:
            case (("value" | "formula"), At(node)):
                return results.values.get(node)
            case "total", At(node):
                return results.totals.get(node)
            case "gradient", Along(edges) if len(edges) == 1:
                return results.along.get(edges[0])
            case _:
                return None

    def comes_to(self, assertion: Assertion, written: Expression) -> bool:
        """Return whether a formula is proved right with the numbers of the inputs it leaves out.

        Arithmetic without names leaves out all of them.
        """
        if assertion.target is None:
            return False
        return holds_here(written, assertion.role, assertion.target, self.context, self.inputs)

    def along(self, edge: EdgeKey) -> Result:
        """Return the gradient along one edge."""
        return self._at(PRECISIONS[0]).along.get(edge)

    def local(self, edge: EdgeKey) -> Result:
        """Return the local derivative along one edge."""
        return self._at(PRECISIONS[0]).local.get(edge)

    def is_at_kink(self, edge: EdgeKey) -> bool:
        """Return whether the local derivative along an edge is a convention."""
        return edge in self._at(PRECISIONS[0]).at_kink

    def total(self, node: str) -> Result:
        """Return the derivative of the output by a node's value."""
        return self._at(PRECISIONS[0]).totals.get(node)

    def value(self, node: str) -> Result:
        """Return a node's value."""
        return self._at(PRECISIONS[0]).values.get(node)

    def _at(self, digits: int) -> Results:
        """Return the results of both passes, worked out once for each precision."""
        return self._passes(self.graph.output, self.upstream, digits)

    def _derivatives(self, of: str, digits: int) -> Results:
        """Return the derivatives of one node's value, whatever comes after it."""
        return self._passes(of, Fraction(1), digits)

    def _passes(self, output: str | None, upstream: Fraction | None, digits: int) -> Results:
        key = (output, upstream, digits)
        if key not in self._results:
            self._results[key] = values_and_gradients(
                self.context.layout.program, self.inputs, output, upstream, digits=digits
            )
        return self._results[key]

    def by_hand(self, assertion: Assertion) -> tuple[Result, tuple[Assertion, ...]]:
        """Return one step worked out from the printed operands, and the labels that print them.

        This is how people compute by hand; the result is None where an operand is not printed.
        """
        match assertion.role, assertion.target:
            case "value", At(node):
                operation = self._operation(node)
                if operation is None:
                    return None, ()
                operands = self._operands(node, operation)
                return _worked_out(operation.formula, operands), tuple(operands.values())
            case "gradient", Along(edges) if len(edges) == 1:
                return self._gradient_by_hand(edges[0])
            case _:
                return None, ()

    def _gradient_by_hand(self, edge: EdgeKey) -> tuple[Result, tuple[Assertion, ...]]:
        _, node, index = edge
        operation = self._operation(node)
        if operation is None:
            return None, ()
        upstream = self._upstream(node)
        if upstream is None:
            return None, ()
        value, labels = upstream
        slope, used = self._slope_by_hand(node, operation, index)
        return (value * slope, (*labels, *used)) if isinstance(slope, Fraction) else (None, ())

    def _slope_by_hand(
        self, node: str, operation: Operation, index: int
    ) -> tuple[Result, tuple[Assertion, ...]]:
        """Return a local derivative worked out from the printed operands, and their labels.

        Nobody multiplies many factors by hand, but many terms have a slope that is plain to see.
        """
        if operation.arity > WIDEST:
            return constant_derivatives(operation.formula, operation.arity)[index], ()
        local = local_derivatives(operation.formula, operation.arity)[index]
        operands = self._operands(node, operation)
        used = tuple(operands[name] for name in operands if _uses(local, name))
        return _worked_out(local, operands), used

    def _upstream(self, node: str) -> tuple[Fraction, tuple[Assertion, ...]] | None:
        """Return the upstream gradient at a node as printed: the sum over its outgoing edges."""
        dag = self.graph.dag
        edges = list(dag.out_edges(node, keys=True))
        if not edges:
            known = node == self.graph.output and self.upstream is not None
            return (self.upstream, ()) if known and self.upstream is not None else None
        labels = [self.printed.get(Along((edge,))) for edge in edges]
        values = [number_in(label) for label in labels if label is not None]
        numbers = [value for value in values if value is not None]
        if len(numbers) != len(edges):
            return None
        return sum(numbers, Fraction(0)), tuple(label for label in labels if label is not None)

    def _operation(self, node: str) -> Operation | None:
        operation: Operation | None = self.graph.dag.nodes[node]["operation"]
        return operation

    def _operands(self, node: str, operation: Operation) -> dict[str, Assertion]:
        printed: dict[str, Assertion] = {}
        for source, _, index in self.graph.dag.in_edges(node, keys=True):
            label = self.printed.get(At(source))
            if label is not None and index < operation.arity:
                printed[operand(index)] = label
        return printed


def _uses(expression: Expression, name: str) -> bool:
    from mdgrad.expressions.fold import names_in

    return name in names_in(expression)


def _worked_out(formula: Expression, operands: Mapping[str, Assertion]) -> Result:
    values = {name: number for name, label in operands.items() if (number := number_in(label))}
    zero = {name: Fraction(0) for name, label in operands.items() if number_in(label) == 0}
    return evaluate_exactly(formula, values | zero)


def free_upstream(graph: ComputationGraph) -> Expression | None:
    """Return the symbol that stands for the output's own gradient, None where it is a number."""
    upstream = graph.upstream
    if upstream is None or not isinstance(upstream.side.content, Formula):
        return None
    expression = upstream.side.content.readings[0]
    match expression:
        case Derivative(of, by):
            return None if of in graph.names and by in graph.names else expression
        case Name():
            return expression
        case _:
            return None


def _is_printed(assertion: Assertion) -> bool:
    """Return whether a number is printed, not only arithmetic that comes to it."""
    return isinstance(assertion.side.content, Quantity)


def numbers_of(graph: ComputationGraph) -> Numbers:
    """Return the numbers of a drawing: the inputs as given, everything else to be worked out."""
    printed: dict[Target, Assertion] = {}
    upstream = None if free_upstream(graph) is not None else Fraction(1)
    first = graph.upstream
    for assertion in graph.assertions:
        number = number_in(assertion)
        if number is None or assertion.target is None:
            continue
        before = printed.get(assertion.target)
        is_better = before is None or (_is_printed(assertion) and not _is_printed(before))
        if is_better or (before is not None and assertion.given and not before.given):
            printed[assertion.target] = assertion
        if assertion is first:
            upstream = number
    context = Context(graph.dag, graph.output, graph.names, None)
    return Numbers(graph, given_numbers(graph), upstream, printed, context)
