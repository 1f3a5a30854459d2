r"""Reading a label: its statements, what each side of an equality says, and where it stands.

A label is one or more lines (`<br>`, `\n`), a line is one field or several (`|`, `;`, `,`), a field
is one side or several joined by `=` or `≈`, perhaps after a keyword (`grad: 2.2`). A side is a
printed number, a formula, a shape, a blank, or words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from mdgrad.expressions.names import is_symbol, normal_name
from mdgrad.labels.content import (
    Blank,
    Content,
    Formula,
    Keyword,
    Shape,
    Side,
    Statement,
    Unread,
    Words,
)
from mdgrad.labels.fields import RELATIONS, Mark, fields, lines, marks
from mdgrad.labels.keywords import announced
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.shapes import read_shape
from mdgrad.labels.sides import MOST_CHARACTERS, read_content, read_side, too_long
from mdgrad.source import Span

__all__ = [
    "Blank", "Content", "Formula", "Keyword", "Shape", "Side", "Statement", "Unread", "Words",
    "is_symbol", "read_label",
]  # fmt: skip

_BESIDE = re.compile(r"(?P<name>\S{1,40}(?: \S{1,40})?)\s+(?P<shape>[(\[][^()\[\]]{1,80}[)\]])")
_EMPHASIS = re.compile(r"\s*\*\*(?=[^\s*])(?P<inside>[^*\n]+)(?<=\S)\*\*\s*[✓✔✅☑]?\ufe0f?\s*")
_CONJUNCTION = re.compile(r"\s*(?:where|with|and|so|thus|hence|∴)\s+", re.IGNORECASE)


def read_label(text: str, variables: Collection[str] = ()) -> tuple[Statement, ...]:
    """Return the statements of a label, none for an empty one.

    `variables` are the names that exist in the diagram, in normal spelling: they tell a product
    from a unit or a word. The statements and their sides come in the order of the text, and
    `text[side.span.start : side.span.end]` is `side.text`.
    """
    if len(text) > MOST_CHARACTERS:
        return (Statement((Side(too_long(text), text, Span(0, len(text))),)),)
    return _read(text, frozenset(variables))


@lru_cache(maxsize=4096)  # the numbers of one diagram come again in the next
def _read(text: str, variables: frozenset[str]) -> tuple[Statement, ...]:
    statements: list[Statement] = []
    for line in lines(text):
        keyword: Keyword | None = None
        for field in fields(text, _inside_emphasis(text, line), variables):
            for statement in _read_field(text, field, variables, keyword):
                statements.append(statement)
                keyword = statement.keyword
    return tuple(statements)


def _inside_emphasis(text: str, line: Span) -> Span:
    """Return a line without the asterisks around all of it: **x = 3**."""
    match = _EMPHASIS.fullmatch(text, line.start, line.end)
    return Span(*match.span("inside")) if match else line


def _read_field(
    text: str, field: Span, variables: Collection[str], before: Keyword | None
) -> Iterator[Statement]:
    """Yield the statements of a field: more than one where an arrow or a gloss parts them.

    What stands after a comma without a word of its own goes on with the keyword `before` it.
    """
    start, end = field.start, field.end
    conjunction = _CONJUNCTION.match(text, start, end)
    start = conjunction.end() if conjunction and before is None and start else start
    found = marks(text, start, end)
    arrows = [mark for mark in found if mark.kind == "arrow"]
    if arrows:
        yield from _read_arrows(text, Span(start, end), arrows, variables)
        return
    keyword = announced(text, start, end, variables)
    if keyword is not None:
        found = [mark for mark in found if mark.start >= keyword.start]
        first = keyword.start, keyword.approximately
        yield from _statement(text, first, end, found, variables, keyword.keyword)
        return
    if before is not None and not any(mark.kind in RELATIONS for mark in found):
        yield from _statement(text, (start, False), end, found, variables, before)
        return
    yield from _read_colon(text, Span(start, end), found, variables)


def _read_arrows(
    text: str, field: Span, arrows: list[Mark], variables: Collection[str]
) -> Iterator[Statement]:
    """Yield what stands between arrows: equalities, and words; `1 → 0.9` claims nothing."""
    starts = [field.start, *(mark.end for mark in arrows)]
    ends = [*(mark.start for mark in arrows), field.end]
    parts = [Span(start, end) for start, end in zip(starts, ends, strict=True)]
    equalities = [
        any(mark.kind in RELATIONS for mark in marks(text, part.start, part.end)) for part in parts
    ]
    if not any(equalities):
        parts, equalities = [field], [False]
    if any(text[mark.start : mark.end] in "⟵←⇐<-" for mark in arrows):
        parts, equalities = [field], [False]
    for part, is_equality in zip(parts, equalities, strict=True):
        if is_equality:
            yield from _read_field(text, part, variables, None)
        else:
            side = read_side(text, part.start, part.end, variables)
            if side is not None:
                yield Statement((Side(Words(side.text), side.text, side.span),))


def _read_colon(
    text: str, field: Span, found: list[Mark], variables: Collection[str]
) -> Iterator[Statement]:
    """Yield what a field says: `x: 2` is an equality, `mul: e = a*b` a word and a statement."""
    signs = [mark for mark in found if mark.kind in RELATIONS or mark.kind == "colon"]
    if not signs or signs[0].kind != "colon":
        end, shape = _shape_behind(text, field, signs, variables)
        found = [mark for mark in found if mark.start < end]
        yield from _statement(text, (field.start, False), end, found, variables, None)
        if shape is not None:
            yield Statement((shape,))
        return
    colon = signs[0]
    head = read_side(text, field.start, colon.start, variables)
    names = head is not None and (
        normal_name(head.text) in variables or isinstance(head.content, Formula)
    )
    rest = read_side(text, colon.end, field.end, variables)
    speaks = rest is not None and not isinstance(rest.content, Words)
    if isinstance(head.content if head else None, Quantity):
        # 10:30 is a time.
        yield from _statement(text, (field.start, False), field.end, [], variables, None)
    elif names or (speaks and head is not None and len(signs) == 1):
        relation = Mark("relation", colon.start, colon.end)
        found = [relation if mark == colon else mark for mark in found]
        yield from _statement(text, (field.start, False), field.end, found, variables, None)
    elif head is not None and _begins_statement(text, colon.end, field.end, signs[1:], variables):
        yield Statement((head,))
        yield from _read_field(text, Span(colon.end, field.end), variables, None)
    else:
        yield from _statement(text, (field.start, False), field.end, [], variables, None)


def _shape_behind(
    text: str, field: Span, signs: list[Mark], variables: Collection[str]
) -> tuple[int, Side | None]:
    """Return where an equality ends, and the shape behind its colon: `O = H V: (2, 1)`."""
    colon = signs[-1] if signs else None
    if colon is not None and colon.kind == "colon":
        side = read_side(text, colon.end, field.end, variables)
        is_shape = side is not None and (side.text == "()" or isinstance(side.content, Shape))
        if is_shape:
            return colon.start, side
    return field.end, None


def _begins_statement(
    text: str, start: int, end: int, signs: list[Mark], variables: Collection[str]
) -> bool:
    """Return whether a statement follows a word and a colon; another such word would be prose."""
    relates = bool(signs) and signs[0].kind in RELATIONS
    return relates or announced(text, start, end, variables) is not None


def _statement(  # noqa: PLR0913, PLR0917
    text: str,
    first: tuple[int, bool],
    end: int,
    found: list[Mark],
    variables: Collection[str],
    keyword: Keyword | None,
) -> Iterator[Statement]:
    """Yield the statement whose first side begins at `first` (where, and whether after `≈`)."""
    start, approximately = first
    relations = [mark for mark in found if mark.kind in RELATIONS]
    sides: list[Side] = []
    for mark in relations:
        sides += _sides(text, Span(start, mark.start), variables, approximately, keyword)
        start, approximately = mark.end, mark.kind == "approximate"
    if not relations and keyword is None:
        beside = _name_and_shape(text, Span(start, end), variables)
        if beside is not None:
            yield Statement(beside)
            return
    sides += _sides(text, Span(start, end), variables, approximately, keyword)
    if sides:
        yield Statement(tuple(sides), keyword)


def _sides(
    text: str,
    span: Span,
    variables: Collection[str],
    approximately: bool,
    keyword: Keyword | None,
) -> list[Side]:
    side = read_side(
        text, span.start, span.end, variables,
        approximately=approximately, is_shape=keyword == "shape",
    )  # fmt: skip
    return [] if side is None else [side]


def _name_and_shape(text: str, span: Span, variables: Collection[str]) -> tuple[Side, Side] | None:
    """Return the two sides of `W1 (2, 3)`: a name and, behind a space, its shape."""
    stripped = text[span.start : span.end].strip()
    match = _BESIDE.fullmatch(stripped)
    if match is None or "," not in match["shape"]:
        return None
    shape = read_shape(match["shape"])
    start = text.index(stripped, span.start)
    content = read_content(match["name"], start, variables)
    named = isinstance(content, Formula) or normal_name(match["name"]) in variables
    if shape is None or not named:
        return None
    name_span, shape_span = (
        Span(match.start(group) + start, match.end(group) + start) for group in ("name", "shape")
    )
    return (
        Side(content, match["name"], name_span),
        Side(shape, match["shape"], shape_span),
    )
