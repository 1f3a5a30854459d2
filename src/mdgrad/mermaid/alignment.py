"""Where in the source the characters of a label stand that Mermaid shows otherwise than written.

Mermaid shows `<br/>` as `<br>` and `#35;` as `#`; everything else stands for itself.
"""

from __future__ import annotations

import re

from mdgrad.mermaid.flowchart import Label
from mdgrad.source import Span

__all__ = ["place_in_source"]

_UNIT = re.compile(r"<br\s{0,9}/?>|[#&]\w{1,32};|[\s\S]", re.IGNORECASE)


def place_in_source(source: str, label: Label, span: Span) -> Span | None:
    """Return where `span` of the label's shown text stands in the source, None if unclear."""
    if len(label.span) == len(label.text):
        return span.shifted(label.span.start)
    shown = 0
    starts: dict[int, int] = {}
    for unit in _UNIT.finditer(source, label.span.start, label.span.end):
        starts[shown] = unit.start()
        shown += _shown_length(unit[0], label.text, shown)
    starts[shown] = label.span.end
    if shown != len(label.text) or span.start not in starts or span.end not in starts:
        return None
    return Span(starts[span.start], starts[span.end])


def _shown_length(unit: str, text: str, at: int) -> int:
    """Return how many characters of the shown text a unit of the source stands for."""
    if unit[0] == "<" and len(unit) > 1:
        return len("<br>")
    return len(unit) if text.startswith(unit, at) else 1
