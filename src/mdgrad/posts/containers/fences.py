"""Fences of backticks, tildes and colons.

markdown-it's own rule is replaced, for it forgets where the lines of the content stood, and
whether the fence was closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mdgrad.messages import Message
from mdgrad.posts.containers.found import Drawing, Oddity
from mdgrad.posts.containers.languages import holds_code, holds_diagram, holds_prose, is_directive
from mdgrad.posts.containers.lines import (
    end_of_line,
    excerpt_of_lines,
    line_break_at,
    read_body,
    reading_of,
    visible_line,
    visible_start,
)
from mdgrad.posts.excerpt import Excerpt
from mdgrad.posts.flavors import Grammar
from mdgrad.source import Span

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

__all__ = ["fence"]

OPENING = re.compile(r"(?P<run>`{3,}(?=[^`]*$)|~{3,}|:{3,})(?P<info>.*)", re.DOTALL)
YAML_OPTIONS = re.compile(r"---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|$)")
COLON_OPTIONS = re.compile(r"(?:[ \t]*:[\w-]+:.*(?:\n|$))+")


@dataclass(frozen=True, slots=True)
class _Fence:
    """A fence: its opening line, its words, and the lines of its content."""

    line: int
    run: str
    info: str
    content_end: int
    closed: bool

    @property
    def after(self) -> int:
        """The first line after the fence."""
        return self.content_end + self.closed


def fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a fence: a rule of markdown-it."""
    opening = _opening(state, start)
    if opening is None:
        return False
    if silent:
        return True
    found = _closed(state, start, end, opening)
    grammar = reading_of(state).grammar
    if holds_diagram(found.info, grammar):
        _add_diagram(state, found)
    elif grammar.directive_options and holds_prose(found.info):
        read_body(state, start + 1, found.content_end, state.sCount[start])
    state.line = found.after
    return True


def _opening(state: StateBlock, line: int) -> re.Match[str] | None:
    """Return the opening fence on `line`, or None. A fence of colons is one only for our words."""
    if state.is_code_block(line):
        return None
    if state.src[visible_start(state, line) : visible_start(state, line) + 1] not in "`~:":
        return None
    match = OPENING.match(visible_line(state, line))
    if match and match["run"].startswith(":"):
        return match if _is_known(match["info"], reading_of(state).grammar) else None
    return match


def _is_known(info: str, grammar: Grammar) -> bool:
    """Return whether a fence of colons with these words means anything to us."""
    if not info.lstrip().startswith("{"):
        return grammar.colon_words and holds_diagram(info, grammar)
    known = holds_diagram(info, grammar) or holds_code(info) or holds_prose(info)
    return grammar.colon_fences and known


def _closed(state: StateBlock, start: int, end: int, opening: re.Match[str]) -> _Fence:
    """Return the fence that begins on line `start`, up to its closing line or its parent's end."""
    run, info = opening["run"], opening["info"]
    line = start + 1
    while line < end:
        blank = visible_start(state, line) >= state.eMarks[line]
        if not blank and state.sCount[line] < state.blkIndent:
            break
        if not state.is_code_block(line):
            words = visible_line(state, line).rstrip(" \t")
            if words.startswith(run) and not words.strip(run[0]):
                return _Fence(start, run, info, line, closed=True)
        line += 1
    return _Fence(start, run, info, line, closed=False)


def _add_diagram(state: StateBlock, found: _Fence) -> None:
    reading = reading_of(state)
    offset = visible_start(state, found.line)
    span = Span(offset, end_of_line(state, found.after - 1))
    indent = state.sCount[found.line]
    excerpt = excerpt_of_lines(state, found.line + 1, found.after, indent)
    if found.closed:
        # The closing line is cut away again, so that it is known where text can be added.
        excerpt = excerpt.cut(0, excerpt.source.rfind("\n", 0, -1) + 1)
    if reading.grammar.directive_options and is_directive(found.info):
        excerpt = _without_options(excerpt)
    line_break = line_break_at(state, found.line, offset)
    reading.found.append(Drawing(excerpt, span, "plain", line_break, found.run))
    if not found.closed:
        opening = Span(offset, end_of_line(state, found.line))
        message = Message(
            "This diagram is never closed: a line with {closer} is missing after it.",
            closer=found.run,
        )
        reading.found.append(Oddity(opening, message))


def _without_options(excerpt: Excerpt) -> Excerpt:
    """Return a MyST directive's content without the options at its top."""
    options = YAML_OPTIONS.match(excerpt.source) or COLON_OPTIONS.match(excerpt.source)
    return excerpt.cut(options.end(), len(excerpt.source)) if options else excerpt
