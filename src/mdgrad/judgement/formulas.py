"""The right formulas of a diagram, in its author's glyphs, names and way of factoring."""

from __future__ import annotations

from dataclasses import dataclass

from mdgrad.expressions.fold import postorder, substitute
from mdgrad.expressions.tree import Derivative, Expression, Name, Product
from mdgrad.expressions.writing import Manner, write
from mdgrad.graphs.assertions import Assertion, ComputationGraph
from mdgrad.graphs.graph import EdgeKey, Operation, operand
from mdgrad.labels.reading import Formula
from mdgrad.operators import local_derivatives
from mdgrad.operators.operation import is_unknown

__all__ = ["Formulas", "is_chain"]

MOST_STEPS = 3
"""A value without a name is written out over so many operators, not more."""
MOST_PARTS = 40
"""A formula with more parts than this is not written into a label."""


@dataclass(frozen=True, slots=True)
class Formulas:
    """What is right in a diagram, as formulas; None where something in one has no name."""

    graph: ComputationGraph
    manner: Manner

    def value(self, node: str) -> str | None:
        """Return what a node computes, in its operands' names."""
        operation: Operation | None = self.graph.dag.nodes[node]["operation"]
        if operation is None:
            return None
        formula = self._in_names(operation.formula, node)
        return None if formula is None else write(formula, self.manner)

    def total(self, node: str, *, chain: bool) -> str | None:
        """Return the gradient of a node: the sum over its edges."""
        edges = [(s, t, int(key)) for s, t, key in self.graph.dag.out_edges(node, keys=True)]
        terms = [self.gradient(edge, chain=chain) for edge in edges]
        if not terms or None in terms:
            return None
        return " + ".join(term for term in terms if term is not None)

    def gradient(self, edge: EdgeKey, *, chain: bool) -> str | None:
        """Return upstream · local derivative, in a chain of ∂ where asked for and possible."""
        return (self._gradient(edge, chain=True) if chain else None) or self._gradient(
            edge, chain=False
        )

    def _gradient(self, edge: EdgeKey, *, chain: bool) -> str | None:
        """Return upstream · local derivative, step by step back from the output.

        Where a value goes more than one way, its own gradient stands for what comes after it.
        """
        factors: list[str] = []
        upstream = self._upstream_text()
        while True:
            node = edge[1]
            following = [(s, t, int(k)) for s, t, k in self.graph.dag.out_edges(node, keys=True)]
            if self._is_end(edge):
                factors.append(upstream or self.of_output(edge[0]) or "1")
                break
            local = self.local(edge, chain=chain)
            if local is None:
                return None
            factors.append(local)
            if not following:
                if upstream is not None:
                    factors.append(upstream)
                break
            if len(following) > 1:
                gathered = self.of_output(node)
                if gathered is None:
                    return None
                factors.append(gathered)
                break
            edge = following[0]
            if upstream is None and self._is_end(edge):
                break
        return self.manner.times.join(reversed(factors))

    def local(self, edge: EdgeKey, *, chain: bool) -> str | None:
        """Return the local derivative along an edge, as ∂z/∂t in a chain, else worked out."""
        source, node, index = edge
        operation: Operation | None = self.graph.dag.nodes[node]["operation"]
        if operation is None:
            return None
        if chain:
            of, by = self.graph.name_of(node), self.graph.name_of(source)
            return self.manner.derivative(of, by) if of and by else None
        if is_unknown(operation.formula):
            return None
        local = local_derivatives(operation.formula, operation.arity)[index]
        named = self._in_names(local, node)
        if named is None:
            return None
        text = write(named, self.manner)
        is_sum = text.startswith(self.manner.minus) or " + " in text or " - " in text
        return f"({text})" if is_sum else text

    def _is_end(self, edge: EdgeKey) -> bool:
        """Return whether an edge only hands the result over to the node that shows it."""
        operation: Operation | None = self.graph.dag.nodes[edge[1]]["operation"]
        return (
            edge[1] == self.graph.output
            and operation is not None
            and operation.operator == "identity"
        )

    def _upstream_text(self) -> str | None:
        """Return how the author writes the output's own gradient, None where it is left out."""
        upstream = self.graph.upstream
        if upstream is None or not isinstance(upstream.side.content, Formula):
            return None
        return upstream.side.text

    def of_output(self, node: str) -> str | None:
        """Return the derivative of what the drawing ends in by a node's value."""
        by = self.graph.name_of(node)
        of = self._last_name()
        return self.manner.derivative(of, by) if of and by else None

    def _last_name(self) -> str | None:
        """Return the name on top of the drawing's derivatives."""
        upstream = self.graph.upstream
        if upstream is not None and isinstance(upstream.side.content, Formula):
            reading = upstream.side.content.readings[0]
            return reading.of if isinstance(reading, Derivative) else None
        node = self.graph.output
        while node is not None and self.graph.name_of(node) is None:
            operation: Operation | None = self.graph.dag.nodes[node]["operation"]
            if operation is None or operation.operator != "identity":
                return None
            node = next(iter(self.graph.dag.predecessors(node)))
        return None if node is None else self.graph.name_of(node)

    def _in_names(self, expression: Expression, node: str, depth: int = 0) -> Expression | None:
        """Return a formula over operands in the operands' names, None if it cannot be.

        What has no name of its own is written out, as long as that stays short.
        """
        used = {part.name for part, _ in postorder(expression) if isinstance(part, Name)}
        values: dict[str, Expression] = {}
        for source, _, index in self.graph.dag.in_edges(node, keys=True):
            if operand(index) in used:
                value = self._named(source, depth)
                if value is None:
                    return None
                values[operand(index)] = value
        written = substitute(expression, values)
        return written if len(postorder(written)) <= MOST_PARTS else None

    def _named(self, node: str, depth: int) -> Expression | None:
        """Return a value's name, or what it is computed from."""
        name = self.graph.name_of(node)
        if name is not None:
            return Name(name)
        operation: Operation | None = self.graph.dag.nodes[node]["operation"]
        if operation is None or depth >= MOST_STEPS or is_unknown(operation.formula):
            return None
        return self._in_names(operation.formula, node, depth + 1)


def is_chain(assertion: Assertion, graph: ComputationGraph) -> bool:
    """Return whether the label is written as a chain of derivatives: `∂z/∂t · ∂t/∂x`."""
    content = assertion.side.content
    if not isinstance(content, Formula):
        return False
    reading = content.readings[0]
    factors = reading.factors if isinstance(reading, Product) else (reading,)
    return any(
        isinstance(factor, Derivative) and {factor.of, factor.by} <= graph.names.keys()
        for factor in factors
    )
