r"""Shapes as people write them: (2,), (2, 3), [batch, in], 2×3, ℝ^{2×3}, shape=(2, 3).

One number in brackets is a number and `[1]` is a tag: a shape has a comma or a × between its
dimensions, or the word `shape` before it.
"""

from __future__ import annotations

import re

from mdgrad.expressions.names import normal_name
from mdgrad.labels.content import Shape

__all__ = ["read_shape"]

_DIMENSION = r"(?:[0-9]{1,9}|[^\W\d][\w]{0,30}|\?|-1|\*)"
_TIMES = r"(?:\s?(?:×|✕|\\times)\s?|\s[xX]\s|(?<=[0-9])[xX](?=[0-9]))"
_LIST = rf"{_DIMENSION}(?:\s?,\s?{_DIMENSION}){{0,7}}"
_GRID = rf"{_DIMENSION}(?:{_TIMES}{_DIMENSION}){{1,7}}"
_WRAPPED = re.compile(
    r"(?:torch\.Size|shape|np\.shape)?\s?[(\[]{1,2}\s?"
    rf"(?P<inside>{_LIST}\s?(?P<comma>,)?|{_GRID})\s?[)\]]{{1,2}}"
)
_BARE = re.compile(_GRID)
_SPACE = re.compile(
    r"(?:∈|\\in)?\s?(?:ℝ|R|\\mathbb\s?\{R\}|\\R)"
    rf"(?:\^\s?(?:\{{\s?(?P<braced>{_DIMENSION}|{_GRID})\s?\}}|\((?P<bracketed>{_DIMENSION}|{_GRID})\)"
    rf"|(?P<single>{_DIMENSION}))|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[ˣ×][⁰¹²³⁴⁵⁶⁷⁸⁹]+){{0,7}}))"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ˣ", "0123456789×")
MOST_CHARACTERS = 200


def read_shape(text: str, *, announced: bool = False) -> Shape | None:
    """Return the shape that `text` writes, or None.

    `announced` tells that the word `shape` stands before it: then one dimension is enough.
    """
    if len(text) > MOST_CHARACTERS:
        return None
    text = text.strip("$ ")
    space = _SPACE.fullmatch(text)
    if space:
        inside = space["braced"] or space["bracketed"] or space["single"]
        return _shape(inside or space["raised"].translate(_RAISED))
    wrapped = _WRAPPED.fullmatch(text)
    if wrapped:
        single = not re.search(rf",|{_TIMES}", wrapped["inside"]) and not wrapped["comma"]
        return None if single and not announced else _shape(wrapped["inside"])
    if _BARE.fullmatch(text) or (announced and re.fullmatch(_LIST, text)):
        return _shape(text)
    return None


def _shape(inside: str) -> Shape | None:
    dimensions: list[int | str] = []
    for part in re.split(rf",|{_TIMES}", inside):
        dimension = part.strip()
        if dimension.isascii() and dimension.isdigit():
            dimensions.append(int(dimension))
        elif dimension:
            dimensions.append("?" if dimension in {"?", "-1"} else normal_name(dimension))
    return Shape(tuple(dimensions)) if dimensions else None
