"""Whether what is written twice is written alike: on two arrows, on two sides of an equality.

What nothing else contradicts may still contradict itself. Then one of the two is wrong, and nothing
in the drawing says which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from mdgrad.expressions.fold import mentioned_in
from mdgrad.graphs.assertions import Assertion, At
from mdgrad.judgement.numbers import Numbers
from mdgrad.judgement.rounding import prints
from mdgrad.judgement.verdict import Judged
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Formula
from mdgrad.messages import Message
from mdgrad.operators import expanded
from mdgrad.passes import Enclosure, evaluate_exactly

__all__ = ["agreed", "contradicted"]


def contradicted(judged: Judged, numbers: Numbers) -> Judged:
    """Return a wrong number of an input as one that contradicts the first number of that input."""
    assertion = judged.assertion
    if not isinstance(assertion.target, At) or assertion.role != "value":
        return judged
    node = assertion.target.node
    first = numbers.printed.get(assertion.target)
    if numbers.graph.dag.nodes[node]["operation"] is not None or first is None:
        return judged
    reason = Message("it is {number} elsewhere", number=first.side.text)
    return replace(judged, code="MG204", expected=None, reason=reason)


def agreed(verdicts: Sequence[Judged]) -> Iterator[Judged]:
    """Yield the verdicts, an undecided number wrong if it contradicts the side before it."""
    sides: defaultdict[object, list[Judged]] = defaultdict(list)
    for judged in verdicts:
        assertion = judged.assertion
        beside = [j for j in sides[_place(assertion)] if j.verdict == "undecided"]
        if judged.verdict == "undecided" and any(_contradicts(j, judged) for j in beside):
            reason = Message("the two sides of the equality differ")
            judged = replace(judged, verdict="wrong", reason=reason, code="MG204")  # noqa: PLW2901
        sides[_place(assertion)].append(judged)
        yield judged


def _place(assertion: Assertion) -> object:
    """Return what the sides of one equality share: label, role and target."""
    return assertion.label, assertion.role, assertion.target


def _contradicts(first: Judged, second: Judged) -> bool:
    """Return whether a number is not what the other side comes to.

    Two printed numbers contradict each other if no number rounds to both.
    """
    written = second.assertion.side.content
    content = first.assertion.side.content
    if isinstance(written, Quantity) and isinstance(content, Quantity):
        apart = abs(written.value - content.value)
        return written.unit == content.unit and apart > _reach(written) + _reach(content)
    if not isinstance(written, Quantity) or not isinstance(content, Formula):
        return False
    if any(mentioned_in(reading) for reading in content.readings):
        return False
    results = [evaluate_exactly(expanded(reading), {}) for reading in content.readings]
    return all(
        isinstance(result, Fraction | Enclosure) and prints(written, result) is False
        for result in results
    )


def _reach(number: Quantity) -> Fraction:
    """Return how far from a printed number lies what it may have been rounded from."""
    return number.step if number.truncated else number.step / 2
