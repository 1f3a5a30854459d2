"""Numbers in explanations against mpmath, which evaluates and differentiates the rules told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import mpmath
import pytest
import sympy

import mdgrad
from mdgrad.explanation.model import Derivation, ExplainedEdge, ExplainedGraph
from mdgrad.explanation.rules import BY_RESULT
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.tree import Call, Expression, Name, Number, Power, Product, Sum
from mdgrad.operators.catalogue import CATALOGUE
from mdgrad.operators.sympy_bridge import to_sympy
from tests.fixture_posts import POSTS
from tests.sampling import one_in

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
MP = mpmath.mp.clone()
MP.dps = 50
FUNCTIONS: Mapping[str, Any] = {
    "": lambda a: a,
    "exp": MP.exp,
    "log": MP.log,
    "log2": lambda a: MP.log(a, 2),
    "log10": MP.log10,
    "sin": MP.sin,
    "cos": MP.cos,
    "tan": MP.tan,
    "tanh": MP.tanh,
    "sigmoid": lambda a: 1 / (1 + MP.exp(-a)),
    "relu": lambda a: max(a, MP.mpf(0)),
    "leaky_relu": lambda a: a if a > 0 else a / 100,
    "softplus": lambda a: MP.log(1 + MP.exp(a)),
    "silu": lambda a: a / (1 + MP.exp(-a)),
    "abs": abs,
    "sign": MP.sign,
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
    "squared_error": lambda a, b: (a - b) ** 2,
    "sqrt": MP.sqrt,
    "erf": MP.erf,
    "step": lambda a: MP.mpf(a > 0),
    "share": lambda own, *others: MP.mpf(own > max(others)),
    "pi": lambda: MP.pi,
}


def evaluated(expression: Expression, values: Mapping[str, Any]) -> Any:
    """Return what an expression comes to. Raises KeyError where something has no value."""
    match expression:
        case Number(value):
            return MP.mpf(value.numerator) / value.denominator
        case Name(name):
            return values[name]
        case Sum(terms):
            return MP.fsum(evaluated(term, values) for term in terms)
        case Product(factors):
            return MP.fprod(evaluated(factor, values) for factor in factors)
        case Power(base, exponent):
            return evaluated(base, values) ** evaluated(exponent, values)
        case Call(function, arguments, 0):
            return FUNCTIONS[function](*(evaluated(one, values) for one in arguments))
        case other:
            raise KeyError(other)


def results(derivation: Derivation) -> Iterator[Any]:
    """Yield every number that a derivation states, worked out."""
    for side in derivation.sides:
        if side.kind != "rule":
            yield evaluated(side.expression, {})


def rule(derivation: Derivation) -> Expression | None:
    return next((s.expression for s in reversed(derivation.sides) if s.kind == "rule"), None)


def forward(graph: ExplainedGraph, changed: Mapping[str, Any]) -> dict[str, Any]:
    """Return every value by the rules told, those that are `changed` as they are given."""
    values: dict[str, Any] = {}
    for node in graph.nodes:
        formula = rule(node.value)
        if node.node in changed:
            values[node.node] = changed[node.node]
        elif formula is not None:
            values[node.node] = evaluated(formula, values)
        else:
            (values[node.node],) = results(node.value)
    return values


def is_near(one: Any, other: Any, within: float = 2e-5) -> bool:
    """Return whether two numbers are the same but for rounding."""
    return bool(abs(one - other) <= within * max(abs(one), abs(other)))


@cache
def graphs_with_numbers(post: Path) -> list[tuple[ExplainedGraph, dict[str, Any]]]:
    """Return the graphs of a post in which every value is a number, with the values."""
    found = []
    for diagram in mdgrad.explain(post.read_text(encoding="utf-8"), path=post.name).diagrams:
        for graph in diagram.graphs:
            try:
                values = forward(graph, {})
            except (KeyError, ValueError):
                continue  # an unknown function, a matrix, or an input without a number
            if values:
                found.append((graph, values))
    return found


def slope(function: Callable[[Any], Any], at: Any) -> Any:
    """Return a derivative, None at a kink."""
    step = MP.mpf(10) ** -15
    left, right = (function(at) - function(at - step)), (function(at + step) - function(at))
    return (left + right) / (2 * step) if is_near(left / step, right / step) else None


@pytest.mark.parametrize(
    "post", one_in(4, [*POSTS, *sorted(EXAMPLES.glob("*.md"))]), ids=lambda post: post.stem
)
def test_every_number_is_right(post: Path) -> None:
    for graph, values in graphs_with_numbers(post):
        for node in graph.nodes:
            check(node.value, values[node.node])
        for edge in graph.edges:
            source = edge.edge[0]
            if edge.local is not None and is_only(edge, graph):
                check(edge.local, slope(partial(one_step, graph, edge, values), values[source]))
        if graph.output is None:
            continue
        scale = next(results(total(graph, graph.output)), None)
        for node in graph.nodes:
            if node.gradient is not None and scale is not None:
                change = slope(partial(whole, graph, node.node), values[node.node])
                check(node.gradient, None if change is None else scale * change)


def check(derivation: Derivation, right: Any) -> None:
    """Hold every number that a derivation states against what is right; kinks are passed over."""
    if right is None:
        return
    for side in derivation.sides:
        if side.kind != "rule":
            within = 2e-5 if side.kind == "result" else 2e-3
            assert is_near(evaluated(side.expression, {}), right, within), derivation


def is_only(edge: ExplainedEdge, graph: ExplainedGraph) -> bool:
    """Return whether no other edge joins the same two nodes."""
    return sum(other.edge[:2] == edge.edge[:2] for other in graph.edges) == 1


def total(graph: ExplainedGraph, node: str) -> Derivation:
    found = graph.node(node)
    assert found is not None
    assert found.gradient is not None
    return found.gradient


def one_step(graph: ExplainedGraph, edge: ExplainedEdge, values: Mapping[str, Any], x: Any) -> Any:
    """Return the value that an edge leads to, where that which it carries is x."""
    source, target, _ = edge.edge
    node = graph.node(target)
    assert node is not None
    formula = rule(node.value)
    assert formula is not None
    return evaluated(formula, {**values, source: x})


def whole(graph: ExplainedGraph, node: str, x: Any) -> Any:
    """Return the output where a node's value is x."""
    return forward(graph, {node: x})[graph.output or ""]


def test_the_numbers_of_many_graphs_are_held_against_others() -> None:
    graphs = [graph for post in POSTS for graph, _ in graphs_with_numbers(post)]
    assert len(graphs) > 100


@pytest.mark.parametrize("function", BY_RESULT)
def test_derivatives_by_the_result_are_those_of_sympy(function: str) -> None:
    formula = CATALOGUE[function].formula(1)
    assert formula is not None
    x = sympy.Symbol("#0", real=True)
    result = to_sympy(formula)
    remembered = to_sympy(parse_formula(BY_RESULT[function], ("y",)))
    difference = remembered.subs(sympy.Symbol("y", real=True), result) - sympy.diff(result, x)
    assert sympy.simplify(difference) == 0
