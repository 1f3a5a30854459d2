"""The checks that every rewrite passes before it is written.

What a label says may be worth mending; what stands around it is the author's, to the byte. So a
rewrite is proved harmless by reading it again, with nothing taken on trust from the code that
made the edits.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeAlias

from mdgrad.mending.apply import in_order, moved
from mdgrad.mending.topology import Skeleton, added_edges
from mdgrad.messages import Message
from mdgrad.report import Claim, Edit, FileReport
from mdgrad.source import Span, Text

__all__ = ["Judge", "Topology", "verify_rewrite"]

Judge: TypeAlias = Callable[[str], FileReport]
"""Judges a post."""

Topology: TypeAlias = Callable[[str], Sequence[Skeleton]]
"""Reads a post and returns what of its flowcharts must stay: everything but the labels' text."""


def verify_rewrite(
    before: str,
    after: str,
    edits: Collection[Edit],
    *,
    judged: tuple[FileReport, FileReport],
    topology: Topology,
) -> Message | None:
    """Return why `after` must not replace `before`, or None where it may.

    `judged` are the reports on the two texts. A rewrite is safe if
    1. all characters outside the edits are the same,
    2. the flowcharts read again have the same nodes and edges, and beyond these only edges that
       carry a verified gradient,
    3. a second run would change nothing,
    4. every label edited is now verified, and none that was verified is no longer.
    """
    report_before, report_after = judged
    if not _same_outside(before, after, edits):
        return Message("text outside the labels would change")
    added = added_edges(topology(before), topology(after))
    if added is None:
        return Message("the flowchart would be another one")
    if any(finding.edits for finding in report_after.findings) or report_after.additions:
        return Message("a second run would change the post again")
    if not all(_carries_gradient(report_after, *edge) for edge in added):
        return Message("an added arrow would carry no verified gradient")
    return _unverified(before, after, edits, report_before, report_after)


def _carries_gradient(report: FileReport, diagram: int, edge: int) -> bool:
    """Return whether all that an edge claims is a gradient, and verified."""
    claims = [claim for claim in report.diagrams[diagram].claims if claim.edge == edge]
    return bool(claims) and all(
        claim.role == "gradient" and claim.verdict == "verified" for claim in claims
    )


def _same_outside(before: str, after: str, edits: Collection[Edit]) -> bool:
    """Return whether the two texts agree, piece by piece, wherever no edit is."""
    end_before = end_after = 0
    for edit, new in zip(in_order(edits), moved(edits), strict=True):
        if before[end_before : edit.span.start] != after[end_after : new.start]:
            return False
        if edit.span.start < end_before or after[new.start : new.end] != edit.replacement:
            return False
        end_before, end_after = edit.span.end, new.end
    return before[end_before:] == after[end_after:]


def _unverified(
    before: str,
    after: str,
    edits: Collection[Edit],
    report_before: FileReport,
    report_after: FileReport,
) -> Message | None:
    """Return which label the rewrite would not leave verified, or None."""
    claims_before = _PlacedClaims(before, report_before)
    claims_after = _PlacedClaims(after, report_after)
    ordered = in_order(edits)
    for edit, new in zip(ordered, moved(ordered), strict=True):
        there = claims_after.touching(new)
        if any(claim.verdict != "verified" for claim in there):
            return Message(
                "the new label “{label}” would not be verified", label=edit.replacement.strip()
            )
        if not there and claims_before.touching(edit.span):
            return Message(
                "the new label “{label}” would claim nothing", label=edit.replacement.strip()
            )
    still_verified = {(span, claim.role) for span, claim in claims_after.verified()}
    for span, claim in _carried(claims_before.verified(), ordered):
        if (span, claim.role) not in still_verified:
            return Message("the label “{label}” would no longer be verified", label=claim.written)
    return None


class _PlacedClaims:
    """The claims of a report, found by where they stand in its text."""

    def __init__(self, content: str, report: FileReport) -> None:
        text = Text(content)
        self._claims = sorted(
            (
                (text.span(claim.place), claim)
                for diagram in report.diagrams
                for claim in diagram.claims
            ),
            key=lambda placed: placed[0],
        )
        self._longest = max((len(span) for span, _ in self._claims), default=0)

    def verified(self) -> list[tuple[Span, Claim]]:
        """Return the verified claims with their places."""
        return [placed for placed in self._claims if placed[1].verdict == "verified"]

    def touching(self, place: Span) -> list[Claim]:
        """Return the claims that share a character with `place`, or stand at an empty one."""
        earliest = place.start - self._longest
        first = bisect_left(self._claims, earliest, key=lambda placed: placed[0].start)
        end = bisect_right(self._claims, place.end, key=lambda placed: placed[0].start)
        return [claim for span, claim in self._claims[first:end] if _touch(span, place)]


def _carried(claims: list[tuple[Span, Claim]], ordered: list[Edit]) -> Iterator[tuple[Span, Claim]]:
    """Yield the claims, in the order of the text, that no edit touches, with their new places."""
    waiting = deque(ordered)
    shift = 0
    for span, claim in claims:
        while waiting and waiting[0].span.end <= span.start and not _touch(waiting[0].span, span):
            edit = waiting.popleft()
            shift += len(edit.replacement) - len(edit.span)
        if not (waiting and _touch(waiting[0].span, span)):
            yield span.shifted(shift), claim


def _touch(one: Span, other: Span) -> bool:
    if len(one) == 0 or len(other) == 0:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end
