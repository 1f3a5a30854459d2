"""`@{ … }`: data of a node, an edge or a subgraph, in YAML."""

from __future__ import annotations

from mdgrad.mermaid.cursor import Cursor
from mdgrad.mermaid.edited import Edited, Replacement
from mdgrad.mermaid.errors import RefusalError
from mdgrad.mermaid.flowchart import Label
from mdgrad.mermaid.javascript import WHITESPACE
from mdgrad.mermaid.shape_names import SHAPE_NAMES
from mdgrad.mermaid.text import shown_data
from mdgrad.mermaid.yaml_nodes import Mapping, Node, Scalar, YamlError

__all__ = ["apply_shape_data"]


def apply_shape_data(cursor: Cursor, owner: str) -> None:
    """Read `@{ … }` and give it to the node, edge or subgraph `owner`."""
    opener = cursor.tokens[cursor.index]
    data = _data(cursor, opener.end)
    document = _loaded(data)
    if cursor.database.takes_data_elsewhere(owner, has_data=document is not None):
        return
    if isinstance(document, Scalar) and document.value is None:
        raise RefusalError(
            "there is no data in this `@{ }`", (opener.start, opener.end), code="MG104"
        )
    if not isinstance(document, Mapping):
        return
    shape = _shape(document.items.get("shape"), opener.start)
    label = _label(document, cursor, data)
    cursor.database.set_data(owner, label, shape)
    picture = document.items.get("icon"), document.items.get("img")
    if any(map(_is_true, picture)) and label is None:
        cursor.database.hide_id(owner)


def _data(cursor: Cursor, start: int) -> Edited:
    """Read the tokens of the data; return it as the YAML reader gets it.

    Inside a string a line end becomes `<br/>`, and data on one line gets braces again.
    """
    breaks: list[Replacement] = []
    end = start
    text = cursor.text
    while cursor.kind in {"SHAPE_DATA", "SHAPE_DATA_STRING"}:
        token = cursor.tokens[cursor.index]
        if token.kind == "SHAPE_DATA_STRING" and "\n" in text[token.start : token.end]:
            breaks += _line_breaks(text, token.start, token.end, start)
        end = max(end, token.end)
        cursor.index += 1
    data = cursor.edited.slice(start, end).replaced(breaks)
    length = len(data.text)
    if "\n" in data.text:
        return data
    return data.replaced([(0, 0, "{\n"), (length, length, "\n}")])


def _line_breaks(text: str, start: int, end: int, origin: int) -> list[Replacement]:
    breaks: list[Replacement] = []
    position = text.find("\n", start, end)
    while position >= 0:
        after = position
        while after < end and text[after] in WHITESPACE:
            after += 1
        breaks.append((position - origin, after - origin, "<br/>"))
        position = text.find("\n", after, end)
    return breaks


def _loaded(data: Edited) -> Node | None:
    from mdgrad.mermaid.yaml import load  # only a diagram with `@{ … }` needs it

    try:
        return load(data.text)
    except YamlError as error:
        where = min(error.position, max(0, len(data.text) - 1))
        raise RefusalError(
            f"the data in `@{{ }}` is not YAML: {error.message}",
            data.span(where, where + 1),
            code="MG104",
        ) from None


def _shape(node: Node | None, at: int) -> str | None:
    """Return the shape's name, if one is given that Mermaid draws."""
    if node is None or not _is_true(node):
        return None
    name = node.value if isinstance(node, Scalar) else None
    if not isinstance(name, str) or name not in SHAPE_NAMES:
        raise RefusalError(f"Mermaid has no shape `{name}`", (at, at), code="MG103")
    return name


def _label(document: Mapping, cursor: Cursor, data: Edited) -> Label | None:
    node = document.items.get("label")
    if not isinstance(node, Scalar) or not _is_true(node):
        return None
    span = data.span(node.start, node.end)
    return Label(shown_data(node.value), span, span, "data")


def _is_true(node: Node | None) -> bool:
    """Return whether JavaScript takes the node's value for true."""
    return node is not None and (not isinstance(node, Scalar) or bool(node.value))
