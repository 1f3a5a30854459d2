r"""Reading a label: its statements, what each side of an equality says, and where it stands.

A label is one or more lines (`<br>`, `\n`), a line is one statement, a statement is one side or
several joined by `=` or `≈`, perhaps after a keyword (`grad: 2.2`). A side is a printed number, a
formula, a blank, or words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from mdgrad.expressions.fold import mentioned_in
from mdgrad.expressions.grammar import readings
from mdgrad.expressions.tokens import normal_name
from mdgrad.expressions.tree import Expression
from mdgrad.labels.quantity import Quantity, read_quantity
from mdgrad.source import Span

__all__ = [
    "Blank", "Content", "Formula", "Keyword", "Side", "Statement", "Words", "is_symbol",
    "is_unread_mathematics",
    "read_label",
]  # fmt: skip

MOST_CHARACTERS = 4_000
"""A longer label is left unread, as words."""

Keyword = Literal["value", "gradient", "local", "shape"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, in every reading that readers would accept, the usual one first."""

    readings: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to be filled in: `?`, `…`, `TODO`, `___`."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words or a tag; they may name something, and claim nothing."""

    text: str


Content: TypeAlias = Quantity | Formula | Blank | Words


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a statement: what it says and where it stands in the label."""

    content: Content
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a label: its sides, from left to right, and the keyword before them, if any."""

    sides: tuple[Side, ...]
    keyword: Keyword | None = None


_LINE_END = re.compile(r"<br\s{0,9}/?>|\\n|\n", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|em|strong|u|sub|sup|small|code|span[^<>]{0,200})>", re.IGNORECASE)
_RELATION = re.compile(r"(?<![<>!≤≥:])(?:≈|≃|:?=)(?![=])")
_BLANK = re.compile(r"\?+|…|\.{3}|_{2,}|TODO|\$\?\$", re.IGNORECASE)
_KEYWORDS: dict[str, Keyword] = {
    **dict.fromkeys(("value", "val", "data", "forward", "out", "output"), "value"),
    **dict.fromkeys(
        ("grad", "gradient", "adj", "adjoint", "sensitivity", "sens", "backward", "∇"), "gradient"
    ),
    **dict.fromkeys(("local", "local rate", "local grad", "local gradient", "rate"), "local"),
    "shape": "shape",
}  # fmt: skip
_KEYWORD = re.compile(
    r"\s*(?P<word>" + "|".join(sorted(_KEYWORDS, key=len, reverse=True)) + r")\s*(?:[:=]|:=|≈)\s*",
    re.IGNORECASE,
)
_SYMBOL = re.compile(
    r"[A-Za-zͰ-ϿÀ-ÖØ-öø-ɏḀ-ỿℒℓ]{1,2}(?:̂|̃|̄)?(?:[0-9]{1,3}|[₀-₉ₐ-ₜᵢᵣᵤᵥ]{1,3})?(?:_\{?[0-9A-Za-z]{1,4}\}?)?"
    r"|\\[A-Za-z]{1,12}(?:\{[A-Za-z]\})?(?:_\{?[0-9A-Za-z]{1,3}\}?)?"
)


def is_symbol(text: str) -> bool:
    r"""Return whether `text` is spelled as a variable of formulas: `x`, `W1`, `x_1`, `\hat{y}`."""
    return _SYMBOL.fullmatch(text) is not None


def is_unread_mathematics(content: Content) -> bool:
    """Return whether words are meant as mathematics: signs and digits outweigh the letters.

    A tag such as `[1]`, `(a)` or `#2` is none.
    """
    if not isinstance(content, Words) or _TAGGED.fullmatch(content.text):
        return False
    text = re.sub(r"\s", "", content.text)
    letters = sum(character.isalpha() for character in text)
    signs = sum(character in _SIGNS for character in text)
    digits = sum(character.isdigit() for character in text)
    return signs > 0 and signs + digits > letters


_SIGNS = frozenset("+-−*/×÷·∙^=()∂∇√²³|")
_TAGGED = re.compile(r"[#(\[]?\s*\w{1,3}\s*[)\].:]?")


def read_label(text: str, variables: Collection[str] = ()) -> tuple[Statement, ...]:
    """Return the statements of a label, none for an empty one.

    `variables` are the names that exist in the diagram, in normal spelling: they tell a product
    from a unit or a word.
    """
    if len(text) > MOST_CHARACTERS:
        return (Statement((Side(Words(text), text, Span(0, len(text))),)),)
    return tuple(
        statement
        for start, end in _lines(text)
        if (statement := _read_statement(text, start, end, variables)) is not None
    )


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _LINE_END.finditer(text):
        # `\nabla` and `\neq` begin with `\n` too.
        if match[0] == "\\n" and re.match(r"[a-z]{2}", text[match.end() :]):
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _read_statement(
    text: str, start: int, end: int, variables: Collection[str]
) -> Statement | None:
    keyword: Keyword | None = None
    match = _KEYWORD.match(text, start, end)
    if match and match.end() < end:
        keyword = _KEYWORDS[match["word"].lower()]
        start = match.end()
    sides: list[Side] = []
    side_start = start
    approximately = False
    for relation in _RELATION.finditer(text, start, end):
        sides += _read_side(text, side_start, relation.start(), variables, approximately)
        side_start = relation.end()
        approximately = relation[0] in "≈≃"
        if approximately:
            side_start = relation.start()
    sides += _read_side(text, side_start, end, variables, approximately)
    return Statement(tuple(sides), keyword) if sides else None


def _read_side(
    text: str, start: int, end: int, variables: Collection[str], approximately: bool
) -> list[Side]:
    """Return the side that stands in `text[start:end]`, without outer white space and tags."""
    while (tag := _TAG.match(text, start, end)) or (start < end and text[start].isspace()):
        start = tag.end() if tag else start + 1
    stripped = text[start:end].rstrip()
    while stripped.endswith(">") and (tag_start := stripped.rfind("<")) >= 0:
        if not _TAG.fullmatch(stripped, tag_start):
            break
        stripped = stripped[:tag_start].rstrip()
    if not stripped:
        return []
    content = _read_content(stripped, start, variables)
    if approximately and not isinstance(content, Quantity):
        # The sign belongs to the equality: what follows it is read for itself.
        inner = stripped[1:].lstrip()
        start += len(stripped) - len(inner)
        stripped, content = inner, _read_content(inner, start, variables)
    if not stripped:
        return []
    return [Side(content, stripped, Span(start, start + len(stripped)))]


def _read_content(text: str, offset: int, variables: Collection[str]) -> Content:
    if _BLANK.fullmatch(text):
        return Blank()
    if text[0] in "[{":
        return Words(text)
    quantity = read_quantity(text, offset)
    if quantity is not None and normal_name(quantity.unit) not in variables:
        return quantity
    formulas = tuple(
        reading for reading in readings(text, variables) if _is_meant_as_formula(reading, variables)
    )
    return Formula(formulas) if formulas else Words(text)


def _is_meant_as_formula(expression: Expression, variables: Collection[str]) -> bool:
    """Return whether an expression that can be read is one: `a·b`, but not `read-only`."""
    return all(name in variables or is_symbol(name) for name in mentioned_in(expression))
