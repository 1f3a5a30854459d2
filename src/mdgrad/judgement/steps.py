"""Numbers that follow from other printed numbers: right by hand, or consequences of a mistake.

A number may also follow, rounded by hand, from what should be printed in the place of a mistake.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from mdgrad.graphs.assertions import Assertion
from mdgrad.judgement.numbers import Numbers
from mdgrad.judgement.rounding import prints
from mdgrad.judgement.verdict import Judged
from mdgrad.labels.quantity import Quantity, read_quantity
from mdgrad.messages import Message
from mdgrad.passes import Enclosure

__all__ = ["settled", "spared"]

_MOST_IN_A_ROW = 20
"""So many numbers, each from the one before, are found to follow from what should be printed."""


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
        reason = Message("right by hand, from the rounded numbers that are printed")
        return Judged(judged.assertion, "verified", "rounded", reason=reason)
    wrong = next((step for step in steps if step.verdict == "wrong"), None)
    if wrong is None:
        return judged
    return replace(judged, root=wrong.root or wrong.assertion, reason=None)


def spared(verdicts: Sequence[Judged], numbers: Numbers) -> Iterator[Judged]:
    """Yield the verdicts, a wrong number undecided if it follows from what others should say.

    It is as right as a number rounded by hand can be, and only its operands are to be mended.
    """
    wrong = [judged for judged in verdicts if judged.verdict == "wrong"]
    mended = {id(judged.assertion): _mended(judged) for judged in wrong}
    not_right = {id(judged.assertion) for judged in verdicts if judged.verdict != "verified"}
    following: set[int] = set()
    for _ in range(_MOST_IN_A_ROW if len(wrong) > 1 else 0):
        printed = {
            target: one if id(one) in following else mended.get(id(one)) or one
            for target, one in numbers.printed.items()
        }
        there = replace(numbers, printed=printed)
        doubtful = not_right - following
        found = {id(j.assertion) for j in wrong if _follows(j.assertion, there, doubtful)}
        if found <= following:
            break
        following |= found
    reason = Message("it follows from its operands, once what is wrong in them is put right")
    for judged in verdicts:
        if id(judged.assertion) in following:
            yield Judged(judged.assertion, "undecided", reason=reason)
        else:
            yield judged


def _mended(judged: Judged) -> Assertion | None:
    """Return an assertion with the number that should be printed, None if there is no such."""
    side = judged.assertion.side
    content = read_quantity(judged.expected or "")
    if content is None:
        return None
    return replace(judged.assertion, side=replace(side, content=content))


def _follows(assertion: Assertion, numbers: Numbers, doubtful: Collection[int]) -> bool:
    """Return whether a number is what an operator makes of printed numbers, none in doubt."""
    written = assertion.side.content
    result, operands = numbers.by_hand(assertion)
    return (
        isinstance(written, Quantity)
        and isinstance(result, Fraction | Enclosure)
        and prints(written, result) is True
        and not any(id(operand) in doubtful for operand in operands)
    )
