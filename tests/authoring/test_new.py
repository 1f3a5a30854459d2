"""`mdgrad new`: every diagram is verified, and says what mpmath says."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import get_args

import pytest

import mdgrad
from mdgrad.authoring import DIALECTS, Dialect, UndrawableError, computation_of
from mdgrad.cli.arguments import parser
from tests.authoring.formulas import Formula, random_chain, random_formula

NEURON = "L = (w*x + b - y)**2"
AT = {"w": 2, "x": 3, "b": 1, "y": 5}
SYMBOLIC: tuple[Dialect, ...] = (
    "edges", "two-drawings", "equations", "local-derivatives", "derivative-graph",
)  # fmt: skip
_REFUSED = "for chains|not read as one|has no operator"
"""1 - x is no chain; a drawing of nothing but words could be of anything; -(-x) is x."""
FEW, MANY = range(8), range(8, 1000)


def assert_verified(text: str) -> None:
    report = mdgrad.check(text, strict=True)
    (diagram,) = report.files[0].diagrams
    assert diagram.status == "verified", text
    assert {claim.verdict for claim in diagram.claims} == {"verified"}, text
    assert not report.findings, text
    assert "?" not in text


def right_digits(shown: str, exact: object) -> bool:
    """Return whether a number is the exact one, rounded to the digits that are shown."""
    decimals = len(shown.partition(".")[2])
    return abs(Fraction(shown) - Fraction(str(exact))) <= Fraction(1, 2 * 10**decimals)


def draw(seed: int, dialect: Dialect) -> tuple[Formula, str] | None:
    """Return a random formula and its diagram, None where it is none to draw in the dialect."""
    make = random_chain if dialect == "operators-on-edges" else random_formula
    formula = make(random.Random(f"{dialect} {seed}"))
    try:
        return formula, mdgrad.new(formula.text, formula.inputs, dialect=dialect)
    except UndrawableError as error:
        if re.search(_REFUSED, str(error)):
            return None
        raise


def check_numeric(seed: int, dialect: Dialect) -> bool:
    """Check one random diagram; return whether there is one."""
    drawn = draw(seed, dialect)
    if drawn is None:
        return False
    formula, text = drawn
    assert_verified(text)
    if dialect == "equations":
        found = dict(re.findall(r"∂\w+/∂(\w+) = (-?[0-9.]+)", text))
        for name in formula.inputs:
            assert right_digits(found[name], formula.gradient(name)), (formula.text, name)
        value = re.findall(r" = (-?[0-9.]+)<br/>∂(\w+)/∂\2 = 1", text)[-1][0]
        assert right_digits(value, formula.value()), formula.text
    return True


@pytest.mark.parametrize("dialect", DIALECTS)
def test_random_formulas_are_verified_in_every_dialect(dialect: Dialect) -> None:
    assert sum(check_numeric(seed, dialect) for seed in FEW) > 0.5 * len(FEW)


@pytest.mark.fuzz
@pytest.mark.parametrize("dialect", DIALECTS)
def test_thousands_of_random_formulas_are_verified(dialect: Dialect) -> None:
    assert sum(check_numeric(seed, dialect) for seed in MANY) > 0.5 * len(MANY)


def check_symbolic(seed: int, dialect: Dialect) -> bool:
    """Check one random diagram of symbols; return whether there is one."""
    formula = random_formula(random.Random(f"symbols {dialect} {seed}"))
    try:
        text = mdgrad.new(formula.text, dialect=dialect)
    except UndrawableError:
        return False  # not every derivative has an unambiguous name
    assert_verified(text)
    return True


@pytest.mark.parametrize("dialect", SYMBOLIC)
def test_random_formulas_are_verified_as_symbols(dialect: Dialect) -> None:
    assert sum(check_symbolic(seed, dialect) for seed in FEW) > 0.6 * len(FEW)


@pytest.mark.fuzz
@pytest.mark.parametrize("dialect", SYMBOLIC)
def test_thousands_of_random_formulas_are_verified_as_symbols(dialect: Dialect) -> None:
    assert sum(check_symbolic(seed, dialect) for seed in MANY) > 0.6 * len(MANY)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_names_are_spelled_as_the_author_spells_them(dialect: Dialect) -> None:
    drawn = mdgrad.new("total_cost = 1.1*unit_price", {"unit_price": 2}, dialect=dialect)
    assert_verified(drawn)
    assert "unit_price" in drawn
    assert mdgrad.new("y₁ = 1.1*x₁", {"x_1": 2}, dialect=dialect).count("x_1") == 0


def test_a_constant_among_symbols_is_drawn_with_an_arrow_of_its_own() -> None:
    drawn = mdgrad.new("y = b*(2 - r)")
    assert_verified(drawn)
    assert '-->|"2"|' in drawn
    assert '-->|"∂y/∂z1 · (-1)"| r' in drawn


def test_functions_one_after_the_other_stand_on_the_arrows() -> None:
    drawn = mdgrad.new("y = exp(sin(x))", {"x": 1}, dialect="operators-on-edges")
    assert_verified(drawn)
    assert re.findall(r'\|"(.*?)"\|', drawn) == ["sin", "exp"]
    assert "y = 2.32" in drawn  # exp(0.8415)


@pytest.mark.parametrize("dialect", ["edges", "equations"])
@pytest.mark.parametrize("word", ["end", "graph", "style", "click", "class", "o", "x", "default"])
def test_words_of_mermaid_are_names_too(word: str, dialect: Dialect) -> None:
    assert_verified(mdgrad.new(f"{word} = 2*{word}2", {f"{word}2": 3}, dialect=dialect))


@pytest.mark.parametrize("dialect", ["edges", "nodes", "equations", "operators-on-edges"])
def test_values_can_be_drawn_alone(dialect: Dialect) -> None:
    drawn = mdgrad.new("y = exp(2*x)", {"x": 1}, dialect=dialect, backward=False)
    assert_verified(drawn)
    (diagram,) = mdgrad.check(drawn).files[0].diagrams
    assert {claim.role for claim in diagram.claims} <= {"value", "formula"}
    assert "7.39" in drawn  # e squared


@pytest.mark.parametrize("dialect", ["two-drawings", "local-derivatives"])
def test_a_drawing_of_derivatives_is_not_of_values_alone(dialect: Dialect) -> None:
    with pytest.raises(UndrawableError, match="of derivatives"):
        mdgrad.new(NEURON, AT, dialect=dialect, backward=False)


def test_a_dialect_that_is_none_is_told() -> None:
    with pytest.raises(UndrawableError, match="no dialect other; there are edges, "):
        mdgrad.new(NEURON, AT, dialect="other")  # type: ignore[arg-type]


def test_a_diagram_for_a_reader() -> None:
    assert mdgrad.new(NEURON, AT).splitlines() == [
        "```mermaid",
        "flowchart LR",
        '    w["w"] -->|"2"| z1(("×"))',
        '    x["x"] -->|"3"| z1',
        '    z1 -->|"6"| z2(("+"))',
        '    b["b"] -->|"1"| z2',
        '    z2 -->|"7"| z3(("−"))',
        '    y["y"] -->|"5"| z3',
        '    z3 -->|"2"| L(("** 2"))',
        '    L -->|"4"| End["L"]',
        '    End -->|"1"| L',
        '    L -->|"4"| z3',  # 2 · 2, the error of 2 squared
        '    z3 -->|"4"| z2',
        '    z3 -->|"-4"| y',
        '    z2 -->|"4"| z1',
        '    z2 -->|"4"| b',
        '    z1 -->|"12"| w',  # 4 · 3
        '    z1 -->|"8"| x',  # 4 · 2
        "    linkStyle 8,9,10,11,12,13,14,15 stroke:red,stroke-width:2px,color:red",
        "```",
    ]


@pytest.mark.parametrize("dialect", ["edges", "two-drawings", "nodes", "equations"])
def test_an_exercise_is_solved_by_fix(dialect: Dialect) -> None:
    exercise = mdgrad.new(NEURON, AT, dialect=dialect, exercise=True)
    assert exercise.count("?") >= 10
    assert mdgrad.fix(exercise).text == mdgrad.new(NEURON, AT, dialect=dialect)


def test_what_is_used_twice_is_worked_out_once() -> None:
    computation = computation_of("(a + b)*(a + b)")
    assert [(s.operator, s.operands) for s in computation.steps] == [
        ("add", ("a", "b")),
        ("multiply", ("z1", "z1")),
    ]


@pytest.mark.parametrize(
    ("formula", "operators"),
    [
        ("a - 2*b", ["multiply", "subtract"]),
        ("-a + b", ["subtract"]),
        ("a/b", ["divide"]),
        ("3/b", ["divide"]),
        ("1/b", ["reciprocal"]),
        ("a/(b*c)", ["multiply", "divide"]),
        ("√a", ["sqrt"]),
        ("e^a", ["exp"]),
        ("2*3*a", ["multiply"]),
        ("a/3", ["divide"]),
        ("a^2", ["power"]),
        ("a^(2^3)", ["power"]),
    ],
)
def test_operators_are_those_that_people_see(formula: str, operators: list[str]) -> None:
    assert [step.operator for step in computation_of(formula).steps] == operators


@pytest.mark.parametrize(
    ("formula", "inputs", "told"),
    [
        ("x +", {"x": 1}, "cannot be read"),
        ("x", {"x": 1}, "no operator"),
        ("w*x", {"x": 1}, "w has no value"),
        ("x**2", {"x": 1, "q": 2}, "q is given, but"),
        ("x = x**2", {"x": 1}, "from itself"),
        ("log(x)", {"x": -1}, "every label verified"),
        ("1/x", {"x": 0}, "every label verified"),
        ("x/0", {"x": 1}, "divides by zero"),
        ("x = 2*x = y", {"x": 1}, "“x = 2\\*x” is no name"),
        ("x @ w", {"x": 1, "w": 1}, "matmul is of matrices"),
        ("foo(x)", {"x": 1}, "no operator foo"),
        ("sigmoid(x, w)", {"x": 1, "w": 1}, "not 2"),
        ("2*pi*x", {"x": 1}, "like pi=3.1416"),
        ("step(x)", {"x": 1}, "no operator to draw"),
        ("sum*x", {"x": 1, "sum": 1}, "“sum” is no name"),
        ("∂L/∂x * 2", {}, "no operator to draw"),
        ("+".join(f"sin(x*{n})" for n in range(2, 150)), {"x": 1}, "more than 200"),
    ],
)
def test_what_cannot_be_drawn_is_told(formula: str, inputs: Mapping[str, int], told: str) -> None:
    with pytest.raises(UndrawableError, match=told):
        mdgrad.new(formula, inputs)


def test_a_traced_function_is_drawn_like_its_formula() -> None:
    traced = mdgrad.trace(lambda w, x: 1 / (1 + (-(w * x)).exp()) - 0.5, w=2, x=0.1)
    drawn = mdgrad.new(traced, dialect="equations")
    assert_verified(drawn)
    # 1/(1 + e^-0.2) - 0.5 is 0.0498339973; its derivative by x is 2 · 0.5498 · 0.4502.
    assert 'y["y = z5 - 0.5 = 0.05' in drawn
    assert "∂y/∂x = 0.50" in drawn


def test_a_traced_function_has_one_way() -> None:
    with pytest.raises(UndrawableError, match="one way"):
        mdgrad.trace(lambda x: x if x else -x, x=1)
    with pytest.raises(UndrawableError, match="one way"):
        mdgrad.trace(lambda x: x if x > 0 else -x, x=1)
    with pytest.raises(UndrawableError, match="one way"):
        mdgrad.trace(lambda x: 0 if x == 0 else x, x=1)
    with pytest.raises(UndrawableError, match=r"not math\.exp"):
        mdgrad.trace(lambda x: 2 * math.exp(x), x=1)
    with pytest.raises(UndrawableError, match="nothing that follows"):
        mdgrad.trace(lambda x: 3, x=1)
    with pytest.raises(UndrawableError, match="no operator"):
        mdgrad.trace(lambda x: x.frobnicate(), x=1)


def test_the_command_line_knows_every_dialect() -> None:
    assert get_args(Dialect) == DIALECTS
    for dialect in DIALECTS:
        assert parser().parse_args(["new", "x", "--dialect", dialect]).dialect == dialect
    with pytest.raises(SystemExit):
        parser().parse_args(["new", "x", "--dialect", "other"])
