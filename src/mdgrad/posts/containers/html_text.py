"""The text of an HTML element as mermaid.js takes it: entities decoded, common indentation gone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from mdgrad.posts.excerpt import Excerpt

__all__ = ["mermaid_text"]

ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,8};?|#[0-9]{1,8};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")
LINE_START = re.compile(r"\n([ \t]*)(?=(\S?))")


def mermaid_text(content: Excerpt) -> tuple[Excerpt, str]:
    """Return what mermaid.js reads in an element with this content, and the indentation it drops.

    `mermaid.run` decodes the entities, takes away the indentation that all lines share (by the
    ts-dedent package, whose way of counting is followed here) and trims the rest.
    """
    decoded = content.replaced(_entities(content.source))
    indentation = _common_indentation(decoded.source)
    if indentation:
        width = len(indentation)
        lines = LINE_START.finditer(decoded.source)
        decoded = decoded.replaced(
            (line.start(1), line.start(1) + width, "") for line in lines if len(line[1]) >= width
        )
    text = decoded.source
    start = len(text) - len(text.lstrip())
    return decoded.cut(start, max(start, len(text.rstrip()))), indentation


def _entities(source: str) -> Iterator[tuple[int, int, str]]:
    for match in ENTITY.finditer(source):
        character = html.unescape(match[0])
        if character != match[0]:
            yield match.start(), match.end(), character


def _common_indentation(source: str) -> str:
    # The last line break is looked for from behind: a pattern would try every run of blanks.
    body = source[: source.rfind("\n")] if not source[source.rfind("\n") :].strip() else source
    lines = LINE_START.finditer(body)
    indents = (line[1] for line in lines if line[1] or line[2])
    return min(indents, key=len, default="")
