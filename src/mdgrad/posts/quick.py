"""A quick look at a text, so that one without diagrams costs nothing more."""

from __future__ import annotations

import re
from pathlib import PurePath

__all__ = ["DIAGRAM_SUFFIXES", "WITHOUT_FRONT_MATTER", "has_nothing_to_judge", "may_hold_diagrams"]

DIAGRAM_SUFFIXES = frozenset({".mmd", ".mermaid"})
WITHOUT_FRONT_MATTER = DIAGRAM_SUFFIXES | {".ipynb"}

MARKS = ("```", "~~~", ":::", "{{", "{%", "class", "<mermaid")
NAME = re.compile("mermaid", re.IGNORECASE)


def may_hold_diagrams(text: str) -> bool:
    """Return False only if no container of any flavour in `text` can hold a diagram.

    Every container names Mermaid on a line with one of `MARKS`, or in a tag of several lines.
    """
    position, tag = 0, 0
    while match := NAME.search(text, position):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        end = end if end >= 0 else len(text)
        line = text[start:end].lower()
        if any(mark in line for mark in MARKS):
            return True
        # Named in a tag that is still open here? One that is closed is not looked at again.
        tag = text.rfind("<", tag, match.start())
        if tag >= 0 and text.find(">", tag, match.start()) < 0:
            return True
        tag, position = match.start(), end
    return False


def has_nothing_to_judge(text: str, *, path: str) -> bool:
    """Return True only if the report on `text` is empty: no diagram, no word to mdgrad.

    A notebook that is no JSON, and front matter that speaks to mdgrad, may be told of.
    """
    if PurePath(path).suffix.lower() in WITHOUT_FRONT_MATTER:
        return False
    return "mdgrad" not in text and not may_hold_diagrams(text)
