"""The formats of an explanation, by name; each is imported when it is asked for."""

from __future__ import annotations

from typing import Final

from mdgrad.explanation.model import Explanation

__all__ = ["SUFFIXES", "render"]

SUFFIXES: Final = {".md": "markdown", ".html": "html", ".tex": "latex", ".json": "json"}
"""The format that a file's suffix asks for."""


def render(explanation: Explanation, form: str = "text", *, columns: int = 80) -> str:
    """Return an explanation in a format; text is at most so many columns wide, if words allow.

    Raises ValueError for a format that there is not.
    """
    match form:
        case "text":
            from mdgrad.explanation.text import render_text

            return "\n".join(render_text(explanation, columns)).rstrip("\n")
        case "markdown":
            from mdgrad.explanation.markdown import render_markdown

            return render_markdown(explanation)
        case "html":
            from mdgrad.explanation.page import render_page

            return render_page(explanation)
        case "latex":
            from mdgrad.explanation.latex import render_latex

            return render_latex(explanation)
        case "json":
            from mdgrad.explanation.json import render_json

            return render_json(explanation)
    raise ValueError(f"there is no format {form}")
