"""At a kink the derivative is a convention: the default, another one, and that it is one."""

from __future__ import annotations

from fractions import Fraction

import networkx as nx
import pytest

from mdgrad.graphs.graph import Operation
from mdgrad.operators import CATALOGUE
from mdgrad.passes import Assumption, Kinks, signs_under, values_and_gradients
from mdgrad.passes.results import Results
from mdgrad.passes.signs import ANY, NEGATIVE, NONNEGATIVE, POSITIVE, Signs

HALF = Fraction(1, 2)


def slopes(
    operator: str, *operands: int, kinks: Kinks | None = None
) -> tuple[list[object], list[bool]]:
    """Return the local derivatives of one operator, and which of them are conventions."""
    inputs = {f"x{i}": Fraction(value) for i, value in enumerate(operands)}
    results = results_of(operator, len(operands), inputs, kinks=kinks)
    edges = [(f"x{i}", "y", i) for i in range(len(operands))]
    return [results.along[e] for e in edges], [e in results.at_kink for e in edges]


def results_of(
    operator: str,
    arity: int,
    inputs: dict[str, Fraction],
    *,
    kinks: Kinks | None = None,
    signs: dict[str, Signs] | None = None,
) -> Results:
    formula = CATALOGUE[operator].formula(arity)
    assert formula is not None
    dag: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    dag.add_node("y", operation=Operation(operator, formula, arity))
    for index in range(arity):
        dag.add_node(f"x{index}", operation=None)
        dag.add_edge(f"x{index}", "y", key=index, flowchart_edge=None)
    return values_and_gradients(dag, inputs, "y", Fraction(1), digits=30, kinks=kinks, signs=signs)


@pytest.mark.parametrize(
    ("operator", "operands", "right", "convention"),
    [
        ("relu", (3,), [1], [False]),
        ("relu", (-3,), [0], [False]),
        ("relu", (0,), [0], [True]),
        ("leaky_relu", (0,), [Fraction(1, 100)], [True]),
        ("elu", (0,), [1], [False]),
        ("abs", (0,), [0], [True]),
        ("abs", (-2,), [-1], [False]),
        ("max", (2, 2), [HALF, HALF], [True, True]),
        ("max", (2, 1), [1, 0], [False, False]),
        ("max", (2, 2, 2), [Fraction(1, 3)] * 3, [True] * 3),
        ("max", (2, 2, 1), [HALF, HALF, 0], [True, True, False]),
        ("min", (2, 2), [HALF, HALF], [True, True]),
        ("square", (0,), [0], [False]),
    ],
)
def test_derivatives_and_conventions(
    operator: str, operands: tuple[int, ...], right: list[object], convention: list[bool]
) -> None:
    assert slopes(operator, *operands) == (right, convention)


def test_another_convention_for_relu() -> None:
    assert slopes("relu", 0, kinks=Kinks(relu_at_zero=HALF)) == ([HALF], [True])
    assert slopes("relu", 0, kinks=Kinks(relu_at_zero=Fraction(1))) == ([1], [True])
    assert slopes("relu", 3, kinks=Kinks(relu_at_zero=HALF)) == ([1], [False])


def test_a_convention_changes_no_value() -> None:
    kinks = Kinks(relu_at_zero=HALF, abs_at_zero=Fraction(1))
    for operator in ("relu", "abs", "heaviside", "sign", "elu"):
        assert results_of(operator, 1, {"x0": Fraction(0)}, kinks=kinks).values["y"] == 0


@pytest.mark.parametrize(
    ("told", "right"),
    [
        ([], ANY),
        ([(">", 0)], POSITIVE),
        ([(">", 2)], POSITIVE),
        ([(">", -2)], ANY),
        (["≥0"], NONNEGATIVE),
        ([("<", 0)], NEGATIVE),
        ([("≤", 0)], frozenset({-1, 0})),
        ([("≤", -1)], NEGATIVE),
        ([("=", 0)], frozenset({0})),
        ([("≥", 0), ("≠", 0)], POSITIVE),
        ([("≥", 0), ("≤", 0)], frozenset({0})),
    ],
)
def test_signs_under_assumptions(told: list[tuple[str, int] | str], right: Signs) -> None:
    pairs = [(item[0], int(item[1])) for item in told]
    assumptions = [Assumption("x", relation, Fraction(bound)) for relation, bound in pairs]  # type: ignore[arg-type]
    assert signs_under(assumptions, "x") == right
    assert signs_under(assumptions, "y") == ANY


@pytest.mark.parametrize(
    ("operator", "signs", "slope"),
    [
        ("relu", POSITIVE, 1),
        ("relu", NEGATIVE, 0),
        ("relu", frozenset({-1, 0}), 0),
        ("relu", NONNEGATIVE, None),
        ("leaky_relu", NEGATIVE, Fraction(1, 100)),
        ("abs", NEGATIVE, -1),
        ("relu", ANY, None),
    ],
)
def test_a_gradient_where_only_the_sign_is_assumed(
    operator: str, signs: Signs, slope: Fraction | None
) -> None:
    results = results_of(operator, 1, {}, signs={"x0": signs})
    assert results.along["x0", "y", 0] == slope


def test_what_has_no_value_has_no_slope() -> None:
    results = results_of("log", 1, {"x0": Fraction(-2)})
    assert not isinstance(results.along["x0", "y", 0], Fraction)
