"""What of a post's flowcharts must stay when labels are mended and gradients are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mdgrad.mermaid import MermaidError, parse
from mdgrad.mermaid.flowchart import Flowchart
from mdgrad.posts import find_blocks
from mdgrad.settings import Settings

__all__ = ["Skeleton", "added_edges", "topology"]

_Facts: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A flowchart without the text of its labels; two are the same drawing if they are equal."""

    rest: _Facts
    """What no addition may change: direction, classes, comments, or a source that is none."""
    nodes: Mapping[str, _Facts]
    """By id, in the order in which Mermaid meets them."""
    edges: tuple[tuple[str, str, _Facts], ...] = ()
    """Source, target, and what else there is to each."""
    subgraphs: tuple[tuple[_Facts, tuple[str, ...]], ...] = ()
    """What each is, and its nodes."""
    link_styles: tuple[tuple[tuple[int, ...] | None, _Facts], ...] = ()
    """The edges that each styles, and how."""


def topology(text: str, *, path: str, settings: Settings) -> tuple[Skeleton, ...]:
    """Return the skeleton of every diagram of the post, in order."""
    post = find_blocks(text, path=path, flavor=settings.flavor)
    return tuple(_skeleton(block.source) for block in post.blocks)


def added_edges(
    before: Sequence[Skeleton], after: Sequence[Skeleton]
) -> tuple[tuple[int, int], ...] | None:
    """Return the edges that are new, as numbers of diagram and edge; None if more has changed.

    Every node, edge, subgraph and style of old must be there unchanged and in order. New nodes may
    only be ends of new edges, new styles only style new edges.
    """
    if len(before) != len(after):
        return None
    added: list[tuple[int, int]] = []
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        if not _extends(old, new):
            return None
        added += ((number, index) for index in range(len(old.edges), len(new.edges)))
    return tuple(added)


def _extends(old: Skeleton, new: Skeleton) -> bool:
    """Return whether the old drawing is the new one but for edges at the end and their ends."""
    further = new.edges[len(old.edges) :]
    ends = {end for source, target, _ in further for end in (source, target)}
    nodes_stay = all(new.nodes.get(node) == facts for node, facts in old.nodes.items())
    return (
        old.rest == new.rest
        and nodes_stay
        and [node for node in new.nodes if node in old.nodes] == list(old.nodes)
        and new.nodes.keys() - old.nodes.keys() <= ends
        and new.edges[: len(old.edges)] == old.edges
        and _subgraphs_extend(old, new)
        and _styles_extend(old, new)
    )


def _subgraphs_extend(old: Skeleton, new: Skeleton) -> bool:
    if len(old.subgraphs) != len(new.subgraphs):
        return False
    return all(
        facts == new_facts and nodes == tuple(node for node in new_nodes if node in old.nodes)
        for (facts, nodes), (new_facts, new_nodes) in zip(old.subgraphs, new.subgraphs, strict=True)
    )


def _styles_extend(old: Skeleton, new: Skeleton) -> bool:
    """Return whether the styles of old stay, and whatever is new in them is about new edges."""
    first = len(old.edges)
    count = len(old.link_styles)
    kept = zip(old.link_styles, new.link_styles, strict=False)
    further = [indices for indices, _ in new.link_styles[count:]]
    return (
        len(new.link_styles) >= count
        and all(_style_extends(one, other, first) for one, other in kept)
        and all(indices is not None and min(indices) >= first for indices in further)
    )


def _style_extends(
    old: tuple[tuple[int, ...] | None, _Facts], new: tuple[tuple[int, ...] | None, _Facts],
    first: int,
) -> bool:  # fmt: skip
    if old[1] != new[1] or old[0] is None or new[0] is None:
        return old == new
    return old[0] == new[0][: len(old[0])] and all(i >= first for i in new[0][len(old[0]) :])


def _skeleton(source: str) -> Skeleton:
    try:
        flowchart = parse(source)
    except MermaidError:
        return Skeleton((source,), {})
    return Skeleton(
        (
            flowchart.keyword,
            flowchart.direction,
            tuple(flowchart.classes.items()),
            tuple(comment.text for comment in flowchart.comments),
        ),
        {node.id: (node.shape, node.classes, node.style) for node in flowchart.nodes.values()},
        _edges(flowchart),
        tuple(
            ((group.id, group.title, group.direction), group.nodes) for group in flowchart.subgraphs
        ),
        tuple((style.indices, style.style) for style in flowchart.link_styles),
    )


def _edges(flowchart: Flowchart) -> tuple[tuple[str, str, _Facts], ...]:
    return tuple(
        (edge.source, edge.target, (edge.arrow, edge.stroke, edge.length, edge.id, edge.style))
        for edge in flowchart.edges
    )
