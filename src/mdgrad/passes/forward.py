"""The forward pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from mdgrad.expressions.tree import Expression
from mdgrad.passes.arithmetic import Arithmetic, Evaluator, compiled
from mdgrad.passes.program import Program

__all__ = ["forward"]

V = TypeVar("V")


def forward(
    program: Program,
    inputs: Mapping[str, V],
    arithmetic: Arithmetic[V],
    assume: Callable[[str, V], V] | None = None,
) -> list[V]:
    """Return the value of every node by its position, given those of the inputs by their names.

    `assume` may make more of a node's value, by what the drawing assumes of it.
    """
    evaluators: dict[tuple[Expression, int], Evaluator[V]] = {}
    values: list[V] = []
    for node, formula, operands in zip(
        program.nodes, program.formulas, program.operands, strict=True
    ):
        if formula is None:
            value = inputs[node]
        else:
            key = (formula, len(operands))
            evaluator = evaluators.get(key)
            if evaluator is None:
                evaluator = evaluators[key] = compiled(*key, arithmetic)
            value = evaluator([values[operand] for operand in operands])
        values.append(value if assume is None else assume(node, value))
    return values
