"""`@{ … }`: data of a node, an edge or a subgraph, in YAML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mdgrad.mermaid.cursor import Cursor
from mdgrad.mermaid.database import Database
from mdgrad.mermaid.edited import Edited, Replacement
from mdgrad.mermaid.errors import RefusalError
from mdgrad.mermaid.flowchart import Diagnostic, Label
from mdgrad.mermaid.javascript import WHITESPACE, strip
from mdgrad.mermaid.shape_names import SHAPE_NAMES
from mdgrad.mermaid.text import shown_data
from mdgrad.mermaid.yaml_nodes import Mapping, Node, Scalar, YamlError
from mdgrad.messages import Message

_ENTRY = re.compile("(?:shape|label|icon|form|pos|img|w|h|constraint|animate|animation|curve):")

__all__ = ["ShapeData", "apply_shape_data", "read_shape_data"]


@dataclass(frozen=True, slots=True)
class ShapeData:
    """What stands between the braces."""

    yaml: Edited
    opener: tuple[int, int]
    """The place of `@{` in the prepared text."""


def read_shape_data(cursor: Cursor) -> ShapeData:
    """Read `@{ … }`."""
    opener = cursor.tokens[cursor.index]
    return ShapeData(_data(cursor, opener.end), (opener.start, opener.end))


def apply_shape_data(database: Database, owner: str, data: ShapeData) -> None:
    """Give the data to the node, edge or subgraph `owner`."""
    document = _loaded(data.yaml)
    if database.takes_data_elsewhere(owner, has_data=document is not None):
        return
    if isinstance(document, Scalar) and document.value is None:
        raise RefusalError(Message("there is no data in this `@{{ }}`"), data.opener, code="MG104")
    if ignored := _without_space(document):
        message = Message(
            "Mermaid ignores `{ignored}`: YAML needs a space after the colon, `{right}`",
            ignored=ignored, right=ignored.replace(":", ": ", 1),
        )  # fmt: skip
        place = data.yaml.span(0, len(data.yaml.text))
        database.notes.append(Diagnostic("MG119", message, place))
    if not isinstance(document, Mapping):
        return
    shape = _shape(document.items.get("shape"), data)
    label = _label(document, data.yaml)
    database.set_data(owner, label, shape)
    picture = document.items.get("icon"), document.items.get("img")
    if any(map(_is_true, picture)):
        if not _is_text(document.items.get("label")):
            raise RefusalError(
                Message("the label of a node with a picture has to be a string: put it in quotes"),
                data.opener,
                code="MG104",
            )
        if label is None or not strip(label.text):
            database.hide_id(owner)


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
            Message("the data in `@{{ }}` is not YAML: {reason}", reason=error.message),
            data.span(where, where + 1),
            code="MG104",
        ) from None


def _shape(node: Node | None, data: ShapeData) -> str | None:
    """Return the shape's name, if one is given that Mermaid draws."""
    if node is None or not _is_true(node):
        return None
    name = node.value if isinstance(node, Scalar) else None
    if not isinstance(name, str) or name not in SHAPE_NAMES:
        place = data.yaml.span(node.start, node.end) if isinstance(node, Scalar) else data.opener
        raise RefusalError(_no_shape(name), place, code="MG103")
    return name


def _label(document: Mapping, yaml: Edited) -> Label | None:
    node = document.items.get("label")
    if not isinstance(node, Scalar) or not _is_true(node):
        return None
    quotes = node.style in {"single", "double"}
    outer = yaml.span(node.start - quotes, node.end + quotes)
    return Label(shown_data(node.value), yaml.span(node.start, node.end), outer, "data")


def _is_true(node: Node | None) -> bool:
    """Return whether JavaScript takes the node's value for true."""
    return node is not None and (not isinstance(node, Scalar) or bool(node.value))


def _no_shape(name: object) -> Message:
    """Return that there is no such shape, and which was probably meant."""
    from difflib import get_close_matches  # only a mistake needs it

    likely = get_close_matches(str(name)[:40].lower(), sorted(SHAPE_NAMES), n=1)
    if not likely:
        return Message("Mermaid has no shape `{shape}`", shape=str(name))
    return Message(
        "Mermaid has no shape `{shape}`; probably `{likely}` is meant",
        shape=str(name), likely=likely[0],
    )  # fmt: skip


def _without_space(document: Node | None) -> str | None:
    """Return the entry that lacks the space after its colon, if there is one."""
    keys = document.items if isinstance(document, Mapping) else ()
    alone = (document.value,) if isinstance(document, Scalar) else ()
    for key in (*keys, *alone):
        if isinstance(key, str) and _ENTRY.match(key):
            return key
    return None


def _is_text(label: Node | None) -> bool:
    """Return whether `label` is a string, or not there at all."""
    return label is None or (isinstance(label, Scalar) and isinstance(label.value, str | None))
