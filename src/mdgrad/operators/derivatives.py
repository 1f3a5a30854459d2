"""Local derivatives: obtained from sympy, once for each formula."""

from __future__ import annotations

from functools import lru_cache

from mdgrad.expressions.fold import substitute
from mdgrad.expressions.tree import Call, Expression, Name
from mdgrad.operators.inexpressible import Inexpressible
from mdgrad.operators.operation import operand
from mdgrad.operators.parameters import generalized

__all__ = ["local_derivatives", "same_formula"]


@lru_cache(maxsize=4096)
def local_derivatives(formula: Expression, arity: int) -> tuple[Expression, ...]:
    """Return ∂formula/∂operand for each operand, in the operands.

    Those of an unknown function are unknown functions too: `?∂0`, `?∂1`, … of its value and its
    operands.
    """
    general, number = generalized(formula, arity)
    if number is not None:
        given = {operand(arity): number}
        return tuple(substitute(d, given) for d in _derived(general, arity))
    return _derived(formula, arity)


@lru_cache(maxsize=4096)
def _derived(formula: Expression, arity: int) -> tuple[Expression, ...]:
    # sympy takes a third of a second to import: only a diagram with a backward pass pays for it.
    import sympy

    from mdgrad.operators.sympy_bridge import from_sympy, to_sympy

    symbols = (sympy.Symbol(operand(index), real=True) for index in range(arity))
    try:
        value = to_sympy(formula)
        return tuple(from_sympy(sympy.diff(value, symbol)) for symbol in symbols)
    except Inexpressible:
        operands = tuple(Name(operand(index)) for index in range(arity))
        return tuple(Call(f"?∂{index}", (formula, *operands)) for index in range(arity))


def same_formula(one: Expression, other: Expression) -> bool:
    """Return whether sympy builds one and the same expression from two formulas.

    Equal expressions are equal numbers; unequal ones may be, too.
    """
    from mdgrad.operators.sympy_bridge import to_sympy

    try:
        return bool(to_sympy(one) == to_sympy(other))
    except Inexpressible:
        return False
