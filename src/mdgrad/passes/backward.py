"""The backward pass: reverse-mode differentiation, one loop over the graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Generic, TypeVar

from mdgrad.expressions.fold import children
from mdgrad.expressions.tree import Call, Expression, Number
from mdgrad.operators.derivatives import local_derivatives
from mdgrad.passes.arithmetic import Ordered, Ring, compiled
from mdgrad.passes.forward import forward
from mdgrad.passes.program import INPUT, Program
from mdgrad.passes.unfolding import WIDEST, is_extreme, unfolded

__all__ = ["Gradients", "backward", "derivatives_at_once", "local_derivatives_of"]

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
        operands, own = program.operands[node], shares[node]
        edge -= len(operands)
        if not own:
            continue  # it does not lead to the output
        total[node] = gradient = own[0] if len(own) == 1 else arithmetic.add(own)
        for index, operand in enumerate(operands, edge):
            along[index] = share = arithmetic.multiply((gradient, local[index]))
            shares[operand].append(share)
    return Gradients(along, total)


def local_derivatives_of(program: Program, values: Sequence[V], arithmetic: Ordered[V]) -> list[V]:
    """Return ∂node/∂operand for every edge of the program, at the given values."""
    derivatives = [derivatives_at_once(*rule, arithmetic) for rule in program.rules]
    local: list[V] = []
    for rule, operands in zip(program.rule, program.operands, strict=True):
        if rule != INPUT:
            local += derivatives[rule]([values[operand] for operand in operands])
    return local


def derivatives_at_once(
    formula: Expression, arity: int, arithmetic: Ordered[V]
) -> Callable[[Sequence[V]], Sequence[V]]:
    """Return a function from operands to ∂formula/∂operand for each of them.

    Its work grows with the formula and no faster, however many operands there are.
    """
    if arity <= WIDEST:
        derivatives = local_derivatives(formula, arity)
        numbers = [arithmetic.number(d.value) for d in derivatives if isinstance(d, Number)]
        if len(numbers) == arity:
            return lambda _: numbers
        evaluators = [compiled(d, arity, arithmetic) for d in derivatives]
        return lambda operands: [evaluator(operands) for evaluator in evaluators]
    if is_extreme(formula, arity):
        return partial(_shares, formula, arithmetic)
    return partial(_through_parts, unfolded(formula, arity), arithmetic)


def _through_parts(parts: Program, arithmetic: Ordered[V], operands: Sequence[V]) -> Sequence[V]:
    """Return the derivatives of a formula by the backward pass over its own parts."""
    values = forward(parts, dict(zip(parts.nodes, operands, strict=False)), arithmetic)
    local = local_derivatives_of(parts, values, arithmetic)
    one = arithmetic.number(Fraction(1))
    return backward(parts, len(values) - 1, one, local, arithmetic).total[: len(operands)]


def _shares(formula: Expression, arithmetic: Ordered[V], operands: Sequence[V]) -> Sequence[V]:
    """Return each operand's share in the greatest, or in the least, of all."""
    given = iter(operands)
    parts = children(formula)
    values = [arithmetic.number(p.value) if isinstance(p, Number) else next(given) for p in parts]
    if isinstance(formula, Call) and formula.function == "min":
        minus_one = arithmetic.number(Fraction(-1))
        values = [arithmetic.multiply((minus_one, value)) for value in values]
    shares = arithmetic.shares(values)
    return [share for share, p in zip(shares, parts, strict=True) if not isinstance(p, Number)]
