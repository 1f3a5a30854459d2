"""Where in the source the characters of a label stand that Mermaid shows otherwise than written.

Mermaid shows `<br/>` as `<br>` and `#35;` as `#`; most characters stand for themselves.
"""

from __future__ import annotations

from mdgrad.mermaid.flowchart import Label
from mdgrad.mermaid.text import pieces
from mdgrad.source import Span

__all__ = ["place_in_source"]


def place_in_source(source: str, label: Label, span: Span) -> Span | None:
    """Return where `span` of the label's shown text stands in the source, None if unclear."""
    written = source[label.span.start : label.span.end]
    if written == label.text:
        return span.shifted(label.span.start)
    shown = 0
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for text, start, end in pieces(written):
        if len(text) == end - start and text == written[start:end]:
            starts.update((shown + at, start + at) for at in range(len(text)))
            ends.update((shown + at, start + at) for at in range(1, len(text) + 1))
        else:
            starts.setdefault(shown, start)
            ends[shown + len(text)] = end
        if not label.text.startswith(text, shown):
            return None
        shown += len(text)
    if shown != len(label.text) or span.start not in starts or span.end not in ends:
        return None
    return Span(starts[span.start] + label.span.start, ends[span.end] + label.span.start)
