"""Exact arithmetic on real numbers: rationals while they last, rigorous enclosures beyond.

A number is a `Fraction`, an `Enclosure` that is proved to contain it, `Undefined` where there is
none (1/0, log of −1, an unknown function), or None where an input has no number. The last two go
through every operation, so that nothing is ever raised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import TypeAlias

from mdgrad.passes.enclosures import (
    TRANSCENDENTAL,
    Enclosure,
    enclose_call,
    enclose_pi,
    enclose_power,
    narrowed,
)

__all__ = ["Enclosure", "Real", "Reals", "Undefined"]

MOST_BITS = 4_096
"""A rational whose numerator or denominator is longer is continued as an enclosure."""
MOST_EXPONENT = 10_000


@dataclass(frozen=True, slots=True)
class Undefined:
    """There is no such number."""

    reason: str


Real: TypeAlias = Fraction | Enclosure | Undefined | None


@dataclass(frozen=True, slots=True)
class Reals:
    """The arithmetic: `digits` is how many correct digits enclosures carry."""

    digits: int = 30

    def number(self, value: Fraction) -> Real:
        """Return the rational itself."""
        return value

    def add(self, terms: Sequence[Real]) -> Real:
        """Return the sum; that of nothing is 0."""
        known, missing = _known(terms)
        if known is None:
            return missing
        if all(isinstance(term, Fraction) for term in known):
            return self._kept(sum((t for t in known if isinstance(t, Fraction)), Fraction(0)))
        lower = sum((_lower(term) for term in known), Fraction(0))
        upper = sum((_upper(term) for term in known), Fraction(0))
        return narrowed(lower, upper, self.digits)

    def multiply(self, factors: Sequence[Real]) -> Real:
        """Return the product; 0 times an enclosure is 0, 0 times nothing is nothing."""
        known, missing = _known(factors)
        if known is None:
            return missing
        product: Fraction | Enclosure = Fraction(1)
        for factor in known:
            if isinstance(product, Fraction) and isinstance(factor, Fraction):
                product = self._kept(product * factor)
            elif 0 in (product, factor):
                product = Fraction(0)
            else:
                corners = [
                    a * b
                    for a in (_lower(product), _upper(product))
                    for b in (_lower(factor), _upper(factor))
                ]
                product = narrowed(min(corners), max(corners), self.digits)
        return product

    def power(self, base: Real, exponent: Real) -> Real:
        """Return base ** exponent; integers and square roots exactly where they come out."""
        known, missing = _known((base, exponent))
        if known is None:
            return missing
        base, exponent = known
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            return self._integer_power(base, exponent.numerator)
        if isinstance(exponent, Fraction) and exponent.denominator == 2:
            root = self._square_root(base)
            return self.power(root, Fraction(exponent.numerator))
        if _lower(base) <= 0:
            return Undefined("a power of a number that is not positive")
        return enclose_power(base, exponent, self.digits) or Undefined("the number is too large")

    def call(self, function: str, arguments: Sequence[Real]) -> Real:
        """Return the value of a primitive function."""
        if function == "pi" and not arguments:
            return enclose_pi(self.digits)
        known, missing = _known(arguments)
        if known is None:
            return missing
        if function in {"step", "sign", "abs", "max", "min", "share"}:
            return self._piecewise(function, known)
        if function not in TRANSCENDENTAL or len(known) != 1:
            return Undefined("the function is unknown")
        (argument,) = known
        exact = _exact_call(function, argument)
        if exact is not None:
            return exact
        return enclose_call(function, argument, self.digits) or Undefined(
            f"{function} has no value there, or one too large"
        )

    def _kept(self, value: Fraction) -> Fraction | Enclosure:
        if max(value.numerator.bit_length(), value.denominator.bit_length()) <= MOST_BITS:
            return value
        return narrowed(value, value, self.digits)

    def _integer_power(self, base: Fraction | Enclosure, exponent: int) -> Real:
        if abs(exponent) > MOST_EXPONENT:
            return Undefined(f"an exponent beyond {MOST_EXPONENT}")
        if exponent < 0:
            if _lower(base) <= 0 <= _upper(base):
                return Undefined("a division by zero" if base == 0 else "a division by about zero")
            inverse = (
                1 / base
                if isinstance(base, Fraction)
                else narrowed(1 / base.upper, 1 / base.lower, self.digits)
            )
            return self._integer_power(inverse, -exponent)
        if isinstance(base, Fraction):
            bits = max(base.numerator.bit_length(), base.denominator.bit_length())
            if bits * exponent <= 2 * MOST_BITS or abs(base) in (0, 1):
                return self._kept(base**exponent)
        result: Real = Fraction(1)
        square: Real = base
        while exponent:
            if exponent & 1:
                result = self.multiply((result, square))
            exponent >>= 1
            if exponent:
                square = self._square(square)
        return result

    def _square(self, value: Real) -> Real:
        if isinstance(value, Enclosure) and value.lower < 0 < value.upper:
            most = max(-value.lower, value.upper)
            return narrowed(Fraction(0), most * most, self.digits)
        return self.multiply((value, value))

    def _square_root(self, base: Fraction | Enclosure) -> Real:
        if _lower(base) < 0:
            return Undefined("the square root of a negative number")
        if isinstance(base, Fraction):
            numerator, denominator = isqrt(base.numerator), isqrt(base.denominator)
            if (numerator**2, denominator**2) == (base.numerator, base.denominator):
                return Fraction(numerator, denominator)
        return enclose_call("sqrt", base, self.digits)

    def _piecewise(self, function: str, arguments: Sequence[Fraction | Enclosure]) -> Real:
        first = arguments[0]
        if function in {"max", "min"}:
            return _extreme(arguments, greatest=function == "max")
        if function == "share":
            return _share(arguments)
        sign = _sign(first)
        if sign is None:
            return Undefined("which side of a kink it lies on could not be decided")
        match function:
            case "step":
                return Fraction(sign > 0)
            case "sign":
                return Fraction(sign)
            case _:
                return self.multiply((Fraction(sign), first))


def _known(
    values: Sequence[Real],
) -> tuple[list[Fraction | Enclosure] | None, Undefined | None]:
    """Return the numbers if all are there, else None and why not."""
    known: list[Fraction | Enclosure] = []
    undefined: Undefined | None = None
    for value in values:
        if isinstance(value, Undefined):
            undefined = undefined or value
        elif value is not None:
            known.append(value)
    return (known, None) if len(known) == len(values) else (None, undefined)


def _lower(value: Fraction | Enclosure) -> Fraction:
    return value if isinstance(value, Fraction) else value.lower


def _upper(value: Fraction | Enclosure) -> Fraction:
    return value if isinstance(value, Fraction) else value.upper


def _sign(value: Fraction | Enclosure) -> int | None:
    """Return −1, 0 or 1, None if the enclosure leaves it open."""
    if _lower(value) > 0:
        return 1
    if _upper(value) < 0:
        return -1
    return 0 if _lower(value) == _upper(value) == 0 else None


def _extreme(values: Sequence[Fraction | Enclosure], *, greatest: bool) -> Real:
    choose = max if greatest else min
    if all(isinstance(value, Fraction) for value in values):
        return choose(value for value in values if isinstance(value, Fraction))
    return Enclosure(choose(map(_lower, values)), choose(map(_upper, values)))


def _share(values: Sequence[Fraction | Enclosure]) -> Real:
    """Return the first value's share in the greatest: equals share equally."""
    own, *others = values
    if any(_lower(other) > _upper(own) for other in others):
        return Fraction(0)
    if all(_upper(other) < _lower(own) for other in others):
        return Fraction(1)
    if all(isinstance(value, Fraction) for value in values):
        return Fraction(1, 1 + sum(other == own for other in others))
    return Undefined("which operand is the greatest could not be decided")


def _exact_call(function: str, argument: Fraction | Enclosure) -> Fraction | None:
    """Return the few values of transcendental functions at rational points that are rational."""
    at_zero = {"exp": 1, "sin": 0, "cos": 1, "arcsin": 0, "arctan": 0, "erf": 0}
    if argument == 0 and function in at_zero:
        return Fraction(at_zero[function])
    if argument == 1 and function in {"log", "arccos"}:
        return Fraction(0)
    return None
