"""Lines of gradients in the nodes: `x["x = 2<br/>grad = 3"]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdgrad.expressions.tree import Derivative
from mdgrad.graphs.assertions import Assertion, At, ComputationGraph
from mdgrad.graphs.graph import operations
from mdgrad.judgement.manner import AuthorsManner
from mdgrad.labels.reading import Formula, read_label
from mdgrad.mending.labels import is_plain
from mdgrad.mermaid.flowchart import Label
from mdgrad.source import Span

__all__ = ["gradient_lines"]

_LINE_BREAK = re.compile(r"<br\s{0,9}/?>|\\n", re.IGNORECASE)


def gradient_lines(
    graph: ComputationGraph, manner: AuthorsManner, *, every: bool
) -> Iterator[tuple[Span, str]]:
    """Yield the edits that add the missing gradients to the labels of nodes.

    `every` asks for those of all nodes but such as only show the value of another, else only of
    the inputs. Nothing is yielded where one of them cannot be told, or where the author tells
    gradients in other nodes than those of the values.
    """
    stated = {a.target for a in _totals(graph)}
    if any(a.node is not None and At(a.node) != a.target for a in _totals(graph)):
        return
    telling = {a.node for a in graph.assertions}
    lines = []
    for node, operation in operations(graph.dag):
        shown = graph.flowchart.nodes.get(node)
        only_shows = operation is not None and operation.operator == "identity"
        is_wanted = (node in telling or not only_shows) if every else operation is None
        if shown is None or shown.label is None or At(node) in stated or not is_wanted:
            continue
        if shown.label.form not in {"plain", "quoted"} or not shown.label.text.strip():
            continue
        text, head = manner.total(node), _head(graph, manner, node)
        if text is not None and head is not None and is_plain(text):
            lines.append(_with_line(graph, shown.label, head + text))
        elif every:
            return
    yield from lines


def _totals(graph: ComputationGraph) -> Iterator[Assertion]:
    return (a for a in graph.assertions if a.role == "total")


def _with_line(graph: ComputationGraph, label: Label, line: str) -> tuple[Span, str]:
    """Return the edit that adds a line to a label, in quotes where it has none."""
    source = graph.flowchart.source
    found = _LINE_BREAK.search(source)
    line = (found[0] if found else "<br/>") + line
    if label.form == "quoted":
        return Span(label.span.end, label.span.end), line
    written = source[label.span.start : label.span.end]
    return label.span, f'"{written}{line}"'


def _head(graph: ComputationGraph, manner: AuthorsManner, node: str) -> str | None:
    """Return what the author writes before a gradient: `grad = `, `∂L/∂x = `."""
    example = next((a for a in _totals(graph) if a.node in graph.dag), None)
    if example is None:
        return "grad = "
    head = _before(example)
    if not _is_derivative(head):
        return head if is_plain(head) else "grad = "
    derivative = manner.formulas.of_output(node)
    return None if derivative is None else f"{derivative} = "


def _before(example: Assertion) -> str:
    """Return what stands before a gradient on its line."""
    text, end = example.label.text, example.side.span.start
    starts = [match.end() for match in _LINE_BREAK.finditer(text, 0, end)]
    line = text[starts[-1] if starts else 0 : end]
    # `grad = 1·5 = 5`: the keyword is what stands before the first side.
    return line.partition("=")[0] + "= " if line.count("=") > 1 else line


def _is_derivative(head: str) -> bool:
    statements = read_label(head.rstrip(" =≈:"))
    content = statements[0].sides[0].content if statements else None
    return isinstance(content, Formula) and isinstance(content.readings[0], Derivative)
