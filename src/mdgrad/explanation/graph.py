"""Graphs explained: what was derived for each, and which labels speak of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from mdgrad.explanation.derivations import Derivations, derivations_of
from mdgrad.explanation.model import (
    ExplainedEdge,
    ExplainedGraph,
    ExplainedLabel,
    ExplainedNode,
)
from mdgrad.explanation.names import names_of, shown_in
from mdgrad.explanation.rules import is_drawn
from mdgrad.expressions.fold import postorder
from mdgrad.expressions.tree import Call
from mdgrad.graphs.assertions import Assertion, ComputationGraph
from mdgrad.graphs.assumptions import Assumption
from mdgrad.judgement.telling import Placing
from mdgrad.labels.reading import Blank
from mdgrad.passes.program import program_of
from mdgrad.report import Claim, Diagram
from mdgrad.source import Place

__all__ = ["Messages", "explained_graphs"]

Messages = Mapping[tuple[Place, str | None], str]
"""What findings say of what is written at a place."""
_Said = tuple[Place, str]
"""Where something is written and what: by which a claim finds what asserts it."""
_CYCLE = "MG402"
_MEANINGS = {
    "step": "1[x > 0] is 1 where x > 0, and 0 elsewhere.",
    "share": "share(a, b) is 1 where a is the greatest of the two, and 0 where it is not.",
}


def explained_graphs(
    graphs: Sequence[ComputationGraph],
    diagram: Diagram,
    messages: Messages,
    place: Placing,
) -> tuple[ExplainedGraph, ...]:
    """Return the graphs of a diagram explained, and the labels of the claims that it has left.

    A graph of which nothing is said is left out.
    """
    asserted: dict[_Said, list[tuple[int, Assertion]]] = {}
    for number, graph in enumerate(graphs):
        for one in graph.assertions:
            said = place(one.span(graph.flowchart)), one.side.text
            asserted.setdefault(said, []).append((number, one))
    claims: list[list[tuple[Claim, Assertion]]] = [[] for _ in graphs]
    for claim in diagram.claims:
        found = asserted.get((claim.place, claim.written), ())
        same = [pair for pair in found if _role(pair[1]) == claim.role]
        for number, assertion in (*same, *found)[:1]:
            claims[number].append((claim, assertion))
    return tuple(
        _explained(graph, own, messages)
        for graph, own in zip(graphs, claims, strict=True)
        if own or any(isinstance(one.side.content, Blank) for one in graph.assertions)
    )


def _role(assertion: Assertion) -> str:
    return assertion.told_as or assertion.role


def _explained(
    graph: ComputationGraph,
    claims: Sequence[tuple[Claim, Assertion]],
    messages: Messages,
) -> ExplainedGraph:
    if any(problem.code == _CYCLE for problem in graph.problems):
        alone = tuple(_label(claim, None, messages) for claim, _ in claims)
        return ExplainedGraph(None, {}, (), (), alone, (*_problems(graph),))
    derived = derivations_of(graph)
    program = program_of(graph.dag)
    nodes = tuple(
        ExplainedNode(node, shown_in(node, graph), derived.value(node), derived.total(node))
        for node in program.nodes
        if is_drawn(node)
    )
    edges = tuple(
        ExplainedEdge(
            edge,
            graph.dag.edges[edge]["flowchart_edge"],
            derived.local(edge),
            derived.along((edge,)),
        )
        for edge in program.edges
        if is_drawn(edge[0]) and is_drawn(edge[1])
    )
    labels = tuple(
        _label(claim, _meant(assertion, claim), messages, derived) for claim, assertion in claims
    )
    names = names_of(graph, derived.top)
    of_derivatives = any(one.told_as is not None for one in graph.assertions)
    remarks = (
        *(() if of_derivatives else _outputs(graph, names)),
        *_problems(graph),
        *_cases(graph),
        *_functions(nodes, edges),
    )
    return ExplainedGraph(graph.output, names, nodes, edges, labels, remarks, of_derivatives)


def _meant(assertion: Assertion, claim: Claim) -> Assertion:
    """Return an assertion in the role in which it was judged."""
    if claim.role == "local" and assertion.role == "gradient":
        return replace(assertion, role="local")
    return assertion


def _label(
    claim: Claim,
    assertion: Assertion | None,
    messages: Messages,
    derived: Derivations | None = None,
) -> ExplainedLabel:
    message = claim.reason
    if claim.verdict != "verified":
        message = messages.get((claim.place, claim.written), message)
    derivation = derived.of(assertion) if derived is not None and assertion is not None else None
    return ExplainedLabel(claim, message, derivation)


def _problems(graph: ComputationGraph) -> Iterator[str]:
    for problem in graph.problems:
        yield problem.message


def _outputs(graph: ComputationGraph, names: Mapping[str, str]) -> Iterator[str]:
    """Yield why there are no gradients, where several values are nobody's operands."""
    outputs = [names[node] for node in graph.dag if not graph.dag.out_degree(node)]
    if graph.output is None and len(outputs) > 1 and not graph.problems:
        yield (
            f"It has several outputs, {' and '.join(outputs)}, so no gradients are worked out; "
            "say of which with “%% mdgrad: output …”."
        )


def _cases(graph: ComputationGraph) -> Iterator[str]:
    """Yield the case that a drawing shows."""
    cases = [_case(one) for one in graph.assumptions]
    if cases:
        yield f"This holds in the case {' and '.join(cases)}."


def _case(case: Assumption) -> str:
    if isinstance(case.greater, str):
        return f"{case.greater} > {_side(case.less)}"
    return f"{_side(case.less)} < {_side(case.greater)}"


def _side(side: str | Fraction) -> str:
    return side if isinstance(side, str) else str(side).replace("-", "−")


def _functions(nodes: Sequence[ExplainedNode], edges: Sequence[ExplainedEdge]) -> Iterator[str]:
    """Yield what the functions mean that only derivatives have."""
    derivations = [node.value for node in nodes] + [edge.local for edge in edges if edge.local]
    used = {
        part.function
        for derivation in derivations
        for side in derivation.sides
        for part, _ in postorder(side.expression)
        if isinstance(part, Call)
    }
    yield from (meaning for function, meaning in _MEANINGS.items() if function in used)
