"""Components of MDX: ``<Mermaid chart={`…`} />``, and MDX's comments `{/* … */}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mdgrad.posts.containers.comments import comment_in
from mdgrad.posts.containers.found import Drawing
from mdgrad.posts.containers.lines import (
    content_start,
    excerpt_of_lines,
    line_break_at,
    line_with,
    reading_of,
    visible_line,
    visible_start,
)
from mdgrad.posts.excerpt import Excerpt
from mdgrad.source import Span

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

__all__ = ["comment_of_mdx", "component"]

TAG = re.compile(r"<Mermaid(?=[\s>]|$)")
OPENING = re.compile(r"[ \t]*<Mermaid(?=[\s>])[^`<>]*(?:>[^`<>]*)?\{\s*`")
LINES_OF_OPENING = 20
BACKTICK = re.compile(r"(?<!\\)(?:\\\\)*`")
SUBSTITUTION = re.compile(r"(?<!\\)(?:\\\\)*\$\{")
ESCAPE = re.compile(
    r"\\(?:u\{(?P<long>[0-9a-fA-F]{1,6})\}|u(?P<short>[0-9a-fA-F]{4})|x(?P<byte>[0-9a-fA-F]{2})"
    r"|(?P<character>[\s\S]))"
)
CHARACTERS = {"n": "\n", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
COMMENT_START, COMMENT_END = "{/*", "*/}"


def component(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a component whose diagram is a template literal: a rule of markdown-it."""
    if state.is_code_block(start) or not TAG.match(visible_line(state, start)):
        return False
    head = excerpt_of_lines(state, start, min(end, start + LINES_OF_OPENING), state.blkIndent)
    opening = OPENING.match(head.source)
    if opening is None or silent:
        return opening is not None
    last = _last_line(state, start, end, head, opening)
    if last is None:
        return False
    excerpt = excerpt_of_lines(state, start, last + 1, state.blkIndent)
    closing = BACKTICK.search(excerpt.source, opening.end())
    if closing is None:
        return False
    content = excerpt.cut(opening.end(), closing.end() - 1)
    # With `${…}` in it, only the running page knows the diagram.
    if not SUBSTITUTION.search(content.source):
        reading = reading_of(state)
        span = Span(visible_start(state, start), excerpt.in_post(Span(*closing.span())).end)
        line_break = line_break_at(state, start, content_start(state, start, state.blkIndent)[0])
        text = content.replaced(_escapes(content.source))
        reading.found.append(Drawing(text, span, "template", line_break))
    state.line = last + 1
    return True


def _last_line(
    state: StateBlock, start: int, end: int, head: Excerpt, opening: re.Match[str]
) -> int | None:
    """Return the line where the template literal ends."""
    line = start + head.source.count("\n", 0, opening.end())
    rest = head.source[opening.end() :].partition("\n")[0]
    return line if BACKTICK.search(rest) else line_with(state, BACKTICK, line + 1, end)


def _escapes(source: str) -> Iterator[tuple[int, int, str]]:
    """Yield the escapes of a template literal and what they stand for."""
    for match in ESCAPE.finditer(source):
        code = match["long"] or match["short"] or match["byte"]
        character = match["character"] or ""
        text = _character(int(code, 16)) if code else CHARACTERS.get(character, character)
        yield match.start(), match.end(), text


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def comment_of_mdx(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Read a comment of MDX that stands alone on its line: a rule of markdown-it."""
    if state.is_code_block(start):
        return False
    line = visible_line(state, start).rstrip()
    if not (line.startswith(COMMENT_START) and line.endswith(COMMENT_END)):
        return False
    if not silent:
        excerpt = excerpt_of_lines(state, start, start + 1, state.sCount[start])
        inside = len(COMMENT_START), len(line) - len(COMMENT_END)
        reading_of(state).found.extend(comment_in(excerpt, *inside))
        state.line = start + 1
    return True
