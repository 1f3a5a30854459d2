"""Walking an expression from its leaves to its root, without recursion."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from mdgrad.expressions.functions import is_function
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

__all__ = [
    "children",
    "fold",
    "mentioned_in",
    "names_in",
    "names_in_order",
    "postorder",
    "rebuilt",
    "substitute",
]

Result = TypeVar("Result")


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return the immediate parts of `expression`, in reading order."""
    match expression:
        case Sum(parts) | Product(parts) | Call(_, parts, _):
            return parts
        case Power(base, exponent):
            return (base, exponent)
        case Number() | Name() | Derivative():
            return ()


def rebuilt(expression: Expression, parts: Sequence[Expression]) -> Expression:
    """Return `expression` with its immediate parts replaced by `parts`."""
    match expression:
        case Sum():
            return Sum(tuple(parts))
        case Product():
            return Product(tuple(parts))
        case Call(function, _, order):
            return Call(function, tuple(parts), order)
        case Power():
            return Power(*parts)
        case Number() | Name() | Derivative():
            return expression


def postorder(expression: Expression) -> tuple[tuple[Expression, int], ...]:
    """Return every part of `expression` with the count of its own parts, parts first."""
    try:
        return _kept_postorder(expression)
    except RecursionError:  # it takes recursion to hash a tree
        return _postorder(expression)


@lru_cache(maxsize=4096)
def _kept_postorder(expression: Expression) -> tuple[tuple[Expression, int], ...]:
    return _postorder(expression)


def _postorder(expression: Expression) -> tuple[tuple[Expression, int], ...]:
    pending, order = [expression], []
    while pending:
        part = pending.pop()
        own = children(part)
        order.append((part, len(own)))
        pending.extend(own)
    return tuple(reversed(order))


def fold(
    expression: Expression, combine: Callable[[Expression, Sequence[Result]], Result]
) -> Result:
    """Return what `combine` makes of the root, given what it made of every part below."""
    results: list[Result] = []
    for part, count in postorder(expression):
        start = len(results) - count
        own = results[start:]
        del results[start:]
        results.append(combine(part, own))
    return results[0]


def substitute(expression: Expression, replacements: Mapping[str, Expression]) -> Expression:
    """Return `expression` with the names in `replacements` replaced."""

    def replaced(part: Expression, parts: Sequence[Expression]) -> Expression:
        if isinstance(part, Name):
            return replacements.get(part.name, part)
        return rebuilt(part, parts)

    return fold(expression, replaced)


def names_in(expression: Expression) -> frozenset[str]:
    """Return the names that occur in `expression`, those inside derivatives excepted."""
    return frozenset(part.name for part, _ in postorder(expression) if isinstance(part, Name))


def mentioned_in(expression: Expression) -> frozenset[str]:
    """Return every name in `expression`: of variables, in derivatives, of unknown functions."""
    names: set[str] = set()
    for part, _ in postorder(expression):
        match part:
            case Name(name):
                names.add(name)
            case Derivative(of, by):
                names |= {of, by} - {""}
            case Call(function) if not is_function(function):
                names.add(function)
            case _:
                pass
    return frozenset(names)


def names_in_order(expression: Expression) -> tuple[str, ...]:
    """Return the names that occur in `expression`, each once, as they come."""
    names = (part.name for part, _ in postorder(expression) if isinstance(part, Name))
    return tuple(dict.fromkeys(names))
