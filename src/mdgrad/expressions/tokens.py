"""The lexer of formulas: glyphs, words, Unicode and LaTeX become a few kinds of token.

Every token keeps its place in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

__all__ = ["Token", "TokenKind", "Unreadable", "normal_name", "read_number", "tokenize"]

TokenKind = Literal["number", "name", "derivative", "symbol", "exponent", "end"]


class Unreadable(ValueError):
    """The text is not a formula; the message says why, `offset` where."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its normal spelling, and where it stands."""

    kind: TokenKind
    text: str
    start: int
    end: int
    spaced: bool = False
    """Whether white space stands before it."""


MOST_DIGITS = 400
"""A number with more digits than this is left unread."""

_LATIN_GREEK = r"A-Za-zͰ-ϿÀ-ÖØ-öø-ɏḀ-ỿℒℓ"
_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
_SUBSCRIPT_LETTERS = "ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NAME = (
    rf"(?:[{_LATIN_GREEK}][̂̃̄⃗]?)+"
    rf"(?:_\{{[{_LATIN_GREEK}0-9,]+\}}|_[{_LATIN_GREEK}0-9]+"
    rf"|[0-9]+|[{_SUBSCRIPTS}{_SUBSCRIPT_LETTERS}]+)*"
)
_NUMBER = (
    r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+−-]?[0-9]+)?"
)
_VULGAR = "".join(
    chr(code)
    for code in range(0xBC, 0x2190)
    if "<fraction>" in unicodedata.decomposition(chr(code))
)
_LATEX_FRACTION = (
    r"\\[dt]?frac\s*\{\s*(?:\\partial|∂|d|\\mathrm\{d\})\s*(?P<latex_of>\\?[A-Za-z]\w*(?:\{[A-Za-z]\})?)\s*\}"
    r"\s*\{\s*(?:\\partial|∂|d|\\mathrm\{d\})\s*(?P<latex_by>\\?[A-Za-z]\w*(?:\{[A-Za-z]\})?)\s*\}"
)
_LEIBNIZ = (
    rf"(?:∂|\\partial\s?)\s?(?P<of>{_NAME})\s?/\s?(?:∂|\\partial\s?)\s?(?P<by>{_NAME})"
    rf"|(?<![{_LATIN_GREEK}0-9])d(?P<d_of>{_NAME})\s?/\s?d(?P<d_by>{_NAME})"
)
_SYMBOLS = {
    "×": "*", "·": "*", "∙": "*", "⋅": "*", "•": "*", "*": "*", "∗": "*",
    "⊙": "*", "\\cdot": "*", "\\times": "*",
    "−": "-", "–": "-", "-": "-", "+": "+", "/": "/", "÷": "/", "∕": "/", "⁄": "/", "\\div": "/",
    "^": "^", "**": "^", "(": "(", ")": ")", "[": "[", "]": "]", "{": "{", "}": "}",
    "\\left(": "(", "\\right)": ")", "|": "|", ",": ",", "'": "'", "′": "'", "’": "'", "@": "@",
    "<": "<", ">": ">", "≤": "≤", "≥": "≥", "%": "%", "ᵀ": "ᵀ", "\\frac": "frac",
    "\\sqrt": "√", "√": "√",
}  # fmt: skip
_SKIPPED = re.compile(r"(?:\s|\$\$|\\[,;!: ]|‌|‍|⁡|⁢)+")
_TOKEN = re.compile(
    rf"(?P<derivative>{_LATEX_FRACTION}|{_LEIBNIZ})"
    rf"|(?P<number>{_NUMBER})"
    rf"|(?P<vulgar>[{_VULGAR}])"
    rf"|(?P<exponent>⁻?[{_SUPERSCRIPTS}]+)"
    r"|(?P<accent>\\(?:hat|tilde|bar|vec)\s*\{\s*[A-Za-z]\s*\})"
    r"|(?P<symbol>\*\*|\\left\(|\\right\)|\\cdot|\\times|\\div|\\frac|\\sqrt|[×·∙⋅•*∗⊙−–\-+/÷∕⁄^()\[\]{}|,'′’@<>≤≥%ᵀ√])"
    r"|(?P<command>\\[A-Za-z]+)"
    rf"|(?P<name>{_NAME}|[ΣΠ∑σ])"
)
_ACCENTS = {"hat": "̂", "tilde": "̃", "bar": "̄", "vec": "⃗"}
_GREEK = {
    unicodedata.name(chr(code)).rsplit(" ", 1)[-1].lower(): chr(code)
    for code in range(0x3B1, 0x3CA)
    if code != 0x3C2
} | {"lambda": "λ"}
_TO_ASCII = str.maketrans(_SUBSCRIPTS + _SUBSCRIPT_LETTERS, "0123456789" + "aeoxhklmnpstijruv")
_FROM_SUPERSCRIPT = str.maketrans(_SUPERSCRIPTS + "⁻", "0123456789-")


def normal_name(name: str) -> str:
    """Return the one spelling that all spellings of a name share: `x1` for `x₁`, `x_1`, `x_{1}`."""
    command = re.fullmatch(r"\\([A-Za-z]+)", name)
    if command and command[1] in _GREEK:
        return _GREEK[command[1]]
    accented = re.fullmatch(r"\\(hat|tilde|bar|vec)\s*\{\s*([A-Za-z])\s*\}", name)
    if accented:
        name = accented[2] + _ACCENTS[accented[1]]
    name = re.sub(r"[_{},]", "", name.translate(_TO_ASCII))
    return unicodedata.normalize("NFC", name)


def read_number(text: str) -> Fraction:
    """Return the exact value of a number token (`1,000`, `1e-3`, `½`).

    Raises `Unreadable` if it has too many digits or too large an exponent.
    """
    if len(text) == 1 and text in _VULGAR:
        numerator, denominator = unicodedata.normalize("NFKC", text).split("⁄")
        return Fraction(int(numerator), int(denominator or 1))
    plain = text.replace(",", "").replace("−", "-")
    mantissa, _, exponent = plain.lower().partition("e")
    if len(mantissa) > MOST_DIGITS or len(exponent) > 4:
        raise Unreadable("the number has too many digits", 0)
    return Fraction(mantissa) * Fraction(10) ** int(exponent or 0)


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of `text`, the last of kind `end`; raise `Unreadable` at a strange glyph."""
    position = 0
    while True:
        skipped = _SKIPPED.match(text, position)
        start = skipped.end() if skipped else position
        if start == len(text):
            yield Token("end", "", start, start, bool(skipped))
            return
        match = _TOKEN.match(text, start)
        if match is None:
            raise Unreadable(f"cannot read “{text[start]}”", start)
        position = match.end()
        yield _token(match, spaced=bool(skipped))


def _token(match: re.Match[str], *, spaced: bool) -> Token:
    kind, text = match.lastgroup or "", match[0]
    start, end = match.span()
    if match["derivative"]:
        of = match["latex_of"] or match["of"] or match["d_of"]
        by = match["latex_by"] or match["by"] or match["d_by"]
        return Token("derivative", f"{normal_name(of)}/{normal_name(by)}", start, end, spaced)
    if kind in {"number", "vulgar"}:
        return Token("number", text, start, end, spaced)
    if kind == "exponent":
        return Token("exponent", text.translate(_FROM_SUPERSCRIPT), start, end, spaced)
    if kind == "symbol":
        return Token("symbol", _SYMBOLS[text], start, end, spaced)
    if kind == "command" and text[1:] not in _GREEK:
        return Token("name", text[1:], start, end, spaced)
    return Token("name", normal_name(text), start, end, spaced)
