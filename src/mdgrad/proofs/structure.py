"""The structure of a graph: what a proof depends on, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mdgrad.expressions.fold import postorder
from mdgrad.expressions.tree import Call, Expression, Number, Power
from mdgrad.graphs.graph import Dag, EdgeKey

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Structure", "functions_in", "structure_of"]


@dataclass(frozen=True, slots=True)
class Structure:
    """A graph without its names: two diagrams that differ in names and numbers share one."""

    formulas: tuple[Expression | None, ...]
    """What each node computes, in topological order; None for an input."""
    operands: tuple[tuple[int, ...], ...]
    """The positions of each node's operands."""
    output: int

    def dag(self) -> Dag:
        """Return the structure as a graph whose nodes are called by their positions."""
        import networkx as nx

        from mdgrad.operators.operation import Operation

        dag: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for position, formula in enumerate(self.formulas):
            operands = self.operands[position]
            operation = None if formula is None else Operation(None, formula, len(operands))
            dag.add_node(str(position), operation=operation)
            for index, source in enumerate(operands):
                dag.add_edge(str(source), str(position), key=index)
        return dag


def structure_of(dag: Dag, output: str) -> tuple[Structure, tuple[EdgeKey, ...]]:
    """Return the structure of what leads to `output`, and its edges in the structure's order."""
    import networkx as nx

    leading = nx.ancestors(dag, output) | {output}
    order = [node for node in nx.topological_sort(dag) if node in leading]
    position = {node: index for index, node in enumerate(order)}
    edges: list[EdgeKey] = []
    operands: list[tuple[int, ...]] = []
    formulas: list[Expression | None] = []
    for node in order:
        operation = dag.nodes[node]["operation"]
        incoming = sorted((index, source) for source, _, index in dag.in_edges(node, keys=True))
        edges += [(source, node, index) for index, source in incoming]
        operands.append(tuple(position[source] for _, source in incoming))
        formulas.append(None if operation is None else operation.formula)
    return Structure(tuple(formulas), tuple(operands), position[output]), tuple(edges)


def functions_in(formulas: Sequence[Expression | None]) -> int:
    """Return how many functions a field must be able to adjoin for these formulas, at most.

    A derivative brings at most three new ones for each function (erf: exp, sqrt and π).
    """
    return 4 * sum(1 for formula in formulas if formula for _ in _functions(formula)) + 4


def _functions(formula: Expression) -> Iterator[Expression]:
    for part, _ in postorder(formula):
        if isinstance(part, Call) or (
            isinstance(part, Power)
            and not (isinstance(part.exponent, Number) and part.exponent.value.denominator == 1)
        ):
            yield part
