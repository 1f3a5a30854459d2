"""Whether the digits that a label prints are the digits of an exact result."""

from __future__ import annotations

from fractions import Fraction

from mdgrad.labels.quantity import Quantity
from mdgrad.passes import Enclosure

__all__ = ["prints", "rounds_to"]


def prints(quantity: Quantity, result: Fraction | Enclosure) -> bool | None:
    """Return whether `quantity` is what the exact result looks like in that many digits.

    Either tie rule is right, half up and half to even; `…` permits that digits were cut off. None
    means that the enclosure of the result is too wide to tell.
    """
    lower, upper = _bounds(result)
    told = [rounds_to(result, quantity.value, quantity.step)]
    if quantity.truncated:
        told.append(_cut_to(quantity, lower, upper))
    if True in told:
        return True
    return None if None in told else False


def _bounds(result: Fraction | Enclosure) -> tuple[Fraction, Fraction]:
    return (result, result) if isinstance(result, Fraction) else (result.lower, result.upper)


def rounds_to(result: Fraction | Enclosure, value: Fraction, step: Fraction) -> bool | None:
    """Return whether the result, rounded to a multiple of `step`, is `value`; None if undecided."""
    lower, upper = _bounds(result)
    least, most = value - step / 2, value + step / 2
    if least <= lower and upper <= most:
        return True
    return False if upper < least or lower > most else None


def _cut_to(quantity: Quantity, lower: Fraction, upper: Fraction) -> bool | None:
    """Return whether cutting digits off the result leaves the printed ones."""
    if quantity.value < 0:
        lower, upper = -upper, -lower
    least, beyond = abs(quantity.value), abs(quantity.value) + quantity.step
    if quantity.value == 0:
        least = -beyond
    if least <= lower and upper < beyond:
        return True
    return False if upper < least or lower >= beyond else None
