"""What Mermaid shows of a written label."""

from __future__ import annotations

import html
import re

from mdgrad.mermaid.javascript import strip

__all__ = ["ENTITY", "ENTITY_MARKS", "Piece", "pieces", "shown", "shown_data", "unescape"]

ENTITY_MARKS = (("ﬂ°°", "&#"), ("ﬂ°", "&"), ("¶ß", ";"))
"""What Mermaid writes for `#…;` while it parses, and what it puts back when it draws."""
ENTITY = re.compile(r"#(\w+);", re.ASCII)
"""How an entity is written in Mermaid."""

Piece = tuple[str, int, int]
"""A text that is shown, and the start and end of what is written for it."""

_MARKED = re.compile("[&ﬂ¶]")
_LONG_NUMBER = re.compile(r"&#([0-9]{9,});?")
_UNIT = re.compile(r"[^#&]+|#\w{1,32};|&\w{1,32};?|&#\w{1,32}(?![\w;])|[#&]", re.ASCII)


def shown(written: str) -> str:
    """Return the text that `written`, with its entities marked, shows; `<br>` is kept."""
    text = strip(written)
    if "<" in text:
        from mdgrad.mermaid.markup import sanitized  # most diagrams have no tags

        text = "".join([piece for piece, _, _ in sanitized(text)])
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


def pieces(written: str) -> list[Piece]:
    """Return what is shown of `written` as it stands in a source, piece by piece, with places."""
    if "<" not in written:
        runs: list[Piece] = [(written, 0, len(written))]
    else:
        from mdgrad.mermaid.markup import sanitized

        runs = sanitized(written)
    found: list[Piece] = []
    for text, start, end in runs:
        if text != written[start:end] or text.startswith("<"):
            found.append((text, start, end))
            continue
        for unit in _UNIT.finditer(text):
            entity = ENTITY.fullmatch(unit[0])
            decoded = _decoded(_in_html(entity[1]) if entity else unit[0])
            found.append((decoded, start + unit.start(), start + unit.end()))
    return found


def unescape(text: str) -> str:
    """Return `text` with HTML's entities decoded, be their numbers of thousands of digits.

    Python reads no such integer. Eight digits are beyond Unicode already, which shows U+FFFD.
    """
    return html.unescape(_LONG_NUMBER.sub(_shortened, text))


def _shortened(entity: re.Match[str]) -> str:
    return f"&#{entity[1].lstrip('0')[:8] or '0'};"


def _in_html(entity: str) -> str:
    """Return how HTML writes an entity that Mermaid writes `#…;`."""
    return f"&{'#' if entity.isdigit() else ''}{entity};"


def _written_number(value: float) -> str:
    """Return a number as JavaScript writes it, for numbers of usual size."""
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(repr(value), repr(value))


def _decoded(text: str) -> str:
    if not _MARKED.search(text):
        return text
    for mark, entity in ENTITY_MARKS:
        text = text.replace(mark, entity)
    return unescape(text) if "&" in text else text
