"""A unified diff of a mended post, made from its edits, so that it costs no search."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from mdgrad.mending.apply import in_order, moved
from mdgrad.report import Edit
from mdgrad.source import Span

__all__ = ["unified_diff"]

_CONTEXT = 3
_NO_LINE_END = "\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines of the old text, and those of the new text that take their place (0-based)."""

    old: Span
    new: Span


def unified_diff(path: str, before: str, after: str, edits: Sequence[Edit]) -> str:
    """Return the diff that turns `before` into `after`, as `patch` reads it.

    `edits` are those that were made to `before`. Line ends are the post's own, so a diff of a post
    with CR LF keeps them.
    """
    old, new = _lines(before), _lines(after)
    changes = [
        change
        for change in (
            _trimmed(change, old, new) for change in _changed_lines(before, after, old, new, edits)
        )
        if change.old or change.new
    ]
    if not changes:
        return ""
    name = _file_name(path)
    header = f"--- {name}\n+++ {name}\n"
    return header + "".join("".join(_hunk(hunk, old, new)) for hunk in _hunks(changes))


def _lines(text: str) -> list[str]:
    """Return the lines as `patch` counts them: only LF ends one."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _changed_lines(
    before: str, after: str, old: list[str], new: list[str], edits: Sequence[Edit]
) -> Iterator[_Change]:
    """Yield the changed runs of lines, in order, those that share a line made one."""
    old_starts = list(accumulate(map(len, old), initial=0))
    new_starts = list(accumulate(map(len, new), initial=0))
    pending: _Change | None = None
    for edit, place in zip(in_order(edits), moved(edits), strict=True):
        change = _Change(
            _whole_lines(edit.span, old_starts, before), _whole_lines(place, new_starts, after)
        )
        if pending is not None and (
            change.old.start < pending.old.end or change.new.start < pending.new.end
        ):
            change = _Change(
                Span(pending.old.start, max(pending.old.end, change.old.end)),
                Span(pending.new.start, max(pending.new.end, change.new.end)),
            )
        elif pending is not None:
            yield pending
        pending = change
    if pending is not None:
        yield pending


def _whole_lines(span: Span, starts: list[int], text: str) -> Span:
    """Return the lines from the one where `span` starts to the one where it ends."""
    last = len(starts) - 1
    # What follows a last line without a line end continues that line.
    start = max(0, span.start - (span.start == len(text) and not text.endswith("\n")))
    return Span(bisect_right(starts, start) - 1, min(bisect_right(starts, span.end), last))


def _trimmed(change: _Change, old: list[str], new: list[str]) -> _Change:
    """Return the change without the lines at its ends that stay the same."""
    before, after = old[change.old.start : change.old.end], new[change.new.start : change.new.end]
    shortest = min(len(before), len(after))
    end = next((n for n in range(shortest) if before[-1 - n] != after[-1 - n]), shortest)
    start = next((n for n in range(shortest - end) if before[n] != after[n]), shortest - end)
    return _Change(
        Span(change.old.start + start, change.old.end - end),
        Span(change.new.start + start, change.new.end - end),
    )


def _hunks(changes: list[_Change]) -> Iterator[list[_Change]]:
    """Yield the changes, those together whose context would touch."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.old.start - hunk[-1].old.end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    yield hunk


def _hunk(changes: list[_Change], old: list[str], new: list[str]) -> Iterator[str]:
    start = max(0, changes[0].old.start - _CONTEXT)
    end = min(len(old), changes[-1].old.end + _CONTEXT)
    added = sum(len(change.new) - len(change.old) for change in changes)
    new_start = changes[0].new.start - (changes[0].old.start - start)
    yield f"@@ -{_range(start, end - start)} +{_range(new_start, end - start + added)} @@\n"
    position = start
    for change in changes:
        yield from _marked(" ", old[position : change.old.start])
        yield from _marked("-", old[change.old.start : change.old.end])
        yield from _marked("+", new[change.new.start : change.new.end])
        position = change.old.end
    yield from _marked(" ", old[position:end])


def _range(start: int, length: int) -> str:
    """Return a range of lines as diffs write it; an empty one names the line before it."""
    return f"{start + 1 if length else start},{length}"


def _marked(mark: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line if line.endswith("\n") else f"{mark}{line}\n{_NO_LINE_END}"


def _file_name(path: str) -> str:
    """Return `path` as GNU diff writes it: quoted where it must be, with a tab after blanks."""
    if any(character in path for character in '"\\\n\t\r'):
        escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
        return '"' + "".join(escapes.get(character, character) for character in path) + '"'
    return f"{path}\t" if " " in path else path
