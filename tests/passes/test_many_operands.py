"""Operators of many operands: the oracle's numbers, proofs, and work that grows with their number.

Work is counted, not timed: every call of a Python function is one.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from types import FrameType
from typing import Any

import mpmath
import networkx as nx
import pytest

import mdgrad
from mdgrad.expressions.fold import substitute
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.tree import Name
from mdgrad.graphs.graph import Dag, Operation, operand
from mdgrad.operators import CATALOGUE, expanded, local_derivatives
from mdgrad.passes import values_and_gradients
from mdgrad.passes.unfolding import WIDEST, unfolded
from mdgrad.proofs import gradients, prove_gradients
from tests.circuits import Circuit, Kind, Node, exactly, key
from tests.passes.test_circuits import agrees, check

MANY = 40
WIDE = {
    "add": lambda *values: sum(values),
    "multiply": lambda *values: mpmath.fprod(values) if values else 1,
    "mean": lambda *values: sum(values) / len(values),
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
}


def circuit(name: str, count: int) -> Circuit:
    """Return one operator over so many inputs, near enough to 1 for their product."""
    source = random.Random(f"{name} {count}")
    given = source.sample(range(80, 125 + count), count)
    inputs = {index: Fraction(value, 100) for index, value in enumerate(given)}
    kind = Kind(name, WIDE[name], count)
    return Circuit((*[Node(None)] * count, Node(kind, tuple(range(count)))), inputs)


@pytest.mark.parametrize("name", WIDE)
@pytest.mark.parametrize("count", [WIDEST, WIDEST + 1, MANY, 150])
def test_numbers_are_those_of_the_oracle(name: str, count: int) -> None:
    with mpmath.workdps(70):
        check(circuit(name, count))


@pytest.mark.parametrize("name", WIDE)
@pytest.mark.parametrize("count", [WIDEST + 1, 300])
def test_every_gradient_is_proved(name: str, count: int) -> None:
    one = circuit(name, count)
    certainty = "symbolic" if count < 96 and name not in {"max", "min"} else "exact"
    assert prove_gradients(one.dag(), f"n{count}") == {key(e): certainty for e in one.edges()}


@pytest.mark.parametrize("wrong", [0, 1])
def test_a_wrong_rule_of_a_part_proves_nothing(wrong: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(*rule: Any) -> tuple[object, ...]:
        right = local_derivatives(*rule)
        return (*right[:wrong], Name("#0"), *right[wrong + 1 :])

    gradients._rule_holds.cache_clear()
    monkeypatch.setattr(gradients, "local_derivatives", changed)
    try:
        assert prove_gradients(circuit("multiply", 300).dag(), "n300") == {}
        assert prove_gradients(circuit("max", 300).dag(), "n300") == {}
    finally:
        gradients._rule_holds.cache_clear()


@pytest.mark.parametrize("name", ["max", "min"])
def test_equals_share_equally_and_are_at_a_kink(name: str) -> None:
    side = 1 if name == "max" else -1
    tied = {3, 20, 39}
    one = circuit(name, MANY)
    inputs = {
        f"n{index}": Fraction(side * 2) if index in tied else value * side / 1000
        for index, value in one.inputs.items()
    }
    results = values_and_gradients(one.dag(), inputs, f"n{MANY}", Fraction(1), digits=30)
    shares = [results.along[key(edge)] for edge in one.edges()]
    assert shares == [Fraction(index in tied, len(tied)) for index in range(MANY)]
    assert results.at_kink == {key(edge) for edge in one.edges() if edge[0] in tied}


WRITTEN: dict[str, tuple[str, str, Callable[[Any, Any], Any]]] = {
    "a neuron": (
        " + ".join(f"w{i} x{i}" for i in range(20)),
        "tanh({})",
        lambda w, x: mpmath.tanh(mpmath.fdot(w, x)),
    ),
    "max within": (
        ", ".join(f"x{i}" for i in range(20)),
        "2 max({}) + x3",
        lambda _, x: 2 * max(x) + x[3],
    ),
    "a root": (
        " + ".join(f"x{i}^2" for i in range(20)),
        "1/sqrt({})",
        lambda _, x: 1 / mpmath.norm(x),
    ),
}


@pytest.mark.parametrize(("parts", "whole", "function"), WRITTEN.values(), ids=WRITTEN)
def test_a_formula_of_the_authors_has_the_slopes_of_its_parts(
    parts: str, whole: str, function: Callable[[Any, Any], Any]
) -> None:
    names = [f"{letter}{i}" for letter in "wx" for i in range(20) if f"{letter}{i}" in parts]
    formula = expanded(parse_formula(whole.format(parts), names))
    placed = substitute(formula, {name: Name(operand(i)) for i, name in enumerate(names)})
    dag: Dag = nx.MultiDiGraph()
    for name in names:
        dag.add_node(name, operation=None)
    dag.add_node("out", operation=Operation(None, placed, len(names)))
    for index, name in enumerate(names):
        dag.add_edge(name, "out", key=index, flowchart_edge=None)
    inputs = {name: Fraction(7 + 3 * index, 100) for index, name in enumerate(names)}
    results = values_and_gradients(dag, inputs, "out", Fraction(1), digits=50)

    def oracle(moved: str, by: Any) -> Any:
        value = {name: exactly(own) for name, own in inputs.items()}
        value[moved] += by
        x = [value[f"x{i}"] for i in range(20)]
        return function([value.get(f"w{i}", 1) for i in range(20)], x)

    with mpmath.workdps(70):
        step = mpmath.mpf(10) ** -20
        for index, name in enumerate(names):
            slope = (oracle(name, step) - oracle(name, -step)) / (2 * step)
            assert agrees(results.along[name, "out", index], slope, 25), name


def test_every_part_has_few_operands() -> None:
    formula = CATALOGUE["multiply"].formula(1000)
    assert formula is not None
    program = unfolded(formula, 1000)
    assert max(map(len, program.operands)) <= WIDEST
    assert len(program.edges) < 1.1 * 1000


def drawing(name: str, count: int, mistake: int | None = None) -> Iterator[str]:
    """Yield a drawing with every value and gradient; one gradient may be mistaken."""
    values = [2, 3, *[1] * (count - 2)]
    result = {"add": count + 3, "multiply": 6, "mean": Fraction(count + 3, count), "max": 3}[name]
    slopes: dict[str, Callable[[int], Fraction | int]] = {
        "add": lambda _: 1, "multiply": lambda value: 6 // value,
        "mean": lambda _: Fraction(1, count), "max": lambda value: int(value == 3),
    }  # fmt: skip
    slope = slopes[name]
    yield "flowchart LR"
    yield from (f"x{index}[x{index}]" for index in range(count))
    yield f"s(({name}))"
    yield from (f"x{index} -- {value} --> s" for index, value in enumerate(values))
    yield f"s -- {result} --> out[out]"
    yield "out -- 1 --> s"
    for index, value in enumerate(values):
        yield f"s -- {7 if index == mistake else slope(value)} --> x{index}"


def checked(name: str, count: int, mistake: int | None = None) -> mdgrad.Report:
    return mdgrad.check("```mermaid\n" + "\n".join(drawing(name, count, mistake)) + "\n```\n")


def calls(run: Callable[[], object]) -> int:
    """Return how often a function is called while `run` runs."""
    count = 0

    def profile(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        del frame, argument
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", ["add", "multiply", "mean", "max"])
def test_work_grows_with_the_number_of_operands(name: str) -> None:
    few, many = 40, 120
    for count in (few, many):
        report = checked(name, count)  # also fills what is kept from one check to the next
        assert [diagram.status for diagram in report.diagrams] == ["verified"]
        assert report.summary.verified == 2 * count + 2
    ratio = calls(lambda: checked(name, many)) / calls(lambda: checked(name, few))
    assert ratio < 1.2 * many / few


@pytest.mark.parametrize("name", ["add", "multiply", "mean", "max"])
def test_a_wrong_gradient_among_many_is_found(name: str) -> None:
    report = checked(name, 100, mistake=50)
    right = {"add": "1", "multiply": "6", "mean": "0.01", "max": "0"}[name]
    wrong = [(c.written, c.expected) for c in report.claims if c.verdict == "wrong"]
    assert wrong == [("7", right)]
