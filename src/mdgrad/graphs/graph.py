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

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from mdgrad.expressions.tree import Expression

if TYPE_CHECKING:
    import networkx as nx

    Dag: TypeAlias = nx.MultiDiGraph[str]

__all__ = ["Dag", "EdgeKey", "Operation", "operand"]

EdgeKey: TypeAlias = tuple[str, str, int]
"""(source, target, operand index): one edge of the DAG."""


def operand(index: int) -> str:
    """Return the name by which an operation's formula calls its operand `index`."""
    return f"#{index}"


@dataclass(frozen=True, slots=True)
class Operation:
    """What a node computes from its operands."""

    operator: str | None
    """The catalogue's name of the operator, None for a formula of the author's."""
    formula: Expression
    """The value in terms of the operands, which are the names `#0`, `#1`, …"""
    arity: int
