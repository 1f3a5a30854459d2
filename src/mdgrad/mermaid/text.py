"""What Mermaid shows of a written label."""

from __future__ import annotations

import re
from html import unescape

from mdgrad.mermaid.javascript import strip
from mdgrad.mermaid.preprocess import ENTITY_MARKS

__all__ = ["shown", "shown_data"]

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def shown(written: str) -> str:
    """Return the text that `written` shows: entities decoded, outer white space gone."""
    text = strip(written)
    if "<" in text:
        text = _BREAK.sub("<br>", text)
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return _decoded(text)


def shown_data(value: str | float | bool | None) -> str:
    """Return the text that a `label:` in `@{ … }` shows."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _written_number(value)
    return _decoded(str(value))


def _written_number(value: float) -> str:
    """Return a number as JavaScript writes it, for numbers of usual size."""
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(repr(value), repr(value))


def _decoded(text: str) -> str:
    if "ﬂ°" in text or "¶ß" in text:
        for mark, entity in ENTITY_MARKS:
            text = text.replace(mark, entity)
    return unescape(text) if "&" in text else text
