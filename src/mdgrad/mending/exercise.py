"""Exercises: a solved diagram with `?` in the place of what is worked out.

What is given stays: inputs, names, the formulas that define a diagram, and the first backward
label. A diagram becomes an exercise only if `fix` can solve it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, Literal, TypeAlias

from mdgrad.mending.apply import apply_edits
from mdgrad.mending.safety import Judge, Topology
from mdgrad.messages import Message
from mdgrad.report import Claim, Diagram, Edit, FileReport, Finding, Fixed, Report
from mdgrad.rules.catalogue import RULES
from mdgrad.source import Span, Text

__all__ = ["Blanking", "make_exercise"]

Blanking: TypeAlias = Literal["gradients", "values", "all"]
Mend: TypeAlias = Callable[[str], Fixed]
"""Mends a post."""

_BLANK: Final = "?"
_RELATION = re.compile(r"\s*(?::?=|[≈≃])\s*")
_FACTOR = re.compile(r"[×x*·]\s?\(?$")
"""What makes a number part of an operator: `×3`."""
_LETTER = re.compile(r"[^\W\d_]")


def make_exercise(
    text: str, blanking: Blanking, judge: Judge, mend: Mend, topology: Topology
) -> Fixed:
    """Return the post with what `blanking` names left open, and the report on that.

    A diagram that could not be solved again is left as it was, with a finding MG904.
    """
    before = judge(text)
    mended = mend(text).report.files[0]
    blanks = [_blanks(text, diagram, blanking) for diagram in before.diagrams]
    if not _can_be_solved(text, blanks, mended, mend, topology):
        blanks = [
            own if _can_be_solved(text, [own], mended, mend, topology) else [] for own in blanks
        ]
    refused = [
        diagram
        for diagram, own in zip(before.diagrams, blanks, strict=True)
        if not own and _blanks(text, diagram, blanking)
    ]
    edits = tuple(edit for own in blanks for edit in own)
    after = judge(exercise := apply_edits(text, edits)) if edits else before
    findings = (*after.findings, *(_refusal(diagram) for diagram in refused))
    return Fixed(exercise if edits else text, Report((replace(after, findings=findings),)), edits)


def _blanks(text: str, diagram: Diagram, blanking: Blanking) -> list[Edit]:
    """Return the edits that leave open what is verified and worked out in a diagram."""
    blanked = (claim for claim in diagram.claims if _is_blanked(claim, blanking))
    spans = _joined(text, blanked)
    return [Edit(span, _BLANK) for span in spans if not _FACTOR.search(text[: span.start][-4:])]


def _joined(text: str, claims: Iterable[Claim]) -> list[Span]:
    """Return where claims stand; `2 × 3 = 6` says one thing in two ways, and is one place."""
    place = Text(text)
    joined: list[Span] = []
    for span in sorted({place.span(claim.place) for claim in claims}):
        if joined and _RELATION.fullmatch(text[joined[-1].end : span.start]):
            joined[-1] = Span(joined[-1].start, span.end)
        elif not joined or joined[-1].end <= span.start:
            joined.append(span)
    return joined


def _is_blanked(claim: Claim, blanking: Blanking) -> bool:
    if claim.verdict != "verified" or claim.certainty == "given":
        return False
    if claim.role in {"gradient", "total", "local"}:
        return blanking != "values"
    is_number = claim.role == "value" or (
        claim.role == "formula" and not _LETTER.search(claim.written)
    )
    return is_number and blanking != "gradients"


def _can_be_solved(
    text: str,
    blanks: Iterable[Sequence[Edit]],
    mended: FileReport,
    mend: Mend,
    topology: Topology,
) -> bool:
    """Return whether the exercise is the same drawing and `fix` finds every claim again."""
    edits = [edit for own in blanks for edit in own]
    exercise = apply_edits(text, edits)
    if topology(exercise) != topology(text):
        return False
    solved = mend(exercise).report.files[0]
    return len(solved.diagrams) == len(mended.diagrams) and all(
        one.status == other.status
        and len(one.claims) >= len(_joined(text, other.claims))
        and _roles(one) >= _roles(other)
        for one, other in zip(solved.diagrams, mended.diagrams, strict=True)
    )


def _roles(diagram: Diagram) -> set[tuple[int | None, str | None, str]]:
    """Return what each label of a diagram speaks of; a formula stands for its value."""
    return {
        (claim.edge, claim.node, "value" if claim.role == "formula" else claim.role)
        for claim in diagram.claims
    }


def _refusal(diagram: Diagram) -> Finding:
    return Finding(
        "MG904",
        RULES["MG904"].severity,
        diagram.claims[0].place,
        Message("the diagram is left as it was: with blanks in it, it could not be solved again"),
    )
