"""Tracing: a Python function is called with variables that note what is done to them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from mdgrad.authoring.computation import (
    Computation,
    Operand,
    Recorder,
    UndrawableError,
    exact_number,
    variable,
)

__all__ = ["Variable", "trace"]

Numeral: TypeAlias = int | float | Decimal | Fraction


class Variable:
    """A value that is being worked out; arithmetic on it is noted, and `x.exp()`, `x.sigmoid()`.

    Every operator of the catalogue is a method, so that `numpy.exp(x)` is understood, too.
    """

    def __init__(self, operand: Operand, recorder: Recorder) -> None:
        self._operand = operand
        self._recorder = recorder

    def __getattr__(self, operator: str) -> Callable[..., Variable]:
        if operator.startswith("_"):
            raise AttributeError(operator)
        return lambda *others: self._apply(operator, self, *others)

    def __add__(self, other: Variable | Numeral) -> Variable:
        return self._apply("add", self, other)

    def __radd__(self, other: Numeral) -> Variable:
        return self._apply("add", self, other)

    def __sub__(self, other: Variable | Numeral) -> Variable:
        return self._apply("subtract", self, other)

    def __rsub__(self, other: Numeral) -> Variable:
        return self._apply("subtract", other, self)

    def __mul__(self, other: Variable | Numeral) -> Variable:
        return self._apply("multiply", self, other)

    def __rmul__(self, other: Numeral) -> Variable:
        return self._apply("multiply", self, other)

    def __truediv__(self, other: Variable | Numeral) -> Variable:
        return self._apply("divide", self, other)

    def __rtruediv__(self, other: Numeral) -> Variable:
        return self._apply("divide", other, self)

    def __pow__(self, other: Variable | Numeral) -> Variable:
        return self._apply("power", self, other)

    def __rpow__(self, other: Numeral) -> Variable:
        return self._apply("power", other, self)

    def __neg__(self) -> Variable:
        return self._apply("neg", self)

    def __pos__(self) -> Variable:
        return self

    def __abs__(self) -> Variable:
        return self._apply("abs", self)

    def __bool__(self) -> bool:
        raise UndrawableError("the function asks whether a value is true; a diagram has one way")

    def _compared(self, _: object) -> bool:
        raise UndrawableError(
            "the function compares a value, but a diagram has one way; "
            "say x.max(y), x.relu() or x.abs()"
        )

    __lt__ = __le__ = __gt__ = __ge__ = _compared
    __eq__ = __ne__ = _compared
    __hash__ = None  # type: ignore[assignment]

    def __float__(self) -> float:
        raise UndrawableError(
            "the function takes a value as a plain number; say x.exp() or numpy.exp(x), "
            "not math.exp(x)"
        )

    def _apply(self, operator: str, *operands: Variable | Numeral) -> Variable:
        named = [o._operand if isinstance(o, Variable) else exact_number(o) for o in operands]
        return Variable(self._recorder.apply(operator, *named), self._recorder)


def trace(function: Callable[..., Any], /, **inputs: Numeral) -> Computation:
    """Return what `function` computes from the given inputs, for `mdgrad.new` to draw.

    `trace(lambda w, x: (w * x).sigmoid(), w=2, x=3)`: the function is called once, with a
    `Variable` for each input. A float stands for the decimal number that Python shows for it; the
    output is called `y`, or `out` where an input is. Raises `UndrawableError` if the function does
    with its inputs what no diagram shows.
    """
    values = {variable(name): exact_number(value) for name, value in inputs.items()}
    output = "out" if "y" in values else "y"
    recorder = Recorder({*values, output})
    result = function(**{name: Variable(variable(name), recorder) for name in inputs})
    if not isinstance(result, Variable):
        raise UndrawableError("the function returns nothing that follows from its inputs")
    spellings = {variable(name): name for name in inputs}
    return recorder.finish(values, result._operand, output, spellings)
