"""What Mermaid shows of a written label."""

from __future__ import annotations

import re
from html import unescape

from mdgrad.mermaid.javascript import strip
from mdgrad.mermaid.preprocess import ENTITY_MARKS

__all__ = ["shown"]

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def shown(written: str) -> str:
    """Return the text that `written` shows: entities decoded, outer white space gone."""
    text = strip(written)
    if "<" in text:
        text = _BREAK.sub("<br>", text)
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if "ﬂ°" in text or "¶ß" in text:
        for mark, entity in ENTITY_MARKS:
            text = text.replace(mark, entity)
    return unescape(text) if "&" in text else text
