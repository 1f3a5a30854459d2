"""What the server says beside messages: the head of a hover, and the titles of actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mdgrad.explanation.words import CERTAINTIES
from mdgrad.messages import Message
from mdgrad.report import Claim, Finding, Role, Verdict

__all__ = ["DRAW_BACKWARD_PASS", "FIX_EVERYTHING", "title_of", "verdict_of"]

DRAW_BACKWARD_PASS: Final = Message("Draw the backward pass")
FIX_EVERYTHING: Final = Message("Mend every wrong label of this post")

_ROLES: Final[Mapping[Role, Message]] = {
    "value": Message("value"),
    "gradient": Message("gradient"),
    "total": Message("total"),
    "local": Message("local"),
    "formula": Message("formula"),
    "shape": Message("shape"),
}
_VERDICTS: Final[Mapping[Verdict, Message]] = {
    "verified": Message("verified"),
    "wrong": Message("wrong"),
    "undecided": Message("undecided"),
}


def verdict_of(claim: Claim) -> Message:
    """Return what a label is, the verdict on it, and how certain that is."""
    verdict = Message("{role} {verdict}", role=_ROLES[claim.role], verdict=_VERDICTS[claim.verdict])
    if claim.certainty is None:
        return verdict
    return Message(
        "{verdict}, {certainty}", verdict=verdict, certainty=CERTAINTIES[claim.certainty]
    )


def title_of(finding: Finding) -> Message:
    """Return what the action that mends a finding does."""
    if finding.expected:
        return Message("Write {label}", label=finding.expected)
    return Message("Mend {code}", code=finding.code)
