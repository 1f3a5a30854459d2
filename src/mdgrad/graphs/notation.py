"""Function notation: in `f(x) = 2x` the value is called f, and x is only what it depends on."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from mdgrad.expressions.functions import is_function
from mdgrad.expressions.names import NAME, normal_name
from mdgrad.expressions.tree import Call, Name
from mdgrad.labels.reading import Formula, Side, Statement
from mdgrad.source import Span

__all__ = ["function_name", "without_arguments"]

_NOTATION = rf"(?P<name>{NAME})\(\s?(?P<arguments>{NAME}(?:,\s?{NAME})*)\s?\)"
"""Compiled when it is first needed: that takes long, and few drawings have such a label."""


def function_name(side: Side, variables: Collection[str]) -> str | None:
    """Return f of `f(x)` as it is written, None if that is no function of variables of its own.

    σ(x) is one of the catalogue's.
    """
    match = re.fullmatch(_NOTATION, side.text) if side.text.endswith(")") else None
    if match is None or _is_of_catalogue(side):
        return None
    arguments = {normal_name(argument.strip()) for argument in match["arguments"].split(",")}
    return match["name"] if arguments <= set(variables) else None


def _is_of_catalogue(side: Side) -> bool:
    if not isinstance(side.content, Formula):
        return False
    reading = side.content.readings[0]
    return isinstance(reading, Call) and is_function(reading.function)


def without_arguments(statement: Statement, variables: Collection[str]) -> Statement:
    """Return an equality with f for `f(x)` before it, and without `f(x)` on the way.

    What `y = f(x)` says besides is kept: y comes of an unknown function. A letter that is a
    variable of the drawing is a factor, unless it is what the equality is about: `L = L(a, y)`.
    """
    first, *others = statement.sides
    if not others:
        return statement
    name = function_name(first, variables)
    if name is not None:
        content = Formula((Name(normal_name(name)),))
        first = Side(content, name, Span(first.span.start, first.span.start + len(name)))
    kept = [side for side in others if not _is_notation(side, first, variables)]
    is_own = len(others) == 1 and function_name(others[0], variables) == first.text
    return replace(statement, sides=(first, *(kept if kept or is_own else others)))


def _is_notation(side: Side, first: Side, variables: Collection[str]) -> bool:
    name = function_name(side, variables)
    return name is not None and (name == first.text or normal_name(name) not in variables)
