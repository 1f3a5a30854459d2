"""Front matter: where it ends, and what its `mdgrad:` key says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mdgrad.posts.block import Directive
from mdgrad.source import Span

__all__ = ["FrontMatter", "read_front_matter"]

BYTE_ORDER_MARK = "\ufeff"
LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
CLOSERS = {"---": ("---", "..."), "+++": ("+++",)}
KEY = re.compile(r"mdgrad[ \t]*[:=]")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where the post's body begins, and what the front matter tells mdgrad."""

    end: int = 0
    directives: tuple[Directive, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Return the front matter of `text`: YAML between `---`, or TOML between `+++`.

    A byte order mark counts as front matter. A rule `---` at the top of a post is told from front
    matter by what follows: no line of YAML begins with a backtick.
    """
    start = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    opening = LINE.match(text, start)
    closers = CLOSERS.get(opening[1].rstrip()) if opening else None
    if opening is None or closers is None:
        return FrontMatter(start)
    lines: list[re.Match[str]] = []
    for line in LINE.finditer(text, opening.end()):
        if line[1].rstrip() in closers:
            return FrontMatter(line.end(), tuple(_directives(lines)))
        if line[1].startswith("```"):
            break
        lines.append(line)
    return FrontMatter(start)


def _directives(lines: Iterable[re.Match[str]]) -> Iterator[Directive]:
    """Yield what stands after the key `mdgrad`, or on each of the indented lines below it."""
    below_key = False
    for line in lines:
        key = KEY.match(line[1])
        if key:
            yield from _directive(line, key.end())
        elif below_key and line[1][:1] in {" ", "\t", "-"}:
            yield from _directive(line, len(line[1]) - len(line[1].lstrip(" \t-")))
        below_key = key is not None or (below_key and line[1][:1] in {"", " ", "\t", "-"})


def _directive(line: re.Match[str], start: int) -> Iterator[Directive]:
    words = line[1][start:]
    text = words.split(" #")[0].strip(" \t\"'")
    if text and not text.startswith("#"):
        first = line.start() + start + words.index(text)
        yield Directive(text, Span(first, first + len(text)))
