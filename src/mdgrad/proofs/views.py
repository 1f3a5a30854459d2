"""Views: a graph seen through some arithmetic, worked out only as far as labels ask."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeVar

from mdgrad.graphs.graph import Dag, EdgeKey
from mdgrad.operators.derivatives import local_derivatives
from mdgrad.operators.inexpressible import Inexpressible
from mdgrad.passes.arithmetic import Ordered, compiled
from mdgrad.passes.backward import derivatives_at_once
from mdgrad.passes.program import program_of
from mdgrad.passes.unfolding import WIDEST

__all__ = ["Layout", "View"]

V = TypeVar("V")


class Layout:
    """A graph laid out for views: where every node and edge is, and who uses whom."""

    def __init__(self, dag: Dag) -> None:
        self.program = program_of(dag)
        self.position = self.program.position()

    @cached_property
    def edge_position(self) -> Mapping[EdgeKey, tuple[int, int]]:
        """The target's position and the operand's index of every edge."""
        return {edge: (self.position[edge[1]], edge[2]) for edge in self.program.edges}

    @cached_property
    def uses(self) -> Sequence[Sequence[tuple[int, int]]]:
        """For each node, the targets that use it, each with the operand's index."""
        uses: list[list[tuple[int, int]]] = [[] for _ in self.program.nodes]
        for target, operands in enumerate(self.program.operands):
            for index, source in enumerate(operands):
                uses[source].append((target, index))
        return uses


@dataclass(frozen=True, slots=True)
class View(Generic[V]):
    """A graph in some arithmetic.

    `free` holds values that are taken as they are: of inputs, and of nodes that are cut loose.
    At most `most_nodes` nodes are looked at; `Inexpressible` is raised beyond.
    """

    layout: Layout
    arithmetic: Ordered[V]
    values: dict[int, V]
    totals: dict[int, V]
    most_nodes: int
    assume: Callable[[str, V], V] | None = None
    _at_once: dict[int, Sequence[V]] = field(default_factory=dict)
    """The local derivatives of nodes with many operands, which are worked out together."""

    def value(self, node: int) -> V:
        """Return the value of a node."""
        program = self.layout.program
        for needed in self._needed(node):
            formula, operands = program.formula(needed), program.operands[needed]
            if formula is None:
                raise Inexpressible(f"{program.nodes[needed]} has no value")
            evaluator = compiled(formula, len(operands), self.arithmetic)
            value = evaluator([self.values[operand] for operand in operands])
            assume = self.assume
            self.values[needed] = value if assume is None else assume(program.nodes[needed], value)
        return self.values[node]

    def _needed(self, node: int) -> list[int]:
        """Return the nodes to be worked out for a node, in order."""
        found: set[int] = set()
        pending = [node]
        while pending:
            needed = pending.pop()
            if needed not in found and needed not in self.values:
                self._count(found)
                found.add(needed)
                pending += self.layout.program.operands[needed]
        return sorted(found)

    def local(self, target: int, index: int) -> V:
        """Return ∂target/∂operand."""
        formula = self.layout.program.formula(target)
        operands = self.layout.program.operands[target]
        if formula is None:
            raise Inexpressible("an input has no operands")
        self.value(target)
        if target in self._at_once:
            return self._at_once[target][index]
        own = [self.value(operand) for operand in operands]
        if len(operands) > WIDEST:
            at_once = derivatives_at_once(formula, len(operands), self.arithmetic)
            self._at_once[target] = at_once(own)
            return self._at_once[target][index]
        derivative = local_derivatives(formula, len(operands))[index]
        return compiled(derivative, len(operands), self.arithmetic)(own)

    def total(self, node: int) -> V:
        """Return ∂output/∂node: the sum over its outgoing edges, as far as they are not known.

        `totals` must hold that of the output.
        """
        needed: set[int] = set()
        pending = [node]
        while pending:
            current = pending.pop()
            if current not in needed and current not in self.totals:
                self._count(needed)
                needed.add(current)
                pending += [target for target, _ in self.layout.uses[current]]
        for current in sorted(needed, reverse=True):
            shares = [self.along(target, index) for target, index in self.layout.uses[current]]
            self.totals[current] = self.arithmetic.add(shares)
        return self.totals[node]

    def along(self, target: int, index: int) -> V:
        """Return the gradient along one edge, whose target's total is known or worked out."""
        if target not in self.totals:
            self.total(target)
        return self.arithmetic.multiply((self.totals[target], self.local(target, index)))

    def derivative(self, of: int, by: int) -> V:
        """Return the derivative of one node by another: the sum over the paths between them."""
        between = self._between(of, by)
        gradients: dict[int, list[V]] = {of: [self.arithmetic.number(Fraction(1))]}
        for node in sorted(between, reverse=True):
            if node == by or node not in gradients:
                continue
            total = self.arithmetic.add(gradients[node])
            for index, operand in enumerate(self.layout.program.operands[node]):
                if operand in between:
                    share = self.arithmetic.multiply((total, self.local(node, index)))
                    gradients.setdefault(operand, []).append(share)
        return self.arithmetic.add(gradients.get(by, []))

    def _between(self, of: int, by: int) -> Collection[int]:
        """Return the nodes on the paths from one to another, and some that lead to `of` besides."""
        found: set[int] = set()
        pending = [of]
        while pending:
            node = pending.pop()
            if node >= by and node not in found:
                self._count(found)
                found.add(node)
                pending += self.layout.program.operands[node] if node != by else ()
        return found

    def _count(self, found: Collection[int]) -> None:
        if len(found) >= self.most_nodes:
            raise Inexpressible("it depends on too much of the drawing")
