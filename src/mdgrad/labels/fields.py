r"""Where a label parts: lines, fields, and the signs between the sides of a statement.

Only what stands outside of brackets parts anything: `max(a, b)`, `W[0,1]` and `1,000` stay whole.
Every function gives offsets into the label, and reads it once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from mdgrad.labels.keywords import announced
from mdgrad.source import Span

__all__ = ["RELATIONS", "Mark", "fields", "lines", "marks"]

Kind = Literal["relation", "approximate", "colon", "comma", "semicolon", "bar", "arrow"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign outside of brackets, and where it stands."""

    kind: Kind
    start: int
    end: int


_LINE_END = re.compile(r"<br\s{0,9}/?>|\\n(?!abla|eq|exists)|\n", re.IGNORECASE)
_LINE_END_BESIDE_LATEX = re.compile(
    r"<br\s{0,9}/?>|\\n(?!(?:abla|eq?|exists|u|i|ot|mid|leq|geq)(?![A-Za-z]))|\n", re.IGNORECASE
)
MOST_MARKS = 100
"""A line with more signs than this is not parted into fields."""
_MARK = re.compile(
    r"(?P<tag></?[A-Za-z][^<>]{0,200}>)"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])"
    r"|(?P<arrow>[→⇒⟶⟹➜⟵←⇐]|=>|-{1,2}>|<-|\\(?:to|rightarrow|Rightarrow|mapsto|implies)(?![A-Za-z]))"
    r"|(?P<comparison>[<>!]=|==|[≤≥≠<>])"
    r"|(?P<approximate>[≈≃≅≒]|\\(?:approx|simeq)(?![A-Za-z]))"
    r"|(?P<relation>:?=|∈|\\in(?![A-Za-z]))"
    r"|(?P<colon>[:：](?![:/]))"
    r"|(?P<comma>,(?!(?<=[0-9],)[0-9])|，|、)"
    r"|(?P<semicolon>[;；])"
    r"|(?P<bar>\|)"
)
RELATIONS = frozenset({"relation", "approximate"})
"""The kinds of sign that stand between two sides."""
_WRAPPER = re.compile(r"\s*(?:(?:Value|Tensor|Scalar|Variable|Var|Node)\s?\(|\{)")


def lines(text: str) -> Iterator[Span]:
    r"""Yield the lines of a label; `\nabla` and `\neq` begin with `\n` too, and end none."""
    start = 0
    pattern = _LINE_END_BESIDE_LATEX if "$" in text else _LINE_END
    for match in pattern.finditer(text):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, len(text))


def marks(text: str, start: int, end: int) -> list[Mark]:
    """Return the signs in `text[start:end]` that stand outside of brackets."""
    found: list[Mark] = []
    outside: list[Mark] = []
    depth = 0
    for match in _MARK.finditer(text, start, end):
        kind = match.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind not in {"tag", "comparison"} and kind is not None:
            mark = Mark(kind, *match.span())  # type: ignore[arg-type]
            found.append(mark)
            if depth == 0:
                outside.append(mark)
    # Brackets that do not close are no brackets: `:(`, `[0, 1)`.
    return outside if depth == 0 else found


def fields(text: str, line: Span, variables: Collection[str]) -> list[Span]:
    """Return the fields of a line: `data 2.0 | grad 1.5`, `x = 2, grad = 3`, `x = 3 → s = 6`."""
    line = _unwrapped(text, line)
    found = marks(text, line.start, line.end)
    if len(found) > MOST_MARKS:
        return [line]
    parted = _parted(line, [mark for mark in found if _parts(text, mark, line, variables)])
    spans: list[Span] = []
    for part in parted:
        commas = [m for m in found if m.kind == "comma" and part.start <= m.start < part.end]
        pieces = _parted(part, commas)
        speaking = [_speaks(text, piece, found, variables) for piece in pieces]
        if len(pieces) > 1 and (sum(speaking) > 1 or _lists(text, part, variables)):
            spans += pieces
        else:
            spans.append(part)
    return spans


def _parts(text: str, mark: Mark, line: Span, variables: Collection[str]) -> bool:
    """Return whether a sign always ends a field."""
    if mark.kind == "bar":
        before, after = text[line.start : mark.start], text[mark.end : line.end]
        spaced = before[-1:].isspace() and after[:1].isspace() and bool(before.strip())
        return spaced or announced(text, mark.end, line.end, variables) is not None
    return mark.kind == "semicolon"


def _parted(span: Span, separators: list[Mark]) -> list[Span]:
    starts = [span.start, *(mark.end for mark in separators)]
    ends = [*(mark.start for mark in separators), span.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _speaks(text: str, piece: Span, found: list[Mark], variables: Collection[str]) -> bool:
    """Return whether a piece between commas is a statement of its own."""
    signs = any(
        mark.kind in RELATIONS or mark.kind == "colon"
        for mark in found
        if piece.start <= mark.start < piece.end
    )
    return signs or announced(text, piece.start, piece.end, variables) is not None


def _lists(text: str, part: Span, variables: Collection[str]) -> bool:
    """Return whether a keyword announces several things: `local rate: 1, 1`."""
    keyword = announced(text, part.start, part.end, variables)
    return keyword is not None and keyword.keyword in {"local", "gradient", "value"}


def _unwrapped(text: str, line: Span) -> Span:
    """Return a line without what is set around its fields: `$…$`, `Value(…)`, `{ a | b }`."""
    for dollars in ("$$", "$"):
        whole = text[line.start : line.end].strip()
        if len(whole) > 2 * len(dollars) and whole.startswith(dollars) and whole.endswith(dollars):
            start = text.index(dollars, line.start) + len(dollars)
            return Span(start, text.rindex(dollars, start, line.end))
    match = _WRAPPER.match(text, line.start, line.end)
    if match is None or text[: line.end].rstrip()[-1:] not in {")", "}"}:
        return line
    inside = Span(match.end(), len(text[: line.end].rstrip()) - 1)
    kinds = {mark.kind for mark in marks(text, inside.start, inside.end)}
    return inside if kinds & {"relation", "bar"} and inside.start <= inside.end else line
