"""From the right text of a label to the edits of the post that write it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

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


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to write a label's text: what to replace in the source."""

    label: Label
    text: str
    replacements: tuple[tuple[Span, str], ...]
    is_risky: bool
    """Whether Mermaid may read something else in it, so that it is to be tried."""


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
    in_place = {
        label: _in_place(label, sides, flowchart, block) for label, sides in by_label.items()
    }
    texts = {
        label: text
        for label, sides in by_label.items()
        if not in_place[label] and (text := _right_text(label, sides)) is not None
    }
    anew = _anew(texts, flowchart, block)
    return {
        side.assertion: in_place[label] or anew.get(label, ())
        for label, sides in by_label.items()
        for side in sides
    }


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
    texts: Mapping[Label, str], flowchart: Flowchart, block: Block
) -> Mapping[Label, tuple[Edit, ...]]:
    """Return edits that write whole labels anew, each in the first form that Mermaid reads so."""
    edits: dict[Label, tuple[Edit, ...]] = {}
    for write in (_as_it_was, _quoted):
        forms = [
            form
            for label, text in texts.items()
            if label not in edits and (form := write(label, text, flowchart)) is not None
        ]
        for form in _readable(forms, flowchart):
            with suppress(ValueError):
                edits[form.label] = tuple(
                    Edit(block.in_post(span), block.write(replacement))
                    for span, replacement in form.replacements
                )
    return edits


def _as_it_was(label: Label, text: str, flowchart: Flowchart) -> _Form | None:
    """Return the text in the label's own form, None if Mermaid cannot read it so."""
    try:
        replacements = write_label(flowchart, label, text)
    except UnwritableLabel:
        return None
    return _Form(label, text, tuple(replacements), is_risky=bool(_RISKY & set(text)))


def _quoted(label: Label, text: str, _: Flowchart) -> _Form | None:
    """Return a bare label's text in quotes, None if it may not stand there as it is."""
    if label.form != "plain" or not is_plain(text):
        return None
    return _Form(label, text, ((label.span, f'"{text}"'),), is_risky=True)


def _readable(forms: Sequence[_Form], flowchart: Flowchart) -> Iterator[_Form]:
    """Yield the forms that Mermaid reads as they are meant.

    The source is read once for all of them; only where that fails, once for each half, and so on
    to those that cannot be read.
    """
    yield from (form for form in forms if not form.is_risky)
    waiting = [[form for form in forms if form.is_risky]]
    while waiting:
        some = waiting.pop()
        if not some:
            continue
        if _reads(some, flowchart):
            yield from some
        elif len(some) > 1:
            waiting += [some[: len(some) // 2], some[len(some) // 2 :]]


def _reads(forms: Sequence[_Form], flowchart: Flowchart) -> bool:
    """Return whether Mermaid shows each text in place of its label, and nodes and edges stay."""
    replacements = sorted(one for form in forms for one in form.replacements)
    if any(one.end > next_one.start for (one, _), (next_one, _) in pairwise(replacements)):
        return False
    try:
        after = parse(_replaced(flowchart.source, replacements))
    except MermaidError:
        return False
    labels = [(e.label, f.text) for e, f in zip(flowchart.edges, after.edges, strict=False)]
    labels += [(node.label, after.nodes[node.id].text) for node in flowchart.nodes.values()
               if node.id in after.nodes]  # fmt: skip
    sizes = (len(after.edges), len(after.nodes)) == (len(flowchart.edges), len(flowchart.nodes))
    texts = {form.label: form.text for form in forms}
    return sizes and all(
        shown == texts[label] for label, shown in labels if label is not None and label in texts
    )


def _replaced(source: str, replacements: Iterable[tuple[Span, str]]) -> str:
    """Return a source with spans replaced, which come in their order and do not overlap."""
    pieces: list[str] = []
    end = 0
    for span, replacement in replacements:
        pieces += [source[end : span.start], replacement]
        end = span.end
    return "".join([*pieces, source[end:]])
