"""An explanation as text, no wider than the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from mdgrad.explanation.model import ExplainedGraph, ExplainedLabel, Explanation
from mdgrad.explanation.notation import Written, plain_notation
from mdgrad.explanation.outline import labels_to_tell, outline
from mdgrad.explanation.words import place_of, status_of, verdict_of
from mdgrad.reports.colour import PLAIN, Palette
from mdgrad.reports.visible import cells, visible

__all__ = ["render_text"]

_INDENT = "  "
_LEAST = 40
"""Columns to use on a terminal that has fewer."""


def render_text(
    explanation: Explanation, columns: int = 80, palette: Palette = PLAIN
) -> Iterator[str]:
    """Yield the lines of an explanation, each of at most so many columns, if words allow."""
    waiting = False
    for line in _paragraphs(explanation, max(columns, _LEAST), palette):
        if line and waiting:
            yield ""
        if line:
            yield line
        waiting = not line


def _paragraphs(explanation: Explanation, columns: int, palette: Palette) -> Iterator[str]:
    """Yield the lines, with an empty one after every paragraph."""
    leads: set[str] = set()
    for diagram in explanation.diagrams:
        where = f"{visible(explanation.path)}:{diagram.line}:"
        first, *rest = wrapped(f"{where} {status_of(diagram)}", columns)
        yield f"{palette.place}{first[: len(where)]}{palette.reset}{first[len(where) :]}"
        yield from rest
        yield ""
        for graph, label in labels_to_tell(diagram):
            yield from _label(graph, label, columns, palette)
            yield ""
        for graph in diagram.graphs if diagram.is_whole else ():
            yield from _graph(graph, columns, palette, leads)


def _label(
    graph: ExplainedGraph, label: ExplainedLabel, columns: int, palette: Palette
) -> Iterator[str]:
    claim = label.claim
    colours = {"wrong": palette.error, "undecided": palette.info, "verified": palette.good}
    told = f"{place_of(claim)}: “{visible(claim.written)}” is a {verdict_of(claim)}"
    first, *rest = wrapped(told, columns)
    yield f"{colours[claim.verdict]}{first}{palette.reset}"
    yield from (f"{_INDENT}{line}" for line in rest)
    if label.message:
        yield from _indented(label.message, columns)
    if label.derivation is not None:
        written = plain_notation(graph).written(label.derivation)
        yield from _equation(written, label.derivation.note, columns)


def _graph(graph: ExplainedGraph, columns: int, palette: Palette, told: set[str]) -> Iterator[str]:
    """Yield a graph's sections; what has been `told` about a kind of section is not told again."""
    notation = plain_notation(graph)
    for remark in graph.remarks:
        yield from wrapped(remark, columns)
        yield ""
    for section in outline(graph):
        yield f"{palette.place}{section.title}{palette.reset}"
        if section.lead not in told:
            yield from wrapped(section.lead, columns)
            told.add(section.lead)
        for row in section.rows:
            yield from _equation(notation.written(row.derivation), row.note, columns)
        yield ""


def _equation(written: Written, note: str, columns: int) -> Iterator[str]:
    """Yield an equation on one line, or a line for each of its sides where it is too long."""
    note = f"({visible(note)})" if note else ""
    line = f"{_INDENT}{written}" + (f"  {note}" if note else "")
    if width(line) <= columns or not written.sides:
        yield from _hanging(line, len(_INDENT), columns)
        return
    start = _INDENT + written.subject
    margin = min(width(start), columns // 3)
    if margin < width(start):
        yield from _hanging(start, len(_INDENT), columns)
        start = " " * margin
    for sign, text in written.sides:
        yield from _hanging(f"{start} {sign} {text}", margin + len(sign) + 2, columns)
        start = " " * margin
    if note:
        yield from _hanging(f"{' ' * margin} {note}", margin + 1, columns)


def _indented(text: str, columns: int) -> Iterator[str]:
    yield from _hanging(_INDENT + visible(text), len(_INDENT), columns)


def wrapped(text: str, columns: int) -> Iterator[str]:
    """Yield the lines of a text."""
    yield from _hanging(visible(text), 0, columns)


def _hanging(line: str, margin: int, columns: int) -> Iterator[str]:
    """Yield a line broken between words, all but the first with a margin."""
    if width(line) <= columns:
        yield line
        return
    lead = line[: len(line) - len(line.lstrip())]
    current, used = lead, width(lead)
    for word in line.split():
        own = width(word)
        is_first = not current.strip()
        if not is_first and used + 1 + own > columns:
            yield current
            current, used, is_first = " " * margin, margin, True
        current += word if is_first else f" {word}"
        used += own + (not is_first)
    yield current


def width(text: str) -> int:
    """Return how many columns a terminal gives to a text."""
    return sum(columns for _, columns in cells(text))
