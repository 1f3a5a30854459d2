"""Text of a post made safe and measurable for a terminal.

A post may come from a stranger. Terminal escapes and bidirectional controls in it would change
what the reader sees (https://trojansource.codes), so every control and format character is shown
by its code. What remains has a width that can be counted, and carets stand where they should.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

__all__ = ["cells", "visible"]

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_TAB_STOP = 4


def visible(text: str) -> str:
    """Return `text` on one line, with control and format characters shown by their codes."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def cells(line: str) -> Iterator[tuple[str, int]]:
    """Yield each character of `line` as it is shown, with the columns that it takes."""
    column = 0
    for character in line:
        shown, width = _cell(character, column)
        column += width
        yield shown, width


def _cell(character: str, column: int) -> tuple[str, int]:
    if character == "\t":
        width = _TAB_STOP - column % _TAB_STOP
        return " " * width, width
    if character.isascii() and character.isprintable():
        return character, 1
    shown = _shown(character)
    return shown, len(shown) if shown != character else _width(character)


def _shown(character: str) -> str:
    if unicodedata.category(character) not in _INVISIBLE:
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _width(character: str) -> int:
    """Return how many columns a terminal gives to a character that is no control."""
    if unicodedata.category(character) in {"Mn", "Me"} or "\u1160" <= character <= "\u11ff":
        # Marks stand on the character before; so do the vowels and finals of a Hangul syllable.
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
