"""The verdict on one assertion."""

from __future__ import annotations

from dataclasses import dataclass

from mdgrad.graphs.assertions import Assertion, Target
from mdgrad.messages import Message
from mdgrad.report import Certainty, Verdict

__all__ = ["Judged"]


@dataclass(frozen=True, slots=True)
class Judged:
    """An assertion with the verdict on it."""

    assertion: Assertion
    verdict: Verdict
    certainty: Certainty | None = None
    expected: str | None = None
    """The right text in the author's manner, where the written one is wrong."""
    reason: Message | None = None
    """Why: a sentence for the author."""
    steps: tuple[Assertion, ...] = ()
    """The printed operands from which a number follows that is not the exact one's digits."""
    root: Assertion | None = None
    """The wrong number that this one follows from, if it follows from one."""
    code: str | None = None
    """The code to tell it by, where the role alone does not say."""
    meant: Assertion | None = None
    """The assertion about what its label means, where it may mean several things."""

    @property
    def target(self) -> Target | None:
        """What the label speaks of: a share, where it answers several edges by one."""
        return self.assertion.target if self.meant is None else self.meant.target
