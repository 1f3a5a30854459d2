"""A quick look at a text, so that one without diagrams costs nothing more."""

from __future__ import annotations

import re

__all__ = ["may_hold_diagrams"]

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
