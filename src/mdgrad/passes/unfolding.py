"""Unfolding: a formula of many operands as a graph of its own, in which every node has few.

The n derivatives of a product of n operands are formulas of n − 1 factors each, n² in all. As a
tree of narrow products it has as many edges as operands, or a few more, and the backward pass over
the tree gives all n derivatives at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from mdgrad.expressions.fold import children, fold, rebuilt
from mdgrad.expressions.tree import Call, Expression, Name, Number, Product, Sum
from mdgrad.operators.operation import operand
from mdgrad.passes.program import Program, laid_out

__all__ = ["WIDEST", "is_extreme", "unfolded"]

WIDEST = 16
"""A formula of more operands is unfolded."""


@lru_cache(maxsize=64)
def unfolded(formula: Expression, arity: int) -> Program:
    """Return the program of a formula's parts: the operands come first, the formula's value last.

    A sum or product of many parts becomes a tree of such of few. The greatest and the least of
    many stay as they are: equals share equally, which a tree of them does not.
    """
    nodes = [operand(index) for index in range(arity)]
    formulas: list[Expression | None] = [None] * arity
    operands: list[tuple[int, ...]] = [()] * arity
    position = {name: index for index, name in enumerate(nodes)}

    def node(part: Expression) -> Expression:
        """Return the name of a new node for a part whose own parts are nodes or numbers."""
        sources: list[int] = []
        own: list[Expression] = []
        for child in children(part):
            if isinstance(child, Name):
                own.append(Name(operand(len(sources))))
                sources.append(position[child.name])
            else:
                own.append(child)
        name = f"part {len(nodes)}"
        position[name] = len(nodes)
        nodes.append(name)
        formulas.append(rebuilt(part, own))
        operands.append(tuple(sources))
        return Name(name)

    def combine(part: Expression, parts: Sequence[Expression]) -> Expression:
        if isinstance(part, Number | Name):
            return part
        while isinstance(part, Sum | Product) and len(parts) > WIDEST:
            parts = [
                node(rebuilt(part, parts[first : first + WIDEST]))
                for first in range(0, len(parts), WIDEST)
            ]
        return node(rebuilt(part, parts))

    node(Sum((fold(formula, combine),)))
    return laid_out(nodes, formulas, operands)


def is_extreme(formula: Expression, arity: int) -> bool:
    """Return whether a formula is the greatest or the least of its operands and some numbers."""
    if not isinstance(formula, Call) or formula.function not in {"max", "min"}:
        return False
    names = [part.name for part in formula.arguments if isinstance(part, Name)]
    others = [part for part in formula.arguments if not isinstance(part, Name)]
    own = [operand(index) for index in range(arity)]
    return names == own and all(isinstance(part, Number) for part in others)
