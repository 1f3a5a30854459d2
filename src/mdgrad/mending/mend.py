"""Mending a post: the edits of its findings, made together, round by round until none is left."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mdgrad.mending.apply import apply_edits, compatible_edits, compose
from mdgrad.mending.safety import Judge, Topology, verify_rewrite
from mdgrad.messages import Message
from mdgrad.report import Edit, FileReport, Finding, Fixed, Report
from mdgrad.rules.catalogue import RULES
from mdgrad.source import Text

__all__ = ["mend_post"]

_ROUNDS: Final = 8
"""Each round mends what the one before uncovered; only a bug needs more."""


def mend_post(text: str, judge: Judge, topology: Topology) -> Fixed:
    """Return `text` with every label mended that can be, and the report on what remains.

    What the report adds (the missing gradients, if they are asked for) is drawn once all labels
    are mended. Where a check of the rewrite fails, the text comes back unchanged and the report
    says so by a finding MG904.
    """
    before = after = judge(text)
    mended = text
    edits: tuple[Edit, ...] = ()
    drawn = 0
    for _ in range(_ROUNDS):
        more = compatible_edits(after.findings)
        drawing = not more
        more = more or after.additions
        if not more:
            break
        gradients = _gradients(after)
        edits = compose(mended, edits, more)
        mended = apply_edits(mended, more)
        after = judge(mended)
        drawn += _gradients(after) - gradients if drawing else 0
    if not edits:
        return Fixed(text, Report((before,)))
    reason = verify_rewrite(text, mended, edits, judged=(before, after), topology=topology)
    if reason is not None:
        return Fixed(text, Report((_refused(text, before, edits, reason),)))
    return Fixed(mended, Report((after,)), edits, drawn)


def _gradients(report: FileReport) -> int:
    return sum(
        claim.role in {"gradient", "total"}
        for diagram in report.diagrams
        for claim in diagram.claims
    )


def _refused(text: str, report: FileReport, edits: tuple[Edit, ...], reason: Message) -> FileReport:
    """Return the report on the post left as it was, saying why."""
    refusal = Finding(
        "MG904",
        RULES["MG904"].severity,
        Text(text).place(edits[0].span),
        Message("the post is left as it was: after mending, {reason}", reason=reason),
    )
    return replace(report, findings=(*report.findings, refusal))
