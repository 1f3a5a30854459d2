"""A tree told as a Lisp expression, so that a table of cases can be read."""

from __future__ import annotations

from collections.abc import Sequence

from mdgrad.expressions.fold import fold
from mdgrad.expressions.tree import (
    Call,
    Derivative,
    Expression,
    Name,
    Number,
    Power,
    Product,
    Sum,
)


def told(expression: Expression) -> str:
    return fold(expression, _told)


def _told(part: Expression, parts: Sequence[str]) -> str:
    match part:
        case Number(value):
            return str(value)
        case Name(name):
            return name
        case Derivative(of, by):
            return f"∂{of}/∂{by}"
        case Sum():
            return f"(+ {' '.join(parts)})"
        case Product():
            return f"(* {' '.join(parts)})"
        case Power():
            return f"(^ {' '.join(parts)})"
        case Call(function, _, order):
            return f"({' '.join((function + chr(39) * order, *parts))})"
