r"""Names: every spelling of a variable, and the one normal spelling that they all share.

`x₁`, `x_1` and `x_{1}` are `x1`; `\hat{y}` is `ŷ`; a layer's index stays apart from a power:
`z⁽¹⁾`, `z^{(1)}` and `z^[1]` are `z(1)`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["LETTER", "NAME", "SUPERSCRIPT", "adjoint_of", "is_symbol", "normal_name", "plain"]

_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", "0123456789+-()aeoxhklmnpstijruv",
                       strict=True))  # fmt: skip
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣʸᶻᵃᵇᶜᵈᵉᵏˡᵐᵗᵘᵛʷ", "0123456789+-()nixyzabcdeklmtuvw",
                         strict=True))  # fmt: skip
_LOWERED = str.maketrans(_SUBSCRIPTS | {"−": "-", "’": "'", "′": "'"})
_RAISED = str.maketrans(_SUPERSCRIPTS)

LETTER = r"[^\W\d_²³¹¼-¾⁰-₟⅐-↋①-⓿ᴬ-ᵪˣʸˡʷᶜᶻ]"
"""A letter of any alphabet; raised and lowered letters, fractions and ringed digits are none."""
SUPERSCRIPT = f"[{''.join(sorted(_SUPERSCRIPTS))}]"
_SUBSCRIPT = f"[{''.join(_SUBSCRIPTS)}]"
_MARK = r"[\u0300-\u036f\u20d0-\u20ff]"
_BAR = "\u0304"
_ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "bar": _BAR, "overline": _BAR,
            "vec": "\u20d7", "dot": "\u0307"}  # fmt: skip
_FONTS = "mathbf|boldsymbol|mathrm|mathit|mathcal|mathsf|text|textbf|textit|operatorname|bm"
_INDEX = r"[0-9A-Za-z]{1,3}(?:[+−-][0-9A-Za-z])?"
# Possessive quantifiers throughout: a name is never read twice.
_SUFFIX = (
    rf"_\{{[\w,+−-]{{1,20}}\}}|_\{{\\(?:text|mathrm)\s?\{{[A-Za-z0-9]{{1,20}}\}}\}}"
    rf"|_(?:{LETTER}|[0-9])++|[0-9]++|{_SUBSCRIPT}++"
    rf"|\^\{{\s?[(\[]{_INDEX}[)\]]\s?\}}|\^\[{_INDEX}\]|⁽{SUPERSCRIPT}{{1,4}}⁾"
    rf"|<su[bp]>\s?[(\[]{_INDEX}[)\]]\s?</su[bp]>|<sub>[\w,+−-]{{1,8}}</sub>"
    r"|\[[0-9ijkmnt](?:\s?,\s?[0-9ijkmnt])?\]"
)
NAME = (
    rf"(?:(?:{LETTER}{_MARK}*+)++"
    rf"|\\(?:{'|'.join(_ACCENTS)}|{_FONTS})(?![A-Za-z])"
    rf"(?:\s?\{{\s?(?:\\[A-Za-z]{{1,12}}|{LETTER}(?:\w| (?=\w)){{0,30}})\s?\}}|\s[A-Za-z])"
    r"|\\(?!(?:text|left|right)(?![A-Za-z]))[A-Za-z]++)"
    rf"(?:{_SUFFIX})*+"
)
"""A pattern for a name as an author spells it, LaTeX commands and all."""

_GREEK = {
    unicodedata.name(chr(code)).rsplit(" ", 1)[-1].lower(): chr(code)
    for code in range(0x3B1, 0x3CA)
    if code != 0x3C2
}
_GREEK |= {name.capitalize(): letter.upper() for name, letter in _GREEK.items()}
_COMMANDS = {
    **_GREEK, "lambda": "λ", "Lambda": "Λ", "varepsilon": "ε", "varphi": "φ", "vartheta": "θ",
    "ell": "ℓ",
}  # fmt: skip
_COMMAND = re.compile(
    rf"\\(?:(?P<accent>{'|'.join(_ACCENTS)})(?![A-Za-z])\s*\{{?\s*(?P<letter>\\?\w+)\s*\}}?"
    rf"|(?:{_FONTS})(?![A-Za-z])\s*\{{?\s*(?P<inside>[^{{}}]*)\}}?|(?P<command>[A-Za-z]+))"
)
_LAYER = re.compile(
    rf"(?:\^\{{?|<sup>)\s?[(\[]({_INDEX})[)\]]\s?(?:\}}|</sup>)?|⁽({SUPERSCRIPT}{{1,4}})⁾"
)
_SYMBOL = re.compile(
    rf"(?:[A-Za-zͰ-ϿÀ-ÖØ-öø-ɏḀ-ỿℒℓ]{_MARK}*+){{1,2}}+(?:{_SUFFIX})*+'{{0,2}}"
    rf"|\\(?:{'|'.join(_ACCENTS)}|{_FONTS}|{'|'.join(_COMMANDS)})(?![A-Za-z])"
    rf"(?:\s?\{{\s?(?:\\[A-Za-z]{{1,12}}|{LETTER}{{1,2}})\s?\}})?(?:{_SUFFIX})*+'{{0,2}}"
)


def plain(text: str) -> str:
    """Return `text` with raised characters set on the line: `⁻¹` is `-1`."""
    return text.translate(_RAISED)


@lru_cache(maxsize=4096)
def normal_name(name: str) -> str:
    """Return the one spelling that all spellings of a name share: `x1` for `x₁`, `x_1`, `x_{1}`."""
    if name.isascii() and name.isalnum():
        return name
    for _ in range(3 if "\\" in name else 0):
        name = _COMMAND.sub(_without_command, name)
    name = _LAYER.sub(lambda layer: f"({plain(layer[1] or layer[2])})", name)
    name = re.sub(r"</?su[bp]>|[_{},]", "", name.translate(_LOWERED))
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", name).strip())


def _without_command(match: re.Match[str]) -> str:
    if match["accent"]:
        letter = match["letter"].removeprefix("\\")
        return _COMMANDS.get(letter, letter) + _ACCENTS[match["accent"]]
    if match["command"]:
        return _COMMANDS.get(match["command"], match["command"])
    return match["inside"].strip()


def is_symbol(text: str) -> bool:
    r"""Return whether `text` is spelled as a variable of formulas: `x`, `W1`, `x_1`, `\hat{y}`."""
    return len(text) <= 60 and _SYMBOL.fullmatch(text) is not None


def adjoint_of(name: str) -> str | None:
    """Return x for x̄, a name with the bar by which some authors mark a gradient; else None."""
    decomposed = unicodedata.normalize("NFD", name)
    if _BAR not in decomposed:
        return None
    return unicodedata.normalize("NFC", decomposed.replace(_BAR, ""))
