"""Matching a backward drawing with nodes of its own to the forward drawing.

The two are matched as graphs over operators, by networkx's subgraph isomorphism; names, then the
endings of ids (`Lx` and `Rx`), then the order of writing break ties; the labels under judgement
never do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, TypeAlias

from mdgrad.expressions.fold import names_in_order, substitute
from mdgrad.expressions.tree import Name
from mdgrad.graphs.drawing import Drawing, EdgeReading, NodeReading, claims_derivative, subject_of
from mdgrad.graphs.graph import operand
from mdgrad.graphs.operator_text import OperatorText
from mdgrad.operators import expanded

if TYPE_CHECKING:
    import networkx as nx

    Pattern: TypeAlias = nx.DiGraph[str]

__all__ = ["match_drawings"]

MOST_NODES = 150
"""A larger backward drawing is left unmatched: the search is exponential at worst."""
MOST_MATCHES = 2_000
"""A drawing that matches in more ways than this is ambiguous."""


def match_drawings(
    forward_drawing: Drawing,
    forward: Sequence[EdgeReading],
    backward_drawing: Drawing,
    backward: Sequence[EdgeReading],
) -> Mapping[str, str] | None:
    """Return for each node of the backward drawing its node in the forward one, None if none fits.

    The backward drawing may leave edges out; it may not have any that the forward one lacks. A
    node of it that holds a gradient or nothing instead of an operator may be any node.
    """
    from networkx.algorithms.isomorphism import DiGraphMatcher

    whole = _pattern(forward_drawing, [(r.edge.source, r.edge.target) for r in forward])
    part = _pattern(backward_drawing, [(r.edge.target, r.edge.source) for r in backward])
    if len(part) > MOST_NODES or len(whole) > MOST_NODES:
        return None
    matcher = DiGraphMatcher(
        whole,
        part,
        node_match=lambda mine, theirs: theirs["holds"] or mine["kind"] == theirs["kind"],
        edge_match=lambda mine, theirs: mine["count"] >= theirs["count"],
    )
    matches = list(islice(matcher.subgraph_monomorphisms_iter(), MOST_MATCHES + 1))
    if not matches or len(matches) > MOST_MATCHES:
        return None
    order = {node: position for position, node in enumerate(whole)}
    pairs = [{theirs: mine for mine, theirs in match.items()} for match in matches]
    return min(
        pairs,
        key=lambda pair: (
            -_same_names(forward_drawing, backward_drawing, pair),
            -sum(_common_ending(theirs, mine) for theirs, mine in pair.items()),
            [order[pair[node]] for node in part],
        ),
    )


def _pattern(drawing: Drawing, edges: Sequence[tuple[str, str]]) -> Pattern:
    """Return the edges as a graph, counted where parallel, nodes in the order of the source."""
    import networkx as nx

    touched = {node for edge in edges for node in edge}
    fed = {target for _, target in edges}
    graph: Pattern = nx.DiGraph()
    for node, reading in drawing.nodes.items():
        if node in touched:
            operator = reading.operator if node in fed else None
            statements = reading.statements
            holds = operator is None and (not statements or any(map(claims_derivative, statements)))
            graph.add_node(node, kind=_kind(reading) if node in fed else None, holds=holds)
    for source, target in edges:
        count = graph.edges[source, target]["count"] if graph.has_edge(source, target) else 0
        graph.add_edge(source, target, count=count + 1)
    return graph


def _kind(reading: NodeReading) -> object:
    """Return what two drawings of one operator share: 1/x is one, whether x is named or not."""
    if reading.operator is not None:
        return reading.operator.key
    formula = reading.definition
    if formula is None or len(letters := names_in_order(formula)) != 1:
        return None
    placed = expanded(substitute(formula, {letters[0]: Name(operand(0))}))
    return OperatorText(reading.id, is_glyph=True, formula=placed).key


def _same_names(forward: Drawing, backward: Drawing, pair: Mapping[str, str]) -> int:
    """Return how many matched end points are named alike, less those named differently."""
    score = 0
    for theirs, mine in pair.items():
        if forward.nodes[mine].operator is not None:
            continue
        texts = [backward.flowchart.nodes[theirs].text, forward.flowchart.nodes[mine].text]
        derived = {s.by for st in backward.nodes[theirs].statements if (s := subject_of(st))}
        if derived:
            score += 1 if forward.nodes[mine].name in derived else -1
        elif all(text.strip() for text in texts):
            score += 1 if texts[0].strip() == texts[1].strip() else -1
    return score


def _common_ending(first: str, second: str) -> int:
    """Return how many characters at the end of two ids agree."""
    length = 0
    for one, other in zip_longest(reversed(first), reversed(second)):
        if one != other:
            break
        length += 1
    return length
