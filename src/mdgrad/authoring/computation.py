"""The computation: inputs, and one operator after the other up to the output."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import TypeAlias

from mdgrad.expressions.functions import function_named
from mdgrad.expressions.names import LETTER, is_symbol, normal_name
from mdgrad.expressions.tree import (
    Call,
    Expression,
    Name,
    Number,
    Power,
    Product,
    Sum,
    negated,
    quotient,
)
from mdgrad.operators import CATALOGUE

__all__ = [
    "Computation", "Operand", "Recorder", "Step", "UndrawableError", "exact_number",
    "variable",
]  # fmt: skip

_WORD = re.compile(rf"{LETTER}(?:{LETTER}|[0-9_]){{0,30}}")
"""A name of more than one letter, as Python has them."""
MOST_STEPS = 200
"""A drawing with more operators than this is not one to read; Mermaid draws 500 edges."""

Operand: TypeAlias = str | Fraction
"""The name of an input or of an earlier step, or a number."""
_Call: TypeAlias = tuple[str, tuple[Operand, ...]]


class UndrawableError(ValueError):
    """There is no diagram of this computation of which every label would be verified."""


@dataclass(frozen=True, slots=True)
class Step:
    """One operator at work."""

    name: str
    """What its value is called."""
    operator: str
    """The catalogue's name of the operator."""
    operands: tuple[Operand, ...]

    @property
    def formula(self) -> Expression:
        """The value in terms of the operands."""
        operands = tuple(
            Name(operand) if isinstance(operand, str) else Number(operand)
            for operand in self.operands
        )
        match self.operator, operands:
            case "add", _:
                return Sum(operands)
            case "subtract", (left, right):
                return Sum((left, negated(right)))
            case "multiply", _:
                return Product(operands)
            case "divide", (dividend, divisor):
                return quotient(dividend, divisor)
            case "reciprocal", (divisor,):
                return quotient(Number(Fraction(1)), divisor)
            case "power", (base, exponent):
                return Power(base, exponent)
            case "neg", (operand,):
                return negated(operand)
            case _:
                return Call(self.operator, operands)


@dataclass(frozen=True, slots=True)
class Computation:
    """A formula as a sequence of operators; the last step is the output."""

    inputs: Mapping[str, Fraction | None]
    """What is given: a number for each name, None where it stays a symbol."""
    steps: tuple[Step, ...]
    spellings: Mapping[str, str] = field(default_factory=dict)
    """How a name is written, where that is not its normal spelling: `w_1` for `w1`."""

    @property
    def output(self) -> str:
        """The name of what is worked out."""
        return self.steps[-1].name


@dataclass(slots=True)
class Recorder:
    """Takes note of operators as they are met; what was worked out before is used again."""

    taken: Collection[str]
    """The names that exist already."""
    _names: dict[_Call, str] = field(default_factory=dict)

    def apply(self, operator: str, *operands: Operand) -> str:
        """Return the name of what an operator makes of its operands.

        Raises `UndrawableError` for what is no operator of so many numbers, and for too many steps.
        """
        entry = CATALOGUE.get(operator)
        if entry is None:
            raise UndrawableError(f"mdgrad knows no operator {operator}")
        if entry.tensor:
            raise UndrawableError(f"{operator} is of matrices; only numbers are drawn")
        if not entry.drawn:
            raise UndrawableError(f"{operator} is no operator to draw")
        if entry.formula(len(operands)) is None:
            raise UndrawableError(
                f"{operator} takes another number of operands: not {len(operands)}"
            )
        call = (operator, operands)
        if call not in self._names:
            if len(self._names) == MOST_STEPS:
                raise UndrawableError(f"the formula has more than {MOST_STEPS} operators")
            # A name that no variable has, and no other step.
            used = {*self.taken, *self._names.values()}
            self._names[call] = next(z for n in count(1) if (z := f"z{n}") not in used)
        return self._names[call]

    def finish(
        self,
        inputs: Mapping[str, Fraction | None],
        result: Operand,
        output: str,
        spellings: Mapping[str, str],
    ) -> Computation:
        """Return the computation of `result`, which is called `output`."""
        calls = self._needed(result)
        if not calls:
            raise UndrawableError("the formula has no operator")
        *steps, last = [Step(name, *call) for call, name in calls.items()]
        steps.append(Step(output, last.operator, last.operands))
        return Computation(dict(inputs), tuple(steps), spellings)

    def _needed(self, result: Operand) -> dict[_Call, str]:
        """Return what the result follows from, in the order in which it was met."""
        needed: set[Operand] = {result}
        for call, name in reversed(self._names.items()):
            if name in needed:
                needed.update(call[1])
        return {call: name for call, name in self._names.items() if name in needed}


def variable(name: str) -> str:
    """Return a variable's normal name; raises `UndrawableError` for what is no name in formulas."""
    is_word = _WORD.fullmatch(name) is not None and function_named(name) is None
    if not is_word and not is_symbol(name):
        raise UndrawableError(f"“{name}” is no name of a variable, like x, w1, θ or price")
    return normal_name(name)


def exact_number(value: object) -> Fraction:
    """Return a number exactly; a float as the decimal number that Python shows for it.

    Raises `UndrawableError` for what is no number.
    """
    if isinstance(value, float):
        value = Decimal(float.__repr__(value))
    if isinstance(value, int | Decimal | Fraction):
        with suppress(ValueError, OverflowError):  # nan and inf
            return Fraction(value)
    raise UndrawableError(f"{value!r} is no number to draw")
