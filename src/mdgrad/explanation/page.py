"""An explanation as a page of its own: it needs no network, and works by keyboard.

Everything of the post in it is escaped, and the page itself forbids all but its own script.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from importlib.resources import files

from mdgrad.explanation.drawing import drawing, is_drawable
from mdgrad.explanation.model import (
    Derivation,
    ExplainedDiagram,
    ExplainedEdge,
    ExplainedGraph,
    ExplainedLabel,
    Explanation,
)
from mdgrad.explanation.notation import Notation, plain_notation
from mdgrad.explanation.outline import Section, labels_to_tell, outline
from mdgrad.explanation.words import place_of, status_of, verdict_of
from mdgrad.reports.visible import visible

__all__ = ["render_page"]

_HEADINGS = ("What", "Rule", "In numbers", "Note")


def render_page(explanation: Explanation) -> str:
    """Return an explanation as HTML."""
    style, script = (
        files(__package__).joinpath(name).read_text(encoding="utf-8")
        for name in ("page.css", "page.js")
    )
    digest = b64encode(sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    title = _shown(explanation.path)
    body = "\n".join(
        part
        for number, diagram in enumerate(explanation.diagrams)
        for part in _diagram(diagram, f"d{number}")
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}, explained</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n<script>{script}</script>\n"
        "</body>\n</html>"
    )


def _shown(text: str) -> str:
    return escape(visible(text))


def _diagram(diagram: ExplainedDiagram, name: str) -> Iterator[str]:
    yield f'<section><h2>Diagram on line {diagram.line}</h2><p class="status">'
    yield f"{_shown(status_of(diagram))}</p>"
    for graph, label in labels_to_tell(diagram):
        yield _label(graph, label)
    for number, graph in enumerate(diagram.graphs if diagram.is_whole else ()):
        yield from _graph(graph, f"{name}-{number}")
    yield "</section>"


def _label(graph: ExplainedGraph, label: ExplainedLabel) -> str:
    claim = label.claim
    message = f"<p>{_shown(label.message)}</p>" if label.message else ""
    derivation = ""
    if label.derivation is not None:
        derivation = f'<p class="math">{_math(label.derivation, plain_notation(graph))}</p>'
    return (
        f'<article class="{claim.verdict}"><h3>“{_shown(claim.written)}” is a '
        f"{_shown(verdict_of(claim))}</h3><p>{place_of(claim).capitalize()}</p>"
        f"{message}{derivation}</article>"
    )


def _graph(graph: ExplainedGraph, name: str) -> Iterator[str]:
    notation = plain_notation(graph)
    for remark in graph.remarks:
        yield f"<p>{_shown(remark)}</p>"
    if is_drawable(graph):
        yield (
            '<figure><div class="scroll" role="region" tabindex="0" aria-label="Drawing">'
            f"{drawing(graph, notation, name)}</div><figcaption>Values stand in the nodes, "
            "gradients on the edges. Point at an edge, or reach it with the Tab key, to see how "
            'its gradient comes about.</figcaption><div class="told" aria-live="polite"></div>'
            "</figure>"
        )
    for section in outline(graph):
        yield _table(section, notation)
    yield _edges(graph, notation, name)


def _table(section: Section, notation: Notation) -> str:
    head = "".join(f'<th scope="col">{heading}</th>' for heading in _HEADINGS)
    rows = "".join(
        f'<tr><th scope="row">{_shown(subject)}</th>'
        + "".join(f"<td>{_shown(cell)}</td>" for cell in (rule, numbers, row.note))
        + "</tr>"
        for row in section.rows
        for subject, rule, numbers in [notation.parts(row.derivation)]
    )
    title = escape(section.title)
    return (
        f"<h3>{title}</h3><p>{escape(section.lead)}</p>"
        f'<div class="scroll" role="region" tabindex="0" aria-label="{title}"><table><thead><tr>'
        f"{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _edges(graph: ExplainedGraph, notation: Notation, name: str) -> str:
    """Return the derivation of every edge, where the edges of the drawing lead."""
    if not graph.edges:
        return ""
    items = "".join(
        f'<li id="{name}-e{number}">{_of_edge(edge, notation)}</li>'
        for number, edge in enumerate(graph.edges)
    )
    return f'<h3>Edge by edge</h3><ol class="edges">{items}</ol>'


def _of_edge(edge: ExplainedEdge, notation: Notation) -> str:
    source, target, _ = edge.edge
    names = _shown(notation.manner.name(source)), _shown(notation.manner.name(target))
    lines = [f"<strong>{names[0]} → {names[1]}</strong>"]
    for word, derivation in (("Local derivative", edge.local), ("Gradient", edge.gradient)):
        if derivation is not None:
            lines.append(f'{word}: <span class="math">{_math(derivation, notation)}</span>')
    return "<br>".join(lines)


def _math(derivation: Derivation, notation: Notation) -> str:
    note = f" <small>({_shown(derivation.note)})</small>" if derivation.note else ""
    return _shown(str(notation.written(derivation))) + note
