"""The lexer of formulas: glyphs, words, Unicode and LaTeX become a few kinds of token.

Every token keeps its place in the text. No pattern reads a character more than a few times.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from mdgrad.expressions.functions import function_named
from mdgrad.expressions.names import NAME, SUPERSCRIPT, is_symbol, normal_name, plain
from mdgrad.messages import Message

__all__ = ["Beyond", "Token", "TokenKind", "Unreadable", "normal_name", "read_number", "tokenize"]

TokenKind = Literal["number", "name", "nabla", "symbol", "superscript", "end"]


class Unreadable(ValueError):
    """The text is not a formula; the message says why, `offset` where."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.offset = offset


class Beyond(Unreadable):
    """The text may be a formula, but it is beyond a limit."""

    def __init__(self, reason: Message, offset: int) -> None:
        super().__init__(reason, offset)
        self.message = reason


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its normal spelling, and where it stands."""

    kind: TokenKind
    text: str
    start: int
    end: int
    spaced: bool = False
    """Whether white space stands before it."""
    written: str = ""
    """A name as its author spells it."""


MOST_DIGITS = 400
"""A number with more digits than this is left unread."""
MOST_EXPONENT = 2_000
"""A power of ten beyond this, written as `1e9`, is left unread."""

_VULGAR = "".join(
    chr(code)
    for code in range(0xBC, 0x2190)
    if "<fraction>" in unicodedata.decomposition(chr(code))
)
_SYMBOLS: dict[str, str] = {
    **dict.fromkeys("×·∙⋅•*∗⊙∘✕✖⨯⨉", "*"),
    **dict.fromkeys(("\\cdot", "\\times", "\\odot", "\\circ", "\\ast", "\\bullet"), "*"),
    **dict.fromkeys("−–-", "-"), "+": "+",
    **dict.fromkeys(("/", "÷", "∕", "⁄", "\\div", "\\over"), "/"),
    "**": "^", "^": "^", "@": "@",
    "(": "(", ")": ")", "[": "[", "]": "]", "{": "{", "}": "}", "_{": "{", "\\{": "{", "\\}": "}",
    "|": "|", "\\lvert": "|", "\\rvert": "|", "\\vert": "|",
    ",": ",", "'": "'", "′": "'", "’": "'", "\\prime": "'",
    "<": "<", ">": ">", "≤": "≤", "≥": "≥", "≠": "≠", "=": "==", "==": "==",
    "<=": "≤", ">=": "≥", "!=": "≠",
    "\\lt": "<", "\\gt": ">", "\\le": "≤", "\\leq": "≤", "\\ge": "≥", "\\geq": "≥",
    "\\ne": "≠", "\\neq": "≠",
    "%": "%", "\\%": "%", "ᵀ": "ᵀ", "⊤": "ᵀ", "\\top": "ᵀ", ".T": "ᵀ", ".grad": "grad",
    **dict.fromkeys(("\\frac", "\\dfrac", "\\tfrac", "\\cfrac"), "frac"),
    "√": "√", "\\sqrt": "√", "∂": "∂", "\\partial": "∂",
}  # fmt: skip
_SYMBOL = "|".join(
    re.escape(glyph) + ("(?![A-Za-z])" if glyph[-1].isalpha() and glyph[0] in "\\." else "")
    for glyph in sorted(_SYMBOLS, key=len, reverse=True)
)
_SKIPPED = re.compile(
    r"(?:\s|\\[,;!: ]|\\(?:left|right|[bB]igg?[lrm]?|displaystyle|quad|qquad)(?![A-Za-z])|~"
    r"|[$€£¥₩₹₽]|[\u200b-\u200d\u2060-\u2064\ufe0f]|</?(?:b|i|em|strong|u|small|code)>"
    r"|\.(?:data|value|item\(\)|detach\(\))(?![A-Za-z]))+"
)
_WHOLE = r"[0-9]{1,3}(?:[\u2009\u202f\u00a0][0-9]{3})++|[0-9]++"
_FRACTION = r"(?:\.[0-9]++|\.(?![.0-9A-Za-z]))?(?:[eE][+−-]?[0-9]++)?"
_TEMPLATE = (
    r"(?P<number>(?:NUMBER)" + _FRACTION + r"|\.[0-9]++(?:[eE][+−-]?[0-9]++)?)"
    rf"|(?P<vulgar>[{_VULGAR}])"
    rf"|(?P<raised>{SUPERSCRIPT}++|<sup>[^<>]{{1,40}}</sup>)"
    r"|(?P<one>𝟙|𝟏|\\math(?:bb|bf|ds|bbm)\s?\{1\}|\\mathbb1)"
    r"|(?:∇|\\nabla)(?:_\{(?P<nabla>[^{}]{1,20})\}|(?P<nabla_plain>_[^\W_]++|[₀-₎ₐ-ₜᵢ-ᵪ]++)|(?P<bare>))"
    rf"|(?P<symbol>{_SYMBOL})"
    rf"|(?P<name>{NAME})"
)
_TOKEN = re.compile(_TEMPLATE.replace("NUMBER", r"[0-9]++(?:,[0-9]++)++|" + _WHOLE))
_TOKEN_IN_CALL = _TEMPLATE.replace("NUMBER", _WHOLE)
"""A comma separates arguments: max(1,200). Compiled when a call is first read."""


def read_number(text: str) -> Fraction:
    """Return the exact value of a number token (`1,000`, `0,5`, `1e-3`, `½`).

    Raises `Unreadable` if its commas make no sense, and `Beyond` if it has too many digits.
    """
    if len(text) == 1 and text in _VULGAR:
        numerator, denominator = unicodedata.normalize("NFKC", text).split("⁄")
        return Fraction(int(numerator), int(denominator or 1))
    mantissa, _, exponent = text.replace("−", "-").lower().partition("e")
    digits = exponent.lstrip("+-").lstrip("0")
    if len(mantissa) > MOST_DIGITS:
        raise Beyond(Message("the number has more than {most} digits", most=MOST_DIGITS), 0)
    if len(digits) > 4 or int(digits or 0) > MOST_EXPONENT:
        raise Beyond(Message("the power of ten is beyond {most}", most=MOST_EXPONENT), 0)
    return Fraction(_without_commas(mantissa)) * Fraction(10) ** int(exponent or 0)


def _without_commas(mantissa: str) -> str:
    first, *groups = re.sub(r"[\u2009\u202f\u00a0]", "", mantissa).rstrip(".").split(",")
    if not groups or (
        all(len(group.partition(".")[0]) == 3 for group in groups)
        and 1 <= len(first) <= 3
        and first[0] != "0"
    ):
        return "".join((first, *groups))
    if len(groups) == 1 and "." not in groups[0]:
        return f"{first}.{groups[0]}"
    raise Unreadable("the commas in the number make no sense", 0)


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of `text`, the last of kind `end`; raise `Unreadable` at a strange glyph."""
    position = 0
    calls: list[bool] = []
    after_name = False
    while True:
        skipped = _SKIPPED.match(text, position)
        start = skipped.end() if skipped else position
        if start == len(text):
            yield Token("end", "", start, start, bool(skipped))
            return
        pattern = re.compile(_TOKEN_IN_CALL) if calls and calls[-1] else _TOKEN
        match = pattern.match(text, start)
        if match is None:
            raise Unreadable(f"cannot read “{text[start]}”", start)
        position = match.end()
        token = _token(match, spaced=bool(skipped))
        if token.kind == "symbol" and token.text in {"(", "[", "{"}:
            calls.append(after_name)
        elif token.kind == "symbol" and token.text in {")", "]", "}"} and calls:
            calls.pop()
        after_name = token.kind == "name"
        yield token


def _token(match: re.Match[str], *, spaced: bool) -> Token:
    kind, text = match.lastgroup or "", match[0]
    start, end = match.span()
    match kind:
        case "number" | "vulgar":
            return Token("number", text, start, end, spaced)
        case "one":
            return Token("number", "1", start, end, spaced)
        case "raised":
            content = re.sub(r"</?sup>", "", text)
            if content == "ᵀ":
                return Token("symbol", "ᵀ", start, end, spaced)
            return Token("superscript", plain(content), start, end, spaced)
        case "nabla" | "nabla_plain" | "bare":
            return Token("nabla", normal_name(match[kind]), start, end, spaced)
        case "symbol":
            return Token("symbol", _SYMBOLS[text], start, end, spaced)
    name = normal_name(text)
    if text[0] == "\\" and name.isascii() and not (function_named(name) or _is_spelled(text)):
        raise Unreadable(f"cannot read “{text}”", start)
    return Token("name", name, start, end, spaced, text)


def _is_spelled(text: str) -> bool:
    r"""Return whether a LaTeX command spells a name: `\mathrm{loss}`, but not `\begin`."""
    return "{" in text or is_symbol(text)
