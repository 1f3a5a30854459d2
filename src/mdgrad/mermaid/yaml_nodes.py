"""What a YAML text says, with the place of every scalar; numbers and words as JSON's schema has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Mapping", "Node", "Scalar", "ScalarStyle", "Sequence", "YamlError", "resolved"]

ScalarStyle = Literal["plain", "single", "double", "block"]
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


class YamlError(ValueError):
    """A text that is not YAML, as mermaid's reader of YAML has it."""

    def __init__(self, message: str, position: int) -> None:
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
