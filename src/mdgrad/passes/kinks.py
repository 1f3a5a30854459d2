"""Kinks: the conventions for derivatives where a function has none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from mdgrad.expressions.fold import postorder
from mdgrad.expressions.tree import Call, Expression

__all__ = ["Kinks", "is_piecewise", "sides"]


@dataclass(frozen=True, slots=True)
class Kinks:
    """What derivatives are taken to be at a kink."""

    relu_at_zero: Fraction = Fraction(0)
    """The derivative of relu at 0: what `step`, 1 above 0 and 0 below, is at 0."""
    abs_at_zero: Fraction = Fraction(0)
    """The derivative of |x| at 0: what `sign` is there."""
    share_of_equals: Fraction | None = None
    """What each of several greatest operands of max gets; None shares 1 equally among them."""


def sides(kinks: Kinks) -> tuple[Kinks, Kinks]:
    """Return the derivatives on either side of every kink.

    Where the two give different derivatives, there is a kink; where they agree there is none,
    whatever the formula is made of: elu at 0.
    """
    zero, one = Fraction(0), Fraction(1)
    return (
        replace(kinks, relu_at_zero=zero, abs_at_zero=-one, share_of_equals=zero),
        replace(kinks, relu_at_zero=one, abs_at_zero=one, share_of_equals=one),
    )


def is_piecewise(formula: Expression) -> bool:
    """Return whether a formula is made of functions that have kinks or jumps."""
    piecewise = {"step", "sign", "abs", "share", "max", "min"}
    return any(isinstance(part, Call) and part.function in piecewise
               for part, _ in postorder(formula))  # fmt: skip
