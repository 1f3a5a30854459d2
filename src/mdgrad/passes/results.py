"""Both passes over a graph with numbers in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from mdgrad.expressions.fold import names_in
from mdgrad.expressions.tree import Expression
from mdgrad.graphs.graph import Dag, EdgeKey
from mdgrad.passes.arithmetic import evaluate
from mdgrad.passes.backward import backward, local_derivatives_of
from mdgrad.passes.forward import forward
from mdgrad.passes.reals import Real, Reals, Undefined

__all__ = ["Results", "evaluate_exactly", "values_and_gradients"]


@dataclass(frozen=True, slots=True)
class Results:
    """Every number of a computation graph."""

    values: Mapping[str, Real]
    along: Mapping[EdgeKey, Real]
    local: Mapping[EdgeKey, Real]
    totals: Mapping[str, Real]


def values_and_gradients(
    dag: Dag,
    inputs: Mapping[str, Fraction],
    output: str | None,
    upstream: Fraction | None,
    *,
    digits: int,
) -> Results:
    """Return every value, and every gradient of `output`, exactly or to `digits` digits.

    An input without a number makes None of what depends on it, and so does an unknown upstream.
    """
    arithmetic = Reals(digits)
    sources = {node: inputs.get(node) for node in dag if dag.nodes[node]["operation"] is None}
    values = forward(dag, sources, arithmetic)
    if output is None:
        return Results(values, {}, {}, {})
    local = local_derivatives_of(dag, values, arithmetic)
    gradients = backward(dag, output, upstream, local, arithmetic)
    return Results(values, gradients.along, local, gradients.total)


def evaluate_exactly(
    formula: Expression, operands: Mapping[str, Fraction], digits: int = 30
) -> Real:
    """Return what a formula comes to, None if an operand that it uses has no number."""
    if not names_in(formula) <= operands.keys():
        return None
    try:
        return evaluate(formula, operands, Reals(digits))
    except KeyError:
        return Undefined("the function is unknown")
