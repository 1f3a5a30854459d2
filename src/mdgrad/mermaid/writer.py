"""Writing labels: the replacement that makes Mermaid read a given text."""

from __future__ import annotations

from functools import lru_cache

from mdgrad.mermaid.flowchart import Flowchart, Label, LabelForm
from mdgrad.mermaid.javascript import WHITESPACE, strip
from mdgrad.mermaid.slots import Slot, slot_of
from mdgrad.mermaid.spelling import spellings
from mdgrad.source import Span

__all__ = ["UnwritableLabel", "write_label"]


class UnwritableLabel(ValueError):
    """Mermaid cannot represent the text there."""


def write_label(flowchart: Flowchart, label: Label, text: str) -> list[tuple[Span, str]]:
    """Return what to replace in the source so that `label` says `text`.

    The author's form stays, quoted or not, wherever Mermaid can read the text in it; otherwise
    the label is quoted. Raises `UnwritableLabel` where Mermaid can read the text in no form:
    `docs/mermaid.md` lists these.
    """
    if not text:
        raise UnwritableLabel("Mermaid reads no empty label")
    if text != strip(text):
        raise UnwritableLabel("Mermaid drops white space around a label")
    source = flowchart.source
    slot = slot_of(source, label)
    if slot is None:
        raise UnwritableLabel("the label stands where mdgrad does not write")
    left, right = _padding(source, label)
    written = source[label.outer.start : label.outer.end]
    spelling = _spelling(slot, label.form, written, text, (left, right))
    if spelling is None or ("#" in spelling and _is_on_line_of_style(source, label)):
        raise UnwritableLabel("Mermaid can read this text in no form there")
    return [_smallest(source, label, spelling)]


@lru_cache(maxsize=1024)
def _spelling(
    slot: Slot, form: LabelForm, written: str, text: str, padding: tuple[str, str]
) -> str | None:
    """Return the first spelling that reads as `text`, for all between brackets or dashes."""
    before = slot.reading(written)
    if before is None:
        return None
    for spelling in spellings(text, form, written):
        padded = spelling if spelling.startswith('"') and slot.before[-1] not in "-=. " else None
        candidate = padded or padding[0] + spelling + padding[1]
        if slot.reading(candidate) == (text, before[1]):
            return candidate
    return None


def _padding(source: str, label: Label) -> tuple[str, str]:
    """Return the white space inside the brackets or dashes, on both sides of the label."""
    written = source[label.outer.start : label.outer.end]
    bare = strip(written)
    left = len(written) - len(written.lstrip(WHITESPACE))
    return written[:left], written[left + len(bare) :]


def _smallest(source: str, label: Label, spelling: str) -> tuple[Span, str]:
    """Return the replacement without what stays the same around the label's text."""
    left = source[label.outer.start : label.span.start]
    right = source[label.span.end : label.outer.end]
    fits = len(spelling) >= len(left) + len(right)
    if fits and spelling.startswith(left) and spelling.endswith(right):
        return label.span, spelling[len(left) : len(spelling) - len(right)]
    return label.outer, spelling


def _is_on_line_of_style(source: str, label: Label) -> bool:
    """Return whether Mermaid could take the label's entities for a colour of a style."""
    start = max(source.rfind(end, 0, label.outer.start) for end in "\r\n") + 1
    ends = [source.find(end, label.outer.end) for end in "\r\n"]
    line = source[start : min((end for end in ends if end >= 0), default=len(source))]
    return "style" in line or "classDef" in line
