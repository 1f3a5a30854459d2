"""The forward pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from mdgrad.passes.arithmetic import Arithmetic, compiled
from mdgrad.passes.program import INPUT, Program

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
    evaluators = [compiled(*rule, arithmetic) for rule in program.rules]
    values: list[V] = []
    for node, rule, operands in zip(program.nodes, program.rule, program.operands, strict=True):
        if rule == INPUT:
            value = inputs[node]
        else:
            value = evaluators[rule]([values[operand] for operand in operands])
        values.append(value if assume is None else assume(node, value))
    return values
