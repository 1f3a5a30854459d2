"""Bodies indented by four: admonitions, details, tabs, footnotes, definitions, sloppy lists.

This is how Python-Markdown with pymdownx (MkDocs) reads them; CommonMark sees indented code there.
Footnotes are known everywhere, definitions nearly everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mdgrad.posts.containers.fences import fence
from mdgrad.posts.containers.languages import holds_diagram
from mdgrad.posts.containers.lines import read_body, reading_of, visible_line

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

__all__ = ["deep_fence", "indented_body", "paragraph"]

FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")
DEFINITION = re.compile(r":[ \t]{1,3}\S")
ADMONITION_OR_TAB = re.compile(r"!!![ \t]*\S|\?\?\?\+?[ \t]*\S|===[!+]*[ \t]+[\"']")
FENCE = re.compile(r"(?:`{3,}|~{3,})(.*)", re.DOTALL)
BODY_INDENT = 4


def indented_body(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a head (`!!! note`, `=== "Tab"`, `[^1]:`) and its body: a rule of markdown-it."""
    if state.is_code_block(start) or not _is_head(state, start):
        return False
    indent = state.blkIndent + BODY_INDENT
    body_end = line = start + 1
    while line < end:
        if not state.isEmpty(line):
            if state.sCount[line] < indent:
                break
            body_end = line + 1
            if silent:
                return True
        line += 1
    if body_end == start + 1:
        return False
    read_body(state, start + 1, body_end, indent)
    state.line = body_end
    return True


def _is_head(state: StateBlock, line: int) -> bool:
    text, grammar = visible_line(state, line), reading_of(state).grammar
    return bool(
        FOOTNOTE.match(text)
        or (grammar.definitions and DEFINITION.match(text))
        or (grammar.indented_containers and ADMONITION_OR_TAB.match(text))
    )


def deep_fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a diagram's fence that CommonMark takes for indented code: a rule of markdown-it.

    Python-Markdown does not where text comes right before it, nor in a list item unless it is
    indented by four more columns than the item's own four.
    """
    if not _is_deep_fence(state, start):
        return False
    item_indent = -(-state.blkIndent // BODY_INDENT) * BODY_INDENT
    in_list = state.blkIndent > 0 and state.sCount[start] < item_indent + BODY_INDENT
    after_text = start > 0 and not state.isEmpty(start - 1)
    if not (in_list or after_text):
        return False
    block_indent = state.blkIndent
    state.blkIndent = state.sCount[start] // BODY_INDENT * BODY_INDENT
    is_fence = fence(state, start, end, silent)
    state.blkIndent = block_indent
    return is_fence


def paragraph(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Read a paragraph, which a diagram's fence ends however deep it is: a rule of markdown-it.

    markdown-it's own rule would read on to the end of the text, for every such fence in it.
    """
    if silent:
        return True
    terminators = state.md.block.ruler.getRules("paragraph")
    parent, state.parentType = state.parentType, "paragraph"
    end, line = state.lineMax, start + 1
    while line < end and not state.isEmpty(line) and not _is_deep_fence(state, line):
        # A deeper line goes on with the paragraph, and so does one that a quote marks as lazy.
        goes_on = state.is_code_block(line) or state.sCount[line] < 0
        if not goes_on and any(ends(state, line, end, True) for ends in terminators):
            break
        line += 1
    state.line, state.parentType = line, parent
    return True


def _is_deep_fence(state: StateBlock, line: int) -> bool:
    if not state.is_code_block(line):
        return False
    match = FENCE.match(visible_line(state, line))
    return match is not None and holds_diagram(match[1], reading_of(state).grammar)
