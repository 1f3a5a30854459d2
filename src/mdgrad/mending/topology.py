"""What of a post's flowcharts must stay when labels are mended."""

from __future__ import annotations

from typing import TypeAlias

from mdgrad.mermaid import MermaidError, parse
from mdgrad.mermaid.flowchart import Flowchart
from mdgrad.posts import find_blocks
from mdgrad.settings import Settings

__all__ = ["Skeleton", "topology"]

Skeleton: TypeAlias = tuple[object, ...]
"""A flowchart without the text of its labels; two are the same drawing if they are equal."""


def topology(text: str, *, path: str, settings: Settings) -> tuple[Skeleton, ...]:
    """Return the skeleton of every diagram of the post; a source that is none is its own."""
    post = find_blocks(text, path=path, flavor=settings.flavor)
    return tuple(_skeleton(block.source) for block in post.blocks)


def _skeleton(source: str) -> Skeleton:
    try:
        flowchart = parse(source)
    except MermaidError:
        return (source,)
    return (
        flowchart.keyword,
        flowchart.direction,
        _nodes(flowchart),
        _edges(flowchart),
        tuple(
            (subgraph.id, subgraph.title, subgraph.nodes, subgraph.direction)
            for subgraph in flowchart.subgraphs
        ),
        tuple((style.indices, style.style) for style in flowchart.link_styles),
        tuple(flowchart.classes.items()),
        tuple(comment.text for comment in flowchart.comments),
    )


def _nodes(flowchart: Flowchart) -> Skeleton:
    return tuple(
        (node.id, node.shape, node.classes, node.style) for node in flowchart.nodes.values()
    )


def _edges(flowchart: Flowchart) -> Skeleton:
    return tuple(
        (
            edge.source, edge.target, edge.arrow, edge.stroke, edge.length, edge.id, edge.style,
        )
        for edge in flowchart.edges
    )  # fmt: skip
