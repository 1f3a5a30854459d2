"""Numbers that follow from other printed numbers: right by hand, or consequences of a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mdgrad.judgement.verdict import Judged

__all__ = ["settled"]


def settled(verdicts: Sequence[Judged]) -> Iterator[Judged]:
    """Yield the verdicts with those settled that follow from other printed numbers.

    Such a number is right, by hand, if all those numbers are; if one of them is wrong, that one is
    its root.
    """
    known = {id(judged.assertion): judged for judged in verdicts}
    waiting = [judged for judged in verdicts if judged.steps]
    while waiting:
        unsettled = {id(judged.assertion) for judged in waiting}
        ready = [j for j in waiting if not unsettled & {id(step) for step in j.steps}] or waiting
        for judged in ready:
            known[id(judged.assertion)] = _by_steps(judged, known)
        done = {id(judged.assertion) for judged in ready}
        waiting = [judged for judged in waiting if id(judged.assertion) not in done]
    yield from (known[id(judged.assertion)] for judged in verdicts)


def _by_steps(judged: Judged, known: Mapping[int, Judged]) -> Judged:
    steps = [known[id(step)] for step in judged.steps if id(step) in known]
    if all(step.verdict == "verified" for step in steps):
        reason = "right by hand, from the rounded numbers that are printed"
        return Judged(judged.assertion, "verified", "rounded", reason=reason)
    wrong = next((step for step in steps if step.verdict == "wrong"), None)
    if wrong is None:
        return judged
    return replace(judged, root=wrong.root or wrong.assertion, reason=None)
