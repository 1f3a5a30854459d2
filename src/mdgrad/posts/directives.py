"""Directives: which comments in a post speak about which diagram."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mdgrad.messages import Message
from mdgrad.posts.block import Block, Directive
from mdgrad.posts.containers.found import Comment, Drawing, Found
from mdgrad.posts.front_matter import FrontMatter
from mdgrad.posts.post import Post, Problem
from mdgrad.source import Text

__all__ = ["assembled"]

NONE = FrontMatter()

IGNORE = re.compile(r"ignore(?: +|, *)MG\d{3}(?:(?: +|, *)MG\d{3})*", re.IGNORECASE)


def assembled(text: str, found: Iterable[Found], front_matter: FrontMatter = NONE) -> Post:
    """Return the post with what was found in it; each block gets the directives that hold there.

    `off` holds for all blocks until `on`, `ignore` for the next block only.
    """
    lines = Text(text)
    blocks: list[Block] = []
    problems = list(front_matter.problems)
    off = Directive("off", front_matter.settings.off) if front_matter.settings.off else None
    ignores: list[Directive] = []
    for item in found:
        if isinstance(item, Drawing):
            directives = ([off] if off else []) + ignores
            blocks.append(_block(lines, item, tuple(directives)))
            ignores = []
        elif not isinstance(item, Comment):
            problems.append(Problem("unclosed", item.span, item.message))
        elif item.text.lower() == "off":
            off = off or Directive("off", item.span)
        elif item.text.lower() == "on":
            off = None
        elif IGNORE.fullmatch(item.text):
            ignores.append(Directive(item.text, item.span))
        else:
            problems.append(Problem("directive", item.span, _unknown(item.text)))
    return Post(lines, tuple(blocks), tuple(problems))


def _block(text: Text, drawing: Drawing, directives: tuple[Directive, ...]) -> Block:
    line, _ = text.line_column(drawing.span.start)
    return Block(
        source=drawing.excerpt.source,
        line=line,
        span=drawing.span,
        pieces=drawing.excerpt.pieces,
        encoding=drawing.encoding,
        directives=directives,
        line_break=drawing.line_break,
        closer=drawing.closer,
    )


def _unknown(text: str) -> Message:
    shown = text if len(text) <= 40 else text[:39] + "…"
    return Message(
        "mdgrad knows no directive {directive} in a post; "
        "it knows `off`, `on` and `ignore` with codes such as MG301.",
        directive=repr(shown),
    )
