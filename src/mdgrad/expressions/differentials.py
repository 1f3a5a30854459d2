"""Differentials: ∂z, dz, d z and d(z), the two halves of a derivative."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mdgrad.expressions.names import is_symbol
from mdgrad.expressions.tokens import Token, Unreadable

__all__ = ["as_derivative", "differential", "has_numerator"]

_LETTERS = frozenset("dδ")
"""What people write for ∂ and begin a name with."""


def differential(
    tokens: Sequence[Token], position: int, variables: Collection[str]
) -> tuple[str, int] | None:
    """Return z and the position behind, if ∂z begins at `position`; z is empty for a lone ∂."""
    if position >= len(tokens):
        return None
    token = tokens[position]
    if token.text == "∂" and token.kind == "symbol":
        if tokens[position + 1].kind == "superscript" or tokens[position + 1].text == "^":
            raise Unreadable("second derivatives are not read", token.start)
        return _variable(tokens, position + 1, variables) or ("", position + 1)
    if token.kind != "name" or token.text[0] not in _LETTERS:
        return None
    if len(token.text) > 1:
        rest = token.text[1:]
        joined = _joined(tokens, position + 1, rest, variables)
        if joined is not None:
            return joined
        return (rest, position + 1) if rest[0].isalpha() else None
    return _variable(tokens, position + 1, variables) or ("", position + 1)


def has_numerator(tokens: Sequence[Token], position: int, variables: Collection[str]) -> bool:
    """Return whether a derivative written with d or δ begins at `position`: dL/dz, d/dx.

    `dist/duration` is a quotient, and so is `da/db` where both da and db are variables.
    """
    above = differential(tokens, position, variables)
    if above is None or tokens[above[1]].text != "/":
        return False
    if above[1] + 1 >= len(tokens) or tokens[above[1] + 1].text[:1] != tokens[position].text[0]:
        return False
    below = differential(tokens, above[1] + 1, variables)
    if below is None or not below[0]:
        return False
    whole = tokens[position].text, tokens[above[1] + 1].text
    if all(name in variables for name in whole):
        return False
    of_is_name = not above[0] or _may_be_output(above[0], variables)
    return of_is_name and (below[0] in variables or is_symbol(below[0]))


def as_derivative(name: str, variables: Collection[str]) -> tuple[str, str] | None:
    """Return (L, z) for a name that spells ∂L/∂z as code does: dL_dz, dLdz; (“”, z) for dz.

    Only evidence from outside can tell whether the name means that: that it stands on a backward
    edge, or that the node is drawn as a gradient. A name that is a variable itself is none.
    """
    if name in variables or name[:1] not in _LETTERS or len(name) > 40:
        return None
    rest = name[1:]
    if rest in variables:
        return "", rest
    for index in range(1, len(rest) - 1):
        of, by = rest[:index], rest[index + 1 :]
        if rest[index] == name[0] and by in variables and _may_be_output(of, variables):
            return of, by
    return None


def _may_be_output(name: str, variables: Collection[str]) -> bool:
    return (
        name in variables
        or is_symbol(name)
        or name[0].isupper()
        or name in {"loss", "out", "output", "cost", "err", "error"}
    )


def _variable(
    tokens: Sequence[Token], position: int, variables: Collection[str]
) -> tuple[str, int] | None:
    """Return the name that stands at `position`, perhaps in brackets, and the position behind."""
    if position >= len(tokens):
        return None
    bracketed = tokens[position].text in {"(", "{"} and position + 1 < len(tokens)
    position += bracketed
    token = tokens[position]
    if token.kind != "name":
        return None
    found = _joined(tokens, position + 1, token.text, variables) or (token.text, position + 1)
    if bracketed:
        return (found[0], found[1] + 1) if tokens[found[1]].text in {")", "}"} else None
    return found


def _joined(
    tokens: Sequence[Token], position: int, first: str, variables: Collection[str]
) -> tuple[str, int] | None:
    """Return the longest name of several words that begins with `first` and exists."""
    words = [first]
    for token in tokens[position : position + 5]:
        if token.kind not in {"name", "number"}:
            break
        words.append(token.text)
    for count in range(len(words), 1, -1):
        if " ".join(words[:count]) in variables:
            return " ".join(words[:count]), position + count - 1
    return None
