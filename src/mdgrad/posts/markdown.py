"""Markdown: markdown-it's block grammar, with rules of our own for what can hold a diagram."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mdgrad.posts.containers.components import comment_of_mdx, component
from mdgrad.posts.containers.fences import fence
from mdgrad.posts.containers.found import Found
from mdgrad.posts.containers.html import html_block
from mdgrad.posts.containers.indented import deep_fence, indented_body, paragraph
from mdgrad.posts.containers.lines import Reading
from mdgrad.posts.containers.shortcodes import shortcode
from mdgrad.posts.flavors import Grammar

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType

__all__ = ["find_in_markdown"]

MAXIMUM_NESTING = 80
"""Quotes and lists within each other; what lies deeper is not read. Markdown-it recurses."""

LONE_CR = re.compile(r"\r(?!\n)")


def find_in_markdown(text: str, grammar: Grammar, *, start: int = 0) -> tuple[Found, ...]:
    """Return what stands in `text` from `start` on, in order."""
    # Imported here because most files of a run have no diagram and need no Markdown parser.
    from markdown_it.rules_block import StateBlock

    # Markdown-it may see only LF. Each of its offsets must be one of the post, so nothing may
    # change its length.
    source = LONE_CR.sub("\n", text).replace("\r\n", " \n").replace("\0", "\ufffd") + "\n"
    # What comes before the start (a byte order mark, front matter) becomes empty lines.
    source = "\n" * start + source[start:]
    parser = _parser(grammar)
    reading = Reading(text, grammar)
    state = StateBlock(source, parser, {"reading": reading}, [])
    reading.line_starts.extend(state.bMarks)
    parser.block.tokenize(state, 0, state.lineMax)
    return tuple(reading.found)


@cache
def _parser(grammar: Grammar) -> MarkdownIt:
    """Return markdown-it with our rules, without those of its own that no diagram depends on."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero", {"html": True, "maxNesting": MAXIMUM_NESTING})
    rules = parser.block.ruler
    rules.enable(["blockquote", "hr", "list", "heading", "paragraph"])
    if grammar.indented_code:
        rules.enable("code")
    ends_paragraphs: RuleOptionsType = {"alt": ["paragraph", "blockquote", "list"]}
    rules.at("fence", fence, ends_paragraphs)
    rules.at("html_block", html_block, {"alt": ["paragraph", "blockquote"]})
    rules.enable(["fence", "html_block"])
    if grammar.indented_containers:
        rules.before("code", "deep_fence", deep_fence)
        rules.at("paragraph", paragraph)
    rules.before("fence", "indented_body", indented_body, ends_paragraphs)
    if grammar.shortcodes:
        rules.before("fence", "shortcode", shortcode, ends_paragraphs)
    if grammar.components:
        rules.before("html_block", "component", component, ends_paragraphs)
        rules.before("fence", "comment_of_mdx", comment_of_mdx, ends_paragraphs)
    return parser
