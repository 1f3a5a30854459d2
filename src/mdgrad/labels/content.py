"""What a label can say: the types that reading a label gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from mdgrad.expressions.tree import Expression
from mdgrad.labels.quantity import Quantity
from mdgrad.messages import Message
from mdgrad.source import Span

__all__ = [
    "Blank", "Content", "Formula", "Keyword", "Shape", "Side", "Statement", "Unread", "Words",
]  # fmt: skip

Keyword = Literal["value", "gradient", "local", "shape", "name"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, in every reading that readers would accept, the usual one first."""

    readings: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of an array: (2, 3), (N, 3), [batch, in]."""

    dimensions: tuple[int | str, ...]
    """Numbers, and names in normal spelling; `?` where a dimension is left open."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to be filled in: `?`, `…`, `TODO`, `___`."""

    unit: str = ""
    """The unit or currency that stands beside it already."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words or a tag; they may name something, and claim nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Something beyond a limit; it may claim something, but what is undecided."""

    reason: Message


Content: TypeAlias = Quantity | Formula | Shape | Blank | Words | Unread


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a statement: what it says and where it stands in the label."""

    content: Content
    """The usual reading."""
    text: str
    span: Span
    shape: Shape | None = None
    """The other reading of `2×3` and `[out]`, which may be arithmetic, a tag or a shape."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One line or field of a label: its sides, from left to right, and the keyword before them."""

    sides: tuple[Side, ...]
    keyword: Keyword | None = None
