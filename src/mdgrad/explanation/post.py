"""A post explained: its diagrams understood again, and the report's verdicts put beside them.

Nothing is judged here, so that a report from the cache is explained as fast as any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mdgrad import mermaid
from mdgrad.checking import MOST_EARLIER
from mdgrad.explanation.model import ExplainedDiagram, Explanation
from mdgrad.posts import Block, find_blocks
from mdgrad.report import Claim, FileReport
from mdgrad.settings import Flavor
from mdgrad.source import Place, Span, Text

if TYPE_CHECKING:
    from mdgrad.graphs.earlier import Earlier

__all__ = ["explain_report"]


def explain_report(
    text: str,
    report: FileReport,
    *,
    flavor: Flavor = "auto",
    line: int | None = None,
    column: int | None = None,
) -> Explanation:
    """Return how everything in the post `text` comes about; `report` has the verdicts on it.

    With `line`, only what is there: the labels that stand on it, or at its `column`, or else the
    diagram around it.
    """
    # networkx and sympy are behind these.
    from mdgrad.explanation.graph import explained_graphs
    from mdgrad.graphs.understand import understand

    post = find_blocks(text, path=report.path, flavor=flavor)
    judged = {one.line: one for one in report.diagrams if one.kind == "computation"}
    earlier: list[Earlier] = []
    explained: list[ExplainedDiagram] = []
    for block in post.blocks:
        diagram = judged.get(block.line)
        if diagram is None:
            continue
        flowchart = mermaid.parse(block.source)
        drawn = understand(flowchart, earlier)
        earlier = [*earlier, drawn][-MOST_EARLIER:]
        is_off = diagram.status == "ignored" and not diagram.claims
        if is_off or not _is_around(post.text.place(block.span), line):
            continue
        chosen = _chosen(diagram.claims, line, column)
        graphs = explained_graphs(
            drawn.graphs,
            replace(diagram, claims=chosen),
            {(one.place, one.written): one.message for one in reversed(report.findings)},
            partial(_placed, post.text, block),
        )
        is_whole = line is None or chosen == diagram.claims
        explained.append(
            ExplainedDiagram(diagram.line, diagram.status, flowchart, graphs, is_whole)
        )
    return Explanation(report.path, tuple(explained))


def _placed(text: Text, block: Block, span: Span) -> Place:
    return text.place(block.in_post(span))


def _is_around(block: Place, line: int | None) -> bool:
    """Return whether a line is one of a block's, or no line is asked for."""
    last = block.end_line if block.end_column > 1 else block.end_line - 1
    return line is None or block.line <= line <= last


def _chosen(claims: Sequence[Claim], line: int | None, column: int | None) -> tuple[Claim, ...]:
    """Return the claims at a place, the more precise the better; all where there are none."""
    on_line = [one for one in claims if line and one.place.line <= line <= one.place.end_line]
    at_column = [
        one
        for one in on_line
        if column and (one.place.line, one.place.column) <= (line, column) < _end(one.place)
    ]
    return tuple(at_column or on_line or claims)


def _end(place: Place) -> tuple[int, int]:
    return place.end_line, place.end_column
