"""The computation graph: the public DAG and what its attributes mean.

The DAG is a `networkx.MultiDiGraph`, acyclic. A node is named by the id of the Mermaid node that
it comes from. Each node computes one value; each of its outgoing edges carries that value.

Node attributes
    `operation`: `Operation`, or None for an input.
Edge attributes
    the key is the operand's index: edge (u, v, 1) is the second operand of v. x × x is two
    parallel edges (x, m, 0) and (x, m, 1).
    `flowchart_edge`: the index of the Mermaid edge, or None where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from mdgrad.operators.operation import Operation, operand

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "Dag", "EdgeKey", "Operation", "drawn_edges", "edges_out_of", "operand", "operations",
]  # fmt: skip

Dag: TypeAlias = "nx.MultiDiGraph[str]"
"""A quoted type, since networkx is imported only where a diagram needs it."""

EdgeKey: TypeAlias = tuple[str, str, int]
"""(source, target, operand index): one edge of the DAG."""


def operations(dag: Dag) -> Iterator[tuple[str, Operation | None]]:
    """Yield every node of the DAG with what it computes, None for an input."""
    for node in dag:
        yield node, dag.nodes[node]["operation"]


def edges_out_of(dag: Dag, node: str) -> list[EdgeKey]:
    """Return the edges along which a node's value is used."""
    return [(source, target, int(key)) for source, target, key in dag.out_edges(node, keys=True)]


def drawn_edges(dag: Dag) -> Iterator[tuple[str, str, int, int | None]]:
    """Yield every edge of the DAG with the index of the Mermaid edge that draws it."""
    for source, target, index in dag.edges(keys=True):
        yield source, target, index, dag.edges[source, target, index]["flowchart_edge"]
