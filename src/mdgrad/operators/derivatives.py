"""Local derivatives: obtained from sympy, once for each formula."""

from __future__ import annotations

from functools import lru_cache

from mdgrad.expressions.tree import Call, Expression
from mdgrad.operators.operation import operand

__all__ = ["local_derivatives", "same_formula"]


@lru_cache(maxsize=4096)
def local_derivatives(formula: Expression, arity: int) -> tuple[Expression, ...]:
    """Return ∂formula/∂operand for each operand, in the operands.

    Those of an unknown function are unknown functions too: `?∂0`, `?∂1`, … of the formula.
    """
    # sympy takes a third of a second to import: only a diagram with a backward pass pays for it.
    import sympy

    from mdgrad.operators.sympy_bridge import from_sympy, to_sympy

    try:
        value = to_sympy(formula)
    except KeyError:
        return tuple(Call(f"?∂{index}", (formula,)) for index in range(arity))
    symbols = (sympy.Symbol(operand(index), real=True) for index in range(arity))
    return tuple(from_sympy(sympy.diff(value, symbol)) for symbol in symbols)


def same_formula(one: Expression, other: Expression) -> bool:
    """Return whether sympy builds one and the same expression from two formulas.

    Equal expressions are equal numbers; unequal ones may be, too.
    """
    from mdgrad.operators.sympy_bridge import to_sympy

    try:
        return bool(to_sympy(one) == to_sympy(other))
    except KeyError:
        return False
