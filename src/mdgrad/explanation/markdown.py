"""An explanation as Markdown: headings and tables that every flavor knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdgrad.explanation.model import ExplainedDiagram, ExplainedGraph, ExplainedLabel, Explanation
from mdgrad.explanation.notation import plain_notation
from mdgrad.explanation.outline import Row, labels_to_tell, outline
from mdgrad.explanation.words import place_of, status_of, verdict_of
from mdgrad.reports.visible import visible

__all__ = ["render_markdown"]

_SPECIAL = re.compile(r"[\\`*_{}\[\]|$~#]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_HEAD = ("| What | Rule | In numbers | Note |", "|---|---|---|---|")


def render_markdown(explanation: Explanation) -> str:
    """Return an explanation as Markdown; nothing of the post in it is markup."""
    lines = [
        line for diagram in explanation.diagrams for line in _diagram(diagram, explanation.path)
    ]
    return "\n".join(lines).rstrip("\n")


def _diagram(diagram: ExplainedDiagram, path: str) -> Iterator[str]:
    yield f"## {escaped(path)}, line {diagram.line}"
    yield ""
    yield f"{status_of(diagram)}."
    yield ""
    for graph, label in labels_to_tell(diagram):
        yield from _label(graph, label)
    for graph in diagram.graphs if diagram.is_whole else ():
        yield from _graph(graph)


def _label(graph: ExplainedGraph, label: ExplainedLabel) -> Iterator[str]:
    claim = label.claim
    yield f"- **{place_of(claim)}**: “{escaped(claim.written)}” is a {verdict_of(claim)}"
    if label.message:
        yield f"    - {escaped(label.message)}"
    if label.derivation is not None:
        yield f"    - {escaped(str(plain_notation(graph).written(label.derivation)))}"
    yield ""


def _graph(graph: ExplainedGraph) -> Iterator[str]:
    for remark in graph.remarks:
        yield from (escaped(remark), "")
    for section in outline(graph):
        yield from (f"### {section.title}", "", section.lead, "", *_HEAD)
        yield from (_row(row, graph) for row in section.rows)
        yield ""


def _row(row: Row, graph: ExplainedGraph) -> str:
    cells = (*plain_notation(graph).parts(row.derivation), row.note)
    return "| " + " | ".join(map(escaped, cells)) + " |"


def escaped(text: str) -> str:
    """Return a text as Markdown shows it, no character of it markup."""
    plain = "".join(_ENTITIES.get(character, character) for character in visible(text))
    return _SPECIAL.sub(r"\\\g<0>", plain)
