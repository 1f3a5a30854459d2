"""Expressions to sympy and back, by an allow-list; nothing is parsed and nothing evaluated.

Importing this module imports sympy: it is imported only where a derivative is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import sympy

from mdgrad.expressions.fold import fold
from mdgrad.expressions.tree import ONE, Call, Expression, Name, Number, Power, Product, Sum
from mdgrad.operators.inexpressible import Inexpressible

__all__ = ["MOST_EXPONENT", "from_sympy", "to_sympy"]

MOST_EXPONENT = 1_000
"""sympy multiplies a power of numbers out at once: 9 ** 9 ** 9 would never end."""


class step(sympy.Function):  # noqa: N801
    """1 above 0, else 0."""

    def fdiff(self, argindex: int = 1) -> Any:
        """Return 0: the step is flat on both sides, and its jump is a convention."""
        return sympy.Integer(0)


class sign(sympy.Function):  # noqa: N801
    """−1, 0 or 1."""

    def fdiff(self, argindex: int = 1) -> Any:
        """Return 0, as for `step`."""
        return sympy.Integer(0)


class magnitude(sympy.Function):  # noqa: N801
    """|x|, of a real x."""

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the sign of x, which is 0 at the kink."""
        return sign(self.args[0])


class share(sympy.Function):  # noqa: N801
    """1 if the first argument is the greatest, shared equally among the greatest, else 0."""

    def fdiff(self, argindex: int = 1) -> Any:
        """Return 0, as for `step`."""
        return sympy.Integer(0)


class maximum(sympy.Function):  # noqa: N801
    """The greatest argument."""

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the share of the argument in the greatest."""
        own = self.args[argindex - 1]
        others = [value for index, value in enumerate(self.args) if index != argindex - 1]
        return share(own, *others)


class minimum(sympy.Function):  # noqa: N801
    """The least argument."""

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the share of the argument in the least."""
        own = self.args[argindex - 1]
        others = [value for index, value in enumerate(self.args) if index != argindex - 1]
        return share(-own, *(-other for other in others))


_FUNCTIONS: dict[str, Any] = {
    "exp": sympy.exp, "log": sympy.log, "sin": sympy.sin, "cos": sympy.cos, "sqrt": sympy.sqrt,
    "arcsin": sympy.asin, "arccos": sympy.acos, "arctan": sympy.atan, "erf": sympy.erf,
    "pi": lambda: sympy.pi,
    "step": step, "sign": sign, "abs": magnitude, "share": share, "max": maximum, "min": minimum,
}  # fmt: skip
_NAMES = {function: name for name, function in _FUNCTIONS.items() if name != "sqrt"} | {
    # sympy makes |x| of √(x²) by itself.
    sympy.Abs: "abs",
    sympy.sign: "sign",
}
_CONSTANTS = {sympy.pi: Call("pi", ()), sympy.E: Call("exp", (ONE,))}


def to_sympy(expression: Expression) -> Any:
    """Return the sympy expression that `expression` means; names become real symbols.

    Raises `Inexpressible` for a function that is not on the allow-list, and for a power of numbers
    with an exponent beyond `MOST_EXPONENT`.
    """
    return fold(expression, _to_sympy)


def _to_sympy(part: Expression, parts: Sequence[Any]) -> Any:
    match part:
        case Number(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Name(name):
            return sympy.Symbol(name, real=True)
        case Sum():
            return sympy.Add(*parts)
        case Product():
            return sympy.Mul(*parts)
        case Power():
            base, exponent = parts
            if base.is_number and exponent.is_number and abs(exponent) > MOST_EXPONENT:
                raise Inexpressible(f"a power of {exponent}")
            return sympy.Pow(base, exponent)
        case Call(function, _, 0) if function in _FUNCTIONS:
            return _FUNCTIONS[function](*parts)
        case _:
            raise Inexpressible(f"{part} has no counterpart in sympy")


def from_sympy(expression: Any) -> Expression:
    """Return the expression that a sympy expression means; the way back of `to_sympy`.

    Powers of one base are collected: where sympy writes aᵇ·b/a, it is b·aᵇ⁻¹, which has a value at
    a = 0, too. Raises `Inexpressible` for what is no real function of ours: `I`, `zoo`.
    """
    if expression.is_Rational:
        return Number(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return Name(str(expression.name))
    if expression in _CONSTANTS:
        return _CONSTANTS[expression]
    if expression.is_Mul:
        return _product(expression)
    parts = tuple(from_sympy(argument) for argument in expression.args)
    if expression.is_Add:
        return Sum(parts)
    if expression.is_Pow:
        return Power(*parts)
    if expression.func not in _NAMES:
        raise Inexpressible(f"{expression.func} is none of our functions")
    return Call(_NAMES[expression.func], parts)


def _product(expression: Any) -> Expression:
    """Return a product with the powers of one base collected."""
    exponents: dict[Any, list[Any]] = {}
    for factor in expression.args:
        base, exponent = factor.args if factor.is_Pow else (factor, sympy.S.One)
        exponents.setdefault(base, []).append(exponent)
    factors = [sympy.Pow(base, sympy.Add(*powers)) for base, powers in exponents.items()]
    collected = factors if len(factors) < len(expression.args) else expression.args
    parts = tuple(from_sympy(factor) for factor in collected)
    return Product(parts) if len(parts) > 1 else parts[0]
