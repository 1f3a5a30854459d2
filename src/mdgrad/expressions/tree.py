"""The expression tree: what a formula means, whatever glyphs it was written in.

Nothing from a post is ever evaluated by Python, sympy or a LaTeX parser; labels become these
nodes, and these nodes become sympy by an allow-list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

__all__ = [
    "MINUS_ONE", "ONE", "ZERO", "Call", "Derivative", "Expression", "Name", "Number", "Power",
    "Product", "Sum", "negated", "product_of", "quotient",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """An exact rational number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, in its normal spelling (`x1` for `x₁`)."""

    name: str


@dataclass(frozen=True, slots=True)
class Sum:
    """terms[0] + terms[1] + …; a difference is a sum with a product by −1."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """factors[0] · factors[1] · …; a quotient is a product with a power of −1."""

    factors: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Power:
    """base ** exponent."""

    base: Expression
    exponent: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """function(arguments); `order` counts the primes: sigmoid'(z) has order 1."""

    function: str
    arguments: tuple[Expression, ...]
    order: int = 0


@dataclass(frozen=True, slots=True)
class Derivative:
    """∂of/∂by, between two names."""

    of: str
    """Empty where the text leaves it out: `x.grad`, `∇ₓ`, `∂/∂x`."""
    by: str

    @property
    def is_of_itself(self) -> bool:
        """Whether it is that of a variable by itself, ∂L/∂L: 1 everywhere."""
        return self.of == self.by


Expression: TypeAlias = Number | Name | Sum | Product | Power | Call | Derivative

ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))
MINUS_ONE = Number(Fraction(-1))


def negated(expression: Expression) -> Expression:
    """Return −expression, folded into a number."""
    if isinstance(expression, Number):
        return Number(-expression.value)
    if isinstance(expression, Product):
        return Product((MINUS_ONE, *expression.factors))
    return Product((MINUS_ONE, expression))


def product_of(factors: Sequence[Expression]) -> Expression:
    """Return the product of `factors`, the factor itself where there is one."""
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def quotient(dividend: Expression, divisor: Expression) -> Expression:
    """Return dividend / divisor."""
    inverse = Power(divisor, MINUS_ONE)
    return inverse if dividend == ONE else Product((dividend, inverse))
