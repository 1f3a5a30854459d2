"""The gradients that a backward drawing leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mdgrad.graphs.assertions import ComputationGraph
from mdgrad.graphs.graph import EdgeKey, drawn_edges
from mdgrad.judgement.manner import AuthorsManner
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


def missing_gradients(graph: ComputationGraph, manner: AuthorsManner) -> Iterator[MissingGradient]:
    """Yield the gradients along the inputs' edges that the backward drawing does not state.

    A drawing without any backward edge leaves nothing out: it shows the forward pass.
    """
    if graph.backward:
        for gap in undrawn_gradients(graph, manner):
            if graph.dag.nodes[gap.source]["operation"] is None:
                yield gap


def undrawn_gradients(graph: ComputationGraph, manner: AuthorsManner) -> Iterator[MissingGradient]:
    """Yield the gradients along all drawn edges that no label of a backward edge stands for.

    A blank is such a label: it is there, and to be filled.
    """
    if graph.problems or graph.output is None:
        return
    stated = {
        edge
        for index, along in graph.backward.items()
        if graph.flowchart.edges[index].label is not None
        for edge in along.edges
    }
    for source, target, key, index in drawn_edges(graph.dag):
        edge: EdgeKey = (source, target, key)
        if index is not None and edge not in stated:
            span = _span(edge, index, graph)
            yield MissingGradient(source, target, key, manner.along(edge), span)


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
