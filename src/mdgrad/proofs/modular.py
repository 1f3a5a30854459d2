"""The chain rule confirmed on graphs of any size, in arithmetic modulo a prime.

Every local derivative is a fresh random element of the field of 2⁶¹ − 1 elements. The reverse pass
gives a gradient along every edge; a forward pass in a random direction over all edges gives one
number. If the gradients are the sums over paths that the chain rule asks for, the two agree; if
any is not, they agree with a probability of at most `error_bound` (Schwartz 1980, lemma 1): the
difference is a nonzero polynomial in the random elements, whose degree is at most the number of
edges on a path, plus one.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from fractions import Fraction

from mdgrad.graphs.graph import Dag, EdgeKey
from mdgrad.passes.backward import backward
from mdgrad.passes.program import Program

__all__ = ["PRIME", "chain_rule_holds", "error_bound"]

PRIME = 2**61 - 1


class Residues:
    """Sums and products modulo the prime: all that the backward pass itself needs."""

    @staticmethod
    def add(terms: Sequence[int]) -> int:
        """Return the sum."""
        return sum(terms) % PRIME

    @staticmethod
    def multiply(factors: Sequence[int]) -> int:
        """Return the product."""
        product = 1
        for factor in factors:
            product = product * factor % PRIME
        return product


def error_bound(nodes: int) -> Fraction:
    """Return how probable it is at most that a wrong gradient goes unnoticed.

    A path over so many nodes has one edge fewer, and the direction adds one to the degree.
    """
    return Fraction(nodes, PRIME)


def chain_rule_holds(dag: Dag, program: Program, output: int) -> bool:
    """Return whether the backward pass over random local derivatives obeys the chain rule."""
    local = [secrets.randbelow(PRIME) for _ in program.edges]
    direction = [secrets.randbelow(PRIME) for _ in program.edges]
    along = backward(program, output, 1, local, Residues()).along
    expected = _rate_of_change(
        dag,
        program.nodes[output],
        dict(zip(program.edges, local, strict=True)),
        dict(zip(program.edges, direction, strict=True)),
    )
    directed = sum(gradient * change for gradient, change in zip(along, direction, strict=True))
    return expected == directed % PRIME


def _rate_of_change(
    dag: Dag, output: str, local: Mapping[EdgeKey, int], direction: Mapping[EdgeKey, int]
) -> int:
    """Return how fast the output changes if the value on every edge changes as directed.

    This is forward-mode differentiation: it goes the other way, over the graph itself, and shares
    no code with the backward pass or the program that this runs on.
    """
    import networkx as nx

    rate: dict[str, int] = {}
    for node in nx.topological_sort(dag):
        rate[node] = 0
        for edge in dag.in_edges(node, keys=True):
            rate[node] += local[edge] * (rate[edge[0]] + direction[edge])
        rate[node] %= PRIME
    return rate[output]
