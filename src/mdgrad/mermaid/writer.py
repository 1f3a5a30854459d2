"""Writing labels: the replacement that makes Mermaid read a given text."""

from __future__ import annotations

from mdgrad.mermaid.flowchart import Flowchart, Label
from mdgrad.source import Span

__all__ = ["UnwritableLabel", "write_label"]


class UnwritableLabel(ValueError):
    """Mermaid cannot represent the text there."""


def write_label(flowchart: Flowchart, label: Label, text: str) -> list[tuple[Span, str]]:
    """Return what to replace in the source so that `label` says `text`.

    Raises UnwritableLabel where the text cannot stand in the label's form.
    """
    forbidden = '"' if label.form == "quoted" else '[](){}|"'
    if label.form not in {"plain", "quoted"} or any(char in text for char in forbidden):
        raise UnwritableLabel("the text has characters that the label's form cannot hold")
    if flowchart.source[label.span.start : label.span.end] != label.text:
        raise UnwritableLabel("the label is written with entities")
    return [(label.span, text)]
