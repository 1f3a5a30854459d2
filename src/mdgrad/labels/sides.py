"""One side of a statement: a printed number, a formula, a shape, a blank, or words."""

from __future__ import annotations

import re
from collections.abc import Collection

from mdgrad.expressions.fold import mentioned_in
from mdgrad.expressions.grammar import readings
from mdgrad.expressions.names import NAME, is_symbol, normal_name
from mdgrad.expressions.tokens import Beyond
from mdgrad.expressions.tree import Derivative, Expression
from mdgrad.labels.content import Blank, Content, Formula, Shape, Side, Unread, Words
from mdgrad.labels.keywords import gradient_of
from mdgrad.labels.quantity import read_quantity
from mdgrad.labels.shapes import read_shape
from mdgrad.messages import Message
from mdgrad.source import Span

__all__ = ["MOST_CHARACTERS", "read_content", "read_side", "too_long"]

MOST_LETTERS_OF_A_FACTOR = 3
"""A longer word behind a number is its unit, whatever it names elsewhere."""
MOST_CHARACTERS = 4_000
"""A longer label is left unread."""

_TAG = re.compile(
    r"</?(?:b|i|em|strong|u|small|code|big|font|span|p|div)(?:\s[^<>]{0,200})?>", re.I
)
_ENDS_IN_TAG = re.compile(r"(?:b|i|em|strong|u|small|code|big|font|span|p|div)/?<|>", re.I)
_BLANK = re.compile(
    r"\?{1,9}|…{1,3}|\.{3,9}|_{2,40}|\[\s*\??\s*\]|\(\s*\??\s*\)|[□⬜◻◯]{1,9}|TODO|TBD|\$\?\$"
    r"|\\(?:ldots|cdots|dots)",
    re.IGNORECASE,
)
_BLANK_IN_UNIT = re.compile(
    r"(?P<currency>[$€£¥₩₹₽]\s?)?(?P<blank>\?{1,9}|…|\.{3}|_{2,40}|TODO|TBD)"
    r"(?P<unit>\s?(?:[$€£¥₩₹₽℃Ω%]|°?[^\W\d_]{1,12}(?:/[^\W\d_]{1,12})?[²³]?))?"
)
_MARKS = re.compile(r"\s*(?:[✓✔✅☑⭐👍🎉]\ufe0f?|\(?[✓✔✅☑]\ufe0f?\)?)$")
_REASON = re.compile(r"(?<!\s)\s+(?:since|because|as|∵|due to)\s", re.IGNORECASE)
_GLOSS = re.compile(r"\s\([^()]{1,60}\)$")
_CODE = re.compile(
    r"(?:tensor|array|torch\.tensor|np\.array|Value)\((?P<inside>[^()\[\]]{1,60}?)(?:,[^()]{0,60})?\)"
)
_TAG_OF_ONE = re.compile(r"\[\s?\w{1,31}\s?\]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NAME = re.compile(NAME)
_DIFFERENTIAL = re.compile(rf"(?:∂|\\partial)\s?(?P<name>{NAME})")
_SEVERAL_WORDS = re.compile(r"[^\W\d_]+(?:\s+[^\W\d_]+)+")
_DATE = re.compile(r"[0-9]{4}([-/.])[0-9]{2}\1[0-9]{2}")
_ORDINAL = re.compile(r"[0-9]+\.")


def too_long(text: str) -> Words | Unread:
    """Return what is made of a label or formula beyond the limit: prose is only words."""
    if _WORD.search(text):
        return Words(text)
    return Unread(Message("it has more than {most} characters", most=MOST_CHARACTERS))


def read_side(  # noqa: PLR0913
    text: str,
    start: int,
    end: int,
    variables: Collection[str],
    *,
    approximately: bool = False,
    is_shape: bool = False,
) -> Side | None:
    """Return the side that stands in `text[start:end]`, None if nothing does.

    White space, tags and a mark of approval around it are left out, and so is a reason or a gloss
    behind a formula that cannot be read with it.
    """
    start, end = _inner(text, start, end)
    if start >= end:
        return None
    written = text[start:end]
    if is_shape:
        shape = read_shape(written, announced=True)
        return Side(shape or Words(written), written, Span(start, end))
    blank = _blank_in_unit(text, start, end, variables)
    if blank is not None:
        return blank
    content = read_content(written, start, variables, approximately=approximately)
    for tail in (_REASON, _GLOSS):
        match = tail.search(written) if isinstance(content, Words) else None
        if match and match.start():
            shorter = written[: match.start()]
            read = read_content(shorter, start, variables, approximately=approximately)
            if isinstance(read, Formula | Blank) or (
                tail is _REASON and not isinstance(read, Words)
            ):
                written, content = shorter, read
    is_tag = isinstance(content, Words) and _TAG_OF_ONE.fullmatch(written) is not None
    shape = None if isinstance(content, Shape) else read_shape(written, announced=is_tag)
    return Side(content, written, Span(start, start + len(written)), shape)


def _blank_in_unit(text: str, start: int, end: int, variables: Collection[str]) -> Side | None:
    """Return the blank of `? €`, without its unit; None if there is no such.

    A name of the diagram behind a blank is no unit.
    """
    match = _BLANK_IN_UNIT.fullmatch(text, start, end)
    if match is None or bool(match["currency"]) == bool(match["unit"]):
        return None
    unit = (match["currency"] or match["unit"]).strip()
    if normal_name(unit) in variables:
        return None
    return Side(Blank(unit), match["blank"], Span(*match.span("blank")))


def _inner(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the text proper begins and ends."""
    while start < end:
        tag = _TAG.match(text, start, end)
        if tag:
            start = tag.end()
        elif text.startswith("$$", start, end):
            start += 2
        elif text[start].isspace():
            start += 1
        else:
            break
    while start < end:
        if text[end - 1].isspace():
            end -= 1
            continue
        if text.endswith("$$", start, end):
            end -= 2
            continue
        opening = text.rfind("<", max(start, end - 200), end) if text[end - 1] == ">" else -1
        if opening >= 0 and _TAG.fullmatch(text, opening, end):
            end = opening
            continue
        mark = _MARKS.search(text, max(start, end - 6), end)
        if mark is None or mark.start() == start:
            break
        end = mark.start()
    return start, end


def read_content(
    text: str, offset: int, variables: Collection[str], *, approximately: bool = False
) -> Content:
    """Return what a side says; `offset` is where it stands in its label."""
    if _BLANK.fullmatch(text):
        return Blank()
    if (_ORDINAL.fullmatch(text) and not approximately and offset == 0) or _DATE.fullmatch(text):
        return Words(text)
    shape = read_shape(text)
    if shape is not None and _is_meant_as_shape(text, shape, variables):
        return shape
    of = gradient_of(text, variables)
    if of is not None:
        return Formula((Derivative("", of),))
    code = _CODE.fullmatch(text)
    number, place = (code["inside"], code.start("inside")) if code else (text, 0)
    quantity = read_quantity(number, offset + place, approximate=approximately)
    if quantity is not None and not quantity.unit and text[-1] != ")":
        return quantity
    try:
        formulas = _formulas(text, variables)
    except Beyond as beyond:
        return Words(text) if _WORD.search(text) else Unread(beyond.message)
    if quantity is not None:
        by_names = any(_all_known(mentioned_in(formula), variables) for formula in formulas)
        unit = normal_name(quantity.unit)
        # `3x` is a product; in `1,250 people` the unit is one even where a node is called people.
        is_factor = by_names or unit in variables
        if not is_factor or len(unit) > MOST_LETTERS_OF_A_FACTOR:
            return quantity
    if not formulas or _is_tag(text, variables):
        return Words(text)
    return Formula(formulas)


def _is_meant_as_shape(text: str, shape: Shape, variables: Collection[str]) -> bool:
    """Return whether what can be read as a shape is one: not `2×3`, nor the pair `(x, y)`."""
    names = [dimension for dimension in shape.dimensions if isinstance(dimension, str)]
    if text[0] in "([" and ("," in text or text[0] == "["):
        return len(names) != len(shape.dimensions) or not _all_known(names, variables)
    return text[0] in "ℝR∈\\tsn" and bool(re.match(r"[ℝ∈\\]|R\^|torch|shape|np", text))


def _all_known(names: Collection[str], variables: Collection[str]) -> bool:
    """Return whether there are names and each of them exists in the diagram."""
    return bool(names) and all(name in variables for name in names)


def _is_tag(text: str, variables: Collection[str]) -> bool:
    """Return whether a text in brackets is a tag: `[1]`, `(a)`."""
    if text[0] in "[{":
        return not any(sign in text for sign in "<>≤≥=≠") and text[-1] in "]}"
    inside = text[1:-1].strip()
    return (
        text[0] == "("
        and text[-1] == ")"
        and is_symbol(inside)
        and (normal_name(inside) not in variables)
    )


def _formulas(text: str, variables: Collection[str]) -> tuple[Expression, ...]:
    """Return the readings of a text that is meant as a formula: `a·b`, but not `read-only`."""
    if _SEVERAL_WORDS.fullmatch(text) and not _are_names(text, variables):
        return ()
    found = readings(text, variables)
    if not found:
        return ()
    symbols = {normal_name(match[0]) for match in _NAME.finditer(text) if is_symbol(match[0])}
    # Whatever stands behind ∂ is a name: ∂E/∂out.
    symbols |= {normal_name(match["name"]) for match in _DIFFERENTIAL.finditer(text)}
    return tuple(
        expression
        for expression in found
        if all(
            name in variables or is_symbol(name) or name in symbols or "d" + name in symbols
            for name in mentioned_in(expression)
        )
    )


def _are_names(text: str, variables: Collection[str]) -> bool:
    """Return whether several words are letters and names: `a b`, `sin x`, `walnut count`."""
    if normal_name(text) in variables:
        return True
    words = text.split()
    known = sum(len(word) == 1 or normal_name(word) in variables for word in words)
    return known >= len(words) - 1 and known > 0
