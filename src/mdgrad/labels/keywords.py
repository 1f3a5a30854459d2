"""The words that tell the role of what follows them in a label, in the languages of the posts."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from mdgrad.expressions.names import is_symbol, normal_name
from mdgrad.labels.content import Keyword

__all__ = ["Announced", "announced", "gradient_of"]

_WORDS: dict[Keyword, str] = {
    "value": "value|val|data|forward|forward value|fwd|fwd value|activation|out|output|result"
             "|값|순전파|순전파 값|値|順伝播|值|数值|前向|前向值|正向",
    "gradient": "grad|gradient|grads|adj|adjoint|sensitivity|sens|backward|bwd|total grad"
                "|total gradient|upstream|upstream grad|upstream gradient|downstream|derivative"
                "|기울기|그래디언트|그라디언트|미분|미분값|역전파|勾配|微分|逆伝播|梯度|导数|導数|反向",
    "local": "local|local rate|local grad|local gradient|local derivative|rate"
             "|국소 미분|국소적 미분|지역 미분|局所微分|局所勾配|局部导数|局部梯度|本地梯度",
    "shape": "shape|size|dim|dims|dimensions|형상|모양|크기|形状|サイズ|维度",
    "name": "name|이름|名前|名称",
}  # fmt: skip
_ROLES: dict[str, Keyword] = {
    word: keyword for keyword, words in _WORDS.items() for word in words.split("|")
}
_NAMES_TOO = frozenset({"out", "output", "result", "activation", "forward", "rate", "size"})
"""Words that are just as often names: `out = 7` speaks of a variable, `out: 7` of a value."""
_WORD = "|".join(sorted(map(re.escape, _ROLES), key=len, reverse=True))
_ANNOUNCED = re.compile(
    rf"\s*(?:self\.)?(?P<word>{_WORD})(?P<mark>\s*(?::=|[:=：≈≃]|\\approx)\s*|\s+(?=[-+−–(\[≈~$₩]?[.0-9?_…]|\())",
    re.IGNORECASE,
)
_GRADIENT = r"(?:grad|gradient|∇|adj|adjoint|sensitivity|sens)"
_GRADIENT_OF = re.compile(
    rf"{_GRADIENT}(?:_\{{?|\s?\(\s?|\s?\[\s?|\s+(?:of\s+|wrt\s+|w\.r\.t\.\s?)?)(?P<after>[^()\[\]{{}}=]{{1,40}}?)\s?[)\]}}]?"
    rf"|(?P<before>[^()=.]{{1,40}}?)(?:\.|\s|_|'s )(?:grad|gradient|adj|adjoint)(?:\.item\(\))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Announced:
    """A keyword and where what it announces begins."""

    keyword: Keyword
    start: int
    approximately: bool
    """Whether `≈` stands behind the keyword."""


def announced(text: str, start: int, end: int, variables: Collection[str] = ()) -> Announced | None:
    """Return the keyword that `text[start:end]` begins with: `grad: 1.5`, `data 2.0`, `값 = 3`."""
    match = _ANNOUNCED.match(text, start, end)
    if match is None or match.end() >= end:
        return None
    word, mark = match["word"].lower(), match["mark"].strip()
    bare = not mark
    if word in _NAMES_TOO and (bare or mark.startswith("=") or mark == ":="):
        return None
    if normal_name(match["word"]) in variables and mark[:1] in {"=", "≈"}:
        return None
    approximately = mark in {"≈", "≃", "\\approx"}
    return Announced(_ROLES[word], match.end(), approximately)


def gradient_of(text: str, variables: Collection[str]) -> str | None:
    """Return x where `text` names the gradient of x in words: x.grad, grad_x, grad of x."""
    match = _GRADIENT_OF.fullmatch(text) if len(text) <= 80 else None
    if match is None:
        return None
    written = (match["after"] or match["before"]).strip()
    name = normal_name(written)
    if name in variables:
        return name
    # “no grad” is prose, and so may be any two words that nobody around knows as names.
    return name if is_symbol(written) and " " not in text.replace(" of ", "") else None
