"""The structure of a graph: what a proof depends on, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mdgrad.expressions.fold import postorder
from mdgrad.expressions.tree import Call, Expression, Number, Power
from mdgrad.graphs.graph import EdgeKey
from mdgrad.operators.parameters import generalized
from mdgrad.passes.program import Program, laid_out

__all__ = ["Structure", "cut_at", "functions_in", "leading_to", "structure_of"]


@dataclass(frozen=True, slots=True)
class Structure:
    """A graph without its names and numbers: diagrams that differ only in these share one."""

    formulas: tuple[Expression | None, ...]
    """What each node computes, in topological order; None for an input. The last is the output."""
    operands: tuple[tuple[int, ...], ...]
    """The positions of each node's operands."""

    def program(self) -> Program:
        """Return it laid out for passes, its nodes called by their positions."""
        return laid_out([*map(str, range(len(self.formulas)))], self.formulas, self.operands)


def leading_to(program: Program, output: int) -> list[int]:
    """Return the positions of what leads to `output`, itself included, in order."""
    leads = [False] * len(program.nodes)
    leads[output] = True
    for node in range(output, -1, -1):
        if leads[node]:
            for source in program.operands[node]:
                leads[source] = True
    return [node for node, does in enumerate(leads) if does]


def structure_of(
    program: Program, output: int
) -> tuple[Structure, tuple[tuple[EdgeKey, int, int], ...]]:
    """Return the structure of what leads to `output`, and where its edges are.

    Each edge comes with its target's position in the structure and its operand's index there. The
    numbers in formulas become inputs of their own: what holds for any number holds for theirs.
    """
    first_edge = [0]
    for own in program.operands:
        first_edge.append(first_edge[-1] + len(own))
    formulas: list[Expression | None] = []
    operands: list[tuple[int, ...]] = []
    edges: list[tuple[EdgeKey, int, int]] = []
    position: dict[int, int] = {}
    for node in leading_to(program, output):
        formula, sources = (
            program.formula(node),
            tuple(position[s] for s in program.operands[node]),
        )
        if formula is not None:
            formula, number = generalized(formula, len(sources))
            if number is not None:
                sources += (len(formulas),)
                formulas.append(None)
                operands.append(())
        position[node] = len(formulas)
        for index in range(len(program.operands[node])):
            edges.append((program.edges[first_edge[node] + index], position[node], index))
        formulas.append(formula)
        operands.append(sources)
    return Structure(tuple(formulas), tuple(operands)), tuple(edges)


def cut_at(structure: Structure, node: int) -> tuple[Structure, int]:
    """Return what a node and all that it flows into compute, cut loose, and the cut's width.

    The node's operands become inputs of their own, the first ones; whatever else flows in from
    elsewhere becomes an input, too: what holds for any value there holds for the drawing's. Many
    graphs are alike from some node on.
    """
    width = len(structure.operands[node])
    formulas: list[Expression | None] = [None] * width
    operands: list[tuple[int, ...]] = [()] * width
    position: dict[int, int] = {}

    def placed(source: int) -> int:
        if source not in position:
            position[source] = len(formulas)
            formulas.append(None)
            operands.append(())
        return position[source]

    flows_into = {node}
    for target in range(node, len(structure.formulas)):
        sources = structure.operands[target]
        if target == node:
            own = tuple(range(width))
        elif flows_into.isdisjoint(sources):
            continue
        else:
            flows_into.add(target)
            own = tuple(placed(source) for source in sources)
        position[target] = len(formulas)
        formulas.append(structure.formulas[target])
        operands.append(own)
    return Structure(tuple(formulas), tuple(operands)), width


def functions_in(formulas: Sequence[Expression | None]) -> int:
    """Return how many generators a field must be able to adjoin for these formulas, about.

    A function and its derivative bring at most four (erf: exp, π, its root and an inverse).
    """
    return 8 + sum(_functions_in(formula) for formula in formulas if formula is not None)


@lru_cache(maxsize=4096)
def _functions_in(formula: Expression) -> int:
    count = 0
    for part, _ in postorder(formula):
        if isinstance(part, Call):
            count += 4
        elif isinstance(part, Power):
            exponent = part.exponent
            if not (isinstance(exponent, Number) and exponent.value.denominator == 1):
                count += 4
            elif exponent.value < 0:
                count += 2
    return count
