"""Figures: results as people read them, exact where that is short, else rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from mdgrad.explanation.model import Side
from mdgrad.expressions.fold import fold, rebuilt
from mdgrad.expressions.tree import Call, Expression, Number, Power, Product
from mdgrad.judgement.numbers import Result
from mdgrad.operators import expanded
from mdgrad.passes import Enclosure, evaluate_exactly

__all__ = ["Figure", "comes_near", "figure_of", "in_brackets", "rounded_fraction"]

_POWER = 10**12
"""A number with no more decimals than this has zeros is shown in full."""
_LONGEST_FRACTION = 11
"""Characters of a fraction that is shown as one."""
_MOST_DIGITS = 15
"""A number with more digits before the decimal mark is rounded."""
_MOST = 10**15
_CLOSE = Fraction(1, 1000)
_LEAST_EXPONENT = -5
"""A rounded number below 10 to this power is written with a power of ten."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to show."""

    expression: Expression
    is_exact: bool

    @property
    def inserted(self) -> Expression:
        """The number as it stands in a formula: in brackets where it has a sign."""
        value = self.expression
        factor = value.factors[0] if isinstance(value, Product) else value
        is_signed = isinstance(factor, Number) and factor.value < 0
        return in_brackets(value) if is_signed else value


def in_brackets(expression: Expression) -> Expression:
    """Return an expression in brackets: the call of no function."""
    return Call("", (expression,))


def figure_of(result: Result, digits: int) -> Figure | None:
    """Return a result with so many digits where it has to be rounded; None where it is none."""
    match result:
        case Fraction() if _is_short(result):
            return Figure(Number(result), True)
        case _:
            middle = _middle(result)
            return None if middle is None else _rounded(middle, digits)


def rounded_fraction(result: Result, digits: int) -> Expression | None:
    """Return what a fraction is as a rounded decimal number; None for what has no fraction bar."""
    if not isinstance(result, Fraction) or _POWER % result.denominator == 0:
        return None
    return _rounded(result, digits).expression


def comes_near(side: Side, result: Result) -> bool:
    """Return whether numbers put in come to the first digits of the result.

    Rounded ones may not: 1 − 1² says nothing of a slope of 5 · 10⁻¹⁴.
    """
    if side.is_exact:
        return True
    found, right = (
        _middle(evaluate_exactly(_without_brackets(side.expression), {})),
        _middle(result),
    )
    return found is None or right is None or abs(found - right) <= abs(right) * _CLOSE


def _without_brackets(expression: Expression) -> Expression:
    def opened(part: Expression, parts: Sequence[Expression]) -> Expression:
        return parts[0] if isinstance(part, Call) and not part.function else rebuilt(part, parts)

    return expanded(fold(expression, opened))


def _middle(result: Result) -> Fraction | None:
    match result:
        case Fraction():
            return result
        case Enclosure(lower, upper):
            return (lower + upper) / 2
        case _:
            return None


def _is_short(value: Fraction) -> bool:
    if _POWER % value.denominator == 0:
        return abs(value) < _MOST
    fraction = f"{abs(value.numerator)}/{value.denominator}"
    return len(fraction) <= _LONGEST_FRACTION


def _rounded(value: Fraction, digits: int) -> Figure:
    context = Context(prec=digits)
    rounded = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    exponent = rounded.adjusted()
    if _LEAST_EXPONENT <= exponent < _MOST_DIGITS:
        return Figure(Number(Fraction(rounded)), False)
    power = Power(Number(Fraction(10)), Number(Fraction(exponent)))
    return Figure(Product((Number(Fraction(rounded.scaleb(-exponent))), power)), False)
