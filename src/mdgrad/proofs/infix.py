"""Formulas in plain infix notation that sympy, or any reader, understands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mdgrad.expressions.fold import fold
from mdgrad.expressions.tree import Call, Expression, Name, Number, Power, Product, Sum
from mdgrad.operators.inexpressible import Inexpressible

__all__ = ["infix"]

_FUNCTIONS = {
    "exp": "exp", "log": "log", "sin": "sin", "cos": "cos", "sqrt": "sqrt", "erf": "erf",
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "abs": "Abs", "sign": "sign",
    "max": "Max", "min": "Min",
}  # fmt: skip


def infix(formula: Expression, names: Mapping[str, str]) -> str:
    """Return a formula with every operation in brackets, its names replaced by `names`.

    The functions are called as in sympy; `step` and the shares of max are Heaviside functions.
    Unknown functions are calls of `f_…`. Raises `Inexpressible` for a derivative.
    """

    def written(part: Expression, parts: Sequence[str]) -> str:
        match part:
            case Number(value):
                return f"({value})" if value < 0 or value.denominator != 1 else str(value)
            case Name(name):
                return names[name]
            case Sum():
                return f"({' + '.join(parts)})" if parts else "0"
            case Product():
                return f"({'*'.join(parts)})" if parts else "1"
            case Power():
                return f"({parts[0]}**{parts[1]})"
            case Call("pi", ()):
                return "pi"
            case Call("step", _):
                return f"Heaviside({parts[0]}, 0)"
            case Call("share", _):
                own, *others = parts
                return "*".join(f"Heaviside({own} - {other}, 1/2)" for other in others)
            case Call(function, _, 0) if function in _FUNCTIONS:
                return f"{_FUNCTIONS[function]}({', '.join(parts)})"
            case Call(function, _, 0) if function.startswith("?"):
                letters = "".join(c if c.isascii() and c.isalnum() else "_" for c in function[1:])
                return f"f_{letters}({', '.join(parts)})"
            case _:
                raise Inexpressible(f"{part} cannot be written")

    return fold(formula, written)
