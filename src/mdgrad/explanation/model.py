"""What is explained: derivations of values, local derivatives, gradients, and of every label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from mdgrad.expressions.tree import Expression
from mdgrad.graphs.graph import EdgeKey
from mdgrad.mermaid.flowchart import Flowchart
from mdgrad.report import Claim, Status

__all__ = [
    "BEYOND", "Derivation", "ExplainedDiagram", "ExplainedEdge", "ExplainedGraph", "ExplainedLabel",
    "ExplainedNode", "Explanation", "Side", "SideKind",
]  # fmt: skip

BEYOND = "#beyond"
"""The node that stands for what is differentiated where that lies beyond the drawing."""

SideKind = Literal["rule", "numbers", "result"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a chain of equalities; the names in it are nodes."""

    kind: SideKind
    """In symbols, with numbers put in, or what that comes to."""
    expression: Expression
    is_exact: bool = True
    """Whether it equals the side before it, rather than being rounded."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one value or derivative comes about: subject = rule = numbers = result."""

    subject: Expression
    sides: tuple[Side, ...] = ()
    note: str = ""
    """What else there is to know: that it is given, its shape, a convention."""
    over: tuple[str, ...] = ()
    """The nodes over which it is a share of the subject; none where it is all of it."""


@dataclass(frozen=True, slots=True)
class ExplainedNode:
    """A node: its value, and its gradient in all."""

    node: str
    shown: str
    """What the drawing shows in it."""
    value: Derivation
    gradient: Derivation | None
    """None where the output does not depend on it, or it is not clear what the output is."""


@dataclass(frozen=True, slots=True)
class ExplainedEdge:
    """An edge that carries a value forward: what it multiplies by, and the gradient along it."""

    edge: EdgeKey
    drawn_as: int | None
    """The index of the Mermaid edge."""
    local: Derivation | None
    """None for matrices, where it is no matrix."""
    gradient: Derivation | None


@dataclass(frozen=True, slots=True)
class ExplainedLabel:
    """Something a label asserts, the verdict on it, and what is right with how that comes about."""

    claim: Claim
    message: str | None
    """What there is to say of it, where it is not verified."""
    derivation: Derivation | None


@dataclass(frozen=True, slots=True)
class ExplainedGraph:
    """One computation graph."""

    output: str | None
    """What is differentiated, None where that is not clear."""
    names: Mapping[str, str]
    """How readers know each node."""
    nodes: tuple[ExplainedNode, ...]
    """In the order of the forward pass."""
    edges: tuple[ExplainedEdge, ...]
    """In the order of the forward pass, by their targets."""
    labels: tuple[ExplainedLabel, ...]
    """Those that were chosen, in the order of the post."""
    remarks: tuple[str, ...]
    """What holds for the graph as a whole."""
    of_derivatives: bool = False
    """Whether its nodes are derivatives, so that its values are gradients already."""

    def node(self, node: str) -> ExplainedNode | None:
        """Return what is known of a node, None if it is not of this graph."""
        return next((one for one in self.nodes if one.node == node), None)


@dataclass(frozen=True, slots=True)
class ExplainedDiagram:
    """One diagram of a post."""

    line: int
    """The first line of the block, 1-based."""
    status: Status | None
    flowchart: Flowchart
    graphs: tuple[ExplainedGraph, ...]
    is_whole: bool = True
    """Whether it was asked for as a whole, rather than some of its labels."""

    def labels(self) -> Iterator[tuple[ExplainedGraph, ExplainedLabel]]:
        """Yield the labels that were chosen, each with its graph."""
        for graph in self.graphs:
            for label in graph.labels:
                yield graph, label


@dataclass(frozen=True, slots=True)
class Explanation:
    """What `mdgrad.explain` returns: the diagrams of a post that were asked for."""

    path: str
    diagrams: tuple[ExplainedDiagram, ...]
