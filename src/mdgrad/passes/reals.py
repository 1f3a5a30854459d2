"""Exact arithmetic on real numbers: rationals while they last, rigorous enclosures beyond.

A number is an `int` or a `Fraction`, an `Enclosure` that is proved to contain it, `Signed` where
only its sign is known, `Undefined` where there is none (1/0, log of −1, an unknown function), or
None where an input has no number. All of them go through every operation; nothing is ever raised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt, prod
from typing import TypeAlias, cast

from mdgrad.messages import Message
from mdgrad.passes.enclosures import (
    TRANSCENDENTAL,
    Enclosure,
    enclose_call,
    enclose_pi,
    enclose_power,
    narrowed,
)
from mdgrad.passes.kinks import Kinks
from mdgrad.passes.signs import (
    ANY,
    Signs,
    sign_of_call,
    sign_of_power,
    sign_of_product,
    sign_of_sum,
)

__all__ = ["Enclosure", "Real", "Reals", "Signed", "Undefined"]

_BY_ZERO = Message("a division by zero")
_BY_ABOUT_ZERO = Message("a division by about zero")

MOST_BITS = 4_096
"""A rational whose numerator or denominator is longer is continued as an enclosure."""
MOST_EXPONENT = 10_000
MOST_MAGNITUDE = 1 << 15
"""A number beyond 2 to this power, or so near to 0, is not worked out: squared again and again, its
exponent alone would soon fill all memory."""


@dataclass(frozen=True, slots=True)
class Undefined:
    """There is no such number."""

    reason: Message
    is_limit: bool = False
    """Whether there may be one, and it is beyond what is worked out."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A number of which only the possible signs are known."""

    signs: Signs


Known: TypeAlias = int | Fraction | Enclosure
Real: TypeAlias = Known | Signed | Undefined | None


@dataclass(frozen=True, slots=True)
class Reals:
    """The arithmetic: `digits` is how many correct digits enclosures carry."""

    digits: int = 30
    kinks: Kinks = field(default_factory=Kinks)
    most_bits: int = MOST_BITS

    def number(self, value: Fraction) -> Real:
        """Return the rational itself; whole ones as `int`, which is faster."""
        return value.numerator if value.denominator == 1 else self._kept(value)

    def add(self, terms: Sequence[Real]) -> Real:
        """Return the sum; that of nothing is 0."""
        try:
            total = sum(terms)  # type: ignore[arg-type]
        except TypeError:
            return self._sum_of_others(terms)
        if type(total) is int and total.bit_length() <= self.most_bits:
            return total  # as nearly always, so that it spares a call
        return self._kept(total)

    def multiply(self, factors: Sequence[Real]) -> Real:
        """Return the product; 0 times an enclosure is 0, 0 times nothing is nothing."""
        try:
            product = prod(factors)  # type: ignore[arg-type]
        except TypeError:
            return self._product_of_others(factors)
        if type(product) is int and product.bit_length() <= self.most_bits:
            return product
        return self._kept(product)

    def power(self, base: Real, exponent: Real) -> Real:
        """Return base ** exponent; integers and square roots exactly where they come out."""
        unknown = _unknown((base, exponent))
        if unknown is not None:
            if isinstance(base, Signed) and isinstance(exponent, int | Fraction):
                return _signed(sign_of_power(base.signs, Fraction(exponent)))
            return unknown.value
        base, exponent = cast(Known, base), cast(Known, exponent)
        if isinstance(exponent, Enclosure):
            return self._real_power(base, exponent)
        if exponent.denominator == 1:
            return self._integer_power(base, exponent.numerator)
        if exponent.denominator == 2:
            root = self._square_root(base)
            return self.power(root, exponent.numerator)
        if base == 0 and exponent > 0:
            return 0
        return self._real_power(base, exponent)

    def call(self, function: str, arguments: Sequence[Real]) -> Real:
        """Return the value of a primitive function."""
        if function == "pi" and not arguments:
            return enclose_pi(self.digits)
        unknown = _unknown(arguments)
        if unknown is not None:
            return self._call_of_signed(function, arguments, unknown)
        known = cast(Sequence[Known], arguments)
        if function in {"step", "sign", "abs", "max", "min", "share"}:
            return self._piecewise(function, known)
        if function not in TRANSCENDENTAL or len(known) != 1:
            return Undefined(Message("the function is unknown"))
        (argument,) = known
        if function == "sqrt":
            return self._square_root(argument)
        exact = _exact_call(function, argument)
        if exact is not None:
            return exact
        if function in {"arcsin", "arccos"} and argument in (-1, 1):
            half_turn = Fraction(argument, 2) if function == "arcsin" else 1  # arccos(−1) is π
            return self.multiply((half_turn, enclose_pi(self.digits)))
        return enclose_call(function, argument, self.digits) or Undefined(
            Message("{function} has no value there, or one too large", function=function)
        )

    def shares(self, values: Sequence[Real]) -> Sequence[Real]:
        """Return each value's share in the greatest: equals share as the convention says."""
        unknown = _unknown(values)
        if unknown is not None:
            return [unknown.value] * len(values)
        known = cast(Sequence[Known], values)
        lower, upper = [_lower(value) for value in known], [_upper(value) for value in known]
        lowest, highest = sorted(lower, reverse=True), sorted(upper, reverse=True)
        equals: Real = self.kinks.share_of_equals
        if any(isinstance(value, Enclosure) for value in known):
            equals = Undefined(Message("which operand is the greatest could not be decided"))
        elif equals is None:
            equals = Fraction(1, lower.count(lowest[0]))

        def share(low: Fraction, high: Fraction) -> Real:
            # Of the others, the greatest is the second in order where this one is the first.
            if lowest[low == lowest[0]] > high:
                return 0
            return 1 if highest[high == highest[0]] < low else equals

        return [share(*ends) for ends in zip(lower, upper, strict=True)] if known[1:] else [1]

    def _kept(self, value: int | Fraction) -> Known | Undefined:
        if type(value) is int:
            if value.bit_length() <= self.most_bits:
                return value
        elif max(value.numerator.bit_length(), value.denominator.bit_length()) <= self.most_bits:
            return value
        return self._enclosed(value, value)

    def _enclosed(self, lower: int | Fraction, upper: int | Fraction) -> Enclosure | Undefined:
        for end in (lower, upper):
            magnitude = end.numerator.bit_length() - end.denominator.bit_length()
            if end and abs(magnitude) > MOST_MAGNITUDE:
                return Undefined(
                    Message("the number is too large, or too near to 0"), is_limit=True
                )
        return narrowed(lower, upper, self.digits)

    def _sum_of_others(self, terms: Sequence[Real]) -> Real:
        unknown = _unknown(terms)
        if unknown is not None:
            signs = _all_signs(terms)
            return unknown.value if signs is None else _signed(sign_of_sum(signs))
        known = cast(Sequence[Known], terms)
        lower = sum((_lower(term) for term in known), Fraction(0))
        upper = sum((_upper(term) for term in known), Fraction(0))
        return self._enclosed(lower, upper)

    def _product_of_others(self, factors: Sequence[Real]) -> Real:
        unknown = _unknown(factors)
        if unknown is not None:
            signs = _all_signs(factors)
            return unknown.value if signs is None else _signed(sign_of_product(signs))
        product: Known | Undefined = 1
        for factor in cast(Sequence[Known], factors):
            if isinstance(product, Undefined):
                return product
            if not isinstance(product, Enclosure) and not isinstance(factor, Enclosure):
                product = self._kept(product * factor)
            elif 0 in (product, factor):
                product = 0
            else:
                corners = [
                    a * b
                    for a in (_lower(product), _upper(product))
                    for b in (_lower(factor), _upper(factor))
                ]
                product = self._enclosed(min(corners), max(corners))
        return product

    def _real_power(self, base: Known, exponent: int | Fraction | Enclosure) -> Real:
        if _lower(base) <= 0:
            return Undefined(Message("a power of a number that is not positive"))
        if base == 1:
            return 1
        return enclose_power(base, exponent, self.digits) or Undefined(
            Message("the number is too large"), is_limit=True
        )

    def _integer_power(self, base: Known, exponent: int) -> Real:
        if abs(exponent) > MOST_EXPONENT and base not in (-1, 0, 1):
            return Undefined(
                Message("an exponent beyond {most}", most=MOST_EXPONENT), is_limit=True
            )
        if exponent < 0:
            if _lower(base) <= 0 <= _upper(base):
                return Undefined(_BY_ZERO if base == 0 else _BY_ABOUT_ZERO)
            if isinstance(base, Enclosure):
                inverse: Known = narrowed(1 / base.upper, 1 / base.lower, self.digits)
            else:
                inverse = Fraction(base.denominator, base.numerator)
            return inverse if exponent == -1 else self._integer_power(inverse, -exponent)
        if not isinstance(base, Enclosure):
            bits = max(base.numerator.bit_length(), base.denominator.bit_length())
            if bits * exponent <= 2 * self.most_bits or abs(base) in (0, 1):
                return self._kept(base**exponent)
        result: Real = 1
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
            return self._enclosed(Fraction(0), most * most)
        return self.multiply((value, value))

    def _square_root(self, base: Known) -> Real:
        if _lower(base) < 0:
            return Undefined(Message("the square root of a negative number"))
        if not isinstance(base, Enclosure):
            numerator, denominator = isqrt(base.numerator), isqrt(base.denominator)
            if (numerator**2, denominator**2) == (base.numerator, base.denominator):
                return Fraction(numerator, denominator)
        return enclose_call("sqrt", base, self.digits)

    def _call_of_signed(self, function: str, arguments: Sequence[Real], unknown: _Unknown) -> Real:
        """Return what the sign of the argument tells of a function's value."""
        signs = _all_signs(arguments)
        if signs is None or len(signs) != 1:
            return unknown.value
        if function in {"step", "sign"}:
            steps = {self._at_sign(function, sign) for sign in signs[0]}
            return steps.pop() if len(steps) == 1 else None
        return _signed(sign_of_call(function, signs[0]))

    def _at_sign(self, function: str, sign: int) -> int | Fraction:
        if sign == 0:
            return self.kinks.relu_at_zero if function == "step" else self.kinks.abs_at_zero
        return int(sign > 0) if function == "step" else sign

    def _piecewise(self, function: str, arguments: Sequence[Known]) -> Real:
        first = arguments[0]
        if function in {"max", "min"}:
            return _extreme(arguments, greatest=function == "max")
        if function == "share":
            return self.shares(arguments)[0]
        sign = _sign(first)
        if sign is None:
            return Undefined(Message("which side of a kink it lies on could not be decided"))
        return self.multiply((sign, first)) if function == "abs" else self._at_sign(function, sign)


@dataclass(frozen=True, slots=True)
class _Unknown:
    value: Undefined | None


def _unknown(values: Sequence[Real]) -> _Unknown | None:
    """Return why there is no number if some value is none, None if all are numbers."""
    missing = False
    for value in values:
        if isinstance(value, Undefined):
            return _Unknown(value)
        missing |= not isinstance(value, int | Fraction | Enclosure)
    return _Unknown(None) if missing else None


def _all_signs(values: Sequence[Real]) -> list[Signs] | None:
    """Return the possible signs of all values, None if nothing is known of one of them."""
    signs: list[Signs] = []
    for value in values:
        if value is None or isinstance(value, Undefined):
            return None
        if isinstance(value, Signed):
            signs.append(value.signs)
        else:
            sign = _sign(value)
            signs.append(ANY if sign is None else frozenset({sign}))
    return signs


def _signed(signs: Signs) -> Real:
    if not signs:
        return Undefined(Message("it has no value there"))
    return None if signs == ANY else 0 if signs == {0} else Signed(signs)


def _lower(value: Known) -> Fraction:
    return value.lower if isinstance(value, Enclosure) else Fraction(value)


def _upper(value: Known) -> Fraction:
    return value.upper if isinstance(value, Enclosure) else Fraction(value)


def _sign(value: Known) -> int | None:
    """Return −1, 0 or 1, None if the enclosure leaves it open."""
    if _lower(value) > 0:
        return 1
    if _upper(value) < 0:
        return -1
    return 0 if _lower(value) == _upper(value) == 0 else None


def _extreme(values: Sequence[Known], *, greatest: bool) -> Real:
    choose = max if greatest else min
    if not any(isinstance(value, Enclosure) for value in values):
        return choose(cast("Sequence[Fraction]", values))
    return Enclosure(choose(map(_lower, values)), choose(map(_upper, values)))


def _exact_call(function: str, argument: Known) -> int | None:
    """Return the few values of transcendental functions at rational points that are rational."""
    at_zero = {"exp": 1, "sin": 0, "cos": 1, "arcsin": 0, "arctan": 0, "erf": 0}
    if argument == 0 and function in at_zero:
        return at_zero[function]
    if argument == 1 and function in {"log", "arccos"}:
        return 0
    return None
