"""Adding to a flowchart what moves nothing: edges after the last one, and styles for them.

Every function returns a replacement of characters of the source. Several at one place are made in
the order in which they are asked for: first the edges, then the style of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mdgrad.mermaid.flowchart import Flowchart, LinkStyle
from mdgrad.source import Span

__all__ = ["append_edges", "append_link_style", "extend_link_style"]

_INDENT = re.compile(r"[^\S\r\n]*")


def append_edges(flowchart: Flowchart, statements: Sequence[str]) -> tuple[Span, str]:
    """Return what to insert so that `statements` follow the last statement with an edge.

    They are indented as that one, and in its subgraph if it is in one; so the edges in them get
    the next indices and no index moves. Raises ValueError for a flowchart without edges.
    """
    if not flowchart.edges:
        raise ValueError("there is no edge to append others to")
    return _lines_after(flowchart, flowchart.edges[-1].statement, statements)


def extend_link_style(
    flowchart: Flowchart, statement: LinkStyle, indices: Sequence[int]
) -> tuple[Span, str]:
    """Return what to insert so that the style of `statement` holds for the edges `indices` too.

    Its list is extended, or, where an edge to come stands after it (Mermaid knows only the edges
    above a linkStyle) or it is a default, a statement of the same style is appended.
    """
    if statement.indices is None or _stands_above(statement, flowchart):
        return append_link_style(flowchart, indices, _style_text(flowchart.source, statement))
    end = statement.indices_span.end
    return Span(end, end), "".join(f",{index}" for index in indices)


def append_link_style(flowchart: Flowchart, indices: Sequence[int], style: str) -> tuple[Span, str]:
    """Return what to insert so that a `linkStyle` of its own gives the edges `indices` the style.

    It follows the last `linkStyle`, or the last edge where that is further down.
    """
    line = f"linkStyle {','.join(map(str, indices))} {style}"
    last = flowchart.edges[-1].statement
    below = [one.span for one in flowchart.link_styles if not _stands_above(one, flowchart)]
    return _lines_after(flowchart, max(below, default=last), [line])


def _stands_above(statement: LinkStyle, flowchart: Flowchart) -> bool:
    return bool(flowchart.edges) and statement.span.start < flowchart.edges[-1].statement.end


def _style_text(source: str, statement: LinkStyle) -> str:
    """Return all that stands after the list of indices."""
    return source[statement.indices_span.end : statement.span.end].strip()


def _lines_after(flowchart: Flowchart, statement: Span, lines: Sequence[str]) -> tuple[Span, str]:
    source = flowchart.source
    line_start = max(source.rfind(end, 0, statement.start) for end in "\r\n") + 1
    indent = _INDENT.match(source, line_start)
    end = "\r\n" if "\r\n" in source else "\n"
    before = end + (indent[0] if indent else "")
    return Span(statement.end, statement.end), "".join(before + line for line in lines)
