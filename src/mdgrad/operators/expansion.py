"""Expansion: the functions of the catalogue replaced by their formulas, and constants by theirs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mdgrad.expressions.fold import fold, rebuilt, substitute
from mdgrad.expressions.tree import ONE, Call, Expression
from mdgrad.operators.catalogue import find
from mdgrad.operators.derivatives import local_derivatives
from mdgrad.operators.operation import operand

__all__ = ["expanded", "with_constants"]

_PI = Call("pi", ())
_CONSTANTS = {"π": _PI, "pi": _PI, "e": Call("exp", (ONE,))}


def expanded(formula: Expression, *, of_arrays: bool = False) -> Expression:
    """Return a formula in primitive functions: sigmoid(z) is 1/(1 + exp(−z)), σ'(z) its derivative.

    A function of matrices stays as it is, and of arrays one that makes a number of them, too:
    sum(X). A function that is not in the catalogue stays as an unknown one: f(x) becomes `?f`(x).
    """

    def expand(part: Expression, parts: Sequence[Expression]) -> Expression:
        return _expand(part, parts, of_arrays=of_arrays)

    return fold(formula, expand)


def _expand(part: Expression, parts: Sequence[Expression], *, of_arrays: bool) -> Expression:
    if not isinstance(part, Call) or part == _PI or part.function.startswith("?"):
        return rebuilt(part, parts)
    operator = find(part.function, len(parts))
    stays = (
        operator is not None
        and not part.order
        and (operator.acts_on_arrays(len(parts)) if of_arrays else operator.tensor)
    )
    if stays and operator is not None:
        return Call(operator.name, tuple(parts))
    formula = operator.formula(len(parts)) if operator else None
    if formula is None or (part.order and len(parts) != 1):
        return Call("?" + part.function + "'" * part.order, tuple(parts))
    for _ in range(part.order):
        (formula,) = local_derivatives(formula, 1)
    return substitute(formula, {operand(index): own for index, own in enumerate(parts)})


def with_constants(formula: Expression, variables: Collection[str]) -> Expression:
    """Return a formula with π and e, where the drawing has no variable of that name, as constants.

    They are exact: π is a primitive without arguments, e is exp(1).
    """
    constants = {name: value for name, value in _CONSTANTS.items() if name not in variables}
    return substitute(formula, constants)
