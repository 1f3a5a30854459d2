"""Assertions: what labels say about a computation graph, roles decided, not yet judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from mdgrad.graphs.assumptions import Assumption
from mdgrad.graphs.directives import Directives
from mdgrad.graphs.graph import Dag, EdgeKey, edges_out_of
from mdgrad.labels.reading import Side
from mdgrad.mermaid.alignment import place_in_source
from mdgrad.mermaid.flowchart import Flowchart, Label
from mdgrad.messages import Message
from mdgrad.report import Role
from mdgrad.source import Span

__all__ = ["Along", "Assertion", "At", "Between", "ComputationGraph", "Problem", "Target"]


@dataclass(frozen=True, slots=True)
class At:
    """A node: its value, or its total gradient."""

    node: str


@dataclass(frozen=True, slots=True)
class Along:
    """An edge, or several parallel ones: the gradient or the local derivative along it."""

    edges: tuple[EdgeKey, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The derivative of one node's value by another's, over all paths between them."""

    of: str
    by: str
    onward: bool = False
    """Whether it is carried on to the output: times the gradient of `of` itself."""


Target: TypeAlias = At | Along | Between


@dataclass(frozen=True, slots=True)
class Assertion:
    """One side of a label, as a statement about the computation graph."""

    role: Role
    target: Target | None
    """What it speaks of; None where that cannot be told, and `reason` says why."""
    side: Side
    label: Label
    edge: int | None = None
    """Mermaid's index of the edge that carries the label."""
    node: str | None = None
    """The id of the node that carries the label."""
    given: bool = False
    """Whether it introduces what it states: an input, a name, the first backward label."""
    reason: Message | None = None
    alternatives: tuple[Target, ...] = ()
    """What the label may speak of as well: it is right if it is right of any of them."""
    told_as: Role | None = None
    """The role in the report, where it is another: in a derivative graph, values are gradients."""

    def span(self, flowchart: Flowchart) -> Span:
        """Return where the side stands in the Mermaid source; its label, if that is unclear."""
        return place_in_source(flowchart.source, self.label, self.side.span) or self.label.span


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the drawing as a whole that keeps it from being judged."""

    code: str
    message: Message
    span: Span


@dataclass(frozen=True, slots=True)
class ComputationGraph:
    """A flowchart understood, or one connected part of it."""

    flowchart: Flowchart
    dag: Dag
    output: str | None
    """The node whose gradients the backward drawing shows; None where there are several."""
    names: Mapping[str, str]
    """From a variable's name to the node that computes it."""
    assertions: tuple[Assertion, ...]
    problems: tuple[Problem, ...]
    directives: Directives
    backward: Mapping[int, Along]
    """From a backward Mermaid edge's index to the edges of the DAG that it runs against."""
    carried: Mapping[str, Fraction] = field(default_factory=dict)
    """Numbers of inputs that an earlier drawing of the same graph in the post gives."""

    assumptions: tuple[Assumption, ...] = ()
    """The case that the drawing shows; the operations of `dag` are those under it."""
    upstream: Assertion | None = None
    """The first backward label: what the drawing takes as the output's own gradient."""

    def name_of(self, node: str) -> str | None:
        """Return the name by which a node's value goes, None if it has none."""
        return next((name for name, named in self.names.items() if named == node), None)

    def edges_of(self, target: Target | None) -> Sequence[EdgeKey]:
        """Return the edges whose gradients add up to the gradient of a target."""
        match target:
            case Along(edges):
                return edges
            case At(node):
                return edges_out_of(self.dag, node)
            case _:
                return ()

    def caption(self, node: str) -> str:
        """Return how the drawing calls a node: its name, what it shows first, or its id."""
        drawn = self.flowchart.nodes.get(node)
        text = drawn.text.partition("<br>")[0].strip() if drawn is not None else ""
        if "=" in text:
            text = self.name_of(node) or text
        return f"“{text}”" if text else node
