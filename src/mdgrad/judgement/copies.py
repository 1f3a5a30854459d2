"""An input written several times: the number stands with which the most labels are right.

A drawing may print an input in its node and again on every arrow that leaves it. Where one of these
numbers is another, the rest of the drawing tells which of them is the slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from mdgrad.graphs.assertions import Assertion, At, ComputationGraph, Target
from mdgrad.judgement.verdict import Judged
from mdgrad.labels.quantity import Quantity

__all__ = ["contradicted_inputs", "read_from_copies"]

MOST_READINGS = 4
"""A drawing is judged anew for so many other numbers of its inputs, not more."""


def contradicted_inputs(verdicts: Sequence[Judged]) -> set[Target | None]:
    """Return the inputs of which a number is wrong as another was given first."""
    wrong = {j.assertion.target for j in verdicts if j.code == "MG204"}
    return wrong & {j.assertion.target for j in verdicts if _introduces(j.assertion)}


def read_from_copies(
    graph: ComputationGraph, inputs: set[Target | None]
) -> Iterator[ComputationGraph]:
    """Yield the graph with another number of one of the inputs given, in the order written."""
    seen: set[tuple[Target | None, Fraction]] = set()
    for copy in graph.assertions:
        number = copy.side.content
        if copy.target not in inputs or copy.role != "value" or not isinstance(number, Quantity):
            continue
        told = (copy.target, number.value)
        if told not in seen and not copy.given and len(seen) < MOST_READINGS + len(inputs):
            yield replace(graph, assertions=tuple(_given_by(copy, graph.assertions)))
        seen.add(told)


def _given_by(copy: Assertion, assertions: Sequence[Assertion]) -> Iterator[Assertion]:
    """Yield the assertions, `copy` giving the input's number in the place of the first."""
    for assertion in assertions:
        if assertion.target == copy.target and _introduces(assertion):
            yield replace(assertion, given=False)
        else:
            yield replace(assertion, given=True) if assertion is copy else assertion


def _introduces(assertion: Assertion) -> bool:
    """Return whether an assertion gives the number of an input."""
    is_number = isinstance(assertion.side.content, Quantity)
    return assertion.given and is_number and isinstance(assertion.target, At)
