"""A certificate is replayed by sympy alone; one with a wrong step does not stand."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
import sympy

from mdgrad.proofs import certificate, prove_gradients
from tests.circuits import KINDS, Circuit, Node, key, random_circuit

PLAIN = {"add", "subtract", "multiply", "divide", "square", "exp", "log", "sin", "cos", "tan",
         "sigmoid", "tanh", "sinh", "neg", "reciprocal", "sqrt", "identity", "mean",
         "squared_error", "arctan", "softplus"}  # fmt: skip


def replay(document: dict[str, Any]) -> int:
    """Replay a certificate and return how many gradients were confirmed.

    Needs nothing but the document and sympy: the values are put into each other with the value on
    one edge cut loose, and the whole is differentiated by it.
    """
    confirmed = 0
    for step in document["gradients"]:
        if not step["verified"]:
            continue
        cut = sympy.Symbol("cut", real=True)
        uncut, whole = composed(document, None, cut), composed(document, step, cut)
        right = sympy.diff(whole[document["output"]], cut).subs(cut, uncut[step["source"]])
        written = gradient(document, step["symbol"], uncut)
        assert agree(right - written, uncut), step
        confirmed += 1
    return confirmed


def composed(document: dict[str, Any], cut: dict[str, Any] | None, symbol: Any) -> dict[str, Any]:
    """Return every value in the inputs, and in the cut where an edge is cut."""
    values: dict[str, Any] = {}
    for value in document["values"]:
        own = value["symbol"]
        if "expression" not in value:
            values[own] = sympy.Symbol(own, real=True)
            continue
        known = dict(values)
        if cut is not None and cut["target"] == own:
            # The operand's place in the formula: its own symbol, if no other operand has it.
            known[cut["source"]] = symbol
        values[own] = sympy.sympify(value["expression"], locals=known)
    return values


def gradient(document: dict[str, Any], symbol: str, values: dict[str, Any]) -> Any:
    """Return a gradient in the inputs, worked out through the steps that it follows from."""
    known: dict[str, Any] = dict(values)
    for step in document["gradients"]:
        known[step["symbol"]] = sympy.sympify(step["expression"], locals=known)
        if step["symbol"] == symbol:
            break
    return known[symbol]


def agree(difference: Any, values: dict[str, Any]) -> bool:
    """Return whether a difference is zero: as sympy finds, or at three points to 40 digits."""
    inputs = sorted(difference.free_symbols, key=str)
    for shift in (1, 2, 3):
        point = {own: sympy.Rational(17 + 3 * n, 10 * shift) for n, own in enumerate(inputs)}
        if abs(sympy.N(difference.subs(point), 50, maxn=200)) > sympy.Float("1e-40"):
            return False
    return True


def certified(circuit: Circuit) -> dict[str, Any]:
    dag, output = circuit.dag(), f"n{len(circuit.nodes) - 1}"
    return certificate(dag, output, {key(edge) for edge in circuit.edges()})


def plain_circuits() -> list[Circuit]:
    kinds = [kind for kind in KINDS if kind.name in PLAIN]
    circuits = [random_circuit(seed, 1 + seed % 5, kinds) for seed in range(40)]
    # An operand that stands twice in one formula is cut in both places by this simple replayer.
    return [c for c in circuits if all(len(set(n.operands)) == len(n.operands) for n in c.nodes)]


@pytest.mark.parametrize("circuit", plain_circuits(), ids=lambda c: f"{len(c.nodes)} nodes")
def test_sympy_alone_confirms_every_gradient(circuit: Circuit) -> None:
    document = json.loads(json.dumps(certified(circuit)))
    assert replay(document) == len(circuit.edges())


def slope() -> Circuit:
    kind = {(kind.name, kind.arity): kind for kind in KINDS}
    nodes = (
        Node(None), Node(None), Node(kind["multiply", 2], (0, 1)), Node(kind["sigmoid", 1], (2,)),
        Node(kind["squared_error", 2], (3, 0)),
    )  # fmt: skip
    return Circuit(nodes, {0: Fraction(2), 1: Fraction(1, 2)})


def test_what_the_document_says() -> None:
    document = certified(slope())
    assert document["schema"] == "mdgrad.certificate/1"
    assert [value["symbol"] for value in document["values"]] == ["v0", "v1", "v2", "v3", "v4"]
    assert document["values"][2]["expression"] == "(v0*v1)"
    assert {step["certainty"] for step in document["gradients"]} == {"symbolic"}
    assert {step["error"] for step in document["gradients"]} == {"0"}


@pytest.mark.parametrize("step", range(5))
@pytest.mark.parametrize("wrong", ["{} * 2", "-({})", "{} + 1", "0"])
def test_a_wrong_step_does_not_stand(step: int, wrong: str) -> None:
    document = certified(slope())
    changed = document["gradients"][step]
    changed["expression"] = wrong.format(changed["expression"])
    with pytest.raises(AssertionError):
        replay(document)


def test_only_what_is_verified_is_certified() -> None:
    circuit = slope()
    edge = key(circuit.edges()[0])
    document = certificate(circuit.dag(), "n4", {edge})
    assert sum(step["verified"] for step in document["gradients"]) == 1
    none = certificate(circuit.dag(), "n4", {edge}, proofs={})
    assert not any(step["verified"] for step in none["gradients"])


def test_a_long_graph_has_a_certificate_as_long_as_itself() -> None:
    lengths = []
    square = next(kind for kind in KINDS if kind.name == "square")
    for count in (100, 200):
        nodes = (Node(None), *(Node(square, (n,)) for n in range(count)))
        circuit = Circuit(nodes, {0: Fraction(1)})
        document = certified(circuit)
        assert {step["certainty"] for step in document["gradients"]} == {"exact"}
        assert all(Fraction(step["error"]) < Fraction(1, 10**15) for step in document["gradients"])
        assert prove_gradients(circuit.dag(), f"n{count}").keys() == set(map(key, circuit.edges()))
        lengths.append(len(json.dumps(document)))
    assert lengths[1] < 2.2 * lengths[0]
