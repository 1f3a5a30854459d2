"""Nodes and the chains of links between them."""

from __future__ import annotations

from mdgrad.mermaid.cursor import ID_TOKENS, SEPARATORS, Cursor
from mdgrad.mermaid.expected import (
    A_CLASS,
    A_FIELD,
    A_LINK,
    A_NODE,
    A_VALUE,
    END_OF_LINE,
    SPACE_AFTER_AMPERSAND,
)
from mdgrad.mermaid.links import LINK_TOKENS, read_link
from mdgrad.mermaid.shape_data import apply_shape_data, read_shape_data

__all__ = ["read_chain"]

_CLOSERS = {
    "[": ("]", "square"),
    "(((": (")))", "doublecircle"),
    "(-": ("-)", "ellipse"),
    "([": ("])", "stadium"),
    "[[": ("]]", "subroutine"),
    "[(": (")]", "cylinder"),
    ">": ("]", "odd"),
}
_SLANTED = {
    ("[/", "\\]"): "trapezoid",
    ("[\\", "/]"): "inv_trapezoid",
    ("[/", "/]"): "lean_right",
    ("[\\", "\\]"): "lean_left",
}


def read_chain(cursor: Cursor) -> list[str]:
    """Read `A & B --> C --> D` with its separator; return the nodes, the last ones first."""
    first = cursor.start
    nodes = _group(cursor)
    groups = [nodes]
    while cursor.kind in LINK_TOKENS:
        link = read_link(cursor)
        targets = _group(cursor)
        cursor.database.add_edges(nodes, targets, link)
        groups.append(targets)
        nodes = targets
    if cursor.kind not in SEPARATORS:
        raise cursor.refusal(A_LINK, END_OF_LINE, "`;`")
    cursor.database.end_statement(cursor.edited.span(first, cursor.end))
    cursor.index += 1
    return [node for group in reversed(groups) for node in group]


def _group(cursor: Cursor) -> list[str]:
    """Read `A & B`, each with its shape, class and data; white space after it too."""
    nodes = [_styled_vertex(cursor)]
    while True:
        data = read_shape_data(cursor) if cursor.kind == "SHAPE_DATA" else None
        owner = nodes[-1]
        goes_on = cursor.skip("SPACE") and cursor.kind == "AMP"
        if goes_on:
            cursor.index += 1
            cursor.take("SPACE", SPACE_AFTER_AMPERSAND)
            cursor.skip("SPACE")
            nodes.append(_styled_vertex(cursor))
        if data:  # Mermaid heeds it only after the node that follows
            apply_shape_data(cursor.database, owner, data)
        if not goes_on:
            return nodes


def _styled_vertex(cursor: Cursor) -> str:
    vertex_id = _vertex(cursor)
    if cursor.kind == "STYLE_SEPARATOR":
        cursor.index += 1
        cursor.database.add_class(vertex_id, cursor.run(ID_TOKENS, A_CLASS))
    return vertex_id


def _vertex(cursor: Cursor) -> str:
    start = cursor.start
    vertex_id = cursor.run(ID_TOKENS, A_NODE)
    span = cursor.edited.span(start, cursor.end)
    opener = cursor.kind
    label = shape = None
    if opener in _CLOSERS:
        cursor.index += 1
        label = cursor.label()
        closer, shape = _CLOSERS[opener]
        cursor.take(closer, f"`{closer}`")
    elif opener in {"(", "{"}:
        closer, single, double = (
            (")", "round", "circle") if opener == "(" else ("}", "diamond", "hexagon")
        )
        cursor.index += 1
        is_double = cursor.kind == opener
        cursor.index += is_double
        label = cursor.label()
        shape = double if is_double else single
        for _ in range(1 + is_double):
            cursor.take(closer, f"`{closer}`")
    elif opener in {"[/", "[\\"}:
        cursor.index += 1
        label = cursor.label()
        shape = _SLANTED.get((opener, cursor.kind))
        if shape is None:
            raise cursor.refusal("`/]`", "`\\]`")
        cursor.index += 1
    elif opener == "[|":
        cursor.index += 1
        cursor.take("NODE_STRING", A_FIELD)
        cursor.take("COLON", "`:`")
        cursor.take("NODE_STRING", A_VALUE)
        cursor.take("|", "`|`")
        label, shape = cursor.label(), "rect"
        cursor.take("]", "`]`")
    cursor.database.add_vertex(vertex_id, span, label, shape)
    return vertex_id
