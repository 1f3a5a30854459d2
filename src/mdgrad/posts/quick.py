"""A quick look at a text, so that one without diagrams costs nothing more."""

from __future__ import annotations

import re

__all__ = ["may_hold_diagrams"]

MARKS = ("```", "~~~", ":::", "{{", "{%", "class", "mermaid>", "<mermaid")
NAME = re.compile("mermaid", re.IGNORECASE)


def may_hold_diagrams(text: str) -> bool:
    """Return False only if no container of any flavour in `text` can hold a diagram.

    Every container names Mermaid on a line with one of `MARKS`, or in a tag of several lines.
    """
    position = 0
    while match := NAME.search(text, position):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        line = text[start : end if end >= 0 else len(text)].lower()
        if any(mark in line for mark in MARKS):
            return True
        position = end if end >= 0 else len(text)
    return False
