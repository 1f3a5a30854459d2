"""Formulas without names: the rational number that arithmetic comes to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mdgrad.expressions.fold import fold
from mdgrad.expressions.tree import Expression, Number, Power, Product, Sum

__all__ = ["constant"]

MOST_BITS = 4_096
"""A number with a longer numerator or denominator is left alone."""
MOST_EXPONENT = 1_000


def constant(expression: Expression) -> Fraction | None:
    """Return what sums, products and integer powers of numbers come to, None for anything else."""
    return fold(expression, _constant)


def _constant(part: Expression, parts: Sequence[Fraction | None]) -> Fraction | None:
    known = [value for value in parts if value is not None]
    if len(known) < len(parts):
        return None
    match part:
        case Number(value):
            result = value
        case Sum():
            result = sum(known, Fraction(0))
        case Product():
            result = Fraction(1)
            for value in known:
                result *= value
        case Power():
            base, exponent = known
            if exponent.denominator != 1 or abs(exponent) > MOST_EXPONENT:
                return None
            if (base == 0 and exponent < 0) or _bits(base) * abs(exponent) > MOST_BITS:
                return None
            result = base**exponent.numerator
        case _:
            return None
    return result if _bits(result) <= MOST_BITS else None


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())
