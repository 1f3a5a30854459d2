"""The gradients that a backward drawing leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mdgrad.graphs.assertions import Along, ComputationGraph
from mdgrad.graphs.graph import EdgeKey, drawn_edges
from mdgrad.judgement.manner import AuthorsManner
from mdgrad.labels.reading import Blank
from mdgrad.passes import Enclosure
from mdgrad.source import Span

__all__ = ["MissingGradient", "missing_gradients"]


@dataclass(frozen=True, slots=True)
class MissingGradient:
    """A gradient of an input that a drawing with a backward pass does not show."""

    source: str
    target: str
    text: str | None
    """The right text in the author's manner, where it can be told."""
    span: Span
    """The forward edge, in the Mermaid source."""


def missing_gradients(graph: ComputationGraph, manner: AuthorsManner) -> Iterator[MissingGradient]:
    """Yield the gradients along the inputs' edges that the backward drawing does not state.

    A drawing without any backward edge leaves nothing out: it shows the forward pass.
    """
    if not graph.backward or graph.problems:
        return
    stated = {
        edge
        for assertion in graph.assertions
        if assertion.role == "gradient" and not isinstance(assertion.side.content, Blank)
        and isinstance(assertion.target, Along)
        for edge in assertion.target.edges
    }  # fmt: skip
    for source, target, key, index in drawn_edges(graph.dag):
        edge: EdgeKey = (source, target, key)
        is_input = graph.dag.nodes[source]["operation"] is None
        if is_input and edge not in stated and index is not None:
            drawn = graph.flowchart.edges[index]
            span = drawn.label.span if drawn.label else drawn.span
            yield MissingGradient(source, target, _text(edge, manner), span)


def _text(edge: EdgeKey, manner: AuthorsManner) -> str | None:
    result = manner.numbers.along(edge)
    if isinstance(result, Fraction | Enclosure):
        return manner.number(result)
    return manner.gradient(edge)
