"""From the right text of a label to the edits of the post that write it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mdgrad.graphs.assertions import Assertion
from mdgrad.mermaid import MermaidError, parse
from mdgrad.mermaid.alignment import place_in_source
from mdgrad.mermaid.flowchart import Flowchart, Label
from mdgrad.mermaid.writer import UnwritableLabel, write_label
from mdgrad.posts import Block
from mdgrad.report import Edit
from mdgrad.source import Span

__all__ = ["Wanted", "is_plain", "label_edits"]

_SPECIAL = frozenset('"#&<>;`\n')
"""Characters that mean something in a quoted label."""
_RISKY = frozenset("-=~[](){}<>|'\"`;:#&@\\%/.*+")
"""Characters that may mean something in a bare label."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one side of a label should say; None where that cannot be told."""

    assertion: Assertion
    text: str | None


def is_plain(text: str) -> bool:
    """Return whether a text may stand between quotes as it is.

    What Mermaid shows of a label may be an entity there (`#lt;script#gt;`); copied as it is shown,
    it would be a tag.
    """
    return not _SPECIAL & set(text) and "%%" not in text


def label_edits(
    wanted: Iterable[Wanted], flowchart: Flowchart, block: Block
) -> Mapping[Assertion, tuple[Edit, ...]]:
    """Return for each assertion that is to say something else the edits that make it say so.

    All such sides of one label are put right together. There is no edit where Mermaid or the
    container cannot hold the text, or where arrows that share one label want different texts.
    """
    by_label: dict[Label, list[Wanted]] = {}
    for one in wanted:
        by_label.setdefault(one.assertion.label, []).append(one)
    edits: dict[Assertion, tuple[Edit, ...]] = {}
    for label, sides in by_label.items():
        mended = _in_place(label, sides, flowchart, block) or _anew(label, sides, flowchart, block)
        edits |= dict.fromkeys((side.assertion for side in sides), mended)
    return edits


def _in_place(
    label: Label, sides: Sequence[Wanted], flowchart: Flowchart, block: Block
) -> tuple[Edit, ...]:
    """Return edits of just the sides, where nothing in the right texts needs quoting."""
    edits: dict[Span, str] = {}
    for side in sides:
        span = _place(label, side.assertion.side.span, flowchart)
        text = side.text
        if label.form != "quoted" or span is None or text is None or not is_plain(text):
            return ()
        if edits.setdefault(span, text) != text:
            return ()
    return tuple(Edit(block.in_post(span), block.write(text)) for span, text in edits.items())


def _place(label: Label, side: Span, flowchart: Flowchart) -> Span | None:
    """Return where a side stands in the source; an empty label is all between its quotes."""
    if label.text:
        return place_in_source(flowchart.source, label, side)
    start, end = label.span.start, label.span.end
    while start > label.outer.start and flowchart.source[start - 1].isspace():
        start -= 1
    while end < label.outer.end and flowchart.source[end].isspace():
        end += 1
    return Span(start, end)


def _right_text(label: Label, sides: Iterable[Wanted]) -> str | None:
    """Return the label's whole text with every side replaced, None if there is no such."""
    replacements = {side.assertion.side.span: side.text for side in sides}
    if any(side.text != replacements[side.assertion.side.span] for side in sides):
        return None
    text = label.text
    for span in sorted(replacements, reverse=True):
        right = replacements[span]
        if right is None:
            return None
        text = text[: span.start] + right + text[span.end :]
    return text


def _anew(
    label: Label, sides: Sequence[Wanted], flowchart: Flowchart, block: Block
) -> tuple[Edit, ...]:
    """Return edits that write the whole label anew, in the first form that Mermaid reads so."""
    text = _right_text(label, sides)
    if text is None:
        return ()
    for edits in _forms(label, text, flowchart):
        try:
            return tuple(
                Edit(block.in_post(span), block.write(replacement)) for span, replacement in edits
            )
        except ValueError:
            continue
    return ()


def _forms(label: Label, text: str, flowchart: Flowchart) -> Iterator[list[tuple[Span, str]]]:
    """Yield the ways to write a label's text: in its own form, else in quotes."""
    risky = bool(_RISKY & set(text))
    try:
        own = write_label(flowchart, label, text)
        if not risky or _reads(own, label, text, flowchart):
            yield own
    except UnwritableLabel:
        pass
    if label.form == "plain" and is_plain(text):
        quoted = [(label.span, f'"{text}"')]
        if _reads(quoted, label, text, flowchart):
            yield quoted


def _reads(
    edits: Sequence[tuple[Span, str]], label: Label, text: str, flowchart: Flowchart
) -> bool:
    """Return whether Mermaid shows `text` where it showed the label, and nodes and edges stay."""
    source = flowchart.source
    for span, replacement in sorted(edits, reverse=True):
        source = source[: span.start] + replacement + source[span.end :]
    try:
        after = parse(source)
    except MermaidError:
        return False
    labels = [(e.label, f.text) for e, f in zip(flowchart.edges, after.edges, strict=False)]
    labels += [(node.label, after.nodes[node.id].text) for node in flowchart.nodes.values()
               if node.id in after.nodes]  # fmt: skip
    sizes = (len(after.edges), len(after.nodes)) == (len(flowchart.edges), len(flowchart.nodes))
    return sizes and all(shown == text for one, shown in labels if one == label)
