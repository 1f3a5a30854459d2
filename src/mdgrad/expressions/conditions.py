"""Comparisons as numbers: 1 where they hold, 0 where they do not.

They are made of `step`, which is 1 above 0 and 0 elsewhere, so that no tree needs a node for them.
"""

from __future__ import annotations

from mdgrad.expressions.tree import ONE, ZERO, Call, Expression, Name, Sum, negated

__all__ = ["COMPARISONS", "INDICATORS", "indicator"]

COMPARISONS = ("<", ">", "≤", "≥", "==", "≠")
INDICATORS = (Name("I"), Name("𝕀"))
"""The letters that people set before a comparison, beside 1: I[z > 0]."""


def indicator(left: Expression, relation: str, right: Expression) -> Expression:
    """Return 1 where `left relation right` holds, else 0."""
    above, below = _step(left, right), _step(right, left)
    match relation:
        case ">":
            return above
        case "<":
            return below
        case "≥":
            return Sum((ONE, negated(below)))
        case "≤":
            return Sum((ONE, negated(above)))
        case "≠":
            return Sum((above, below))
        case _:
            return Sum((ONE, negated(above), negated(below)))


def _step(left: Expression, right: Expression) -> Expression:
    """Return 1 where left > right."""
    if right == ZERO:
        return Call("step", (left,))
    if left == ZERO:
        return Call("step", (negated(right),))
    return Call("step", (Sum((left, negated(right))),))
