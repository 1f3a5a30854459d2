"""Parameters: the number in `× 1.1` or `+ 50` as one more operand, so that rules are found once."""

from __future__ import annotations

from functools import lru_cache

from mdgrad.expressions.tree import Expression, Name, Number, Product, Sum
from mdgrad.operators.operation import operand

__all__ = ["generalized"]


@lru_cache(maxsize=4096)
def generalized(formula: Expression, arity: int) -> tuple[Expression, Number | None]:
    """Return a sum or product of operands and one number with an operand in the number's place.

    That operand comes after the others; the number is what it is in this formula, or None where
    the formula has another form and is returned as it is.
    """
    if not isinstance(formula, Sum | Product):
        return formula, None
    parts = formula.terms if isinstance(formula, Sum) else formula.factors
    numbers = [part for part in parts if isinstance(part, Number)]
    if len(numbers) != 1 or not all(isinstance(part, Name | Number) for part in parts):
        return formula, None
    own = Name(operand(arity))
    replaced = tuple(own if isinstance(part, Number) else part for part in parts)
    return type(formula)(replaced), numbers[0]
