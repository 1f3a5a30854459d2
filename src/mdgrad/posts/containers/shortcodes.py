"""Shortcodes: Hugo's `{{< mermaid >}} … {{< /mermaid >}}`, Jekyll's `{% mermaid %}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mdgrad.messages import Message
from mdgrad.posts.containers.found import Drawing, Oddity
from mdgrad.posts.containers.lines import (
    excerpt_of_lines,
    line_break_at,
    line_with,
    reading_of,
    visible_line,
    visible_start,
)
from mdgrad.source import Span

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

__all__ = ["shortcode"]

OPENING = re.compile(r"\{\{[<%]\s*mermaid(?![\w/-])[^{}]*(?<!/)[>%]\}\}|\{%-?\s*mermaid\s[^{}]*%\}")
HUGO_CLOSING = re.compile(r"\{\{[<%]\s*/\s*mermaid\s*[>%]\}\}")
JEKYLL_CLOSING = re.compile(r"\{%-?\s*endmermaid\s*-?%\}")


def shortcode(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a diagram between shortcodes: a rule of markdown-it."""
    if state.is_code_block(start):
        return False
    opening = OPENING.match(visible_line(state, start))
    if opening is None or silent:
        return opening is not None
    hugo = opening[0].startswith("{{")
    pattern = HUGO_CLOSING if hugo else JEKYLL_CLOSING
    last = line_with(state, pattern, start, end)
    reading, offset = reading_of(state), visible_start(state, start)
    if last is None:
        opened = Span(offset, offset + len(opening[0]))
        message = Message("This diagram is never closed after {opener}.", opener=opening[0])
        reading.found.append(Oddity(opened, message))
        return False
    excerpt = excerpt_of_lines(state, start, last + 1, state.sCount[start])
    closing = pattern.search(excerpt.source, opening.end())
    assert closing is not None  # it stands on the line that was found
    blank = re.compile(r"[ \t]*\n").match(excerpt.source, opening.end())
    content = excerpt.cut(blank.end() if blank else opening.end(), closing.start())
    span = Span(offset, excerpt.in_post(Span(*closing.span())).end)
    line_break = line_break_at(state, start, offset)
    closer = "/mermaid" if hugo else "endmermaid"
    reading.found.append(Drawing(content, span, "plain", line_break, closer))
    state.line = last + 1
    return True
