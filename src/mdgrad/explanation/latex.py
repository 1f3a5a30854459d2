r"""An explanation as LaTeX: what belongs between \begin{document} and \end{document}.

It needs the package amsmath, and, for texts in other scripts, XeLaTeX or LuaLaTeX.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdgrad.explanation.model import ExplainedDiagram, ExplainedGraph, ExplainedLabel, Explanation
from mdgrad.explanation.notation import Notation, latex_notation, latex_text
from mdgrad.explanation.outline import Row, labels_to_tell, outline
from mdgrad.explanation.words import place_of, status_of, verdict_of

__all__ = ["render_latex"]


def render_latex(explanation: Explanation) -> str:
    """Return an explanation as LaTeX; nothing of the post in it is a command."""
    lines = [
        line for diagram in explanation.diagrams for line in _diagram(diagram, explanation.path)
    ]
    return "\n".join(lines).rstrip("\n")


def _diagram(diagram: ExplainedDiagram, path: str) -> Iterator[str]:
    yield f"\\section*{{{latex_text(path)}, line {diagram.line}}}"
    yield f"{status_of(diagram)}."
    yield ""
    for graph, label in labels_to_tell(diagram):
        yield from _label(graph, label)
    for graph in diagram.graphs if diagram.is_whole else ():
        yield from _graph(graph)


def _label(graph: ExplainedGraph, label: ExplainedLabel) -> Iterator[str]:
    claim = label.claim
    written = latex_text(claim.written)
    yield f"\\paragraph{{{place_of(claim)}}} ``{written}'' is a {verdict_of(claim)}."
    if label.message:
        yield latex_text(label.message)
    if label.derivation is not None:
        yield from _aligned((Row(label.derivation),), latex_notation(graph))
    yield ""


def _graph(graph: ExplainedGraph) -> Iterator[str]:
    notation = latex_notation(graph)
    for remark in graph.remarks:
        yield from (latex_text(remark), "")
    for section in outline(graph):
        yield f"\\subsection*{{{section.title}}}"
        yield section.lead
        yield from _aligned(section.rows, notation)
        yield ""


def _aligned(rows: tuple[Row, ...], notation: Notation) -> Iterator[str]:
    yield "\\begin{align*}"
    yield " \\\\\n".join(_row(row, notation) for row in rows)
    yield "\\end{align*}"


def _row(row: Row, notation: Notation) -> str:
    written = notation.written(row.derivation)
    sides = " ".join(f"{sign} {text}" for sign, text in written.sides)
    note = f" \\quad \\text{{({latex_text(row.note)})}}" if row.note else ""
    return f"  {written.subject} &{sides}{note}"
