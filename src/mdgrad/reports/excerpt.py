"""The line that a finding speaks of, with carets under exactly its label."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from mdgrad.reports.visible import cells
from mdgrad.source import Place

__all__ = ["Excerpt", "excerpt"]

_WIDEST = 110
"""Columns of a line to show; a post's paragraph may be one line of thousands."""
_BEFORE = 40
"""Columns to keep before the label where the line is cut."""
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Two lines of equal indentation: a line of the post, and the carets under it."""

    line: str
    carets: str


def excerpt(line: str, place: Place) -> Excerpt:
    """Return `line`, which is the line where `place` begins, and carets under the place.

    A place over several lines is underlined to the end of its first. An empty place gets one
    caret, where the missing text belongs.
    """
    start = min(place.column - 1, len(line))
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    first = _first_shown(line, start)
    shown: list[str] = [_CUT] if first else []
    before = under = len(shown)
    column = before
    for index, (text, width) in enumerate(cells(line[first : first + 2 * _WIDEST]), start=first):
        if column + width > _WIDEST:
            shown.append(_CUT)
            break
        shown.append(text)
        column += width
        if index < start:
            before = column
        if index < end:
            under = column
    else:
        if first + 2 * _WIDEST < len(line):
            shown.append(_CUT)
    return Excerpt("".join(shown).rstrip(), " " * before + "^" * max(1, under - before))


def _first_shown(line: str, start: int) -> int:
    """Return the index of the first character to show: 0 unless the label would be out of sight."""
    if len(line) <= _WIDEST and sum(width for _, width in cells(line)) <= _WIDEST:
        return 0
    backwards = line[max(0, start - _BEFORE) : start][::-1]
    widths = accumulate(width for _, width in cells(backwards))
    return start - sum(width <= _BEFORE for width in widths)
