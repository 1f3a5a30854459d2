"""What a kind of number must be able to do for the passes to run on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Protocol, TypeVar

from mdgrad.expressions.fold import fold
from mdgrad.expressions.tree import Call, Expression, Name, Number, Power, Product, Sum

__all__ = ["Arithmetic", "Ring", "evaluate"]

V = TypeVar("V")


class Ring(Protocol[V]):
    """What can be added and multiplied: all that the chain rule needs."""

    def add(self, terms: Sequence[V]) -> V:
        """Return the sum."""

    def multiply(self, factors: Sequence[V]) -> V:
        """Return the product."""


class Arithmetic(Ring[V], Protocol[V]):
    """Numbers of some kind: rationals and enclosures, or formulas."""

    def number(self, value: Fraction) -> V:
        """Return an exact rational as such a number."""

    def power(self, base: V, exponent: V) -> V:
        """Return base to the exponent."""

    def call(self, function: str, arguments: Sequence[V]) -> V:
        """Return the value of one of the primitive functions (`exp`, `step`, …)."""


def evaluate(expression: Expression, environment: Mapping[str, V], arithmetic: Arithmetic[V]) -> V:
    """Return what an expression comes to where its names have the values of `environment`.

    Raises KeyError for a name without a value.
    """

    def value(part: Expression, parts: Sequence[V]) -> V:
        match part:
            case Number(number):
                return arithmetic.number(number)
            case Name(name):
                return environment[name]
            case Sum():
                return arithmetic.add(parts)
            case Product():
                return arithmetic.multiply(parts)
            case Power():
                return arithmetic.power(*parts)
            case Call(function, _, 0):
                return arithmetic.call(function, parts)
            case _:
                raise KeyError(str(part))

    return fold(expression, value)
