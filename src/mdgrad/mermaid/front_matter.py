"""Where the front matter of a source ends, as mermaid's `matchFrontMatter` finds it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mdgrad.mermaid.javascript import SPACE

__all__ = ["FrontMatter", "front_matter"]

_OPENING = re.compile(rf"((?:(?!\n)[{SPACE}])*)---([{SPACE}]*)")
_SPACES = re.compile(rf"[{SPACE}]*")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of a text."""

    length: int
    """How many characters at the start of the text are front matter."""
    body_start: int
    body_end: int
    """Where the YAML stands in the text."""
    indent: str
    """The white space before the opening `---`, which the YAML's lines may have too."""


def front_matter(text: str) -> FrontMatter | None:
    """Return the front matter that `text` begins with, if any; lines end at LF alone."""
    opening = _OPENING.match(text)
    if not opening or "\n" not in opening[2]:
        return None
    indent = opening[1]
    fence = f"\n{indent}---"
    first_body = opening.start(2) + opening[2].index("\n") + 1
    last_fence = _last_closing_fence(text, fence, first_body)
    if last_fence < 0:
        return None
    body_start = text.rfind("\n", opening.start(2), min(opening.end(2), last_fence)) + 1
    position = text.find(fence, body_start)
    while (end := _closing_end(text, position + len(fence))) < 0:
        position = text.find(fence, position + 1)
    return FrontMatter(end + 1, body_start, position, indent)


def _last_closing_fence(text: str, fence: str, start: int) -> int:
    position = text.rfind(fence, start)
    while position >= 0 and _closing_end(text, position + len(fence)) < 0:
        position = text.rfind(fence, start, position + len(fence) - 1)
    return position


def _closing_end(text: str, position: int) -> int:
    """Return the last line end in the white space at `position`, or -1."""
    spaces = _SPACES.match(text, position)
    return text.rfind("\n", position, spaces.end() if spaces else position)
