"""Lines of a post as markdown-it sees them, with the way back to the post.

Inside lists and quotes markdown-it moves the marks of its lines past the markers. These functions
read the marks while a rule runs, which is the one moment when they are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from mdgrad.posts.containers.found import Found
from mdgrad.posts.excerpt import Excerpt, Run, joined
from mdgrad.posts.flavors import Grammar

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

__all__ = [
    "Reading", "content_start", "end_of_line", "excerpt_of_lines", "line_break_at", "line_with",
    "read_body", "reading_of", "visible_line", "visible_start",
]  # fmt: skip

MARKER = re.compile(r"[^>\s]")
TAB_WIDTH = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules read, and what they have found so far."""

    text: str
    grammar: Grammar
    line_starts: list[int] = field(default_factory=list)
    """Where each line begins; the marks of markdown-it's lines move while it reads."""
    found: list[Found] = field(default_factory=list)
    unclosed: set[tuple[str, int, int]] = field(default_factory=set)
    """What no later line of a container closes: the tag, the container's end and indentation."""


def reading_of(state: StateBlock) -> Reading:
    """Return the reading that markdown-it's `state` belongs to."""
    return cast(Reading, state.env["reading"])


def visible_start(state: StateBlock, line: int) -> int:
    """Return where the first visible character of `line` stands."""
    return state.bMarks[line] + state.tShift[line]


def visible_line(state: StateBlock, line: int) -> str:
    """Return `line` from its first visible character on."""
    return state.src[visible_start(state, line) : state.eMarks[line]]


def end_of_line(state: StateBlock, line: int) -> int:
    """Return where `line` ends in the post, before its CR or LF."""
    text, end = reading_of(state).text, state.eMarks[line]
    return end - 1 if text[end - 1 : end + 1] == "\r\n" else min(end, len(text))


def content_start(state: StateBlock, line: int, indent: int) -> tuple[int, int]:
    """Return where `line` begins after `indent` columns, and the columns left over of a tab.

    Follows `StateBlock.getLines`.
    """
    offset, columns = state.bMarks[line], 0
    first_visible, end = visible_start(state, line), end_of_line(state, line)
    while offset < end and columns < indent:
        character = state.src[offset]
        if character == "\t":
            columns += TAB_WIDTH - (columns + state.bsCount[line]) % TAB_WIDTH
        elif character == " " or offset < first_visible:
            columns += 1
        else:
            break
        offset += 1
    return offset, max(0, columns - indent)


def excerpt_of_lines(state: StateBlock, first: int, last: int, indent: int) -> Excerpt:
    """Return lines `first` to `last` (exclusive), `indent` columns of each taken away."""
    runs = [run for line in range(first, last) for run in _runs_of_line(state, line, indent)]
    place = content_start(state, first, indent)[0]
    return joined(runs, place, runs[-1][2] if runs else place)


def _runs_of_line(state: StateBlock, line: int, indent: int) -> Iterator[Run]:
    text = reading_of(state).text
    start, columns = content_start(state, line, indent)
    end = end_of_line(state, line)
    if columns:
        yield " " * columns, start - 1, start
    yield text[start:end], start, end
    if end < len(text):
        yield "\n", end, state.eMarks[line] + 1


def line_break_at(state: StateBlock, line: int, offset: int) -> str:
    """Return what breaks a line of content in the container that begins on `line` at `offset`.

    That is the line end, and what stands before `offset`, list markers made blank: a list item's
    next lines are indented, where a quote's next lines repeat the `>`.
    """
    reading = reading_of(state)
    prefix = MARKER.sub(" ", reading.text[reading.line_starts[line] : offset])
    padding = " " if prefix.endswith(">") else ""
    end = end_of_line(state, line)
    line_end = reading.text[end : state.eMarks[line] + 1] or "\n"
    return line_end + prefix + padding


def line_with(state: StateBlock, pattern: re.Pattern[str], line: int, end: int) -> int | None:
    """Return the first line from `line` on, within the same container, that has `pattern`."""
    unclosed = reading_of(state).unclosed
    what = (pattern.pattern, end, state.blkIndent)
    if what in unclosed:
        return None
    while line < end:
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            break
        if pattern.search(visible_line(state, line)):
            return line
        line += 1
    # Remembered, so that a thousand unclosed ones do not each walk to the end of the post.
    unclosed.add(what)
    return None


def read_body(state: StateBlock, first: int, last: int, indent: int) -> None:
    """Read lines `first` to `last` (exclusive) as Markdown that is indented by `indent`."""
    line_max, block_indent = state.lineMax, state.blkIndent
    # The tokens are for markdown-it's count of the nesting, which has a limit.
    state.push("body_open", "div", 1)
    state.lineMax, state.blkIndent = last, indent
    state.md.block.tokenize(state, first, last)
    state.lineMax, state.blkIndent = line_max, block_indent
    state.push("body_close", "div", -1)
