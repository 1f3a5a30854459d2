"""A layout: nodes in layers from left to right, so that edges cross little (Sugiyama et al. 1981).

A node's layer is the longest path to it. An edge that spans several layers has a bend in each, and
the order within a layer follows the mean position of the neighbours (the barycentre).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

__all__ = ["Layout", "laid_out"]

_SWEEPS = 8

Edge: TypeAlias = tuple[str, str, int]
_Slot: TypeAlias = tuple[str, str, int, int] | str
"""A node, or the bend of an edge in a layer."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is: layers count from the left, rows from the top."""

    layer: Mapping[str, int]
    row: Mapping[str, float]
    bends: Mapping[Edge, tuple[tuple[int, float], ...]]
    """The layers and rows by which an edge goes from its source to its target."""
    rows: int
    """How many rows the fullest layer has."""


def laid_out(nodes: Sequence[str], edges: Sequence[Edge]) -> Layout:
    """Return where to draw `nodes`, which come in topological order."""
    layer = _layers(nodes, edges)
    slots, links = _with_bends(nodes, edges, layer)
    for _ in range(_SWEEPS):
        for ordered in (slots, slots[::-1]):
            for before, here in pairwise(ordered):
                position = {slot: index for index, slot in enumerate(before)}
                here.sort(key=lambda slot: _barycentre(links[slot], position))
    rows = max(map(len, slots), default=0)
    placed = {
        slot: index + (rows - len(own)) / 2 for own in slots for index, slot in enumerate(own)
    }
    bends = {
        edge: tuple(
            (middle, placed[(*edge, middle)])
            for middle in range(layer[edge[0]] + 1, layer[edge[1]])
        )
        for edge in edges
    }
    return Layout(layer, {node: placed[node] for node in nodes}, bends, rows)


def _layers(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """Return the longest path to each node; an input stands just before what uses it first."""
    layer = dict.fromkeys(nodes, 0)
    incoming: dict[str, list[str]] = {node: [] for node in nodes}
    outgoing: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target, _ in edges:
        incoming[target].append(source)
        outgoing[source].append(target)
    for node in nodes:
        layer[node] = max((layer[source] + 1 for source in incoming[node]), default=0)
    for node in nodes:
        if not incoming[node] and outgoing[node]:
            layer[node] = min(layer[target] for target in outgoing[node]) - 1
    return layer


def _with_bends(
    nodes: Sequence[str], edges: Sequence[Edge], layer: Mapping[str, int]
) -> tuple[list[list[_Slot]], dict[_Slot, list[_Slot]]]:
    """Return the slots of each layer, and which are joined."""
    slots: list[list[_Slot]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for node in nodes:
        slots[layer[node]].append(node)
    links: dict[_Slot, list[_Slot]] = {node: [] for node in nodes}
    for edge in edges:
        source, target, _ = edge
        way: list[_Slot] = [source]
        for middle in range(layer[source] + 1, layer[target]):
            bend = (*edge, middle)
            slots[middle].append(bend)
            links[bend] = []
            way.append(bend)
        way.append(target)
        for one, other in pairwise(way):
            links[one].append(other)
            links[other].append(one)
    return slots, links


def _barycentre(neighbours: Sequence[_Slot], position: Mapping[_Slot, int]) -> float:
    """Return the mean position of the neighbours that have one, infinity where none has."""
    known = [position[one] for one in neighbours if one in position]
    return sum(known) / len(known) if known else float("inf")
