"""Links: `-->`, `-- text -->`, `-.->|text|` and their ids."""

from __future__ import annotations

from typing import Literal

from mdgrad.mermaid.cursor import Cursor
from mdgrad.mermaid.database import Link
from mdgrad.mermaid.expected import A_LINK, END_OF_LINK
from mdgrad.mermaid.flowchart import Label, Stroke
from mdgrad.mermaid.javascript import WHITESPACE, strip

__all__ = ["LINK_TOKENS", "read_link"]

LINK_TOKENS = frozenset(("LINK", "START_LINK", "LINK_ID"))
_HEADS = {"x": "arrow_cross", ">": "arrow_point", "o": "arrow_circle"}
_TAILS = {"x": "arrow_cross", "<": "arrow_point", "o": "arrow_circle"}
_EDGE_TEXT_TOKENS = frozenset(("EDGE_TEXT", "UNICODE_TEXT"))
_LONGEST = 10


def read_link(cursor: Cursor) -> Link:
    """Read a link with its label."""
    edge_id = None
    if cursor.kind == "LINK_ID":
        edge_id = cursor.written(cursor.tokens[cursor.index]).replace("@", "", 1)
        cursor.index += 1
    first = cursor.tokens[cursor.index]
    opening = cursor.written(first)
    start = first.start + len(opening) - len(opening.lstrip(WHITESPACE))
    label: Label | None = None
    position: Literal["pipe", "inline"] | None = None
    if cursor.kind == "START_LINK":
        cursor.index += 1
        label = cursor.label(_EDGE_TEXT_TOKENS)
        position = "inline"
        closing = cursor.written(cursor.take("LINK", END_OF_LINK))
        arrow, stroke, length = _ends(strip(opening), strip(closing))
    else:
        cursor.take("LINK", A_LINK)
        closing = opening
        arrow, stroke, length = _closing_end(strip(opening))
    end = cursor.end - (len(closing) - len(closing.rstrip(WHITESPACE)))
    if position is None and cursor.kind == "|":
        cursor.index += 1
        label = cursor.label()
        position = "pipe"
        end = cursor.take("|", "`|`").end
        if cursor.kind == "SPACE":
            cursor.index += 1
    span = cursor.edited.span(start, end)
    return Link(arrow, stroke, min(length, _LONGEST), edge_id, label, position, span)


def _closing_end(link: str) -> tuple[str, Stroke, int]:
    """Return the heads, the stroke and the length that `link` shows."""
    arrow, line = "arrow_open", link[:-1]
    head = _HEADS.get(link[-1])
    if head:
        arrow = head
        if link[0] == ("<" if link[-1] == ">" else link[-1]):
            arrow, line = "double_" + head, line[1:]
    stroke: Stroke = "normal"
    length = len(line) - 1
    if line.startswith("="):
        stroke = "thick"
    if line.startswith("~"):
        stroke = "invisible"
    dots = line.count(".")
    if dots:
        stroke, length = "dotted", dots
    return arrow, stroke, length


def _ends(opening: str, closing: str) -> tuple[str, Stroke, int]:
    """Return what `opening text closing` shows; `INVALID` where the ends do not fit."""
    arrow, stroke, length = _closing_end(closing)
    tail = _TAILS.get(opening[0])
    opening_stroke = "dotted" if "." in opening else "thick" if "=" in opening else "normal"
    if opening_stroke != stroke or (tail and tail != arrow):
        return "INVALID", "INVALID", 0
    return ("double_" + tail if tail else arrow), stroke, length
