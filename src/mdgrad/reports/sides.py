"""The two sides of what is told: what is written, and what is right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mdgrad.messages import Message
from mdgrad.messages.languages import ENGLISH, in_language
from mdgrad.report import Claim, Finding

__all__ = ["EXPECTED", "WRITTEN", "both_sides"]

WRITTEN: Final = Message("written")
EXPECTED: Final = Message("expected")


def both_sides(told: Finding | Claim, language: str = ENGLISH) -> Iterator[tuple[str, str]]:
    """Yield each side that is there, after its name; programs look for the English one."""
    for name, label in ((WRITTEN, told.written), (EXPECTED, told.expected)):
        if label is not None:
            yield in_language(name, language), label
