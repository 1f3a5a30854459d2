"""Blanks: places that an author left open, each with what should stand there.

A blank is written (`?`, `…`, `TODO`), or it is the empty label of an arrow whose neighbours have
labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mdgrad.graphs.assertions import Along, Assertion, At, ComputationGraph
from mdgrad.graphs.graph import drawn_edges
from mdgrad.judgement.manner import AuthorsManner
from mdgrad.labels.reading import Blank, Side
from mdgrad.mermaid.flowchart import Edge
from mdgrad.report import Role
from mdgrad.source import Span

__all__ = ["Filled", "filled_blanks"]

_BLOCKING = frozenset({"MG402", "MG403"})
_BLOCKING_GRADIENTS = _BLOCKING | {"MG404", "MG406"}


@dataclass(frozen=True, slots=True)
class Filled:
    """A blank, and what it should say in the author's manner; None if that cannot be told."""

    assertion: Assertion
    text: str | None


def filled_blanks(graph: ComputationGraph, manner: AuthorsManner) -> Iterator[Filled]:
    """Yield every blank of a drawing, in the order of the labels."""
    written = [a for a in graph.assertions if isinstance(a.side.content, Blank)]
    blanks = [*written, *_empty_labels(graph)]
    problems = {problem.code for problem in graph.problems}
    for blank in sorted(blanks, key=lambda a: (a.span(graph.flowchart), a.edge or 0)):
        is_value = blank.role in {"value", "formula"}
        blocked = problems & (_BLOCKING if is_value else _BLOCKING_GRADIENTS)
        known = blank.target is not None and not blocked
        yield Filled(blank, manner.right_text(blank) if known else None)


def _empty_labels(graph: ComputationGraph) -> Iterator[Assertion]:
    """Yield the empty labels between labelled arrows, as blanks."""
    labelled = {a.role for a in graph.assertions if a.edge is not None}
    drawn = graph.flowchart.edges
    if labelled & {"value", "formula"}:
        for source, _, _, index in drawn_edges(graph.dag):
            if index is not None and index < len(drawn) and drawn[index].source == source:
                yield from _empty("value", At(source), drawn[index])
    if "gradient" in labelled:
        for index, along in graph.backward.items():
            yield from _empty("gradient", along, drawn[index])


def _empty(role: Role, target: At | Along, edge: Edge) -> Iterator[Assertion]:
    if edge.label is not None and not edge.label.text.strip():
        side = Side(Blank(), "", Span(0, len(edge.label.text)))
        yield Assertion(role, target, side, edge.label, edge=edge.index)
