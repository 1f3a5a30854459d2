"""The document: its header, its statements, and the subgraphs that enclose them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mdgrad.mermaid.cursor import ID_TOKENS, SEPARATORS, Cursor
from mdgrad.mermaid.expected import A_DIRECTION, A_NODE, A_STATEMENT, A_SUBGRAPH, END_OF_LINE
from mdgrad.mermaid.flowchart import Diagnostic, Label, Subgraph
from mdgrad.mermaid.javascript import WHITESPACE, strip
from mdgrad.mermaid.styles import (
    read_class,
    read_class_definition,
    read_click,
    read_link_style,
    read_style,
)
from mdgrad.mermaid.tokens import DIRECTIONS
from mdgrad.mermaid.vertices import read_chain
from mdgrad.messages import Message

__all__ = ["read_document", "read_header"]

_TITLE_TOKENS = frozenset(
    ("NUM", "NODE_STRING", "SPACE", "MINUS", "AMP", "UNICODE_TEXT", "COLON", "MULT", "BRKT",
     "STYLE", "LINKSTYLE", "CLASSDEF", "CLASS", "CLICK", "GRAPH", "DIR", "SUBGRAPH", "END", "DOWN",
     "UP", "START_LINK")
)  # fmt: skip
_BLANK = frozenset(("NEWLINE", "SEMI", "SPACE", "EOF"))
_STATEMENTS: dict[str, Callable[[Cursor], None]] = {
    "STYLE": read_style,
    "LINKSTYLE": read_link_style,
    "CLASSDEF": read_class_definition,
    "CLASS": read_class,
    "CLICK": read_click,
}
_DIRECTIONS = {"<": "RL", "^": "BT", ">": "LR", "v": "TB", "TD": "TB"}


@dataclass(slots=True)
class _OpenSubgraph:
    """A subgraph whose `end` is still to come."""

    start: int
    id: str | None
    label: Label | None
    members: list[str] = field(default_factory=list)
    direction: str | None = None


def read_header(cursor: Cursor) -> tuple[str, str]:
    """Read `flowchart LR` with its line end; return the keyword and the direction."""
    while cursor.kind in {"SPACE", "NEWLINE"}:
        cursor.index += 1
    keyword = cursor.written(cursor.take("GRAPH", "`flowchart`", "`graph`"))
    if cursor.kind == "NODIR":
        cursor.index += 1
        return keyword, "TB"
    direction = strip(cursor.written(cursor.take("DIR", A_DIRECTION)))
    if cursor.kind != "SEMI":
        cursor.skip("SPACE")
        if cursor.kind != "NEWLINE":
            raise cursor.refusal(END_OF_LINE, "`;`")
    cursor.index += 1
    return keyword, _DIRECTIONS.get(direction, direction)


def read_document(cursor: Cursor) -> None:
    """Read all statements."""
    document = _OpenSubgraph(0, None, None)
    enclosing = [document]
    while (kind := cursor.kind) != "end":
        current = enclosing[-1]
        if kind in _BLANK:
            # A `;` alone becomes a member, an oddity of Mermaid's grammar.
            if kind == "SEMI":
                current.members.append(";")
            cursor.index += 1
        elif kind in ID_TOKENS:
            current.members += read_chain(cursor)
        elif kind in _STATEMENTS:
            _STATEMENTS[kind](cursor)
        elif kind == "SUBGRAPH":
            enclosing.append(_open_subgraph(cursor))
        elif kind == "END" and len(enclosing) > 1:
            cursor.index += 1
            enclosing.pop()
            enclosing[-1].members.append(_close_subgraph(cursor, current))
        elif kind in DIRECTIONS:
            current.direction = kind
            _note_what_is_swallowed(cursor, kind)
            cursor.index += 1
        elif kind in {"ACC_TITLE", "ACC_DESCR", "LINES"}:
            current.members.append(_accessibility(cursor))
        else:
            raise cursor.refusal(A_NODE, A_STATEMENT, *(["`end`"] * (len(enclosing) > 1)))
    if len(enclosing) > 1:
        raise cursor.refusal("`end`")


def _note_what_is_swallowed(cursor: Cursor, direction: str) -> None:
    """Note where the line of a `direction` has anything else, which Mermaid then does not see."""
    token = cursor.tokens[cursor.index]
    before, _, after = cursor.written(token).partition("direction")
    after = strip(strip(after).removeprefix(direction))
    if strip(before) or not (after in {"", ";"} or after.startswith("%%")):
        message = Message(
            "Mermaid takes this whole line for `direction {direction}` and sees nothing else of it",
            direction=direction,
        )
        span = cursor.edited.span(token.start, token.end)
        cursor.database.notes.append(Diagnostic("MG113", message, span))


def _accessibility(cursor: Cursor) -> str:
    """Read `accTitle: …`; its text becomes a member, an oddity of Mermaid's grammar."""
    if cursor.kind != "LINES":
        cursor.index += 1
    cursor.index += 1
    return strip(cursor.written(cursor.tokens[cursor.index - 1]))


def _open_subgraph(cursor: Cursor) -> _OpenSubgraph:
    start = cursor.start
    cursor.index += 1
    cursor.take("SPACE", A_SUBGRAPH)
    written, label = cursor.text_and_label(_TITLE_TOKENS)
    subgraph_id: str | None = strip(written)
    if cursor.kind == "[":
        cursor.index += 1
        label = cursor.label()
        cursor.take("]", "`]`")
    elif any(character in WHITESPACE for character in written):
        subgraph_id = None
    if cursor.kind not in SEPARATORS:
        raise cursor.refusal(END_OF_LINE, "`[`")
    cursor.index += 1
    return _OpenSubgraph(start, subgraph_id, label)


def _close_subgraph(cursor: Cursor, subgraph: _OpenSubgraph) -> str:
    end = cursor.tokens[cursor.index - 1]
    written = cursor.written(end).rstrip(WHITESPACE)
    return cursor.database.add_subgraph(
        Subgraph(
            subgraph.id or "",
            subgraph.label.text if subgraph.label else "",
            tuple(member for member in subgraph.members if strip(member)),
            subgraph.direction,
            cursor.edited.span(subgraph.start, end.start + len(written)),
            subgraph.label,
        )
    )
