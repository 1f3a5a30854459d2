"""Statements about looks: `style`, `classDef`, `class`, `linkStyle`, `click`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from mdgrad.mermaid.cursor import ID_TOKENS, Cursor
from mdgrad.mermaid.expected import (
    A_CALLBACK,
    A_CLASS,
    A_CURVE,
    A_NODE,
    A_SPACE,
    A_STYLE,
    A_TOOLTIP,
    AN_ADDRESS,
    AN_EDGE,
)
from mdgrad.mermaid.flowchart import LinkStyle, StyleStatement
from mdgrad.mermaid.javascript import strip

__all__ = ["read_class", "read_class_definition", "read_click", "read_link_style", "read_style"]

_STYLE_TOKENS = frozenset(("NUM", "NODE_STRING", "COLON", "UNIT", "SPACE", "BRKT", "STYLE", "PCT"))
_ALPHANUMERIC = frozenset(
    ("NUM", "UNICODE_TEXT", "NODE_STRING", "DIR", "DOWN", "MINUS", "COMMA", "COLON", "AMP", "BRKT",
     "MULT")
)  # fmt: skip


def _space(cursor: Cursor) -> None:
    cursor.take("SPACE", A_SPACE)


def _properties(cursor: Cursor) -> tuple[str, ...]:
    properties = [cursor.run(_STYLE_TOKENS, A_STYLE)]
    while cursor.kind == "COMMA":
        cursor.index += 1
        properties.append(cursor.run(_STYLE_TOKENS, A_STYLE))
    return tuple(properties)


def _class_name(cursor: Cursor) -> tuple[str, ...]:
    return (cursor.run(ID_TOKENS, A_CLASS),)


def _style_statement(
    cursor: Cursor,
    keyword: Literal["style", "classDef", "class"],
    expected: str,
    read_rest: Callable[[Cursor], tuple[str, ...]],
) -> StyleStatement:
    """Read a keyword, names, and what they get."""
    start = cursor.start
    cursor.index += 1
    _space(cursor)
    names_start = cursor.start
    names = cursor.run(ID_TOKENS, expected)
    names_span = cursor.edited.span(names_start, cursor.end)
    _space(cursor)
    rest_start = cursor.start
    rest = read_rest(cursor)
    end = _end_of_text(cursor, rest)
    span = cursor.edited.span(start, end)
    statement = StyleStatement(
        keyword, names, rest, span, names_span, cursor.edited.span(rest_start, end)
    )
    cursor.database.styles.append(statement)
    cursor.separator()
    return statement


def _end_of_text(cursor: Cursor, read: tuple[str, ...]) -> int:
    """Return where what was read ends, without white space."""
    return cursor.end - (len(read[-1]) - len(read[-1].rstrip()) if read else 0)


def read_style(cursor: Cursor) -> None:
    """Read `style id a:b,c:d`."""
    read = _style_statement(cursor, "style", A_NODE, _properties)
    cursor.database.add_vertex(read.names, read.names_span, style=read.style)


def read_class_definition(cursor: Cursor) -> None:
    """Read `classDef a,b c:d`."""
    read = _style_statement(cursor, "classDef", A_CLASS, _properties)
    cursor.database.define_classes(read.names, read.style)


def read_class(cursor: Cursor) -> None:
    """Read `class A,B c`."""
    read = _style_statement(cursor, "class", A_NODE, _class_name)
    cursor.database.add_class(read.names, read.style[0])


def read_link_style(cursor: Cursor) -> None:
    """Read `linkStyle 0,1 [interpolate basis] a:b`."""
    start = cursor.start
    cursor.index += 1
    _space(cursor)
    list_start = cursor.start
    indices = _indices(cursor)
    list_end = cursor.end
    _space(cursor)
    properties: tuple[str, ...] = ()
    style_start = cursor.start
    if cursor.kind == "INTERPOLATE":
        cursor.index += 1
        _space(cursor)
        cursor.run(_ALPHANUMERIC, A_CURVE)
        if cursor.kind == "SPACE":
            cursor.index += 1
            style_start = cursor.start
            properties = _properties(cursor)
    else:
        properties = _properties(cursor)
    end = _end_of_text(cursor, properties)
    statement = LinkStyle(
        indices,
        properties,
        cursor.edited.span(start, end),
        cursor.edited.span(list_start, list_end),
        cursor.edited.span(style_start, end) if properties else None,
    )
    cursor.database.style_links(statement, list_start)
    cursor.separator()


def _indices(cursor: Cursor) -> tuple[int, ...] | None:
    if cursor.kind == "DEFAULT":
        cursor.index += 1
        return None
    indices = []
    while True:
        number = cursor.take("NUM", AN_EDGE, "`default`")
        indices.append(cursor.written(number))
        if cursor.kind != "COMMA":
            break
        cursor.index += 1
    # Mermaid looks edges up by the digits as written, so that there is no edge `01`.
    return tuple(
        int(digits) if len(digits) < 10 and digits == str(int(digits)) else 1 << 62
        for digits in indices
    )


def read_click(cursor: Cursor) -> None:
    """Read `click id …` in one of its many forms."""
    vertex_ids = strip(cursor.written(cursor.take("CLICK")))
    if cursor.kind == "CALLBACKNAME":
        cursor.index += 1
        if cursor.kind == "CALLBACKARGS":
            cursor.index += 1
        _tooltip(cursor)
    elif cursor.kind in {"HREF", "STR"}:
        cursor.index += cursor.kind == "HREF"
        cursor.take("STR", AN_ADDRESS)
        _tooltip(cursor, target=True)
    else:
        cursor.run(_ALPHANUMERIC, A_CALLBACK, AN_ADDRESS)
        _tooltip(cursor)
    cursor.database.add_class(vertex_ids, "clickable")
    cursor.separator()


def _tooltip(cursor: Cursor, *, target: bool = False) -> None:
    """Read `"tip"`, where `target` also `_blank` and the like after it or alone."""
    for kinds in (("STR", "LINK_TARGET"), ("LINK_TARGET",)) if target else (("STR",),):
        if cursor.kind != "SPACE":
            return
        cursor.index += 1
        if cursor.kind not in kinds:
            raise cursor.refusal(A_TOOLTIP, *(["`_blank`"] if target else []))
        found = cursor.kind
        cursor.index += 1
        if found == "LINK_TARGET":
            return
