"""Words that look like mathematics which could not be read."""

from __future__ import annotations

import re

from mdgrad.labels.content import Content, Unread, Words

__all__ = ["is_unread_mathematics"]

_SIGNS = frozenset("+-−*/×÷·∙^=()∂∇√²³|")
_TAG = re.compile(r"[#(\[]?\s*\w{1,3}\s*[)\].:]?")


def is_unread_mathematics(content: Content) -> bool:
    """Return whether something is meant as mathematics and unread: signs outweigh the letters.

    A tag such as `[1]`, `(a)` or `#2` is none.
    """
    if isinstance(content, Unread):
        return True
    if not isinstance(content, Words) or _TAG.fullmatch(content.text):
        return False
    text = re.sub(r"\s", "", content.text)
    letters = sum(character.isalpha() for character in text)
    signs = sum(character in _SIGNS for character in text)
    digits = sum(character.isdigit() for character in text)
    return signs > 0 and signs + digits > letters
