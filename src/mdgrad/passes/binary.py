"""Binary floating-point arithmetic as IEEE 754 asks for it, without floats.

A number is the interval of the results that programs may print, its ends numbers of the format.
Sums, products and quotients are rounded correctly (IEEE 754-2019, section 5). Everything is
rational, rounded by this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

__all__ = ["BINARY32", "BINARY64", "Binary", "Format", "Result", "either"]

_LARGEST_POWER = 64
"""Powers with a greater exponent are not multiplied out."""


@dataclass(frozen=True, slots=True)
class Binary:
    """A number of a binary format, or any of several neighbours: lower ≤ the number ≤ upper."""

    lower: Fraction
    upper: Fraction


Result: TypeAlias = Binary | None
"""None where there is no number: an input has none, or the format has no finite one."""

_ONE = Binary(Fraction(1), Fraction(1))
_ZERO = Binary(Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Format:
    """A binary interchange format, with its arithmetic (IEEE 754-2019, table 3.5)."""

    name: str
    """What programs call it."""
    precision: int
    """How many binary digits a normal number has."""
    greatest_exponent: int
    telling_digits: int
    """With so many decimal digits or more, a printed number may be one of this format."""

    def nearest(self, value: Fraction) -> Fraction | None:
        """Return the number nearest to a rational, ties to even; None if it overflows."""
        if abs(value) >= 2 ** (self.greatest_exponent + 1) - Fraction(2) ** (
            self.greatest_exponent - self.precision
        ):
            return None
        unit = self._unit(value)
        return round(value / unit) * unit

    def rounded(self, lower: Fraction, upper: Fraction, units: int = 0) -> Result:
        """Return an interval with its ends rounded, and so many last places wider."""
        low, high = self.nearest(lower), self.nearest(upper)
        if low is None or high is None:
            return None
        return Binary(low - units * self._unit(low), high + units * self._unit(high))

    def add(self, terms: Sequence[Result]) -> Result:
        """Return the sum; its terms may be added in the order given or from the other end."""
        return either(self._summed(terms), self._summed(terms[::-1]))

    def _summed(self, terms: Sequence[Result]) -> Result:
        total: Result = _ZERO
        for term in terms:
            if total is None or term is None:
                return None
            total = self.rounded(total.lower + term.lower, total.upper + term.upper)
        return total

    def multiply(self, factors: Sequence[Result]) -> Result:
        """Return the product from left to right."""
        product: Result = _ONE
        for factor in factors:
            if product is None or factor is None:
                return None
            corners = [a * b for a in (product.lower, product.upper)
                       for b in (factor.lower, factor.upper)]  # fmt: skip
            product = self.rounded(min(corners), max(corners))
        return product

    def divide(self, dividend: Result, divisor: Result) -> Result:
        """Return the quotient, None where the divisor may be 0."""
        if dividend is None or divisor is None or divisor.lower <= 0 <= divisor.upper:
            return None
        corners = [a / b for a in (dividend.lower, dividend.upper)
                   for b in (divisor.lower, divisor.upper)]  # fmt: skip
        return self.rounded(min(corners), max(corners))

    def invert(self, divisor: Result) -> Result:
        """Return the quotient of 1."""
        return self.divide(_ONE, divisor)

    def whole_power(self, base: Result, exponent: int) -> Result:
        """Return a power by multiplication; a negative one is a quotient."""
        if base is None or abs(exponent) > _LARGEST_POWER:
            return None
        power = self.multiply([base] * abs(exponent))
        return power if exponent >= 0 else self.invert(power)

    def _unit(self, value: Fraction) -> Fraction:
        """Return the distance between the numbers of the format around a value."""
        numerator, denominator = abs(value.numerator), value.denominator
        exponent = numerator.bit_length() - denominator.bit_length()
        if abs(value) < Fraction(2) ** exponent:
            exponent -= 1
        least = 1 - self.greatest_exponent  # of the normal numbers
        return Fraction(2) ** (max(exponent, least) - self.precision + 1)


def either(one: Result, other: Result) -> Result:
    """Return what two ways to work out a number may give."""
    if one is None or other is None:
        return None
    return Binary(min(one.lower, other.lower), max(one.upper, other.upper))


BINARY32 = Format("float32", precision=24, greatest_exponent=127, telling_digits=7)
BINARY64 = Format("float64", precision=53, greatest_exponent=1023, telling_digits=16)
