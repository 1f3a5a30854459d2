"""What Mermaid accepts and reads otherwise than it was meant: warnings of a flowchart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdgrad.mermaid.colours import is_colour
from mdgrad.mermaid.flowchart import Diagnostic, Edge, Flowchart
from mdgrad.mermaid.markup_tokens import tags
from mdgrad.source import Span

__all__ = ["warnings"]

_WORD = re.compile(r"\w+")
_COLOURED = frozenset(("color", "fill", "stroke"))
_MOST_EDGES = 500
_MOST_CHARACTERS = 50_000


def warnings(flowchart: Flowchart) -> tuple[Diagnostic, ...]:
    """Return what Mermaid reads otherwise than it was probably meant, in the source's order.

    These are for computation graphs alone. About any other flowchart nothing is said but what
    Mermaid itself refuses (`MermaidError`), so a caller has to know first what it has.
    """
    found = [
        *flowchart.notes,
        *_heads(flowchart),
        *_comments(flowchart),
        *_labels(flowchart),
        *_colours(flowchart),
        *_limits(flowchart),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.span, one.code)))


def _heads(flowchart: Flowchart) -> Iterator[Diagnostic]:
    """Yield links whose heads are letters that were meant for a node, or do not fit."""
    source = flowchart.source
    for edge in flowchart.edges:
        link = source[edge.span.start : edge.span.end]
        start = Span(edge.span.start, edge.span.start + 1)
        if edge.stroke == "INVALID":
            message = "the two ends of this link do not belong together, so Mermaid draws none"
            yield Diagnostic("MG116", message, edge.span)
        elif link[0] in "xo" and _begins_line(source, edge.span.start):
            message = (
                f"Mermaid takes this `{link[0]}` for the beginning of a link that goes on from the"
                f" line above: write a space after the node, `{link[0]} {link[1:]}`"
            )
            yield Diagnostic("MG111", message, start)
        elif link[0] in "xo" and not edge.arrow.startswith("double"):
            message = f"Mermaid drops this `{link[0]}`, since the link's other end has no such head"
            yield Diagnostic("MG111", message, start)
        if (eaten := _eaten_letter(source, edge)) is not None:
            letter, word = source[eaten.start], _WORD.match(source, eaten.end)
            message = (
                f"Mermaid takes this `{letter}` for the link's head, so the link leads to"
                f" `{edge.target}`: write a space before `{letter}{word[0] if word else ''}`"
            )
            yield Diagnostic("MG112", message, eaten)


def _begins_line(source: str, at: int) -> bool:
    while at > 0 and source[at - 1] in " \t":
        at -= 1
    return at == 0 or source[at - 1] in "\r\n"


def _eaten_letter(source: str, edge: Edge) -> Span | None:
    """Return the `x` or `o` at the end of a link that was meant for the word behind it.

    `A --oB` may well be meant as it is read, a circle at B; `A ---oB` and `A --other--> B` not.
    """
    end = edge.span.end
    word = _WORD.match(source, end)
    if edge.label_position is not None or source[end - 1 : end] not in {"x", "o"} or not word:
        return None
    is_usual = edge.length == 1 and source[word.end() : word.end() + 1] not in {"-", "=", "."}
    return None if is_usual else Span(end - 1, end)


def _comments(flowchart: Flowchart) -> Iterator[Diagnostic]:
    """Yield `%%` that is no comment, since it does not begin its line."""
    for node in flowchart.nodes.values():
        if "%%" in flowchart.source[node.span.start : node.span.end]:
            message = (
                "Mermaid takes this `%%` for a part of a node's id; a comment has some text and a"
                " line of its own"
            )
            yield Diagnostic("MG114", message, node.span)
    styles = [style.span for style in flowchart.styles]
    styles += [style.span for style in flowchart.link_styles]
    titles = [group.label.outer for group in flowchart.subgraphs if group.label]
    for spans, what in ((styles, "style"), (titles, "title")):
        for span in spans:
            at = flowchart.source.find("%%", span.start, span.end)
            if at >= 0 and flowchart.source[span.start] != '"':
                message = (
                    f"Mermaid takes this for a part of the {what}: a comment needs its own line"
                )
                yield Diagnostic("MG115", message, Span(at, span.end))


def _labels(flowchart: Flowchart) -> Iterator[Diagnostic]:
    """Yield what a label loses because it looks like the beginning of a tag."""
    for label in dict.fromkeys(flowchart.labels()):
        written = flowchart.source[label.span.start : label.span.end]
        if label.form == "data" or "<" not in written:
            continue
        for tag in tags(written):
            is_cut = not tag.name and tag.end == len(written)
            if is_cut and not written.startswith("<!--", tag.start) and tag.start < tag.end:
                message = (
                    f"Mermaid shows only `{label.text}`: `<` begins a tag here, which never ends;"
                    " write a space after it, or `#lt;`"
                )
                span = Span(label.span.start + tag.start, label.span.end)
                yield Diagnostic("MG117", message, span)


def _colours(flowchart: Flowchart) -> Iterator[Diagnostic]:
    """Yield the values of colours that are none."""
    statements = [(one.style, one.style_span) for one in flowchart.styles if one.keyword != "class"]
    statements += [
        (one.style, one.style_span) for one in flowchart.link_styles if one.style_span
    ]  # fmt: skip
    for style, span in statements:
        at = span.start
        for one in style:
            name, colon, value = one.partition(":")
            bare = value.split("%%")[0].strip()
            if colon and name.strip() in _COLOURED and not is_colour(bare):
                start = flowchart.source.find(bare, at, span.end)
                place = Span(start, start + len(bare)) if start >= 0 else span
                yield Diagnostic("MG120", f"`{bare}` is no colour, so browsers ignore it", place)
            at += len(one)


def _limits(flowchart: Flowchart) -> Iterator[Diagnostic]:
    """Yield the limits of Mermaid's that a site may have left as they are."""
    start = flowchart.source.find(flowchart.keyword)
    header = Span(max(start, 0), max(start, 0) + len(flowchart.keyword))
    for number, most, what in (
        (len(flowchart.edges), _MOST_EDGES, "edges"),
        (len(flowchart.source), _MOST_CHARACTERS, "characters"),
    ):
        if number > most:
            message = (
                f"the diagram has {number} {what}; unless it is told otherwise, Mermaid draws"
                f" {most} at most"
            )
            yield Diagnostic("MG121", message, header)
