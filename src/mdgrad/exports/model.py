"""A computation graph as it is written out: its values in order, each with a name for code."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mdgrad.expressions.tree import Expression
from mdgrad.passes.results import Number

__all__ = ["Arrow", "ExportError", "Exported", "Value"]


class ExportError(ValueError):
    """The diagram cannot be written out so; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One operand of a value: what the chain rule multiplies along it."""

    operand: str
    """The name of the operand."""
    derivative: Expression | None
    """The local derivative in the names of the operands, None where the function is unknown."""
    local: Number
    gradient: Number
    """The gradient of the output along this one edge."""


@dataclass(frozen=True, slots=True)
class Value:
    """What one node of the diagram computes."""

    name: str
    """Its identifier."""
    node: str
    """The id of its node in the diagram."""
    operator: str | None
    """The catalogue's operator, None for an input and for a formula of the author's."""
    formula: Expression | None
    """The value in the names of the operands, None for an input."""
    arrows: tuple[Arrow, ...]
    number: Number
    gradient: Number
    """The gradient of the output by this value, over all edges."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A computation graph to be written out."""

    line: int
    """Where its diagram begins in the post."""
    values: tuple[Value, ...]
    """Operands come before what uses them; the last one is not always the output."""
    output: str
    upstream: Fraction | None
    """The output's own gradient, None where the diagram leaves it open."""

    @property
    def inputs(self) -> tuple[Value, ...]:
        """What is given."""
        return tuple(value for value in self.values if value.formula is None)

    @property
    def has_numbers(self) -> bool:
        """Whether every input has a number."""
        return all(isinstance(value.number, Fraction) for value in self.inputs)
