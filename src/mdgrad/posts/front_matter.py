"""Front matter: where it ends, and what its `mdgrad:` key says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mdgrad.messages import Message
from mdgrad.posts.post_settings import NO_SETTINGS, PostSettings, read_settings
from mdgrad.posts.problem import Problem
from mdgrad.source import Span

__all__ = ["BYTE_ORDER_MARK", "FrontMatter", "read_front_matter"]

BYTE_ORDER_MARK = "\ufeff"
LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
CLOSERS = {"---": ("---", "..."), "+++": ("+++",)}
YAML_KEY = re.compile(r"""(["']?)mdgrad\1[ \t]*:(?=[ \t]|$)""")
TOML_KEY = re.compile(r"""\[?[ \t]*(["']?)mdgrad\1[ \t]*[]=.]""")
BELOW_KEY = frozenset({"", " ", "\t", "-", "#", "}", "]"})
"""How a line begins that still belongs to the key above it."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where the post's body begins, and what the front matter tells mdgrad."""

    end: int = 0
    settings: PostSettings = NO_SETTINGS
    problems: tuple[Problem, ...] = ()


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
            settings, problems = _told(text, lines, is_yaml=closers != CLOSERS["+++"])
            return FrontMatter(line.end(), settings, problems)
        if line[1].startswith("```"):
            break
        lines.append(line)
    return FrontMatter(start)


def _told(
    text: str, lines: Sequence[re.Match[str]], *, is_yaml: bool
) -> tuple[PostSettings, tuple[Problem, ...]]:
    """Return what the key `mdgrad` says; the rest is left to whom it concerns."""
    key = YAML_KEY if is_yaml else TOML_KEY
    first = next((number for number, line in enumerate(lines) if key.match(line[1])), None)
    if first is None:
        return NO_SETTINGS, ()
    line = lines[first]
    if not is_yaml:
        message = Message(
            "mdgrad reads its settings from front matter in YAML only; "
            "in this post, say <!-- mdgrad: off --> or <!-- mdgrad: ignore CODE --> instead."
        )
        return NO_SETTINGS, (Problem("directive", Span(*line.span(1)), message),)
    last = first + 1
    while last < len(lines) and lines[last][1][:1] in BELOW_KEY:
        last += 1
    return read_settings(text, Span(line.start(), lines[last - 1].end()))
