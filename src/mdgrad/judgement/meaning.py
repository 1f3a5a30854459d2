"""What a label speaks of where it may speak of several things: all its sides of one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from mdgrad.graphs.assertions import Along, Assertion, At, Target
from mdgrad.judgement.habits import has_names
from mdgrad.judgement.verdict import Judged
from mdgrad.labels.reading import Formula

__all__ = ["as_meant"]


def as_meant(
    assertions: Sequence[Assertion], judge: Callable[[Assertion], Judged]
) -> Iterator[tuple[Assertion, Assertion]]:
    """Yield each assertion, and with it the same one about what its label means.

    An arrow that says `∂L/∂x = …` may speak of its share or of the total, and one that answers
    several parallel ones of one share or of their sum. Whichever it is, every side of the
    statement means the same: the one of which most of them are right, the first among equals, which
    stay its alternatives. A name tells more of what is meant than a number.
    """
    for _, group in groupby(assertions, key=_statement):
        sides = list(group)
        candidates = _candidates(sides[0])
        if len(candidates) == 1:
            yield from ((side, side) for side in sides)
            continue
        read = [[_about(side, target) for side in sides] for target in candidates]
        right = [
            sum(_weight(side) for side in reading if judge(side).verdict == "verified")
            for reading in read
        ]
        best = right.index(max(right))
        if right.count(max(right)) == 1:
            read[best] = [replace(side, alternatives=()) for side in read[best]]
        yield from zip(sides, read[best], strict=True)


def _weight(assertion: Assertion) -> int:
    """Return how much a side that is right tells of what its statement means."""
    content = assertion.side.content
    return 2 if isinstance(content, Formula) and has_names(content) else 1


def _statement(assertion: Assertion) -> object:
    """Return what the sides of one statement share."""
    return (
        assertion.label,
        assertion.edge,
        assertion.node,
        assertion.role,
        assertion.target,
        assertion.alternatives,
    )


def _candidates(assertion: Assertion) -> list[Target | None]:
    shares: list[Target] = []
    if isinstance(assertion.target, Along) and len(assertion.target.edges) > 1:
        shares = [Along((edge,)) for edge in assertion.target.edges]
    return [assertion.target, *shares, *assertion.alternatives]


def _about(assertion: Assertion, target: Target | None) -> Assertion:
    is_total = isinstance(target, At) and assertion.role == "gradient"
    return replace(assertion, target=target, role="total" if is_total else assertion.role)
