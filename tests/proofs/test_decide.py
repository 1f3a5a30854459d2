"""Symbolic labels: values, gradients, local derivatives and chains, by the names of a graph."""

from __future__ import annotations

import networkx as nx
import pytest

from mdgrad.expressions.fold import names_in_order, substitute
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.tree import Derivative, Expression, Name
from mdgrad.graphs.assertions import Along, At, Between, Target
from mdgrad.graphs.graph import Dag, Operation, operand
from mdgrad.operators import expanded
from mdgrad.operators.operation import unknown_function
from mdgrad.passes.signs import NEGATIVE, POSITIVE
from mdgrad.proofs import Context, decide
from mdgrad.report import Role

NAMES = {name: name for name in "wxbzatLy"}


def graph(**formulas: str) -> Dag:
    """Return a graph whose nodes compute formulas of the names of others; `f(x)` is unknown."""
    dag: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, text in formulas.items():
        formula = expanded(parse_formula(text, tuple(NAMES))) if text else None
        if formula is None:
            dag.add_node(node, operation=None)
            continue
        used = names_in_order(formula)
        placed = substitute(formula, {name: Name(operand(i)) for i, name in enumerate(used)})
        unknown = text.startswith("f(")
        dag.add_node(
            node,
            operation=unknown_function("f", 1) if unknown else Operation(None, placed, len(used)),
        )
        for index, name in enumerate(used):
            dag.add_edge(name, node, key=index, flowchart_edge=None)
    return dag


NEURON = graph(w="", x="", b="", t="", z="w x + b", a="sigmoid(z)", L="(a - t)^2")


def verdict(  # noqa: PLR0917
    label: str, role: Role, target: Target, dag: Dag = NEURON, upstream: Expression | None = None,
    output: str | None = "L", **signs: frozenset[int],
) -> str:  # fmt: skip
    names = {name: node for name, node in NAMES.items() if node in dag}
    context = Context(dag, output, names, upstream, signs)
    return decide(parse_formula(label, tuple(NAMES)), role, target, context).verdict


ALONG = {
    "wz": Along((("w", "z", 0),)),
    "za": Along((("z", "a", 0),)),
    "aL": Along((("a", "L", 0),)),
}


@pytest.mark.parametrize(
    ("label", "role", "target", "expected"),
    [
        ("w x + b", "formula", At("z"), "verified"),
        ("z", "value", At("z"), "verified"),
        ("1/(1 + exp(-z))", "formula", At("a"), "verified"),
        ("1/(1 + exp(-w x - b))", "formula", At("a"), "verified"),
        ("w x", "formula", At("z"), "wrong"),
        ("2(a - t)", "gradient", ALONG["aL"], "verified"),
        ("2(t - a)", "gradient", ALONG["aL"], "wrong"),
        ("2(a - t) a (1 - a)", "gradient", ALONG["za"], "verified"),
        ("∂L/∂a · a (1 - a)", "gradient", ALONG["za"], "verified"),
        ("∂L/∂a · ∂a/∂z", "gradient", ALONG["za"], "verified"),
        ("∂L/∂a · sigmoid'(z)", "gradient", ALONG["za"], "verified"),
        ("∂L/∂a", "gradient", ALONG["za"], "wrong"),
        ("∂L/∂z · x", "gradient", ALONG["wz"], "verified"),
        ("∂L/∂z · w", "gradient", ALONG["wz"], "wrong"),
        ("∂L/∂a · ∂a/∂z · ∂z/∂w", "gradient", ALONG["wz"], "verified"),
        ("∂L/∂a · ∂a/∂w", "total", At("w"), "verified"),
        ("∂L/∂w", "total", At("w"), "verified"),
        ("x", "local", ALONG["wz"], "verified"),
        ("a(1 - a)", "local", ALONG["za"], "verified"),
        ("a(1 + a)", "local", ALONG["za"], "wrong"),
        ("a(1 - a) x", "local", Between("a", "w"), "verified"),
        ("∂L/∂a · a(1 - a) x", "total", Between("a", "w", onward=True), "verified"),
        ("q", "value", At("z"), "undecided"),
        ("∂q/∂z", "gradient", ALONG["za"], "undecided"),
    ],
)
def test_labels_of_a_neuron(label: str, role: Role, target: Target, expected: str) -> None:
    assert verdict(label, role, target) == expected


@pytest.mark.parametrize(
    ("formula", "gradient", "other"),
    [
        ("log(log(log(x)))", "1/(x log(x) log(log(x)))", "log(log(log(2 x)))"),
        ("log(x - 9)", "1/(x - 9)", "log(x - 8)"),
        ("sqrt(-x - 2^b)", "-1/(2 sqrt(-x - 2^b))", "sqrt(-x - 3^b)"),
    ],
)
def test_what_has_a_value_in_few_places_is_decided(formula: str, gradient: str, other: str) -> None:
    dag = graph(x="", b="", L=formula)
    along = Along((("x", "L", 0),))
    assert verdict(formula, "formula", At("L"), dag) == "verified"
    assert verdict(gradient, "gradient", along, dag) == "verified"
    assert verdict(other, "formula", At("L"), dag) == "wrong"
    assert verdict(f"2 · {gradient}", "gradient", along, dag) == "wrong"


@pytest.mark.parametrize(
    ("label", "target", "expected"),
    [
        ("E · y", Along((("x", "z", 0),)), "verified"),
        ("E · x", Along((("x", "z", 0),)), "wrong"),
        ("y", Along((("x", "z", 0),)), "wrong"),
        ("E", Along((("z", "L", 0),)), "verified"),
    ],
)
def test_an_unknown_upstream_is_a_free_symbol(label: str, target: Target, expected: str) -> None:
    dag = graph(x="", y="", z="x y", L="z")
    assert verdict(label, "gradient", target, dag, Name("E")) == expected


def test_an_upstream_beyond_the_drawing() -> None:
    dag = graph(x="", y="", z="x y")
    upstream, edge = Derivative("L", "z"), Along((("x", "z", 0),))
    assert verdict("∂L/∂z · y", "gradient", edge, dag, upstream, output="z") == "verified"
    assert verdict("∂L/∂x", "gradient", edge, dag, upstream, output="z") == "verified"
    assert verdict("y", "gradient", edge, dag, upstream, output="z") == "wrong"


def test_what_is_right_for_any_function() -> None:
    dag = graph(x="", y="f(x)", L="y^2")
    edge = Along((("x", "y", 0),))
    assert verdict("2y · ∂y/∂x", "gradient", edge, dag) == "verified"
    assert verdict("∂L/∂y · ∂y/∂x", "gradient", edge, dag) == "verified"
    assert verdict("2y", "gradient", edge, dag) != "verified"


def test_the_paths_of_a_fan_out_add_up() -> None:
    dag = graph(x="", y="x^2", z="3x", L="y z")
    assert verdict("9 x^2", "total", At("x"), dag) == "verified"
    assert verdict("z · 2x + y · 3", "total", At("x"), dag) == "verified"
    assert verdict("z · 2x", "total", At("x"), dag) == "wrong"


def test_parallel_edges_may_state_their_sum() -> None:
    dag: Dag = nx.MultiDiGraph()
    dag.add_node("x", operation=None)
    formula = substitute(parse_formula("a b", ("a", "b")), {"a": Name("#0"), "b": Name("#1")})
    dag.add_node("L", operation=Operation("multiply", formula, 2))
    dag.add_edge("x", "L", key=0, flowchart_edge=None)
    dag.add_edge("x", "L", key=1, flowchart_edge=None)
    both = Along((("x", "L", 0), ("x", "L", 1)))
    assert verdict("x", "gradient", Along(both.edges[:1]), dag) == "verified"
    assert verdict("2x", "gradient", both, dag) == "verified"
    assert verdict("2x", "gradient", Along(both.edges[:1]), dag) == "wrong"


def test_gradients_that_hold_under_an_assumption_on_what_is_computed() -> None:
    dag = graph(w="", x="", z="w x", a="relu(z)", L="a^2")
    edge = Along((("z", "a", 0),))
    assert verdict("2a", "gradient", edge, dag, z=POSITIVE) == "verified"
    assert verdict("0", "gradient", edge, dag, z=NEGATIVE) == "verified"
    assert verdict("2a", "gradient", edge, dag, z=NEGATIVE) == "verified"  # a is 0 there
    assert verdict("2z", "gradient", edge, dag, z=NEGATIVE) == "wrong"
    assert verdict("2z", "gradient", edge, dag, z=POSITIVE) == "verified"


def test_a_gradient_without_an_output_is_undecided() -> None:
    assert verdict("2a", "gradient", ALONG["aL"], output=None) == "undecided"


def test_a_label_in_a_long_chain_is_decided_where_it_stands() -> None:
    count = 2_000
    dag: Dag = nx.MultiDiGraph()
    dag.add_node("v0", operation=None)
    square = parse_formula("a^2 + a", ("a",))
    operation = Operation(None, substitute(square, {"a": Name("#0")}), 1)
    for n in range(1, count):
        dag.add_node(f"v{n}", operation=operation)
        dag.add_edge(f"v{n - 1}", f"v{n}", key=0, flowchart_edge=None)
    names = {f"v{n}": f"v{n}" for n in range(count)}
    context = Context(dag, f"v{count - 1}", names, None)
    for n in (1, 3, 1_000):
        label = parse_formula(f"v{n - 1} (v{n - 1} + 1)", tuple(names))
        assert decide(label, "formula", At(f"v{n}"), context).verdict in {"verified", "undecided"}
    label = parse_formula(f"∂v{count - 1}/∂v3 (2 v2 + 1)", tuple(names))
    edge = Along((("v2", "v3", 0),))
    assert decide(label, "gradient", edge, context).verdict in {"verified", "undecided"}
