"""The backward pass: reverse-mode differentiation, one loop over the graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from mdgrad.operators.derivatives import local_derivatives
from mdgrad.passes.arithmetic import Arithmetic, Ring, compiled
from mdgrad.passes.program import INPUT, Program

__all__ = ["Gradients", "backward", "local_derivatives_of"]

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Gradients(Generic[V]):
    """∂output/∂value along every edge, and in all for every node, in the program's order."""

    along: list[V]
    total: list[V]


def backward(
    program: Program, output: int, upstream: V, local: Sequence[V], arithmetic: Ring[V]
) -> Gradients[V]:
    """Return the gradients of the output at a position, whose own gradient is `upstream`.

    A node's gradient is the sum over its outgoing edges; along an edge the gradient is that of the
    node it leads to times the edge's local derivative (Baydin et al. 2018, section 3.2).
    """
    zero = arithmetic.add(())
    along = [zero] * len(program.edges)
    total = [zero] * len(program.nodes)
    shares: list[list[V]] = [[] for _ in program.nodes]
    shares[output].append(upstream)
    edge = len(along)
    for node in range(len(total) - 1, -1, -1):
        edge -= len(program.operands[node])
        if not shares[node]:
            continue  # it does not lead to the output
        total[node] = arithmetic.add(shares[node])
        for index, operand in enumerate(program.operands[node], edge):
            along[index] = arithmetic.multiply((total[node], local[index]))
            shares[operand].append(along[index])
    return Gradients(along, total)


def local_derivatives_of(
    program: Program, values: Sequence[V], arithmetic: Arithmetic[V]
) -> list[V]:
    """Return ∂node/∂operand for every edge of the program, at the given values."""
    evaluators = [
        [compiled(derivative, rule[1], arithmetic) for derivative in local_derivatives(*rule)]
        for rule in program.rules
    ]
    local: list[V] = []
    for rule, operands in zip(program.rule, program.operands, strict=True):
        if rule != INPUT:
            own = [values[operand] for operand in operands]
            local += [derivative(own) for derivative in evaluators[rule]]
    return local
