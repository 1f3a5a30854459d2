"""Enclosures: intervals with rational ends, rounded outwards, that contain the exact number.

The transcendental functions come from mpmath's interval context, which rounds outwards
(https://mpmath.org/doc/current/contexts.html); everything else is exact on the ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

__all__ = [
    "TRANSCENDENTAL", "Enclosure", "enclose_call", "enclose_pi", "enclose_power", "narrowed",
]  # fmt: skip

TRANSCENDENTAL = frozenset(
    {"exp", "log", "sin", "cos", "sqrt", "arctan", "arcsin", "arccos", "erf"}
)
MOST_MAGNITUDE = 20_000
"""exp of an argument beyond this is not worked out."""
_GUARD_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Enclosure:
    """lower ≤ the number ≤ upper."""

    lower: Fraction
    upper: Fraction


def narrowed(lower: int | Fraction, upper: int | Fraction, digits: int) -> Enclosure:
    """Return an enclosure of [lower, upper] whose ends are short: rounded outwards."""
    return Enclosure(_rounded(lower, digits, up=False), _rounded(upper, digits, up=True))


def _rounded(value: int | Fraction, digits: int, *, up: bool) -> Fraction:
    """Return `value` rounded up or down to a dyadic number good for `digits` and more digits."""
    numerator, denominator = value.numerator, value.denominator
    bits = (digits + _GUARD_DIGITS) * 10 // 3
    shift = bits - numerator.bit_length() + denominator.bit_length()
    if shift >= 0:
        numerator <<= shift
    else:
        denominator <<= -shift
    whole = -(-numerator // denominator) if up else numerator // denominator
    return Fraction(whole, 1 << shift) if shift >= 0 else Fraction(whole << -shift)


def enclose_pi(digits: int) -> Enclosure | None:
    """Return an enclosure of π."""
    interval = _interval(digits)
    return _enclosure(interval.mpf(interval.pi), digits)


def enclose_call(
    function: str, argument: int | Fraction | Enclosure, digits: int
) -> Enclosure | None:
    """Return an enclosure of a transcendental function, None outside its domain or limits."""
    interval = _interval(digits)
    lower, upper = _ends(argument)
    if function == "exp" and max(abs(lower), abs(upper)) > MOST_MAGNITUDE:
        return None
    if function == "log" and lower <= 0:
        return None
    if function in {"arcsin", "arccos"} and not (lower > -1 and upper < 1):
        return None
    value = interval.mpf([_to_mpf(lower, interval, 0), _to_mpf(upper, interval, 1)])
    match function:
        case "exp" | "log" | "sin" | "cos" | "sqrt":
            result = getattr(interval, function)(value)
        case "arctan":
            result = _arctan(value, interval)
        case "arcsin":
            result = _arctan(value / interval.sqrt(1 - value * value), interval)
        case "arccos":
            result = interval.pi / 2 - _arctan(value / interval.sqrt(1 - value * value), interval)
        case "erf":
            return _erf(lower, upper, digits)
        case _:
            return None
    return _enclosure(result, digits)


def enclose_power(
    base: int | Fraction | Enclosure, exponent: int | Fraction | Enclosure, digits: int
) -> Enclosure | None:
    """Return base ** exponent = exp(exponent · log(base)) of a positive base."""
    logarithm = enclose_call("log", base, digits)
    if logarithm is None:
        return None
    low, high = _ends(exponent)
    corners = [a * b for a in (low, high) for b in (logarithm.lower, logarithm.upper)]
    return enclose_call("exp", Enclosure(min(corners), max(corners)), digits)


def _ends(value: int | Fraction | Enclosure) -> tuple[Fraction, Fraction]:
    if isinstance(value, Enclosure):
        return value.lower, value.upper
    return Fraction(value), Fraction(value)


@lru_cache(maxsize=8)
def _interval(digits: int) -> Any:
    # mpmath comes with sympy; only a transcendental operator needs it.
    from mpmath.ctx_iv import MPIntervalContext

    interval = MPIntervalContext()
    interval.dps = digits + _GUARD_DIGITS
    return interval


def _to_mpf(value: Fraction, interval: Any, end: int) -> Any:
    quotient = interval.mpf(value.numerator) / interval.mpf(value.denominator)
    return quotient.a if end == 0 else quotient.b


def _arctan(value: Any, interval: Any) -> Any:
    """Return arctan on an interval: it grows, so its ends decide, each rounded outwards."""
    from mpmath.libmp import libmpf, mpf_atan

    low, high = value._mpi_
    precision = interval.prec
    ends = (
        mpf_atan(low, precision, libmpf.round_floor),
        mpf_atan(high, precision, libmpf.round_ceiling),
    )
    return interval.make_mpf(ends)


def _enclosure(value: Any, digits: int) -> Enclosure | None:
    from mpmath.libmp import to_rational

    low, high = value._mpi_
    try:
        ends = [Fraction(*to_rational(end)) for end in (low, high)]
    except (ValueError, OverflowError, TypeError):
        return None
    return narrowed(ends[0], ends[1], digits)


def _erf(lower: Fraction, upper: Fraction, digits: int) -> Enclosure | None:
    """Return erf on an interval: it grows, so its ends decide.

    mpmath's erf is correct to the working precision; the margin is a thousand times its claim.
    """
    import mpmath

    if max(abs(lower), abs(upper)) > 1_000:
        return None
    ends = []
    with mpmath.workdps(digits + 2 * _GUARD_DIGITS):
        for value, sign in ((lower, -1), (upper, 1)):
            near = mpmath.erf(mpmath.mpf(value.numerator) / value.denominator)
            margin = abs(near) * mpmath.mpf(10) ** -(digits + _GUARD_DIGITS)
            ends.append(Fraction(*mpmath.libmp.to_rational((near + sign * margin)._mpf_)))
    return narrowed(ends[0], ends[1], digits)
