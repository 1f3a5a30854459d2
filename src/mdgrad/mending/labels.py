"""From the right text of a label to the edits of the post that write it there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mdgrad.graphs.assertions import Assertion
from mdgrad.judgement.verdict import Judged
from mdgrad.mermaid.alignment import place_in_source
from mdgrad.mermaid.flowchart import Flowchart, Label
from mdgrad.mermaid.writer import UnwritableLabel, write_label
from mdgrad.posts import Block
from mdgrad.report import Edit
from mdgrad.source import Span

__all__ = ["label_edits"]

_SPECIAL = frozenset('"#&<>;`\n')
"""Characters that mean something in a quoted label."""


def label_edits(
    verdicts: Iterable[Judged], flowchart: Flowchart, block: Block
) -> Mapping[Assertion, tuple[Edit, ...]]:
    """Return for each wrong assertion the edits that put its label right.

    All wrong sides of one label are put right together. There is no edit where Mermaid or the
    container cannot hold the text, or where arrows that share one label want different texts.
    """
    by_label: dict[Label, list[Judged]] = {}
    for judged in verdicts:
        if judged.verdict == "wrong":
            by_label.setdefault(judged.assertion.label, []).append(judged)
    edits: dict[Assertion, tuple[Edit, ...]] = {}
    for label, wrong in by_label.items():
        mended = _in_place(label, wrong, flowchart, block) or _anew(label, wrong, flowchart, block)
        edits |= dict.fromkeys((judged.assertion for judged in wrong), mended)
    return edits


def _in_place(
    label: Label, wrong: Sequence[Judged], flowchart: Flowchart, block: Block
) -> tuple[Edit, ...]:
    """Return edits of just the wrong sides, where nothing in the right ones needs quoting."""
    edits: dict[Span, str] = {}
    for judged in wrong:
        span = place_in_source(flowchart.source, label, judged.assertion.side.span)
        text = judged.expected
        if label.form != "quoted" or span is None or text is None or _SPECIAL & set(text):
            return ()
        if edits.setdefault(span, text) != text:
            return ()
    return tuple(Edit(block.in_post(span), block.write(text)) for span, text in edits.items())


def _right_text(label: Label, wrong: Iterable[Judged]) -> str | None:
    """Return the label's whole text with every wrong side replaced, None if there is no such."""
    replacements = {judged.assertion.side.span: judged.expected for judged in wrong}
    if any(judged.expected != replacements[judged.assertion.side.span] for judged in wrong):
        return None
    text = label.text
    for span in sorted(replacements, reverse=True):
        expected = replacements[span]
        if expected is None:
            return None
        text = text[: span.start] + expected + text[span.end :]
    return text


def _anew(
    label: Label, wrong: Sequence[Judged], flowchart: Flowchart, block: Block
) -> tuple[Edit, ...]:
    """Return edits that write the whole label anew, in the form that Mermaid allows."""
    text = _right_text(label, wrong)
    if text is None:
        return ()
    try:
        return tuple(
            Edit(block.in_post(span), block.write(replacement))
            for span, replacement in write_label(flowchart, label, text)
        )
    except (UnwritableLabel, ValueError):
        return ()
