"""Drawing what is missing: the gradients that a diagram leaves out, in its own dialect.

Nothing that is there moves: edges are appended after the last one, lines to the ends of labels, and
edges get the look that the author's backward edges have, or red.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from mdgrad.graphs.assertions import ComputationGraph
from mdgrad.graphs.graph import EdgeKey
from mdgrad.judgement.judge import Judgement
from mdgrad.judgement.missing import undrawn_gradients
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Blank
from mdgrad.mending.backward_edges import link_with, unlabelled_link_with
from mdgrad.mending.gradient_lines import gradient_lines
from mdgrad.mending.twins import Twins
from mdgrad.mermaid.appending import append_edges, append_link_style, extend_link_style
from mdgrad.mermaid.flowchart import Flowchart, LinkStyle
from mdgrad.posts import Block
from mdgrad.report import Edit
from mdgrad.source import Span

__all__ = ["completion_edits", "is_answered", "shows_gradients"]

RED = "stroke:red,stroke-width:2px,color:red"
"""The look of gradients where the author gave them none."""


@dataclass(slots=True)
class _Additions:
    """What is to be added to one flowchart."""

    flowchart: Flowchart
    statements: list[str] = field(default_factory=list)
    """The new edges."""
    ends: set[str] = field(default_factory=set)
    """The nodes that they join."""
    after: list[tuple[Span, str]] = field(default_factory=list)
    """Insertions and replacements in the source, to be made after the edges at the same place."""
    styles: list[tuple[LinkStyle | None, range]] = field(default_factory=list)
    """New edges, and the statement that gives them their look; None makes them red."""

    @property
    def next_index(self) -> int:
        """Mermaid's index of the next edge."""
        return len(self.flowchart.edges) + len(self.statements)


def completion_edits(
    judgements: Iterable[Judgement], block: Block, answered: Collection[int] = ()
) -> tuple[Edit, ...]:
    """Return the edits that draw all missing gradients of one flowchart's graphs.

    `answered` are the ids of the graphs whose gradients another drawing of the post shows. A graph
    with a wrong label is left alone until that is mended.
    """
    added: _Additions | None = None
    for judgement in judgements:
        added = added or _Additions(judgement.graph.flowchart)
        if all(judged.verdict != "wrong" for judged in judgement.verdicts):
            _complete(judgement, added, is_answered=id(judgement.graph.dag) in answered)
    if added is None:
        return ()
    insertions: dict[Span, str] = {}
    for span, text in _insertions(added):
        insertions[span] = insertions.get(span, "") + text
    return tuple(Edit(block.in_post(span), block.write(text)) for span, text in insertions.items())


def _insertions(added: _Additions) -> Iterator[tuple[Span, str]]:
    """Yield what to insert where in the source, in order at each place."""
    flowchart = _outside_of_subgraphs(added.flowchart, added.ends)
    if added.statements:
        yield append_edges(flowchart, added.statements)
    yield from added.after
    for style, new in added.styles:
        if style is None:
            yield append_link_style(flowchart, new, RED)
        else:
            yield extend_link_style(flowchart, style, new)


def _outside_of_subgraphs(flowchart: Flowchart, ends: set[str]) -> Flowchart:
    """Return the flowchart with its last edge taken to end where others may be appended.

    A node that a subgraph mentions joins it. So if the last edge stands in a subgraph, and not all
    ends of the new edges do, these go below it.
    """
    *others, last = flowchart.edges
    around = [
        group
        for group in flowchart.subgraphs
        if group.span.start <= last.statement.start and last.statement.end <= group.span.end
    ]
    if all(ends <= set(group.nodes) for group in around):
        return flowchart
    outermost = max(around, key=lambda group: len(group.span))
    return replace(flowchart, edges=(*others, replace(last, statement=outermost.span)))


def shows_gradients(judgement: Judgement) -> bool:
    """Return whether a drawing has a backward pass, or some of it."""
    graph = judgement.graph
    return bool(graph.backward) or any(
        a.role in {"gradient", "total", "local"} or a.told_as is not None for a in graph.assertions
    )


def is_answered(graph: ComputationGraph, others: Iterable[Judgement]) -> bool:
    """Return whether another drawing of the post shows the gradients of a forward drawing.

    It is a backward drawing that mirrors this one, or the same graph drawn again.
    """
    return any(
        other.graph is not graph
        and shows_gradients(other)
        and (other.graph.dag is graph.dag or _is_same(other.graph, graph))
        for other in others
    )


def _is_same(one: ComputationGraph, other: ComputationGraph) -> bool:
    def drawn(graph: ComputationGraph) -> tuple[dict[str, object], set[EdgeKey]]:
        edges = {(s, t, int(key)) for s, t, key in graph.dag.edges(keys=True)}
        return {node: graph.dag.nodes[node]["operation"] for node in graph.dag}, edges

    return drawn(one) == drawn(other)


def _complete(judgement: Judgement, added: _Additions, *, is_answered: bool) -> None:
    graph, manner = judgement.graph, judgement.manner
    if graph.problems or graph.output is None or manner is None:
        return
    if not shows_gradients(judgement):
        if is_answered or not _has_values(graph):
            return
        if not _values_on_edges(graph):
            added.after += gradient_lines(graph, manner, every=True)
            return
    elif not graph.backward:
        added.after += gradient_lines(graph, manner, every=False)
        return
    _draw_edges(judgement, added)


def _has_values(graph: ComputationGraph) -> bool:
    """Return whether a forward drawing tells what flows: numbers, or names on its arrows."""
    return any(
        isinstance(a.side.content, Quantity) or a.edge is not None for a in graph.assertions
    ) and not any(isinstance(a.side.content, Blank) for a in graph.assertions)


def _values_on_edges(graph: ComputationGraph) -> bool:
    return any(a.edge is not None and a.role in {"value", "formula"} for a in graph.assertions)


def _draw_edges(judgement: Judgement, added: _Additions) -> None:
    """Add a backward edge, or the label of one that has none, for each missing gradient."""
    graph, manner = judgement.graph, judgement.manner
    if manner is None:
        return
    undrawn = undrawn_gradients(graph, manner, judgement.verdicts)
    gaps = {gap.edge: gap.text for gap in undrawn}
    bare = {
        edge: index
        for index, along in graph.backward.items()
        if graph.flowchart.edges[index].label is None
        for edge in along.edges
    }
    twins = Twins.of(graph)
    start = added.next_index
    for edge in _from_the_output(graph):
        text = gaps.get(edge)
        if text is None:
            continue
        if edge in bare:
            labelled = unlabelled_link_with(text, bare[edge], graph)
            added.after += [labelled] if labelled else []
            continue
        ends = twins.ends(edge)
        link = link_with(text, graph)
        if ends is not None and link is not None:
            added.statements.append(f"{ends[0]} {link} {ends[1]}")
            added.ends |= {twins.known.get(node, node) for node in edge[:2]} - twins.made.keys()
            added.after += twins.declared(edge)
    new = range(start, added.next_index)
    own = _own_style(graph)
    if new and (own is not None or not _set_apart_by_stroke(graph)):
        added.styles.append((own, new))


def _from_the_output(graph: ComputationGraph) -> Iterator[EdgeKey]:
    """Yield the edges of the graph as the backward pass meets them."""
    import networkx as nx

    for node in reversed(list(nx.topological_sort(graph.dag))):
        for source, target, key in sorted(graph.dag.in_edges(node, keys=True), key=_operand):
            yield source, target, int(key)


def _operand(edge: tuple[str, str, int]) -> int:
    return int(edge[2])


def _own_style(graph: ComputationGraph) -> LinkStyle | None:
    """Return the statement that colours the most backward edges, and nothing else."""
    fitting = [
        (len(set(style.indices) & graph.backward.keys()), position, style)
        for position, style in enumerate(graph.flowchart.link_styles)
        if style.indices and set(style.indices) <= graph.backward.keys()
    ]
    return max(fitting, key=lambda found: found[:2])[2] if fitting else None


def _set_apart_by_stroke(graph: ComputationGraph) -> bool:
    """Return whether dashes, or thick lines, tell the backward edges from the others."""
    strokes = {edge.stroke for edge in graph.flowchart.edges if edge.index in graph.backward}
    others = {edge.stroke for edge in graph.flowchart.edges if edge.index not in graph.backward}
    return bool(strokes) and not strokes & others
