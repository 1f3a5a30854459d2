"""Prime factors of rational numbers, as far as they are found at once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

__all__ = ["primes_of"]

GREATEST_DIVISOR = 1_000


def primes_of(value: Fraction) -> Iterator[tuple[int, int]]:
    """Yield the factors of a positive rational number with their exponents.

    They are primes, save for one that may be left over, whose factors are all great.
    """
    for number, side in ((value.numerator, 1), (value.denominator, -1)):
        rest = number
        for divisor in range(2, GREATEST_DIVISOR):
            if divisor * divisor > rest:
                break
            power = 0
            while rest % divisor == 0:
                rest //= divisor
                power += 1
            if power:
                yield divisor, side * power
        if rest > 1:
            yield rest, side
