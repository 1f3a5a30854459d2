"""The chain rule confirmed on graphs of any size, in arithmetic modulo a prime.

Every local derivative is a fresh random element of the field of 2⁶¹ − 1 elements. The reverse pass
gives a gradient along every edge; a forward pass in a random direction over all edges gives one
number. If the gradients are the sums over paths that the chain rule asks for, the two agree; if
any is not, they agree with a probability of at most `ERROR` (Schwartz 1980, lemma 1): the
difference is a nonzero polynomial in the random elements, whose degree is at most the number of
edges on a path, plus one.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mdgrad.graphs.graph import Dag, EdgeKey
from mdgrad.passes.backward import backward

__all__ = ["ERROR", "PRIME", "chain_rule_holds"]

PRIME = 2**61 - 1
LONGEST_PATH = 50_000
ERROR = Fraction(LONGEST_PATH + 1, PRIME)
"""The probability that a wrong gradient goes unnoticed, for paths up to `LONGEST_PATH` edges."""


@dataclass(frozen=True, slots=True)
class Residues:
    """Sums and products modulo the prime: all that the backward pass itself needs."""

    def add(self, terms: Sequence[int]) -> int:
        """Return the sum."""
        return sum(terms) % PRIME

    def multiply(self, factors: Sequence[int]) -> int:
        """Return the product."""
        product = 1
        for factor in factors:
            product = product * factor % PRIME
        return product


def chain_rule_holds(dag: Dag, output: str) -> bool:
    """Return whether the backward pass over random local derivatives obeys the chain rule."""
    local = {edge: secrets.randbelow(PRIME) for edge in dag.edges(keys=True)}
    direction = {edge: secrets.randbelow(PRIME) for edge in local}
    gradients = backward(dag, output, 1, local, Residues())
    expected = _rate_of_change(dag, output, local, direction)
    return expected == sum(gradients.along[edge] * direction[edge] for edge in local) % PRIME


def _rate_of_change(
    dag: Dag, output: str, local: Mapping[EdgeKey, int], direction: Mapping[EdgeKey, int]
) -> int:
    """Return how fast the output changes if the value on every edge changes as directed.

    This is forward-mode differentiation: it goes the other way and shares no code with the
    backward pass.
    """
    import networkx as nx

    rate: dict[str, int] = {}
    for node in nx.topological_sort(dag):
        rate[node] = 0
        for edge in dag.in_edges(node, keys=True):
            rate[node] += local[edge] * (rate[edge[0]] + direction[edge])
        rate[node] %= PRIME
    return rate[output]
