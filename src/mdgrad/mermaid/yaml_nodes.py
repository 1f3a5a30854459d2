"""What a YAML text says, with the place of every scalar; numbers and words as JSON's schema has."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from mdgrad.messages import Message

__all__ = [
    "TAGS", "Mapping", "Node", "Scalar", "ScalarStyle", "Sequence", "YamlError", "resolved",
    "tagged",
]  # fmt: skip

ScalarStyle = Literal["plain", "single", "double", "block", "resolved"]
"""How a scalar is written; a plain one is `resolved` once it is known what it stands for."""
Value: TypeAlias = "str | int | float | bool | None"

_NULLS = frozenset(("~", "null", "Null", "NULL"))
_TRUTHS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?(?:0b[01]+|0x[0-9a-fA-F]+|0o[0-7]+|[0-9]+)")
_FLOAT = re.compile(
    r"[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_LONGEST_NUMBER = 4000

TAGS = frozenset(("!bool", "!float", "!int", "!map", "!null", "!seq", "!str"))
"""The tags of JSON's schema, without their first `!`."""


class YamlError(ValueError):
    """A text that is not YAML, as mermaid's reader of YAML has it."""

    def __init__(self, message: Message, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value."""

    value: Value
    start: int
    end: int
    style: ScalarStyle


@dataclass(frozen=True, slots=True)
class Sequence:
    """Nodes in order."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Nodes by key; a key that is no string is written out."""

    items: dict[str, Node]


Node: TypeAlias = Scalar | Sequence | Mapping


_NULL = Scalar(None, 0, 0, "resolved")
_TYPES = {
    "!str": ("str",), "!null": ("NoneType",), "!bool": ("bool",), "!int": ("int",),
    "!float": ("float", "int"),
}  # fmt: skip


def resolved(text: str) -> Value:
    """Return the value that a plain scalar stands for."""
    if text in _NULLS:
        return None
    if text in _TRUTHS:
        return _TRUTHS[text]
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        sign = -1 if text[0] == "-" else 1
        digits = text.lstrip("+-")
        base = {"0b": 2, "0x": 16, "0o": 8}.get(digits[:2], 10)
        return sign * int(digits[2:] if base != 10 else digits, base)
    if _FLOAT.fullmatch(text):
        special = re.sub(r"\.(?=[in])", "", text.lower())
        return float(special)
    return text


def tagged(node: Node | None, tag: str) -> Node:
    """Return the node as its tag wants it; raise `YamlError` where it is something else.

    The tag is one of TAGS, or empty for a lone `!`, which leaves a scalar the string it is.
    """
    if tag == "!map" and (node is None or isinstance(node, Mapping)):
        return node or Mapping({})
    if tag == "!seq" and (node is None or isinstance(node, Sequence)):
        return node or Sequence(())
    if tag == "":
        return replace(node, style="resolved") if isinstance(node, Scalar) else node or _NULL
    if node is None:
        node = replace(_NULL, value="" if tag == "!str" else "null")
    if isinstance(node, Scalar):
        value = node.value if tag == "!str" else resolved(str(node.value))
        if type(value).__name__ in _TYPES.get(tag, ()):
            return replace(node, value=value, style="resolved")
    raise YamlError(Message("this is no `!{tag}`", tag=tag), 0)
