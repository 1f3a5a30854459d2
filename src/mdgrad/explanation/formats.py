"""The formats of an explanation, by name; each is imported when it is asked for."""

from __future__ import annotations

from typing import Final

from mdgrad.explanation.model import Explanation

__all__ = ["SUFFIXES", "render"]

SUFFIXES: Final[dict[str, str]] = {}
"""The format that a file's suffix asks for."""


def render(explanation: Explanation, form: str = "text", *, columns: int = 80) -> str:
    """Return an explanation in a format; text is at most so many columns wide, if words allow.

    Raises ValueError for a format that there is not.
    """
    match form:
        case "text":
            from mdgrad.explanation.text import render_text

            return "\n".join(render_text(explanation, columns)).rstrip("\n")
    raise ValueError(f"there is no format {form}")
