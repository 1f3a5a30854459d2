"""The outline: in which order a graph is explained, alike in every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mdgrad.explanation.model import (
    Derivation,
    ExplainedDiagram,
    ExplainedEdge,
    ExplainedGraph,
    ExplainedLabel,
)

__all__ = ["Row", "Section", "labels_to_tell", "outline"]

_FORWARD = "Forward pass", "Every value, from the inputs on."
_LOCAL = "Local derivatives", "How fast each value changes with each of its operands."
_BACKWARD = (
    "Backward pass",
    "Every gradient, from the output back: along an edge it is the gradient of the value that the "
    "edge leads to, times the local derivative. Where a value takes several ways, they add up.",
)
_DERIVATIVES = "Derivatives", "Every derivative, from the output back."
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One step of an explanation."""

    derivation: Derivation
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Steps that belong together."""

    title: str
    lead: str
    rows: tuple[Row, ...]


def outline(graph: ExplainedGraph) -> Iterator[Section]:
    """Yield the sections that explain a graph, those that have something to tell."""
    parts = (
        ((_DERIVATIVES, _forward(graph)),)
        if graph.of_derivatives
        else ((_FORWARD, _forward(graph)), (_LOCAL, _local(graph)), (_BACKWARD, _backward(graph)))
    )
    for (title, lead), rows in parts:
        found = tuple(rows)
        if found:
            yield Section(title, lead, found)


def labels_to_tell(diagram: ExplainedDiagram) -> Iterator[tuple[ExplainedGraph, ExplainedLabel]]:
    """Yield the labels to speak of: those asked for, of a whole diagram those not verified."""
    for graph, label in diagram.labels():
        if not diagram.is_whole or label.claim.verdict != "verified":
            yield graph, label


def _forward(graph: ExplainedGraph) -> Iterator[Row]:
    for node in graph.nodes:
        notes = [node.value.note] if node.value.note else []
        if _tells_more(node.shown, graph.names.get(node.node, node.node)):
            notes.insert(0, f"drawn as “{node.shown}”")
        yield Row(node.value, ", ".join(notes))


def _tells_more(shown: str, name: str) -> bool:
    """Return whether a node's text is a short one that readers would not know it by otherwise."""
    is_name = shown == name or name in shown.split()
    return 0 < len(shown) <= _LONGEST and not is_name and set("=≈").isdisjoint(shown)


def _local(graph: ExplainedGraph) -> Iterator[Row]:
    for edge in graph.edges:
        if edge.local is not None:
            yield Row(edge.local, edge.local.note)


def _backward(graph: ExplainedGraph) -> Iterator[Row]:
    leaving: dict[str, list[ExplainedEdge]] = {}
    for edge in graph.edges:
        leaving.setdefault(edge.edge[0], []).append(edge)
    for node in reversed(graph.nodes):
        shares = [one.gradient for one in leaving.get(node.node, ()) if one.gradient is not None]
        if len(shares) > 1:
            yield from (Row(share, share.note) for share in shares)
        if node.gradient is not None:
            yield Row(node.gradient, node.gradient.note)
