"""The program: a DAG laid out once in arrays, for every pass over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mdgrad.expressions.tree import Expression
from mdgrad.graphs.graph import Dag, EdgeKey

__all__ = ["Program", "program_of"]


@dataclass(frozen=True, slots=True)
class Program:
    """A DAG whose nodes are called by their positions in topological order."""

    nodes: tuple[str, ...]
    """The nodes' own names; operands come before what uses them."""
    formulas: tuple[Expression | None, ...]
    """What each node computes from its operands `#0`, `#1`, …; None for an input."""
    operands: tuple[tuple[int, ...], ...]
    """The positions of each node's operands, in their order."""
    edges: tuple[EdgeKey, ...]
    """Every edge, by its target's position and then by its operand's index."""

    def position(self) -> dict[str, int]:
        """Return the position of every node."""
        return {node: position for position, node in enumerate(self.nodes)}


def program_of(dag: Dag) -> Program:
    """Return the program of a DAG: a topological order and every node's operands (Kahn 1962).

    Raises ValueError for a graph with a cycle.
    """
    attributes, incoming, following = dag.nodes, dag.pred, dag.succ
    waiting = {node: len(operands) for node, operands in incoming.items()}
    order = [node for node, count in waiting.items() if not count]
    for node in order:
        for target in following[node]:
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    if len(order) != len(waiting):
        raise ValueError("the graph has a cycle")
    return _laid_out(
        order,
        [_formula(attributes[node]["operation"]) for node in order],
        [_operands(incoming[node]) for node in order],
    )


def _formula(operation: object) -> Expression | None:
    formula: Expression | None = getattr(operation, "formula", None)
    return formula


def _operands(incoming: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Return a node's operands with their indices, in order."""
    return sorted((index, source) for source, indices in incoming.items() for index in indices)


def _laid_out(
    order: Sequence[str],
    formulas: Sequence[Expression | None],
    operands: Sequence[Sequence[tuple[int, str]]],
) -> Program:
    position = {node: index for index, node in enumerate(order)}
    return Program(
        tuple(order),
        tuple(formulas),
        tuple(tuple(position[source] for _, source in own) for own in operands),
        tuple(
            (source, node, index)
            for node, own in zip(order, operands, strict=True)
            for index, source in own
        ),
    )
