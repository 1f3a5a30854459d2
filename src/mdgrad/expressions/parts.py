"""The terms and factors of a formula as its author wrote them, each to be left out by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mdgrad.expressions.tokens import Token, Unreadable, tokenize

__all__ = ["unbracketed", "with_one_part_less"]

MOST_SIGNS = 12
"""A formula with more signs between its parts than this is not taken apart."""

_DEPTH = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_BEFORE_AN_OPERAND = frozenset({"+", "-", "*", "/", "^", "@"})


def with_one_part_less(text: str) -> Iterator[str]:
    """Yield a formula without one of its terms, then without one of the factors of a term.

    What keeps the most of the text comes first. Brackets around all that is left go too. Nothing is
    yielded of what is no formula, has one part only, or has too many.
    """
    signs = _signs(text)
    if len(signs) > MOST_SIGNS:
        return
    between_terms = [sign for sign in signs if sign.text != "*"]
    if between_terms:
        yield from sorted(_each_left_out(text, 0, len(text), between_terms), key=len, reverse=True)
    bounds = [0, *(bound for sign in between_terms for bound in (sign.start, sign.end)), len(text)]
    shorter: list[str] = []
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        inside = [sign for sign in signs if start <= sign.start < end]
        shorter += _each_left_out(text, start, end, inside) if inside else ()
    yield from sorted(shorter, key=len, reverse=True)


def _each_left_out(text: str, start: int, end: int, signs: Sequence[Token]) -> Iterator[str]:
    """Yield the text without each part that the signs divide it into from `start` to `end`.

    The sign before a part goes with it; before the first one there is none, and the next one goes.
    """
    first = signs[0]
    start += len(text[start:]) - len(text[start:].lstrip())
    minus = text[first.start : first.end] if first.text == "-" else ""
    yield unbracketed(text[:start] + minus + text[first.end :].lstrip())
    ends = [len(text[:place].rstrip()) for place in (*(sign.start for sign in signs), end)]
    for before, after in pairwise(ends):
        yield unbracketed(text[:before] + text[after:])


def unbracketed(text: str) -> str:
    """Return a formula without the round brackets around all of it, if there are such."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0 and place < len(text) - 1:
            return text
    return text[1:-1] if text[:1] == "(" and text[-1:] == ")" else text


def _signs(text: str) -> list[Token]:
    """Return the signs between the terms and factors, outside of all brackets; none if unread."""
    try:
        tokens = list(tokenize(text))
    except Unreadable:
        return []
    signs: list[Token] = []
    depth = 0
    follows_operand = False
    for token in tokens:
        symbol = token.text if token.kind == "symbol" else ""
        depth += _DEPTH.get(symbol, 0)
        if depth == 0 and symbol in {"+", "-", "*"} and follows_operand:
            signs.append(token)
        follows_operand = symbol not in _BEFORE_AN_OPERAND
    return signs
