"""Reading a post: from a text of any kind to the diagrams in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from mdgrad.messages import Message
from mdgrad.posts.containers.found import Drawing
from mdgrad.posts.directives import assembled
from mdgrad.posts.excerpt import of_text
from mdgrad.posts.flavors import GRAMMARS, Flavor, Grammar
from mdgrad.posts.front_matter import BYTE_ORDER_MARK, read_front_matter
from mdgrad.posts.json_strings import JsonError, check_json
from mdgrad.posts.markdown import find_in_markdown
from mdgrad.posts.notebook import find_in_notebook
from mdgrad.posts.post import Post, Problem
from mdgrad.posts.post_settings import NO_SETTINGS, PostSettings
from mdgrad.posts.quick import DIAGRAM_SUFFIXES, WITHOUT_FRONT_MATTER, may_hold_diagrams
from mdgrad.source import Span, Text

__all__ = ["find_blocks", "settings_in"]


def find_blocks(text: str, *, path: str | None = None, flavor: Flavor = "auto") -> Post:
    """Return `text` as a post, with every diagram in it.

    The suffix of `path` tells notebooks (`.ipynb`), MDX (`.mdx`) and files that are one diagram
    (`.mmd`, `.mermaid`) from Markdown. There is no text that raises an exception.
    """
    suffix = PurePath(path or "").suffix.lower()
    if suffix in DIAGRAM_SUFFIXES:
        return _diagram_file(text)
    if suffix == ".ipynb":
        return _notebook(text, GRAMMARS[flavor])
    if not may_hold_diagrams(text):
        return Post(Text(text))
    front_matter = read_front_matter(text)
    grammar = GRAMMARS[front_matter.settings.flavor or flavor]
    if suffix == ".mdx":
        grammar = replace(grammar, indented_code=False, components=True, fences_in_html=True)
    found = find_in_markdown(text, grammar, start=front_matter.end)
    return assembled(text, found, front_matter)


def settings_in(text: str, *, path: str | None = None) -> PostSettings:
    """Return what the post says about itself in its front matter."""
    suffix = PurePath(path or "").suffix.lower()
    return NO_SETTINGS if suffix in WITHOUT_FRONT_MATTER else read_front_matter(text).settings


def _notebook(text: str, grammar: Grammar) -> Post:
    start = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    try:
        if not may_hold_diagrams(text):
            check_json(text, start)
            return Post(Text(text))
        return assembled(text, find_in_notebook(text, grammar, start=start))
    except JsonError as error:
        place = Span(error.offset, min(error.offset + 1, len(text)))
        message = Message("This notebook cannot be read: it is no JSON from here on.")
        return Post(Text(text), problems=(Problem("notebook", place, message),))


def _diagram_file(text: str) -> Post:
    """Return a file that is one diagram from beginning to end."""
    start = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    line_break = "\r\n" if "\r\n" in text else "\n"
    span = Span(0, len(text))
    drawing = Drawing(of_text(text, start, len(text)), span, "plain", line_break)
    return assembled(text, [drawing])
