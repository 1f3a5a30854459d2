"""A quick look at a text, so that one without diagrams costs nothing more, not even an import."""

from __future__ import annotations

__all__ = ["DIAGRAM_SUFFIXES", "WITHOUT_FRONT_MATTER", "has_nothing_to_judge", "may_hold_diagrams"]

DIAGRAM_SUFFIXES = frozenset({".mmd", ".mermaid"})
WITHOUT_FRONT_MATTER = DIAGRAM_SUFFIXES | {".ipynb"}

MARKS = ("```", "~~~", ":::", "{{", "{%", "class", "<mermaid")
NAME = "mermaid"


def may_hold_diagrams(text: str) -> bool:
    """Return False only if no container of any flavour in `text` can hold a diagram.

    Every container names Mermaid on a line with one of `MARKS`, or in a tag of several lines.
    """
    lower = text.lower()
    tag = 0
    name = lower.find(NAME)
    while name >= 0:
        start = lower.rfind("\n", 0, name) + 1
        end = lower.find("\n", name)
        end = end if end >= 0 else len(lower)
        if any(lower.find(mark, start, end) >= 0 for mark in MARKS):
            return True
        # Named in a tag that is still open here? One that is closed is not looked at again.
        tag = lower.rfind("<", tag, name)
        if tag >= 0 and lower.find(">", tag, name) < 0:
            return True
        tag, name = name, lower.find(NAME, end)
    return False


def has_nothing_to_judge(text: str, *, path: str) -> bool:
    """Return True only if the report on `text` is empty: no diagram, no word to mdgrad.

    A notebook that is no JSON, and front matter that speaks to mdgrad, may be told of.
    """
    if path.lower().endswith(tuple(WITHOUT_FRONT_MATTER)):
        return False
    return "mdgrad" not in text and not may_hold_diagrams(text)
