"""The two sides of a finding: what is written, and what is right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mdgrad.messages import Message
from mdgrad.messages.languages import ENGLISH, in_language
from mdgrad.report import Finding

__all__ = ["EXPECTED", "WRITTEN", "both_sides"]

WRITTEN: Final = Message("written")
EXPECTED: Final = Message("expected")


def both_sides(finding: Finding, language: str = ENGLISH) -> Iterator[tuple[str, str]]:
    """Yield each side that a finding has, after its name; programs look for the English one."""
    for name, label in ((WRITTEN, finding.written), (EXPECTED, finding.expected)):
        if label is not None:
            yield in_language(name, language), label
