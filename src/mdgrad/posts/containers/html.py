"""Raw HTML: `<div class="mermaid">` and `<pre class="mermaid">`, and comments.

markdown-it says where a block of HTML begins and ends. Within it, only these matter: a comment,
a script, an element of class `mermaid`, and (where the flavour reads Markdown in HTML) a fence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mdgrad.messages import Message
from mdgrad.posts.containers.comments import comment_in
from mdgrad.posts.containers.components import component
from mdgrad.posts.containers.found import Drawing, Oddity
from mdgrad.posts.containers.html_text import mermaid_text
from mdgrad.posts.containers.languages import holds_diagram
from mdgrad.posts.containers.lines import (
    content_start,
    excerpt_of_lines,
    line_break_at,
    reading_of,
    visible_line,
)
from mdgrad.posts.containers.shortcodes import shortcode
from mdgrad.posts.excerpt import Excerpt
from mdgrad.source import Span

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

__all__ = ["html_block"]

LANDMARK = re.compile(
    r"(?P<comment><!--)"
    r"|<(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>(?:[\s/][^<>]*)?)>"
    r"|^[ \t]*(?P<inner>`{3,}[^\n]*|~{3,}[^\n]*|:{3,}[^\n]*|\{[{%][^\n]*)",
    re.MULTILINE,
)
CLASS = re.compile(r"""(?<![\w-])class\s*=\s*("[^"]*"|'[^']*'|[^\s"'>=`]+)""", re.IGNORECASE)
RAW_TEXT = frozenset({"script", "style", "textarea"})


def html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a block of HTML: a rule of markdown-it."""
    from markdown_it.rules_block import html_block as html_block_of_commonmark

    if not html_block_of_commonmark(state, start, end, silent):
        return False
    if not silent:
        state.line = _read(state, start, state.line, end)
    return True


def _read(state: StateBlock, first: int, last: int, end: int) -> int:
    """Read the HTML on lines `first` to `last` (exclusive), and return the line to go on from.

    A comment or an element that is not closed there is followed beyond, at most up to `end`.
    """
    reading = reading_of(state)
    is_raw = re.match(r"<(?:pre(?![\w-])|[!?])", visible_line(state, first), re.IGNORECASE)
    fences = reading.grammar.fences_in_html and not is_raw
    excerpt, position = excerpt_of_lines(state, first, last, state.blkIndent), 0
    line, counted = first, 0
    while mark := LANDMARK.search(excerpt.source, position):
        position = mark.end()
        line += excerpt.source.count("\n", counted, mark.start())
        counted = mark.start()
        if line > first and fences and _begins_diagram(state, line, end, mark[0].lstrip(" \t")):
            return line
        if not (mark["comment"] or _is_mermaid(mark) or _is_raw_text(mark)):
            continue
        closing = _closing(excerpt.source, mark)
        if closing is None:
            closing_line = _closing_line(state, mark, last, end)
            if closing_line is None:
                _tell_unclosed(state, excerpt, mark)
                return last
            position = mark.start() - (excerpt.source.rfind("\n", 0, mark.start()) + 1)
            first, last, counted = line, closing_line + 1, 0
            excerpt = excerpt_of_lines(state, first, last, state.blkIndent)
            continue
        if mark["comment"]:
            reading.found.extend(comment_in(excerpt, mark.end(), closing.start))
            position = closing.end
        elif _is_raw_text(mark) or _add_diagram(state, line, excerpt, mark, closing):
            position = closing.end
    return last


def _is_mermaid(mark: re.Match[str]) -> bool:
    names = CLASS.search(mark["attributes"] or "")
    return names is not None and "mermaid" in names[1].strip("\"'").split()


def _is_raw_text(mark: re.Match[str]) -> bool:
    return mark["tag"] is not None and mark["tag"].lower() in RAW_TEXT


def _begins_diagram(state: StateBlock, line: int, end: int, text: str) -> bool:
    """Return whether a diagram of Markdown, not of HTML, begins on `line` with `text`."""
    grammar = reading_of(state).grammar
    if state.is_code_block(line):
        return False
    if text.startswith("<"):
        return grammar.components and component(state, line, end, True)
    if text.startswith("{"):
        return grammar.shortcodes and shortcode(state, line, end, True)
    if text.startswith(":"):
        known = grammar.colon_words or grammar.colon_fences
        return known and holds_diagram(text.lstrip(":"), grammar)
    return holds_diagram(text.lstrip(text[0]), grammar)


def _closing(source: str, mark: re.Match[str]) -> Span | None:
    """Return where the comment or element that `mark` opens is closed in `source`."""
    if mark["comment"]:
        # HTML closes `<!-->` at once.
        found = source.find("-->", mark.start() + 2)
        return Span(max(found, mark.end()), found + 3) if found >= 0 else None
    span, _ = _closing_tag(source, mark["tag"], mark.end(), depth=1)
    return span


def _closing_tag(source: str, tag: str, position: int, depth: int) -> tuple[Span | None, int]:
    """Return the tag that closes `depth` elements, or None, and how many then remain open."""
    tags = re.compile(rf"<(/?){tag}(?=[\s/>])[^<>]*>", re.IGNORECASE)
    for match in tags.finditer(source, position):
        depth += -1 if match[1] else 1
        if depth == 0:
            return Span(*match.span()), 0
    return None, depth


def _closing_line(state: StateBlock, mark: re.Match[str], line: int, end: int) -> int | None:
    """Return the line from `line` on that closes what `mark` opens, within the same container."""
    unclosed = reading_of(state).unclosed
    what = (mark["comment"] or mark["tag"].lower(), end, state.blkIndent)
    if what in unclosed:
        return None
    depth = 1 if mark["comment"] else _closing_tag(mark.string, mark["tag"], mark.end(), 1)[1]
    while line < end:
        text = visible_line(state, line)
        if text and state.sCount[line] < state.blkIndent:
            break
        if mark["comment"]:
            closed = "-->" in text
        else:
            span, depth = _closing_tag(text, mark["tag"], 0, depth)
            closed = span is not None
        if closed:
            return line
        line += 1
    # Remembered, so that a thousand of them do not each walk to the end of the post.
    unclosed.add(what)
    return None


def _tell_unclosed(state: StateBlock, excerpt: Excerpt, mark: re.Match[str]) -> None:
    if _is_mermaid(mark):
        message = Message(
            "This diagram is never closed: </{tag}> is missing after it.", tag=mark["tag"]
        )
        place = excerpt.in_post(Span(*mark.span()))
        reading_of(state).found.append(Oddity(place, message))


def _add_diagram(
    state: StateBlock, line: int, excerpt: Excerpt, mark: re.Match[str], closing: Span
) -> bool:
    """Note the diagram between its tags, unless the element is empty or wraps a fence."""
    content = excerpt.cut(mark.end(), closing.start)
    if not content.source.strip() or content.source.lstrip().startswith(("```", "~~~")):
        return False
    text, indentation = mermaid_text(content)
    break_at = content_start(state, line, state.blkIndent)[0]
    line_break = line_break_at(state, line, break_at) + indentation
    span = excerpt.in_post(Span(mark.start(), closing.end))
    reading_of(state).found.append(Drawing(text, span, "html", line_break))
    return True
