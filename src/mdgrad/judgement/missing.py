"""The gradients that a backward drawing leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mdgrad.graphs.assertions import At, ComputationGraph
from mdgrad.graphs.graph import EdgeKey, drawn_edges
from mdgrad.judgement.manner import AuthorsManner
from mdgrad.judgement.verdict import Judged
from mdgrad.source import Span

__all__ = ["MissingGradient", "missing_gradients", "undrawn_gradients"]


@dataclass(frozen=True, slots=True)
class MissingGradient:
    """A gradient along an edge of the graph that the drawing does not show."""

    source: str
    target: str
    operand: int
    text: str | None
    """The right text in the author's manner, where it can be told."""
    span: Span
    """The forward edge, in the Mermaid source; where that is another, a backward one."""

    @property
    def edge(self) -> EdgeKey:
        """The edge along which the gradient would be."""
        return self.source, self.target, self.operand


def missing_gradients(
    graph: ComputationGraph, manner: AuthorsManner, verdicts: Sequence[Judged]
) -> Iterator[MissingGradient]:
    """Yield the gradients along the inputs' edges that the backward drawing does not state.

    A drawing without any backward edge leaves nothing out: it shows the forward pass.
    """
    if graph.backward:
        for gap in undrawn_gradients(graph, manner, verdicts):
            if graph.dag.nodes[gap.source]["operation"] is None:
                yield gap


def undrawn_gradients(
    graph: ComputationGraph, manner: AuthorsManner, verdicts: Sequence[Judged]
) -> Iterator[MissingGradient]:
    """Yield the gradients along all drawn edges that no label of a backward edge stands for.

    A blank is such a label: it is there, and to be filled. A value whose gradient in all is told
    leaves nothing out.
    """
    if graph.problems or graph.output is None:
        return
    stated = {
        edge
        for index, along in graph.backward.items()
        if graph.flowchart.edges[index].label is not None
        for edge in along.edges
    }
    meant = [judged.meant or judged.assertion for judged in verdicts]
    in_all = {a.target for a in (*graph.assertions, *meant) if a.role == "total"}
    for source, target, key, index in drawn_edges(graph.dag):
        edge: EdgeKey = (source, target, key)
        is_told = edge in stated or At(source) in in_all
        if index is not None and not is_told and _is_shown(target, graph):
            span = _span(edge, index, graph)
            yield MissingGradient(source, target, key, manner.along(edge), span)


def _is_shown(node: str, graph: ComputationGraph) -> bool:
    """Return whether a node is drawn, rather than only named in the formula of another."""
    if node in graph.flowchart.nodes or graph.dag.out_degree(node) == 0:
        return True
    edges = graph.dag.out_edges(node, keys=True)
    return any(graph.dag.edges[edge]["flowchart_edge"] is not None for edge in edges)


def _span(edge: EdgeKey, index: int, graph: ComputationGraph) -> Span:
    """Return where the forward edge stands.

    A backward drawing of its own speaks of a graph whose forward edges stand elsewhere; then it is
    the place where the gradient would come from.
    """
    edges = graph.flowchart.edges
    if index < len(edges) and {edges[index].source, edges[index].target} == set(edge[:2]):
        label = edges[index].label
        return label.span if label else edges[index].span
    near = [i for i, along in graph.backward.items() if any(k[0] == edge[1] for k in along.edges)]
    return edges[min(near or graph.backward, default=0)].span
