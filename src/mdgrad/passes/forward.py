"""The forward pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from mdgrad.graphs.graph import Dag, operand
from mdgrad.passes.arithmetic import Arithmetic, evaluate

__all__ = ["forward", "operands_of"]

V = TypeVar("V")


def forward(dag: Dag, inputs: Mapping[str, V], arithmetic: Arithmetic[V]) -> dict[str, V]:
    """Return the value of every node, given those of the inputs."""
    import networkx as nx

    values: dict[str, V] = {}
    for node in nx.topological_sort(dag):
        operation = dag.nodes[node]["operation"]
        if operation is None:
            values[node] = inputs[node]
        else:
            values[node] = evaluate(operation.formula, operands_of(dag, node, values), arithmetic)
    return values


def operands_of(dag: Dag, node: str, values: Mapping[str, V]) -> dict[str, V]:
    """Return the values of a node's operands by the names that its formula gives them."""
    return {operand(index): values[source] for source, _, index in dag.in_edges(node, keys=True)}
