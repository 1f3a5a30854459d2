"""Links of backward edges, written as the author writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdgrad.graphs.assertions import ComputationGraph
from mdgrad.graphs.graph import drawn_edges
from mdgrad.mending.labels import is_plain
from mdgrad.mermaid.flowchart import Edge
from mdgrad.source import Span

__all__ = ["link_with", "unlabelled_link_with"]

_BARE = re.compile(r"[0-9.,]+|[^\W\d_]\w*")
"""What may stand in a label without quotes, wherever that is."""


def link_with(text: str, graph: ComputationGraph) -> str | None:
    """Return a link that says `text`, in the form of the author's last labelled backward edge.

    In a forward drawing it has the form of its forward edges. None where quotes cannot hold it.
    """
    edge = next(_examples(graph), None)
    if edge is not None and edge.label is not None and _is_katex(edge.label.text):
        text = f"$${text}$$"
    if not is_plain(text):
        return None
    if edge is None or edge.label is None:
        return f"-- {_quoted(text)} -->"
    source = graph.flowchart.source
    label = edge.label
    before, after = (
        source[edge.span.start : label.span.start],
        source[label.span.end : edge.span.end],
    )
    if edge.id is not None:
        before = before.removeprefix(f"{edge.id}@")
    if label.form == "quoted":
        return before + text + after
    if label.form != "plain":
        return f"-- {_quoted(text)} -->"
    return before + (text if _BARE.fullmatch(text) else f'"{text}"') + after


def unlabelled_link_with(text: str, index: int, graph: ComputationGraph) -> tuple[Span, str] | None:
    """Return the insertion that gives a backward edge without a label the label `text`."""
    if not is_plain(text):
        return None
    end = graph.flowchart.edges[index].span.end
    return Span(end, end), f"|{_quoted(text)}|"


def _is_katex(text: str) -> bool:
    """Return whether Mermaid typesets a label as mathematics."""
    return text.startswith("$$") and text.endswith("$$")


def _examples(graph: ComputationGraph) -> Iterator[Edge]:
    """Yield edges whose form may be copied, the last ones first, backward edges before others."""
    edges = [e for e in graph.flowchart.edges if e.label is not None and e.label.text.strip()]
    alone = [e for e in edges if "\n" not in graph.flowchart.source[e.span.start : e.span.end]]
    yield from (edge for edge in reversed(alone) if edge.index in graph.backward)
    drawn = {index for *_, index in drawn_edges(graph.dag)}
    yield from (edge for edge in reversed(alone) if edge.index in drawn)


def _quoted(text: str) -> str:
    return text if _BARE.fullmatch(text) else f'"{text}"'
