"""What a kind of number must be able to do for the passes to run on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Protocol, TypeAlias, TypeVar

from mdgrad.expressions.fold import fold, postorder
from mdgrad.expressions.tree import Call, Expression, Name, Number, Power, Product, Sum
from mdgrad.operators.inexpressible import Inexpressible
from mdgrad.operators.operation import operand

__all__ = ["Arithmetic", "Evaluator", "Ordered", "Ring", "compiled", "evaluate"]

V = TypeVar("V")

Evaluator: TypeAlias = Callable[[Sequence[V]], V]
"""From the values of a formula's operands, in their order, to its own."""

MOST_PARTS_NESTED = 500
"""A formula of more parts is folded each time, so that no nesting can exhaust Python's stack."""


class Ring(Protocol[V]):
    """What can be added and multiplied: all that the chain rule needs."""

    def add(self, terms: Sequence[V]) -> V:
        """Return the sum."""

    def multiply(self, factors: Sequence[V]) -> V:
        """Return the product."""


class Arithmetic(Ring[V], Protocol[V]):
    """Numbers of some kind: rationals and enclosures, or formulas."""

    def number(self, value: Fraction) -> V:
        """Return an exact rational as such a number."""

    def power(self, base: V, exponent: V) -> V:
        """Return base to the exponent."""

    def call(self, function: str, arguments: Sequence[V]) -> V:
        """Return the value of one of the primitive functions (`exp`, `step`, …)."""


class Ordered(Arithmetic[V], Protocol[V]):
    """Numbers that know which of many is the greatest: what the derivative of max asks for."""

    def shares(self, values: Sequence[V]) -> Sequence[V]:
        """Return `share` of each value and all the others: 1 for the greatest, 0 for the rest."""


def evaluate(expression: Expression, environment: Mapping[str, V], arithmetic: Arithmetic[V]) -> V:
    """Return what an expression comes to where its names have the values of `environment`.

    Raises `Inexpressible` for a name without a value.
    """

    def value(part: Expression, parts: Sequence[V]) -> V:
        match part:
            case Number(number):
                return arithmetic.number(number)
            case Name(name) if name in environment:
                return environment[name]
            case Sum():
                return arithmetic.add(parts)
            case Product():
                return arithmetic.multiply(parts)
            case Power():
                return arithmetic.power(*parts)
            case Call(function, _, 0):
                return arithmetic.call(function, parts)
            case _:
                raise Inexpressible(f"{part} has no value")

    return fold(expression, value)


def compiled(formula: Expression, arity: int, arithmetic: Arithmetic[V]) -> Evaluator[V]:
    """Return a function from operands to the formula's value, put together once for many uses.

    It gives what `evaluate` gives, without walking the formula again.
    """
    names = [operand(index) for index in range(arity)]
    if len(postorder(formula)) > MOST_PARTS_NESTED:
        return lambda operands: evaluate(
            formula, dict(zip(names, operands, strict=True)), arithmetic
        )
    position = {name: index for index, name in enumerate(names)}
    own = tuple(Name(name) for name in names)

    def evaluator(part: Expression, parts: Sequence[Evaluator[V]]) -> Evaluator[V]:
        match part:
            case Number(number):
                constant = arithmetic.number(number)
                return lambda _: constant
            case Name(name) if name in position:
                return itemgetter(position[name])
            case Sum(terms):
                return arithmetic.add if terms == own else _joined(arithmetic.add, parts)
            case Product(factors):
                return (
                    arithmetic.multiply if factors == own else _joined(arithmetic.multiply, parts)
                )
            case Power():
                base, exponent = parts
                return lambda operands: arithmetic.power(base(operands), exponent(operands))
            case Call(function, _, 0):
                return _joined(lambda arguments: arithmetic.call(function, arguments), parts)
            case _:
                raise Inexpressible(f"{part} has no value")

    return fold(formula, evaluator)


def _joined(join: Evaluator[V], parts: Sequence[Evaluator[V]]) -> Evaluator[V]:
    if len(parts) == 2:  # as nearly always, so that it spares a loop
        first, second = parts
        return lambda operands: join((first(operands), second(operands)))
    return lambda operands: join([part(operands) for part in parts])
