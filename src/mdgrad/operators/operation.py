"""The operation: what one node of a graph computes from its operands."""

from __future__ import annotations

from dataclasses import dataclass

from mdgrad.expressions.tree import Call, Expression, Name

__all__ = ["Operation", "is_unknown", "operand", "unknown_function"]


def operand(index: int) -> str:
    """Return the name by which an operation's formula calls its operand `index`."""
    return f"#{index}"


@dataclass(frozen=True, slots=True)
class Operation:
    """What a node computes from its operands."""

    operator: str | None
    """The catalogue's name of the operator, None for a formula of the author's."""
    formula: Expression
    """The value in terms of the operands, which are the names `#0`, `#1`, …"""
    arity: int


def unknown_function(name: str, arity: int) -> Operation:
    """Return an operation of which nothing is known but its operands."""
    operands = tuple(Name(operand(index)) for index in range(arity))
    return Operation(None, Call(f"?{name}", operands), arity)


def is_unknown(formula: Expression) -> bool:
    """Return whether a formula is that of an unknown function."""
    return isinstance(formula, Call) and formula.function.startswith("?")
