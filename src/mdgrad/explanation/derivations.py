"""Derivations of one graph: its values forward, its gradients backward by the chain rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from mdgrad.explanation.figures import Figure, comes_near, figure_of, in_brackets, rounded_fraction
from mdgrad.explanation.model import BEYOND, Derivation, Side
from mdgrad.explanation.names import upstream_key
from mdgrad.explanation.rules import local_rule, operands_of, value_rules
from mdgrad.expressions.fold import fold, names_in, rebuilt, substitute
from mdgrad.expressions.tree import Derivative, Expression, Name, Number, Power, Product, Sum
from mdgrad.expressions.tree import product_of as product
from mdgrad.graphs.assertions import Along, Assertion, At, Between, ComputationGraph
from mdgrad.graphs.graph import EdgeKey
from mdgrad.judgement.numbers import Numbers, Result, free_upstream, numbers_of
from mdgrad.judgement.shapes import Matrices, matrices_of
from mdgrad.labels.quantity import Quantity
from mdgrad.passes import Undefined, sum_exactly
from mdgrad.tensors import shape_text

__all__ = ["Derivations", "derivations_of"]

_FEWEST_DIGITS, _MOST_DIGITS = 6, 15
_GIVEN = "given"
_OWN = "a value by itself"
_UPSTREAM = "the upstream gradient, from beyond the drawing"
_CONVENTION = "a convention: it has no derivative there"


@dataclass(frozen=True, slots=True)
class Derivations:
    """How everything in one graph comes about."""

    graph: ComputationGraph
    numbers: Numbers
    matrices: Matrices | None
    digits: int
    """Significant digits of numbers that have to be rounded."""
    whole: str | None
    """What is differentiated: the output, or what lies beyond the drawing."""
    leading: frozenset[str] = field(repr=False)
    """The nodes on which the output depends, itself among them."""
    leaving: Mapping[str, Sequence[EdgeKey]] = field(repr=False)
    """The edges by which each value leads to the output."""
    _operands: dict[str, Mapping[str, Expression]] = field(default_factory=dict, repr=False)

    @property
    def top(self) -> str:
        """What the author calls that which lies beyond the drawing."""
        upstream = free_upstream(self.graph)
        if isinstance(upstream, Derivative):
            return upstream.of
        return "L" if self.matrices is None else self.matrices.top

    def value(self, node: str) -> Derivation:
        """Return how a node's value comes about."""
        rules = value_rules(node, self.graph, self._operands_of(node))
        result = self.numbers.value(node)
        if not rules:
            note = _GIVEN if figure_of(result, self.digits) is not None else self._shape_note(node)
            return Derivation(Name(node), tuple(self._result(result)), note)
        return Derivation(
            Name(node), (*self._worked_out(rules, result),), self._shape_note(node) or _why(result)
        )

    def local(self, edge: EdgeKey) -> Derivation | None:
        """Return how the local derivative along an edge comes about; None for matrices."""
        if self.matrices is not None:
            return None
        source, node, _ = edge
        rule = local_rule(edge, self.graph, self._operands_of(edge[1]))
        result = self.numbers.local(edge)
        note = _CONVENTION if self.numbers.is_at_kink(edge) else _why(result)
        subject = Derivative(node, source)
        if rule is None:
            return Derivation(subject, (), note)
        return Derivation(subject, (*self._worked_out((rule,), result),), note)

    def along(self, edges: Sequence[EdgeKey]) -> Derivation | None:
        """Return how the gradient along an edge, or along parallel ones, comes about."""
        if self.whole is None or not edges or edges[0][1] not in self.leading:
            return None
        source = edges[0][0]
        subject = Derivative(self.whole, source)
        is_share = len(edges) < len(self.leaving.get(source, ()))
        over = tuple(dict.fromkeys(node for _, node, _ in edges)) if is_share else ()
        if self.matrices is not None:
            sides = tuple(self._of_matrices(edges, self.matrices))
            return Derivation(subject, sides, self._gradient_shape(source), over)
        result = sum_exactly([self.numbers.along(edge) for edge in edges])
        return Derivation(subject, tuple(self._chain(edges, result)), _why(result), over)

    def total(self, node: str) -> Derivation | None:
        """Return how the gradient of a node's value in all comes about: the sum over its edges."""
        if self.whole is None or node not in self.leading:
            return None
        if node == self.graph.output:
            return self._of_output(node)
        return self.along(self.leaving.get(node, ()))

    def of(self, assertion: Assertion) -> Derivation | None:
        """Return how what a label speaks of comes about; None where that is not known."""
        match assertion.role, assertion.target:
            case (("value" | "formula" | "shape"), At(node)):
                return self.value(node)
            case "total", At(node):
                return self.total(node)
            case (("gradient" | "shape"), Along(edges)):
                return self.along(edges)
            case "local", Along((edge, *_)):
                return self.local(edge)
            case "shape", Between(_, node):
                return self.value(node) if node in self.graph.dag else None
            case _, Between(of, by, onward) if of in self.graph.dag:
                subject = Derivative(self.whole if onward and self.whole else of, by)
                return Derivation(subject, (*self._result(self.numbers.exactly(assertion, 30)),))
            case _:
                return None

    def _operands_of(self, node: str) -> Mapping[str, Expression]:
        """Return a node's operands, looked up once for all of its edges."""
        if node not in self._operands:
            self._operands[node] = operands_of(node, self.graph)
        return self._operands[node]

    def _of_output(self, node: str) -> Derivation:
        subject = Derivative(self.whole or node, node)
        if self.whole == node:
            return Derivation(subject, tuple(self._result(self.numbers.total(node))), _OWN)
        upstream = free_upstream(self.graph)
        rule: tuple[Side, ...] = ()
        if isinstance(upstream, Name):
            rule = (Side("rule", Name(upstream_key(upstream))),)
        result = None if self.matrices is not None else self.numbers.total(node)
        return Derivation(subject, (*rule, *self._result(result)), _UPSTREAM)

    def _chain(self, edges: Sequence[EdgeKey], result: Result) -> Iterator[Side]:
        """Yield the chain rule along edges; then with numbers or, without any, in symbols."""
        whole = self.whole or ""
        factors = [(Derivative(whole, node), Derivative(node, own)) for own, node, _ in edges]
        yield Side("rule", _sum_of([product(pair) for pair in factors]))
        figures = [
            (self._figure(self.numbers.total(edge[1])), self._figure(self.numbers.local(edge)))
            for edge in edges
        ]
        numbers = [(a.inserted, b.inserted) for a, b in figures if a is not None and b is not None]
        if len(numbers) == len(figures):
            exact = all(one.is_exact for pair in figures for one in pair if one is not None)
            side = Side("numbers", _sum_of([product(pair) for pair in numbers]), exact)
            yield from (side,) if comes_near(side, result) else ()
            yield from self._result(result)
            return
        locals_ = [local_rule(edge, self.graph, self._operands_of(edge[1])) for edge in edges]
        known = [own for own in locals_ if own is not None]
        if len(known) == len(edges):
            terms = [_times(pair[0], own) for pair, own in zip(factors, known, strict=True)]
            yield Side("rule", _sum_of(terms))

    def _worked_out(self, rules: Sequence[Expression], result: Result) -> Iterator[Side]:
        """Yield rules, the last of them with numbers put in, and what that comes to."""
        yield from (Side("rule", rule) for rule in rules)
        formula = rules[-1]
        figures = {node: self._figure(self.numbers.value(node)) for node in names_in(formula)}
        known = {node: figure for node, figure in figures.items() if figure is not None}
        if len(known) < len(figures):
            return
        if known and not isinstance(formula, Name):
            put_in = {node: figure.inserted for node, figure in known.items()}
            exact = all(figure.is_exact for figure in known.values())
            side = Side("numbers", substitute(formula, put_in), exact)
            yield from (side,) if comes_near(side, result) else ()
        if not isinstance(formula, Number):
            yield from self._result(result)

    def _result(self, result: Result) -> Iterator[Side]:
        figure = self._figure(result)
        if figure is not None:
            yield Side("result", figure.expression, figure.is_exact)
            if figure.is_exact and (rounded := rounded_fraction(result, self.digits)):
                yield Side("result", rounded, is_exact=False)

    def _figure(self, result: Result) -> Figure | None:
        return figure_of(result, self.digits)

    def _of_matrices(self, edges: Sequence[EdgeKey], matrices: Matrices) -> Iterator[Side]:
        """Yield the gradient along edges as a formula of matrices, if it has a short one."""
        right = [matrices.right(edge) for edge in edges]
        known = [one for one in right if one is not None]
        if len(known) == len(edges):
            yield Side("rule", _sum_of([self._in_nodes(one, matrices) for one in known]))

    def _in_nodes(self, expression: Expression, matrices: Matrices) -> Expression:
        """Return an expression whose names are the author's with nodes in their place."""
        nodes = self.graph.names

        def placed(part: Expression, parts: Sequence[Expression]) -> Expression:
            match part:
                case Name(name):
                    return Name(nodes.get(name, name))
                case Derivative(of, by):
                    whole = self.whole if of == matrices.top and self.whole else nodes.get(of, of)
                    return Derivative(whole, nodes.get(by, by))
                case other:
                    return rebuilt(other, parts)

        return fold(expression, placed)

    def _shape_note(self, node: str) -> str:
        """Return the shapes of a node's operands and its own, where the drawing has shapes."""
        if self.matrices is None or not self.matrices.has_shapes:
            return ""
        edges = sorted(self.graph.dag.in_edges(node, keys=True), key=lambda edge: int(edge[2]))
        own = self._shape(node)
        before = [self._shape(source) for source, _, _ in edges]
        if not own or not all(before):
            return f"shape {own}" if own else ""
        return f"shapes {' and '.join(before)} make {own}" if before else f"shape {own}"

    def _gradient_shape(self, node: str) -> str:
        shape = self._shape(node)
        return f"shape {shape}, that of the value" if shape else ""

    def _shape(self, node: str) -> str:
        shapes = self.matrices.context.shapes if self.matrices is not None else None
        shape = shapes.certain(node) if shapes is not None and node in shapes.of else None
        return "" if shape is None else shape_text(shape)


def _why(result: Result) -> str:
    """Return why there is no number, where that is known."""
    return result.reason if isinstance(result, Undefined) else ""


def _sum_of(terms: Sequence[Expression]) -> Expression:
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def _times(upstream: Expression, local: Expression) -> Expression:
    """Return a product that shows both of its factors."""
    match local:
        case Number(value) if value == 1:
            return upstream
        case Power(_, Number(exponent)) if exponent < 0:
            return Product((upstream, in_brackets(local)))
        case Product(factors) if not any(isinstance(one, Power) for one in factors):
            signed = isinstance(factors[0], Number) and factors[0].value < 0
            return Product((upstream, local) if signed else (upstream, *factors))
        case _:
            return Product((upstream, local))


def derivations_of(graph: ComputationGraph) -> Derivations:
    """Return how everything in a graph comes about."""
    import networkx as nx

    numbers, matrices = numbers_of(graph), matrices_of(graph)
    output = graph.output
    is_whole = numbers.upstream == Fraction(1) and (
        matrices is None or graph.names.get(matrices.top) == output
    )
    leading: frozenset[str] = frozenset()
    if output is not None:
        leading = frozenset({output, *nx.ancestors(graph.dag, output)})
    leaving: dict[str, list[EdgeKey]] = {}
    for source, target, index in graph.dag.edges(keys=True):
        if target in leading:
            leaving.setdefault(source, []).append((source, target, int(index)))
    return Derivations(
        graph,
        numbers,
        matrices,
        _digits(graph),
        output if is_whole or output is None else BEYOND,
        leading,
        leaving,
    )


def _digits(graph: ComputationGraph) -> int:
    """Return how many digits to show: as many as the author's longest number has, within reason."""
    written = [
        assertion.side.content.digits
        for assertion in graph.assertions
        if isinstance(assertion.side.content, Quantity)
    ]
    return min(max([_FEWEST_DIGITS, *written]), _MOST_DIGITS)
