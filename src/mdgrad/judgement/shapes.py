"""Judging shapes, and the gradients of matrices: what follows for all sizes of the drawing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mdgrad.expressions.fold import names_in_order, postorder, substitute
from mdgrad.expressions.tree import Derivative, Expression, Name
from mdgrad.graphs.assertions import Along, Assertion, At, Between, ComputationGraph
from mdgrad.graphs.graph import EdgeKey, operand
from mdgrad.graphs.shapes import has_matrices
from mdgrad.judgement.numbers import free_upstream
from mdgrad.judgement.verdict import Judged
from mdgrad.labels.reading import Formula, Shape
from mdgrad.messages import Message
from mdgrad.operators import expanded
from mdgrad.tensors import (
    MatrixContext,
    MatrixDecision,
    ShapeReport,
    Shapes,
    ShapeVerdict,
    decide_matrix_gradient,
    decide_matrix_total,
    judge_shapes,
    right_gradient,
    shape_text,
)

__all__ = ["Matrices", "matrices_of"]


@dataclass(frozen=True, slots=True)
class Matrices:
    """A graph of matrices: the verdicts on its shapes, and what its gradients are."""

    graph: ComputationGraph
    context: MatrixContext
    has_shapes: bool
    """Whether any shape is written; numbers in such a drawing are those of matrices."""
    verdicts: Mapping[Assertion, ShapeVerdict]
    misfits: Mapping[Assertion, Message]
    """The claims that tell of an operator whose operands cannot be combined, with the reason."""
    single: frozenset[str]
    """The nodes that are one number, and so is all that they are computed from."""
    top: str
    """What the author differentiates: the L of ∂L/∂Y."""

    def shape(self, assertion: Assertion) -> Judged:
        """Return the verdict on a shape."""
        if assertion in self.misfits:
            reason = self.misfits[assertion]
            return Judged(assertion, "wrong", reason=reason, code="MG501")
        judged = self.verdicts.get(assertion)
        if judged is None:
            reason = Message("it is not clear what has this shape")
            return Judged(assertion, "undecided", reason=reason, code="MG504")
        if judged.verdict == "undecided":
            return Judged(assertion, "undecided", reason=judged.reason, code="MG504")
        if judged.verdict == "verified":
            return Judged(assertion, "verified", judged.certainty)
        expected = (
            shape_text(judged.expected, assertion.side.text)
            if judged.expected is not None
            else None
        )
        code = "MG502" if isinstance(assertion.target, At) else "MG503"
        return Judged(assertion, "wrong", expected=expected, reason=judged.reason, code=code)

    def decides(self, assertion: Assertion) -> bool:
        """Return whether a label is judged here: a gradient, or anything where shapes are.

        Where all that it speaks of are single numbers, it is judged as in a graph of numbers.
        """
        match assertion.role, assertion.target:
            case (("value" | "formula"), At(node)) if node in self.single:
                return False
            case "gradient" | "total", _:
                return len(self.single) < len(self.graph.dag)
            case _:
                return self.has_shapes

    def formula(self, assertion: Assertion, reading: Expression) -> MatrixDecision:
        """Return whether a formula is what it is said to be."""
        match assertion.role, assertion.target:
            case "gradient", Along((edge,)):
                return decide_matrix_gradient(reading, edge, self.context)
            case "total", At(node):
                return decide_matrix_total(reading, node, self.context)
            case _, At(node) if isinstance(reading, Name) and self._is_called(node, reading.name):
                return MatrixDecision("verified", "symbolic")
            case "formula", At(node) if self._defines(node, reading):
                return MatrixDecision("verified", "symbolic")
            case _:
                reason = Message("what it comes to for matrices is not worked out")
                return MatrixDecision("undecided", reason=reason)

    def _defines(self, node: str, reading: Expression) -> bool:
        """Return whether a formula is the one by which its node computes, factors in their order.

        Another formula in the same node may come to the same or not.
        """
        dag, names = self.graph.dag, self.graph.names
        operation = dag.nodes[node]["operation"]
        place = {source: operand(int(index)) for source, _, index in dag.in_edges(node, keys=True)}
        used = {name: names.get(name, name) for name in names_in_order(reading)}
        if operation is None or not place.keys() >= set(used.values()):
            return False
        placed = {name: Name(place[source]) for name, source in used.items()}
        plain = substitute(reading, placed)
        return operation.formula in {expanded(plain), expanded(plain, of_arrays=True)}

    def _is_called(self, node: str, name: str) -> bool:
        """Return whether a value goes by a name, its own or that of a node it is carried to."""
        named = self.graph.names.get(name)
        return named is not None and named in {node, *_passing_on(node, self.graph)}

    def right(self, edge: EdgeKey) -> Expression | None:
        """Return the gradient along an edge, None if it has no short form in names."""
        shapes = self.context.shapes
        sources = sorted(self.graph.dag.in_edges(edge[1], keys=True), key=lambda one: one[2])
        given = [shapes.certain(one) if one in shapes.of else None for one, _, _ in sources]
        known = [shape for shape in given if shape is not None]
        if len(known) < len(given):
            return None
        return right_gradient(edge, self.context, known, self.top)


def matrices_of(graph: ComputationGraph) -> Matrices | None:
    """Return what is to be said of a graph of matrices, None for one of numbers."""
    if not has_matrices(graph) or any(problem.code == "MG402" for problem in graph.problems):
        return None
    values: dict[str, list[Assertion]] = {}
    gradients: dict[str | EdgeKey, list[Assertion]] = {}
    for assertion in graph.assertions:
        match assertion.role, assertion.target:
            case "shape", At(node):
                values.setdefault(node, []).append(assertion)
            case "shape", Along(edges):
                gradients.setdefault(edges[0], []).append(assertion)
            case "shape", Between(_, node):
                gradients.setdefault(node, []).append(assertion)
    report = judge_shapes(
        graph.dag,
        {node: [_dimensions(one) for one in claims] for node, claims in values.items()},
        {target: [_dimensions(one) for one in claims] for target, claims in gradients.items()},
    )
    verdicts = {
        claim: verdict
        for claims, judged in (
            *((claims, report.values[node]) for node, claims in values.items()),
            *((claims, report.gradients[target]) for target, claims in gradients.items()),
        )
        for claim, verdict in zip(claims, judged, strict=True)
    }
    context = MatrixContext(graph.dag, graph.names, report.shapes, free_upstream(graph))
    misfits = dict(_told_misfits(graph, report, values))
    single = frozenset(_single(graph, report.shapes))
    return Matrices(graph, context, bool(verdicts), verdicts, misfits, single, _top(graph))


def _single(graph: ComputationGraph, shapes: Shapes) -> Iterator[str]:
    """Yield the nodes that hold one number and are computed from such nodes alone."""
    import networkx as nx

    single: set[str] = set()
    for node in nx.topological_sort(graph.dag):
        shape = shapes.certain(node) if node in shapes.of else None
        if shape is not None and set(shape) <= {1} and single.issuperset(graph.dag.pred[node]):
            single.add(node)
            yield node


def _top(graph: ComputationGraph) -> str:
    """Return what the author differentiates."""
    return next(
        (
            part.of
            for assertion in graph.assertions
            if isinstance(assertion.side.content, Formula)
            for part, _ in postorder(assertion.side.content.readings[0])
            if isinstance(part, Derivative)
        ),
        "L",
    )


def _dimensions(assertion: Assertion) -> tuple[int | str, ...]:
    content = assertion.side.content
    return content.dimensions if isinstance(content, Shape) else ()


def _told_misfits(
    graph: ComputationGraph, report: ShapeReport, values: Mapping[str, list[Assertion]]
) -> Iterator[tuple[Assertion, Message]]:
    """Yield the claims at which misfits are told: of the value, else of the operands before it."""
    for misfit in report.misfits:
        near = [misfit.node, *_passing_on(misfit.node, graph), *_before(misfit.node, graph)]
        claim = next((values[node][0] for node in near if values.get(node)), None)
        if claim is not None:
            yield claim, misfit.message


def _passing_on(node: str, graph: ComputationGraph) -> Iterator[str]:
    """Yield the nodes that carry a node's value on as it is."""
    for successor in graph.dag.successors(node):
        operation = graph.dag.nodes[successor]["operation"]
        if operation is not None and operation.operator == "identity":
            yield successor


def _before(node: str, graph: ComputationGraph) -> Iterator[str]:
    """Yield the operands of a node, the last one first, then what they are made of."""
    seen = {node}
    pending = [node]
    while pending:
        following: list[str] = []
        for one in pending:
            edges = sorted(graph.dag.in_edges(one, keys=True), key=lambda edge: -edge[2])
            following += [source for source, _, _ in edges if source not in seen]
            seen.update(following)
        yield from following
        pending = following
