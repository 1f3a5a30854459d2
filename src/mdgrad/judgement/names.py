"""Whether a derivative label speaks of another variable than the arrow it stands on.

∂t/∂y and ∂t/∂x may be equal, but on the arrow to x the first is the wrong one all the same.
"""

from __future__ import annotations

from collections import Counter

from mdgrad.expressions.tree import ONE, Derivative, Expression, Name, Product
from mdgrad.graphs.assertions import Along, Assertion, ComputationGraph
from mdgrad.labels.reading import Formula
from mdgrad.messages import AND, Listing, Message

__all__ = ["names_another_target"]


def names_another_target(assertion: Assertion, graph: ComputationGraph) -> Message | None:
    """Return why a chain of derivatives does not belong on its arrow, or None if it may.

    It does not if its links do not join (∂z/∂x · ∂t/∂x), if it ends at another operand of the same
    operator, or at any value that the arrow's own does not flow into, where the forward edges
    themselves carry the names of both. The name of a value that it flows into is fine: ∂L/∂z · 1
    is the upstream gradient passed on.
    """
    content, target = assertion.side.content, assertion.target
    if assertion.role != "gradient" or not isinstance(content, Formula):
        return None
    chain = _chain(content.readings[0])
    if len(chain) > 1 and all({c.of, c.by} <= graph.names.keys() for c in chain[1:]):
        broken = _broken_link(chain)
        if broken is not None:
            return broken
    by = _ends_at(chain)
    if by is None or by not in graph.names or not isinstance(target, Along):
        return None
    source, node, _ = target.edges[0]
    own = _names_of(source, graph)
    if by in own or not own or _flows_into(source, graph.names[by], graph):
        return None
    carried = _carried(graph)
    drawn = graph.flowchart.nodes
    siblings = {other for other, _ in graph.dag.in_edges(node) if other in drawn}
    if graph.names[by] in siblings or (by in carried and own & carried):
        return Message(
            "it ends at {name}, but this arrow leads to {other}", name=by, other=min(own)
        )
    return None


def _chain(expression: Expression) -> tuple[Derivative, ...]:
    """Return the links of a pure chain of derivatives, none if the formula is something else."""
    factors = expression.factors if isinstance(expression, Product) else (expression,)
    links = tuple(factor for factor in factors if isinstance(factor, Derivative))
    return links if len(links) == sum(factor != ONE for factor in factors) else ()


def _broken_link(chain: tuple[Derivative, ...]) -> Message | None:
    """Return where a chain does not join: every ∂t on top must find its ∂t below, but the first."""
    below = Counter(link.by for link in chain)
    below.subtract(Counter(link.of for link in chain))
    left_over = sorted((+below).elements())
    if len(left_over) <= 1:
        return None
    return Message(
        "the chain does not join: {names} are both left below the line",
        names=Listing(AND, left_over),
    )


def _ends_at(chain: tuple[Derivative, ...]) -> str | None:
    """Return by which variable a chain differentiates in the end."""
    ends = [link.by for link in chain]
    for link in chain:
        if link.of in ends and len(ends) > 1:
            ends.remove(link.of)
    return ends[0] if len(ends) == 1 else None


def _names_of(node: str, graph: ComputationGraph) -> set[str]:
    """Return the names of a node's value, those of the nodes that only pass it on included."""
    same = {node}
    pending = [node]
    while pending:
        current = pending.pop()
        passing = [n for n in graph.dag.successors(current) if _passes_on(n, graph)]
        if _passes_on(current, graph):
            passing += graph.dag.predecessors(current)
        pending += (n for n in passing if n not in same)
        same.update(passing)
    return {name for name, named in graph.names.items() if named in same}


def _flows_into(source: str, other: str, graph: ComputationGraph) -> bool:
    import networkx as nx

    return nx.has_path(graph.dag, source, other)


def _passes_on(node: str, graph: ComputationGraph) -> bool:
    operation = graph.dag.nodes[node]["operation"]
    return operation is not None and operation.operator == "identity"


def _carried(graph: ComputationGraph) -> set[str]:
    """Return the names that stand on forward edges."""
    return {
        assertion.side.content.readings[0].name
        for assertion in graph.assertions
        if assertion.edge is not None
        and assertion.role == "value"
        and isinstance(assertion.side.content, Formula)
        and isinstance(assertion.side.content.readings[0], Name)
    }
