"""Edits applied to a text, chosen so that they fit together, and two rounds of them made one."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from mdgrad.report import Edit, Finding
from mdgrad.source import Span

__all__ = [
    "apply_edits", "compatible_edits", "compose", "in_order", "moved", "with_line_ends_of",
]  # fmt: skip

_LINE_END = re.compile(r"\r\n|\r|\n")


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits in the order of the text."""
    return sorted(edits, key=_span)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with the characters of each edit replaced.

    Edits may come in any order; those at one place are inserted in the order given. Raises
    ValueError where two overlap or one lies outside the text.
    """
    pieces: list[str] = []
    end = 0
    for edit in in_order(edits):
        if not 0 <= edit.span.start <= edit.span.end <= len(text):
            raise ValueError(f"edit {edit.span} lies outside the text of {len(text)} characters")
        if edit.span.start < end:
            raise ValueError(f"edit {edit.span} overlaps the edit before it, which ends at {end}")
        pieces += text[end : edit.span.start], edit.replacement
        end = edit.span.end
    return "".join(pieces) + text[end:]


def with_line_ends_of(text: str, edit: Edit) -> Edit:
    """Return an edit whose lines end as the line of `text` does behind which they are added."""
    there = _LINE_END.search(text, edit.span.end)
    if there is None:
        return edit
    return replace(edit, replacement=_LINE_END.sub(lambda _: there[0], edit.replacement))


def compatible_edits(findings: Iterable[Finding]) -> tuple[Edit, ...]:
    """Return the edits of `findings` that can be made together, in the order of the text.

    Equal edits count once (arrows of one fan-out share a label). A finding is mended whole or not
    at all: one whose edits overlap those of an earlier finding waits for the next round, where it
    is judged again on the mended text.
    """
    chosen: list[Edit] = []
    for finding in findings:
        new = in_order(edit for edit in dict.fromkeys(finding.edits) if not _among(chosen, edit))
        neighbours = [_with_neighbours(chosen, edit) for edit in new]
        if not any(_overlap(*pair) for edits in (new, *neighbours) for pair in pairwise(edits)):
            for edit in new:
                insort(chosen, edit, key=_span)
    return tuple(chosen)


def _span(edit: Edit) -> Span:
    return edit.span


def _among(chosen: list[Edit], edit: Edit) -> bool:
    index = bisect_left(chosen, edit.span, key=_span)
    return index < len(chosen) and chosen[index] == edit


def _with_neighbours(chosen: list[Edit], edit: Edit) -> list[Edit]:
    """Return `edit` between the edits chosen before and after it, if there are any."""
    index = bisect_left(chosen, edit.span, key=_span)
    return [*chosen[max(0, index - 1) : index], edit, *chosen[index : index + 1]]


def _overlap(before: Edit, after: Edit) -> bool:
    """Return whether two edits, in the order of the text, cannot both be made."""
    return after.span.start < before.span.end or before.span == after.span


def moved(edits: Iterable[Edit]) -> tuple[Span, ...]:
    """Return where the replacement of each edit, in the order of the text, stands afterwards."""
    spans = []
    shift = 0
    for edit in in_order(edits):
        start = edit.span.start + shift
        spans.append(Span(start, start + len(edit.replacement)))
        shift += len(edit.replacement) - len(edit.span)
    return tuple(spans)


def compose(between: str, first: Collection[Edit], second: Collection[Edit]) -> tuple[Edit, ...]:
    """Return edits of the original text that do what `first` and then `second` do.

    `between` is the text after `first`, which `second` edits. Where edits of the two touch, they
    become one.
    """
    clusters: list[tuple[Span, list[Edit], list[Edit]]] = []
    rounds = [
        *zip(moved(first), in_order(first), (True for _ in first), strict=True),
        *((edit.span, edit, False) for edit in second),
    ]
    for span, edit, is_first in sorted(rounds, key=lambda entry: entry[0]):
        if clusters and span.start <= clusters[-1][0].end:
            reach, firsts, seconds = clusters.pop()
        else:
            reach, firsts, seconds = span, [], []
        (firsts if is_first else seconds).append(edit)
        clusters.append((Span(reach.start, max(reach.end, span.end)), firsts, seconds))
    return tuple(_composed(between, clusters))


def _composed(between: str, clusters: list[tuple[Span, list[Edit], list[Edit]]]) -> Iterator[Edit]:
    """Yield one edit of the original text for each cluster of places in the text between."""
    shift = 0
    for span, first, second in clusters:
        start = span.start - shift
        shift += sum(len(edit.replacement) - len(edit.span) for edit in first)
        inside = [replace(edit, span=edit.span.shifted(-span.start)) for edit in second]
        replacement = apply_edits(between[span.start : span.end], inside)
        reasons = dict.fromkeys(edit.reason for edit in (*first, *second) if edit.reason)
        yield Edit(Span(start, span.end - shift), replacement, "; ".join(reasons) or None)
