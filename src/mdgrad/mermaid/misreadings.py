"""What Mermaid accepts and reads otherwise than it was meant: warnings of a flowchart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdgrad.mermaid.colours import is_colour
from mdgrad.mermaid.flowchart import Diagnostic, Edge, Flowchart
from mdgrad.mermaid.markup_tokens import tags
from mdgrad.messages import Message
from mdgrad.source import Span

__all__ = ["warnings"]

_WORD = re.compile(r"\w+")
_COLOURED = frozenset(("color", "fill", "stroke"))
_MOST_EDGES = 500
_MOST_CHARACTERS = 50_000
_IN_STYLE = Message("Mermaid takes this for a part of the style: a comment needs its own line")
_IN_TITLE = Message("Mermaid takes this for a part of the title: a comment needs its own line")


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
            message = Message(
                "the two ends of this link do not belong together, so Mermaid draws none"
            )
            yield Diagnostic("MG116", message, edge.span)
        elif link[0] in "xo" and _begins_line(source, edge.span.start):
            message = Message(
                "Mermaid takes this `{letter}` for the beginning of a link that goes on from the "
                "line above: write a space after the node, `{letter} {link}`",
                letter=link[0], link=link[1:],
            )  # fmt: skip
            yield Diagnostic("MG111", message, start)
        elif link[0] in "xo" and not edge.arrow.startswith("double"):
            message = Message(
                "Mermaid drops this `{letter}`, since the link's other end has no such head",
                letter=link[0],
            )
            yield Diagnostic("MG111", message, start)
        if (eaten := _eaten_letter(source, edge)) is not None:
            letter, word = source[eaten.start], _WORD.match(source, eaten.end)
            message = Message(
                "Mermaid takes this `{letter}` for the link's head, so the link leads to "
                "`{node}`: write a space before `{meant}`",
                letter=letter, node=edge.target, meant=letter + (word[0] if word else ""),
            )  # fmt: skip
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
            message = Message(
                "Mermaid takes this `%%` for a part of a node's id; a comment has some text and a "
                "line of its own"
            )
            yield Diagnostic("MG114", message, node.span)
    styles = [style.span for style in flowchart.styles]
    styles += [style.span for style in flowchart.link_styles]
    titles = [group.label.outer for group in flowchart.subgraphs if group.label]
    for spans, message in ((styles, _IN_STYLE), (titles, _IN_TITLE)):
        for span in spans:
            at = flowchart.source.find("%%", span.start, span.end)
            if at >= 0 and flowchart.source[span.start] != '"':
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
                message = Message(
                    "Mermaid shows only `{label}`: `<` begins a tag here, which never ends; "
                    "write a space after it, or `#lt;`",
                    label=label.text,
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
                message = Message("`{value}` is no colour, so browsers ignore it", value=bare)
                yield Diagnostic("MG120", message, place)
            at += len(one)


def _limits(flowchart: Flowchart) -> Iterator[Diagnostic]:
    """Yield the limits of Mermaid's that a site may have left as they are."""
    start = flowchart.source.find(flowchart.keyword)
    header = Span(max(start, 0), max(start, 0) + len(flowchart.keyword))
    edges, characters = len(flowchart.edges), len(flowchart.source)
    if edges > _MOST_EDGES:
        message = Message(
            "the diagram has {number} edges; unless it is told otherwise, Mermaid draws {most} "
            "at most",
            number=edges, most=_MOST_EDGES,
        )  # fmt: skip
        yield Diagnostic("MG121", message, header)
    if characters > _MOST_CHARACTERS:
        message = Message(
            "the diagram has {number} characters; unless it is told otherwise, Mermaid draws "
            "{most} at most",
            number=characters, most=_MOST_CHARACTERS,
        )  # fmt: skip
        yield Diagnostic("MG121", message, header)
