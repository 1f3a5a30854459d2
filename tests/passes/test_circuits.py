"""Values and gradients of random circuits are those of mpmath at 50 digits."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import mpmath
import pytest

from mdgrad.operators import CATALOGUE
from mdgrad.passes import Enclosure, values_and_gradients
from mdgrad.proofs import prove_gradients
from tests.circuits import KINDS, Circuit, Kind, key, one_operator, random_circuit

QUICK, LARGE = 150, 5_000


def agrees(found: object, right: Any, digits: int) -> bool:
    """Return whether a number of ours is the oracle's, as well as that one is known."""
    if isinstance(found, Enclosure):
        assert found.upper - found.lower <= max(abs(found.upper), Fraction(1, 1000)) / 10**30
        found = found.lower
    assert isinstance(found, Fraction), found
    with mpmath.workdps(80):
        ours = mpmath.mpf(found.numerator) / found.denominator
        return bool(abs(ours - right) <= mpmath.mpf(10) ** -digits * max(1, abs(right)))


def check(circuit: Circuit) -> None:
    """Assert every number of a circuit."""
    inputs = {f"n{node}": value for node, value in circuit.inputs.items()}
    output = f"n{len(circuit.nodes) - 1}"
    results = values_and_gradients(circuit.dag(), inputs, output, Fraction(1), digits=50)
    for node, value in enumerate(circuit.values()):
        assert agrees(results.values[f"n{node}"], value, 45), node
    for edge in circuit.edges():
        assert agrees(results.along[key(edge)], circuit.gradient(edge), 25), edge


def test_every_operator_with_a_formula_is_tried() -> None:
    tried = {kind.name for kind in KINDS}
    assert tried == {entry.name for entry in CATALOGUE.values() if entry.drawn and not entry.tensor}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.name}-{kind.arity}")
def test_one_operator_alone(kind: Kind) -> None:
    circuits = list(one_operator(kind))
    assert len(circuits) >= 2
    for circuit in circuits:
        check(circuit)


def test_random_circuits_have_the_numbers_of_the_oracle() -> None:
    for seed in range(QUICK):
        check(random_circuit(seed, 1 + seed % 12))


def shares_of_proofs(seeds: range) -> Counter[str]:
    """Return how the gradients of circuits of up to 12 operators are proved."""
    told: Counter[str] = Counter()
    for seed in seeds:
        circuit = random_circuit(seed, 1 + seed % 12)
        proofs = prove_gradients(circuit.dag(), f"n{len(circuit.nodes) - 1}")
        assert proofs.keys() == {key(edge) for edge in circuit.edges()}
        told.update(proofs.values())
    return told


def test_nearly_all_gradients_are_proved_symbolically_and_the_rest_exactly() -> None:
    told = shares_of_proofs(range(QUICK // 3))
    assert told["symbolic"] >= 0.95 * told.total()
    assert set(told) <= {"symbolic", "exact"}


@pytest.mark.fuzz
def test_thousands_of_circuits() -> None:
    for seed in range(LARGE):
        check(random_circuit(seed, 1 + seed % 12))
    told = shares_of_proofs(range(LARGE))
    assert told["symbolic"] >= 0.95 * told.total()
    assert set(told) <= {"symbolic", "exact"}
