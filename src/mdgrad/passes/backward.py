"""The backward pass: reverse-mode differentiation, one loop over the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from mdgrad.graphs.graph import Dag, EdgeKey, operations
from mdgrad.operators import local_derivatives
from mdgrad.passes.arithmetic import Arithmetic, Ring, evaluate
from mdgrad.passes.forward import operands_of

__all__ = ["Gradients", "backward", "local_derivatives_of"]

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Gradients(Generic[V]):
    """∂output/∂value along every edge, and in all for every node."""

    along: Mapping[EdgeKey, V]
    total: Mapping[str, V]


def backward(
    dag: Dag, output: str, upstream: V, local: Mapping[EdgeKey, V], arithmetic: Ring[V]
) -> Gradients[V]:
    """Return the gradients of `output`, whose own gradient is `upstream`.

    A node's gradient is the sum over its outgoing edges; along an edge the gradient is that of the
    node it leads to times the edge's local derivative (Baydin et al. 2018, section 3.2).
    """
    import networkx as nx

    along: dict[EdgeKey, V] = {}
    total: dict[str, V] = {}
    for node in reversed(list(nx.topological_sort(dag))):
        shares = [along[edge] for edge in dag.out_edges(node, keys=True)]
        total[node] = arithmetic.add([*shares, upstream] if node == output else shares)
        for edge in dag.in_edges(node, keys=True):
            along[edge] = arithmetic.multiply((total[node], local[edge]))
    return Gradients(along, total)


def local_derivatives_of(
    dag: Dag, values: Mapping[str, V], arithmetic: Arithmetic[V]
) -> dict[EdgeKey, V]:
    """Return ∂node/∂operand for every edge, at the given values."""
    local: dict[EdgeKey, V] = {}
    for node, operation in operations(dag):
        if operation is None:
            continue
        derivatives = local_derivatives(operation.formula, operation.arity)
        operands = operands_of(dag, node, values)
        for source, _, index in dag.in_edges(node, keys=True):
            local[source, node, index] = evaluate(derivatives[index], operands, arithmetic)
    return local
