"""A certificate is replayed by sympy alone; one with a wrong step does not stand."""

from __future__ import annotations

import ast
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from mdgrad.proofs import certificate, prove_gradients
from tests.circuits import KINDS, Circuit, Node, key, random_circuit
from tests.proofs import replaying
from tests.proofs.replaying import ReplayError, replay

PLAIN = {"add", "subtract", "multiply", "divide", "square", "exp", "log", "sin", "cos", "tan",
         "sigmoid", "tanh", "sinh", "neg", "reciprocal", "sqrt", "identity", "mean",
         "squared_error", "arctan", "softplus"}  # fmt: skip


def certified(circuit: Circuit) -> dict[str, Any]:
    dag, output = circuit.dag(), f"n{len(circuit.nodes) - 1}"
    return certificate(dag, output, {key(edge) for edge in circuit.edges()})


def plain_circuits() -> list[Circuit]:
    kinds = [kind for kind in KINDS if kind.name in PLAIN]
    return [random_circuit(seed, 1 + seed % 5, kinds) for seed in range(40)]


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
    assert document["values"][2]["formula"] == "(a0*a1)"
    assert document["values"][4]["operands"] == ["v3", "v0"]
    assert {step["certainty"] for step in document["gradients"]} == {"symbolic"}
    assert {step["error"] for step in document["gradients"]} == {"0"}


@pytest.mark.parametrize("step", range(5))
@pytest.mark.parametrize("wrong", ["{} * 2", "-({})", "{} + 1", "0"])
def test_a_wrong_step_does_not_stand(step: int, wrong: str) -> None:
    document = certified(slope())
    changed = document["gradients"][step]
    changed["expression"] = wrong.format(changed["expression"])
    with pytest.raises(ReplayError):
        replay(document)


@pytest.mark.parametrize("value", range(2, 5))
@pytest.mark.parametrize("key", ["expression", "formula"])
@pytest.mark.parametrize("wrong", ["{} * 2", "-({})", "{} + 1", "0"])
def test_a_wrong_value_does_not_stand(value: int, key: str, wrong: str) -> None:
    document = certified(slope())
    changed = document["values"][value]
    changed[key] = wrong.format(changed[key])
    with pytest.raises(ReplayError):
        replay(document)


@pytest.mark.parametrize("step", range(5))
def test_a_wrong_local_derivative_does_not_stand(step: int) -> None:
    document = certified(slope())
    changed = document["gradients"][step]
    changed["local"] = f"{changed['local']} + 1"
    with pytest.raises(ReplayError):
        replay(document)


def test_the_replayer_knows_sympy_alone() -> None:
    tree = ast.parse(Path(replaying.__file__).read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }
    assert imported == {"__future__", "re", "typing", "sympy"}


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
