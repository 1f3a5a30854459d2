"""The program: a DAG laid out once in arrays, for every pass over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mdgrad.expressions.tree import Expression
from mdgrad.graphs.graph import Dag, EdgeKey

__all__ = ["INPUT", "Program", "laid_out", "program_of"]

INPUT = -1
"""The rule of a node that computes nothing."""


@dataclass(frozen=True, slots=True)
class Program:
    """A DAG whose nodes are called by their positions in topological order."""

    nodes: tuple[str, ...]
    """The nodes' own names; operands come before what uses them."""
    rules: tuple[tuple[Expression, int], ...]
    """Each formula that occurs, with the number of its operands `#0`, `#1`, …"""
    rule: tuple[int, ...]
    """Which of the rules each node computes by, `INPUT` for an input."""
    operands: tuple[tuple[int, ...], ...]
    """The positions of each node's operands, in their order."""
    edges: tuple[EdgeKey, ...]
    """Every edge, by its target's position and then by its operand's index."""

    def position(self) -> dict[str, int]:
        """Return the position of every node."""
        return {node: position for position, node in enumerate(self.nodes)}

    def formula(self, node: int) -> Expression | None:
        """Return what the node at a position computes, None for an input."""
        rule = self.rule[node]
        return None if rule == INPUT else self.rules[rule][0]

    def inputs(self) -> list[int]:
        """Return the positions of the inputs."""
        return [node for node, rule in enumerate(self.rule) if rule == INPUT]


def program_of(dag: Dag) -> Program:
    """Return the program of a DAG: a topological order and every node's operands (Kahn 1962).

    Raises ValueError for a graph with a cycle.
    """
    operations = {node: data["operation"] for node, data in dag.nodes(data=True)}
    incoming: dict[str, list[tuple[int, str]]] = {node: [] for node in operations}
    following: dict[str, Any] = dict(dag.adjacency())
    for source, targets in following.items():
        for target, indices in targets.items():
            for index in indices:
                incoming[target].append((index, source))
    waiting = {node: len(operands) for node, operands in incoming.items()}
    order = [node for node, count in waiting.items() if not count]
    for node in order:
        for target, indices in following[node].items():
            waiting[target] -= len(indices)
            if not waiting[target]:
                order.append(target)
    if len(order) != len(waiting):
        raise ValueError("the graph has a cycle")
    position = {node: index for index, node in enumerate(order)}
    for own in incoming.values():
        own.sort()
    return laid_out(
        order,
        [None if (own := operations[node]) is None else own.formula for node in order],
        [tuple([position[source] for _, source in incoming[node]]) for node in order],
        tuple([(source, node, index) for node in order for index, source in incoming[node]]),
    )


def laid_out(
    nodes: Sequence[str],
    formulas: Sequence[Expression | None],
    operands: Sequence[tuple[int, ...]],
    edges: tuple[EdgeKey, ...] | None = None,
) -> Program:
    """Return the program of nodes that come in topological order.

    Operands are numbered as they come where `edges` are not given.
    """
    numbers: dict[tuple[Expression, int], int] = {}
    seen: dict[tuple[int, int], int] = {}  # most nodes share one formula: that spares hashing it
    rule: list[int] = []
    for formula, own in zip(formulas, operands, strict=True):
        if formula is None:
            rule.append(INPUT)
            continue
        same = id(formula), len(own)
        if same not in seen:
            seen[same] = numbers.setdefault((formula, len(own)), len(numbers))
        rule.append(seen[same])
    if edges is None:
        edges = tuple(
            (nodes[source], nodes[target], index)
            for target, sources in enumerate(operands)
            for index, source in enumerate(sources)
        )
    return Program(tuple(nodes), tuple(numbers), tuple(rule), tuple(operands), edges)
