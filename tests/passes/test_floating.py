"""Floating-point arithmetic without floats.

Known roundings, `struct` and Python's own floats as oracles, torch where it is.
"""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdgrad.passes.binary import BINARY32, BINARY64, Binary, Format
from mdgrad.passes.floating import FloatingResults, floating_results
from tests.circuits import KINDS, Circuit, Node, key, random_circuit

PLAIN = {"add", "subtract", "multiply", "divide", "square", "neg", "reciprocal", "relu", "identity",
         "abs"}  # fmt: skip
KIND = {(kind.name, kind.arity): kind for kind in KINDS}


def results_of(circuit: Circuit, numbers: Format = BINARY32) -> FloatingResults:
    inputs = {f"n{node}": value for node, value in circuit.inputs.items()}
    output = f"n{len(circuit.nodes) - 1}"
    return floating_results(circuit.dag(), inputs, output, Fraction(1), numbers)


def by_struct(value: float) -> Fraction:
    """Return the float32 number nearest to a double: C's own conversion."""
    return Fraction(struct.unpack("f", struct.pack("f", value))[0])


@given(st.floats(min_value=-3e38, max_value=3e38, allow_nan=False))
def test_rounding_is_that_of_the_machine(value: float) -> None:
    assert BINARY32.nearest(Fraction(value)) == by_struct(value)


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
    assert BINARY32.nearest(value) == expected


def test_a_tenth_three_times_is_not_three_tenths() -> None:
    nodes = (Node(None), Node(KIND["add", 3], (0, 0, 0)))
    results = results_of(Circuit(nodes, {0: Fraction(1, 10)}))
    # 0.1f + 0.1f is exact; adding 0.1f again is rounded, to 0.3f + 2⁻²⁵.
    assert results.values["n1"] == Binary(Fraction(10066330, 2**25), Fraction(10066330, 2**25))


def test_a_quotient_is_rounded_once() -> None:
    nodes = (Node(None), Node(None), Node(KIND["divide", 2], (0, 1)))
    results = results_of(Circuit(nodes, {0: Fraction(5), 1: Fraction(41)}))
    right = by_struct(5 / 41)  # a double has more than twice the digits: rounded twice is once
    assert results.values["n2"] == Binary(right, right)


def test_what_is_unknown_or_too_large_is_no_number() -> None:
    nodes = (Node(None), Node(KIND["square", 1], (0,)))
    assert results_of(Circuit(nodes, {})).values["n1"] is None
    huge = results_of(Circuit(nodes, {0: Fraction(10**30)}))
    assert huge.values["n1"] is None
    assert huge.along["n0", "n1", 0] == Binary(by_struct(2e30), by_struct(2e30))


def contains(result: Binary | None, value: float) -> bool:
    return result is not None and result.lower <= Fraction(value) <= result.upper


@pytest.mark.parametrize("seed", range(30))
def test_enclosing_the_exact_number_nearly(seed: int) -> None:
    """The results lie within a few hundred units in the last place of the oracle's."""
    circuit = random_circuit(seed, 4, [kind for kind in KINDS if kind.name in PLAIN])
    results = results_of(circuit)
    values = circuit.values()
    largest = max(1, *(abs(float(value)) for value in values))
    for node, value in enumerate(values):
        found = results.values[f"n{node}"]
        assert found is not None
        assert abs(float(found.lower) - float(value)) <= 300 * largest**2 * 2**-24
        assert found.upper - found.lower <= Fraction(largest**2) * 2**-18


@given(st.fractions(min_value=-(10**6), max_value=10**6))
def test_rounding_to_doubles_is_that_of_python(value: Fraction) -> None:
    assert BINARY64.nearest(value) == Fraction(float(value))


PYTHON: dict[tuple[str, int], Callable[..., float]] = {
    ("add", 2): lambda a, b: a + b,
    ("add", 3): lambda a, b, c: a + b + c,
    ("subtract", 2): lambda a, b: a - b,
    ("multiply", 2): lambda a, b: a * b,
    ("divide", 2): lambda a, b: a / b,
    ("square", 1): lambda a: a * a,
    ("sqrt", 1): math.sqrt,
    ("exp", 1): math.exp,
    ("log", 1): math.log,
    ("sin", 1): math.sin,
    ("tanh", 1): math.tanh,
    ("identity", 1): lambda a: a,
}


@pytest.mark.parametrize("seed", range(40))
def test_python_gives_one_of_the_results(seed: int) -> None:
    """Python's floats are binary64: what it makes of a graph is among the results."""
    circuit = random_circuit(seed, 5, [KIND[own] for own in PYTHON])
    found = results_of(circuit, BINARY64).values
    values: list[float] = []
    for position, node in enumerate(circuit.nodes):
        if node.kind is None:
            values.append(float(circuit.inputs[position]))
        else:
            own = [values[operand] for operand in node.operands]
            own += [] if node.constant is None else [float(node.constant)]
            values.append(PYTHON[node.kind.name, node.kind.arity](*own))
        assert contains(found[f"n{position}"], values[-1]), node


@pytest.mark.parametrize("x", [-1.5, -0.3, 0.7, 1.0, 2.9])
@pytest.mark.parametrize("function", ["sigmoid", "tanh"])
def test_python_differentiates_by_the_output(function: str, x: float) -> None:
    circuit = Circuit((Node(None), Node(KIND[function, 1], (0,))), {0: Fraction(x)})
    y = math.tanh(x) if function == "tanh" else 1 / (1 + math.exp(-x))
    slope = 1 - y * y if function == "tanh" else y * (1 - y)
    assert contains(results_of(circuit, BINARY64).along["n0", "n1", 0], slope)


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
            found = results_of(circuit)
            assert contains(found.values[f"n{kind.arity}"], result.item()), (name, given)
            for edge in circuit.edges():
                gradient = own[edge[0]].grad.item()
                assert math.isfinite(gradient)
                assert contains(found.along[key(edge)], gradient), (name, given)
