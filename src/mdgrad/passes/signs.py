"""Signs: what is known of a number when only its sign is known.

The possible signs of a number are a set of −1, 0 and 1. An assumption such as x > 0 narrows the
set, and the numeric and the symbolic arithmetic both work with it: step(x) is 1 if x > 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

__all__ = [
    "ANY", "NEGATIVE", "NONNEGATIVE", "POSITIVE", "Assumption", "Signs", "sign_of_call",
    "sign_of_power", "sign_of_product", "sign_of_sum", "signs_under",
]  # fmt: skip

Signs: TypeAlias = frozenset[int]

ANY: Signs = frozenset({-1, 0, 1})
POSITIVE: Signs = frozenset({1})
NEGATIVE: Signs = frozenset({-1})
NONNEGATIVE: Signs = frozenset({0, 1})

Relation = Literal[">", "≥", "<", "≤", "=", "≠"]


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that holds of a named value in a drawing: x > 0."""

    name: str
    relation: Relation
    bound: Fraction


def signs_under(assumptions: Iterable[Assumption], name: str) -> Signs:
    """Return the signs that a value may have where the assumptions hold."""
    signs = ANY
    for assumption in assumptions:
        if assumption.name == name:
            signs &= _allowed(assumption)
    return signs


def _allowed(assumption: Assumption) -> Signs:
    own = (assumption.bound > 0) - (assumption.bound < 0)
    match assumption.relation:
        case ">":
            return POSITIVE if own >= 0 else ANY
        case "≥":
            return POSITIVE if own > 0 else NONNEGATIVE if own == 0 else ANY
        case "<":
            return NEGATIVE if own <= 0 else ANY
        case "≤":
            return NEGATIVE if own < 0 else frozenset({-1, 0}) if own == 0 else ANY
        case "=":
            return frozenset({own})
        case "≠":
            return ANY - {0} if own == 0 else ANY


def sign_of_sum(terms: Sequence[Signs]) -> Signs:
    """Return the signs that a sum may have."""
    possible = frozenset[int]().union(*terms)
    if {-1, 1} <= possible:
        return ANY
    signs = possible - {0}
    return signs | {0} if all(0 in term for term in terms) else signs


def sign_of_product(factors: Sequence[Signs]) -> Signs:
    """Return the signs that a product may have."""
    signs = POSITIVE
    for factor in factors:
        signs = frozenset(one * other for one in signs for other in factor)
    return signs


def sign_of_power(base: Signs, exponent: Fraction) -> Signs:
    """Return the signs that a power may have where it has a value; empty where it has none."""
    if exponent == 0:
        return POSITIVE
    if exponent < 0:
        base -= {0}
    if exponent.denominator != 1:
        return base - {-1}
    return base if exponent.numerator % 2 else frozenset(sign * sign for sign in base)


def sign_of_call(function: str, argument: Signs) -> Signs:
    """Return the signs that a primitive function may have where it has a value."""
    match function:
        case "exp" | "pi":
            return POSITIVE
        case "abs":
            return frozenset(sign * sign for sign in argument)
        case "sqrt":
            return argument - {-1}
        case "sign" | "arctan" | "arcsin" | "erf":
            return argument
        case "step":
            return frozenset(int(sign > 0) for sign in argument)
        case "arccos":
            return NONNEGATIVE if 1 in argument else POSITIVE
        case _:
            return ANY
