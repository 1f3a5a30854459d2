"""Backward drawings that stand alone in their flowchart.

One that mirrors an earlier drawing of the post is judged against it. Any other tells the forward
pass itself: by its arrows turned around.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mdgrad.graphs.assertions import ComputationGraph
from mdgrad.graphs.direction import Directions, Part, reversed_reading
from mdgrad.graphs.directives import Directives
from mdgrad.graphs.drawing import Drawing, EdgeReading
from mdgrad.graphs.earlier import Earlier, given_numbers
from mdgrad.graphs.matching import match_drawings

__all__ = ["about_another", "all_backward", "find_mirrored", "turned_around"]


def find_mirrored(
    part: Part, drawing: Drawing, earlier: Sequence[Earlier]
) -> tuple[ComputationGraph, Mapping[str, str]] | None:
    """Return the latest earlier graph that `part` mirrors, and from its nodes to that graph's.

    Where all its nodes have the ids of that drawing, they are the same nodes.
    """
    for drawn in reversed(earlier):
        for graph in drawn.graphs:
            ids = {end for r in part for end in (r.edge.source, r.edge.target)}
            if all(graph.dag.has_edge(r.edge.target, r.edge.source) for r in part):
                return graph, {node: node for node in ids}
            ahead = [r for r in drawn.forward if r.edge.source in graph.dag]
            matched = match_drawings(drawn.drawing, ahead, drawing, part) if ahead else None
            if matched is not None:
                return graph, matched
    return None


def about_another(
    graph: ComputationGraph, drawing: Drawing, directives: Directives
) -> ComputationGraph:
    """Return an earlier graph as one of which this drawing speaks, with its inputs' numbers."""
    return replace(
        graph,
        flowchart=drawing.flowchart,
        directives=directives,
        assertions=(),
        upstream=None,
        problems=(),
        backward={},
        carried=given_numbers(graph),
    )


def all_backward(found: Directions) -> Directions:
    """Return the directions with everything drawn as one backward drawing, as its author says."""
    parts = (found.forward, found.backward, *found.mirrored, *found.derivative_graphs)
    edges = sorted((r for part in parts for r in part), key=lambda reading: reading.edge.index)
    return Directions((), (), (tuple(edges),) if edges else (), (), found.loops, ())


def turned_around(found: Directions) -> Directions:
    """Return the directions with the backward drawings' arrows, turned, as the forward ones."""
    parts = [reading for part in found.mirrored for reading in part]
    return replace(
        found,
        forward=tuple(_without_label(reversed_reading(reading)) for reading in parts),
        backward=tuple(parts),
        mirrored=(),
    )


def _without_label(reading: EdgeReading) -> EdgeReading:
    return EdgeReading(replace(reading.edge, text="", label=None), ())
