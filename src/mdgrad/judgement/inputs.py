"""One input that would explain every wrong number: mistyped itself, rather than all the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from mdgrad.expressions.writing import ends_within
from mdgrad.graphs.assertions import Assertion, At
from mdgrad.judgement.numbers import PRECISIONS, Numbers
from mdgrad.judgement.rounding import prints
from mdgrad.judgement.verdict import Judged
from mdgrad.labels.quantity import Quantity
from mdgrad.passes import Enclosure

__all__ = ["OtherInput", "one_input"]

MOST_INPUTS = 12
MOST_NODES = 200
"""In a larger drawing no such input is looked for."""
_MOST_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class OtherInput:
    """Another number for an input, with which every number of the drawing is right."""

    label: Assertion
    """Where the input's number stands."""
    value: Fraction


def one_input(verdicts: Sequence[Judged], numbers: Numbers) -> OtherInput | None:
    """Return the one input that explains all wrong numbers, None if there is none, or several.

    At least two numbers must be wrong, and nothing but numbers.
    """
    wrong = [judged.assertion for judged in verdicts if judged.verdict == "wrong"]
    dag = numbers.graph.dag
    if len(wrong) < 2 or len(dag) > MOST_NODES:
        return None
    if not all(isinstance(assertion.side.content, Quantity) for assertion in wrong):
        return None
    given = [j.assertion for j in verdicts if j.certainty == "given" and _is_number(j.assertion)]
    if len(given) > MOST_INPUTS:
        return None
    printed = [
        judged.assertion
        for judged in verdicts
        if _is_number(judged.assertion) and judged.certainty != "given"
    ]
    found = [
        OtherInput(label, value)
        for label in given
        for value in dict.fromkeys(_candidates(label, wrong, numbers))
        if _explains(label, value, printed, numbers)
    ]
    return found[0] if len(found) == 1 else None


def _is_number(assertion: Assertion) -> bool:
    return isinstance(assertion.side.content, Quantity)


def _candidates(
    label: Assertion, wrong: Sequence[Assertion], numbers: Numbers
) -> Iterator[Fraction]:
    """Yield the values of an input with which a wrong number that is linear in it is right."""
    if not isinstance(label.target, At) or label.role != "value":
        return
    node = label.target.node
    now = numbers.inputs.get(node)
    if now is None:
        return
    for assertion in wrong[:_MOST_CANDIDATES]:
        written = assertion.side.content
        points = [_with(numbers, node, now + step).exactly(assertion, PRECISIONS[0])
                  for step in range(3)]  # fmt: skip
        rational = [point for point in points if isinstance(point, Fraction)]
        if len(rational) < 3 or not isinstance(written, Quantity):
            continue
        slope = rational[1] - rational[0]
        if slope and rational[2] - rational[1] == slope:
            value = now + (written.value - rational[0]) / slope
            if ends_within(value) is not None:
                yield value


def _explains(
    label: Assertion, value: Fraction, printed: Sequence[Assertion], numbers: Numbers
) -> bool:
    if not isinstance(label.target, At):
        return False
    other = _with(numbers, label.target.node, value)
    for assertion in printed:
        result = other.exactly(assertion, PRECISIONS[0])
        written = assertion.side.content
        if assertion.target == label.target or not isinstance(written, Quantity):
            return False
        if not isinstance(result, Fraction | Enclosure) or not prints(written, result):
            return False
    return True


def _with(numbers: Numbers, node: str, value: Fraction) -> Numbers:
    return replace(numbers, inputs={**numbers.inputs, node: value}, _results={})
