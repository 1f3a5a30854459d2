"""Comments that speak to mdgrad."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdgrad.posts.containers.found import Comment
from mdgrad.posts.excerpt import Excerpt
from mdgrad.source import Span

__all__ = ["comment_in"]

ADDRESS = re.compile(r"\s*mdgrad\s*:", re.IGNORECASE)


def comment_in(excerpt: Excerpt, start: int, end: int) -> Iterator[Comment]:
    """Yield the comment whose inside is `excerpt` from `start` to `end`, if it is for mdgrad."""
    address = ADDRESS.match(excerpt.source, start, end)
    if address:
        words = excerpt.source[address.end() : end]
        first = address.end() + len(words) - len(words.lstrip())
        last = max(first, address.end() + len(words.rstrip()))
        place = excerpt.in_post(Span(first, last))
        yield Comment(" ".join(words.split()), place)
