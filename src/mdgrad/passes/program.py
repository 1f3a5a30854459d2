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
    following: dict[str, dict[str, Any]] = dict(dag.adjacency())
    waiting = dict.fromkeys(operations, 0)
    for targets in following.values():
        for target, indices in targets.items():
            waiting[target] += len(indices)
    order = [node for node, count in waiting.items() if not count]
    incoming: dict[str, list[tuple[int, int]]] = {node: [] for node in operations}
    for position, node in enumerate(order):
        for target, indices in following[node].items():
            for index in indices:
                incoming[target].append((index, position))
            waiting[target] -= len(indices)
            if not waiting[target]:
                order.append(target)
    if len(order) != len(waiting):
        raise ValueError("the graph has a cycle")
    formulas: list[Expression | None] = []
    operands: list[tuple[int, ...]] = []
    edges: list[EdgeKey] = []
    for node in order:
        own, operation = incoming[node], operations[node]
        own.sort()
        formulas.append(None if operation is None else operation.formula)
        operands.append(tuple([source for _, source in own]))
        edges += [(order[source], node, index) for index, source in own]
    return laid_out(order, formulas, operands, tuple(edges))


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
