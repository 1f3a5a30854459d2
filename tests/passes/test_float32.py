"""Float32 arithmetic without floats: known roundings, `struct` as the oracle, torch where it is."""

from __future__ import annotations

import math
import random
import struct
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdgrad.passes.float32 import Binary32, float32_results, nearest
from tests.circuits import KINDS, Circuit, Node, key, random_circuit

PLAIN = {"add", "subtract", "multiply", "divide", "square", "neg", "reciprocal", "relu", "identity",
         "abs"}  # fmt: skip
KIND = {(kind.name, kind.arity): kind for kind in KINDS}


def by_struct(value: float) -> Fraction:
    """Return the float32 number nearest to a double: C's own conversion."""
    return Fraction(struct.unpack("f", struct.pack("f", value))[0])


@given(st.floats(min_value=-3e38, max_value=3e38, allow_nan=False))
def test_rounding_is_that_of_the_machine(value: float) -> None:
    assert nearest(Fraction(value)) == by_struct(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(1, 10), Fraction(13421773, 2**27)),  # IEEE 754: 0x3DCCCCCD
        (Fraction(2**24 + 1), Fraction(2**24)),  # a tie goes to the even neighbour
        (Fraction(2**24 + 3), Fraction(2**24 + 4)),
        (Fraction(1, 2**150), Fraction(0)),
        (Fraction(3, 2**150), Fraction(1, 2**148)),
        (Fraction(2**128), None),
        (Fraction(0), Fraction(0)),
    ],
)
def test_known_roundings(value: Fraction, expected: Fraction | None) -> None:
    assert nearest(value) == expected


def test_a_tenth_three_times_is_not_three_tenths() -> None:
    nodes = (Node(None), Node(KIND["add", 3], (0, 0, 0)))
    results = float32_results(Circuit(nodes, {}).dag(), {"n0": Fraction(1, 10)}, "n1", Fraction(1))
    # 0.1f + 0.1f is exact; adding 0.1f again is rounded, to 0.3f + 2⁻²⁵.
    assert results.values["n1"] == Binary32(Fraction(10066330, 2**25), Fraction(10066330, 2**25))


def test_a_quotient_is_rounded_once() -> None:
    nodes = (Node(None), Node(None), Node(KIND["divide", 2], (0, 1)))
    results = float32_results(
        Circuit(nodes, {}).dag(), {"n0": Fraction(5), "n1": Fraction(41)}, "n2", Fraction(1)
    )
    right = by_struct(5 / 41)  # a double has more than twice the digits: rounded twice is once
    assert results.values["n2"] == Binary32(right, right)


def test_what_is_unknown_or_too_large_is_no_number() -> None:
    nodes = (Node(None), Node(KIND["square", 1], (0,)))
    dag = Circuit(nodes, {}).dag()
    assert float32_results(dag, {}, "n1", Fraction(1)).values["n1"] is None
    huge = float32_results(dag, {"n0": Fraction(10**30)}, "n1", Fraction(1))
    assert huge.values["n1"] is None
    assert huge.along["n0", "n1", 0] == Binary32(by_struct(2e30), by_struct(2e30))


def contains(result: Binary32 | None, value: float) -> bool:
    return result is not None and result.lower <= Fraction(value) <= result.upper


@pytest.mark.parametrize("seed", range(30))
def test_enclosing_the_exact_number_nearly(seed: int) -> None:
    """The results lie within a few hundred units in the last place of the oracle's."""
    circuit = random_circuit(seed, 4, [kind for kind in KINDS if kind.name in PLAIN])
    inputs = {f"n{node}": value for node, value in circuit.inputs.items()}
    results = float32_results(circuit.dag(), inputs, f"n{len(circuit.nodes) - 1}", Fraction(1))
    values = circuit.values()
    largest = max(1, *(abs(float(value)) for value in values))
    for node, value in enumerate(values):
        found = results.values[f"n{node}"]
        assert found is not None
        assert abs(float(found.lower) - float(value)) <= 300 * largest**2 * 2**-24
        assert found.upper - found.lower <= Fraction(largest**2) * 2**-18


@pytest.mark.oracle
def test_torch_gives_one_of_the_results() -> None:
    torch: Any = pytest.importorskip("torch")
    functions = {
        "add": lambda a, b: a + b, "subtract": lambda a, b: a - b, "multiply": lambda a, b: a * b,
        "divide": lambda a, b: a / b, "exp": torch.exp, "log": torch.log, "tanh": torch.tanh,
        "sigmoid": torch.sigmoid, "sin": torch.sin, "sqrt": torch.sqrt,
    }  # fmt: skip
    source = random.Random(7)
    for name, function in functions.items():
        kind = KIND.get((name, 2)) or KIND[name, 1]
        for _ in range(30):
            given = [Fraction(source.randint(1, 999), 331) for _ in range(kind.arity)]
            nodes = (*[Node(None)] * kind.arity, Node(kind, tuple(range(kind.arity))))
            circuit = Circuit(nodes, dict(enumerate(given)))
            own = [torch.tensor(float(value), requires_grad=True) for value in given]
            result = function(*own)
            result.backward()
            inputs = {f"n{node}": value for node, value in circuit.inputs.items()}
            found = float32_results(circuit.dag(), inputs, f"n{kind.arity}", Fraction(1))
            assert contains(found.values[f"n{kind.arity}"], result.item()), (name, given)
            for edge in circuit.edges():
                gradient = own[edge[0]].grad.item()
                assert math.isfinite(gradient)
                assert contains(found.along[key(edge)], gradient), (name, given)
