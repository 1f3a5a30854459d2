r"""What JavaScript means by white space, words and lines, where Python means something else.

JavaScript's `\s` knows U+FEFF and not U+001C to U+001F; its `\w`, `\d` and `\b` are ASCII (compile
with `re.ASCII`); its `.` stops at U+2028 and U+2029 too.
"""

from __future__ import annotations

__all__ = ["LINE_END", "SPACE", "WHITESPACE", "strip"]

SPACE = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""The inside of a character class: what `\\s` matches and `trim` takes away."""

LINE_END = r"\n\r\u2028\u2029"
"""The inside of a character class: what `.` does not match."""

WHITESPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""The characters of `SPACE`."""


def strip(text: str) -> str:
    """Return `text` as JavaScript's `trim` leaves it."""
    return text.strip(WHITESPACE)
