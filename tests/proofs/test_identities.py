"""What is an identity of real functions and what is none: proofs must know the difference."""

from __future__ import annotations

import networkx as nx
import pytest

from mdgrad.expressions.fold import names_in_order, substitute
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.tree import Name
from mdgrad.graphs.assertions import At
from mdgrad.graphs.graph import Operation, operand
from mdgrad.operators import expanded, with_constants
from mdgrad.passes.signs import NEGATIVE, POSITIVE
from mdgrad.proofs import Context, decide
from mdgrad.report import Verdict

NAMES = ("x", "y", "z")


def verdict(truth: str, label: str, **signs: frozenset[int]) -> Verdict:
    """Return the verdict on a label where the graph computes `truth` from x, y and z."""
    formula = with_constants(expanded(parse_formula(truth, NAMES)), NAMES)
    used = names_in_order(formula)
    placed = substitute(formula, {name: Name(operand(i)) for i, name in enumerate(used)})
    dag: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name in NAMES:
        dag.add_node(name, operation=None)
    dag.add_node("out", operation=Operation(None, placed, len(used)))
    for index, name in enumerate(used):
        dag.add_edge(name, "out", key=index, flowchart_edge=None)
    context = Context(dag, "out", {name: name for name in NAMES}, None, signs)
    return decide(parse_formula(label, NAMES), "formula", At("out"), context).verdict


IDENTITIES = [
    ("x + y", "y + x"),
    ("(x + y)^2", "x^2 + 2 x y + y^2"),
    ("(x^2 - y^2)/(x - y)", "x + y"),
    ("x/y", "1/(y/x)"),
    ("1/(1 + exp(-x))", "exp(x)/(1 + exp(x))"),
    ("sigmoid(x) (1 - sigmoid(x))", "exp(-x)/(1 + exp(-x))^2"),
    ("sigmoid'(x)", "sigmoid(x) (1 - sigmoid(x))"),
    ("tanh(x)", "2 sigmoid(2x) - 1"),
    ("1 - tanh(x)^2", "tanh'(x)"),
    ("exp(x) exp(y)", "exp(x + y)"),
    ("exp(x/2)^2", "exp(x)"),
    ("exp(x)^y", "exp(x y)"),
    ("e^x", "exp(x)"),
    ("x^y x", "x^(y + 1)"),
    ("sinh(x) + cosh(x)", "exp(x)"),
    ("cosh(x)^2 - sinh(x)^2", "1"),
    ("sin(x)^2 + cos(x)^2", "1"),
    ("1 + tan(x)^2", "1/cos(x)^2"),
    ("sin(-x)", "-sin(x)"),
    ("arcsin(x) + arccos(x)", "π/2"),
    ("2 π x", "x π + π x"),
    ("log(exp(x))", "x"),
    ("exp(log(x))", "x"),
    ("log(x) + log(y)", "log(x y)"),
    ("log(x)/log(2)", "log2(x)"),
    ("log(10)", "log(2) + log(5)"),
    ("log(x^2)", "2 log(|x|)"),
    ("log(1/x)", "-log(x)"),
    ("sqrt(x)^2", "x"),
    ("sqrt(x^2)", "|x|"),
    ("sqrt(x^2 + 2 x y + y^2)", "|x + y|"),
    ("1/sqrt(x)", "sqrt(x)/x"),
    ("sqrt(x) sqrt(y)", "sqrt(x y)"),
    ("sqrt(8)", "2 sqrt(2)"),
    ("x^(3/2)", "x sqrt(x)"),
    ("x^(1/3) x^(1/3) x^(1/3)", "x"),
    ("sqrt(exp(x))", "exp(x/2)"),
    ("|x|^2", "x^2"),
    ("|x y|", "abs(x) abs(y)"),
    ("relu(x) - relu(-x)", "x"),
    ("relu(x) + relu(-x)", "|x|"),
    ("max(x, y) + min(x, y)", "x + y"),
    ("max(x, y) - min(x, y)", "|x - y|"),
    ("max(x, y)", "y + relu(x - y)"),
    ("gelu(x) - gelu(-x)", "x"),
    ("softplus(x) - softplus(-x)", "x"),
    ("silu(x)", "x sigmoid(x)"),
    ("f(x) + f(x)", "2 f(x)"),
]  # fmt: skip

# Equal at many points, in some branch, or in the complex plane; but not everywhere.
NON_IDENTITIES = [
    ("sqrt(x^2)", "x"),
    ("sqrt(x^2)", "-x"),
    ("x", "|x|"),
    ("x", "exp(log(x))"),
    ("x", "sqrt(x)^2"),
    ("x", "relu(x)"),
    ("log(x^2)", "2 log(x)"),
    ("log(x y)", "log(x) + log(y)"),
    ("sqrt(x y)", "sqrt(x) sqrt(y)"),
    ("sqrt(x/y)", "sqrt(x)/sqrt(y)"),
    ("sqrt(x^2 y)", "x sqrt(y)"),
    ("(x^2)^(3/2)", "x^3"),
    ("(x^2)^(1/4)", "sqrt(x)"),
    ("-1", "sqrt(-1)^2"),
    ("x", "sqrt(-1)^4 x"),
    ("0", "log(-1) - log(-1)"),
    ("1", "0/0"),
    ("x", "x (sin(x)^2 + cos(x)^2 - 1)/(sin(x)^2 + cos(x)^2 - 1)"),
    ("x", "x (sqrt(x^2) - |x|)/(sqrt(x^2) - |x|)"),
    ("1", "(log(x y) - log(x) - log(y))/(log(x y) - log(x) - log(y))"),
    ("1", "(log(x y) - log(x) - log(y))^0"),
    ("1", "sign(x)^2"),
    ("1", "sign(sin(x)^2 + cos(x)^2 - 1)^2"),
    ("arcsin(sin(x))", "x"),
    ("x", "sin(arcsin(x))"),
    ("arctan(tan(x))", "x"),
    ("arctan(x) + arctan(1/x)", "π/2"),
    ("sin(x)", "sqrt(1 - cos(x)^2)"),
    ("|x + y|", "|x| + |y|"),
    ("max(x, y)", "(x + y)/2"),
    ("relu(x + y)", "relu(x) + relu(y)"),
    ("exp(x y)", "exp(x) exp(y)"),
    ("exp(x)", "exp(x) + 10^(-40)"),
    ("x", "x + 10^(-40)"),
    ("f(x)", "f(y)"),
    ("f(x + y)", "f(x) + f(y)"),
]  # fmt: skip


@pytest.mark.parametrize(("truth", "label"), IDENTITIES, ids=str)
def test_identities_are_proved(truth: str, label: str) -> None:
    assert verdict(truth, label) == "verified"


@pytest.mark.parametrize(("truth", "label"), NON_IDENTITIES, ids=str)
def test_what_is_no_identity_is_not_proved(truth: str, label: str) -> None:
    assert verdict(truth, label) != "verified"


@pytest.mark.parametrize(("truth", "label"), NON_IDENTITIES, ids=str)
def test_nor_the_other_way_round_unless_the_label_is_only_undefined(truth: str, label: str) -> None:
    narrower = {"exp(log(x))", "sqrt(x)^2", "sin(arcsin(x))", "2 log(x)", "log(x) + log(y)",
                "sqrt(x) sqrt(y)", "sqrt(x)/sqrt(y)", "sqrt(x)"}  # fmt: skip
    if label not in narrower and truth not in {"1", "x", "0", "-1"}:
        assert verdict(label, truth) != "verified"


@pytest.mark.parametrize(
    ("truth", "label", "signs"),
    [
        ("sqrt(x^2)", "x", {"x": POSITIVE}),
        ("sqrt(x^2)", "-x", {"x": NEGATIVE}),
        ("|x|", "-x", {"x": NEGATIVE}),
        ("relu(x)", "x", {"x": POSITIVE}),
        ("relu(x)", "0", {"x": NEGATIVE}),
        ("relu(x)", "0", {"x": frozenset({-1, 0})}),
        ("x", "exp(log(x))", {"x": POSITIVE}),
        ("log(x y)", "log(x) + log(y)", {"x": POSITIVE, "y": POSITIVE}),
        ("leaky_relu(x)", "x/100", {"x": NEGATIVE}),
    ],
)
def test_identities_under_an_assumption(
    truth: str, label: str, signs: dict[str, frozenset[int]]
) -> None:
    assert verdict(truth, label, **signs) == "verified"
    assert verdict(truth, label) != "verified"


def test_an_assumption_does_not_bless_the_other_branch() -> None:
    assert verdict("relu(x)", "x", x=NEGATIVE) == "wrong"
    assert verdict("relu(x)", "0", x=POSITIVE) == "wrong"
