"""Exact arithmetic: rationals stay exact, enclosures enclose, and nothing becomes a float."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdgrad.expressions.fold import names_in_order, substitute
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.tree import Name
from mdgrad.graphs.graph import operand
from mdgrad.operators import expanded
from mdgrad.operators.inexpressible import Inexpressible
from mdgrad.passes.arithmetic import compiled, evaluate
from mdgrad.passes.reals import Enclosure, Real, Reals, Signed, Undefined
from mdgrad.passes.signs import NEGATIVE, NONNEGATIVE, POSITIVE

REALS = Reals(30)
FRACTIONS = st.fractions(min_value=-50, max_value=50, max_denominator=999)
FUNCTIONS = ("exp", "log", "sin", "cos", "sqrt", "arctan", "arcsin", "arccos", "erf")


def value(text: str, arithmetic: Reals = REALS, **names: Any) -> Real:
    found: Real = evaluate(expanded(parse_formula(text, tuple(names))), names, arithmetic)
    return found


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2 + 3", 5),
        ("1/3 + 1/6", Fraction(1, 2)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("2^10", 1024),
        ("2^(-2)", Fraction(1, 4)),
        ("(-2)^3", -8),
        ("0^0", 1),
        ("0^(1/3)", 0),
        ("sqrt(16)", 4),
        ("sqrt(4/9)", Fraction(2, 3)),
        ("16^(3/2)", 64),
        ("4^(-1/2)", Fraction(1, 2)),
        ("exp(0)", 1),
        ("log(1)", 0),
        ("cos(0)", 1),
        ("arcsin(0)", 0),
        ("max(1/3, 2/7, 0.3)", Fraction(1, 3)),
        ("min(1/3, 2/7, 0.3)", Fraction(2, 7)),
        ("|-5/2|", Fraction(5, 2)),
        ("sign(-3)", -1),
        ("relu(-3)", 0),
        ("relu(3)", 3),
        ("leaky_relu(-3)", Fraction(-3, 100)),
        ("1^1000000", 1),
        ("0 log(2)", 0),
    ],
)
def test_exact_values(text: str, right: Fraction | int) -> None:
    assert value(text) == right


@pytest.mark.parametrize(
    "text",
    ["1/0", "0^(-1)", "log(0)", "log(-1)", "sqrt(-1)", "(-8)^(1/3)", "arcsin(2)", "exp(10^9)",
     "2^(10^6)", "f(2)", "1/(sin(1)^2 + cos(1)^2 - 1)", "0 f(2)", "max(1, 1/0)"],
)  # fmt: skip
def test_what_has_no_value(text: str) -> None:
    assert isinstance(value(text), Undefined)


def test_a_name_without_a_value_is_inexpressible() -> None:
    with pytest.raises(Inexpressible):
        value("x + 1")


@settings(max_examples=150)
@given(st.sampled_from(FUNCTIONS), FRACTIONS)
def test_enclosures_enclose_what_mpmath_finds(function: str, argument: Fraction) -> None:
    found = REALS.call(function, (argument,))
    names = {"arctan": "atan", "arcsin": "asin", "arccos": "acos"}
    with mpmath.workdps(60):
        right = getattr(mpmath, names.get(function, function))(
            mpmath.mpf(argument.numerator) / argument.denominator
        ) if not (function == "log" and argument == 0) else mpmath.mpc(0, 1)  # fmt: skip
        if isinstance(right, mpmath.mpc):
            assert isinstance(found, Undefined)
            return
        width = mpmath.mpf(10) ** -50 * (1 + abs(right))
        low, high = (
            Fraction(*mpmath.libmp.to_rational(end._mpf_)) for end in (right - width, right + width)
        )
    assert isinstance(found, int | Fraction | Enclosure), found
    lower, upper = (
        (found.lower, found.upper)
        if isinstance(found, Enclosure)
        else (Fraction(found), Fraction(found))
    )
    assert lower <= high
    assert low <= upper
    assert upper - lower <= max(abs(upper), Fraction(1, 10**6)) / 10**30


@settings(max_examples=100)
@given(st.lists(st.one_of(st.integers(-20, 20), FRACTIONS), min_size=1, max_size=5))
def test_no_operation_makes_a_float(numbers: list[int | Fraction]) -> None:
    exponents = [number for number in numbers if isinstance(number, int)] or [-2]
    results = [
        REALS.add(numbers), REALS.multiply(numbers), REALS.power(numbers[0], exponents[0]),
        REALS.power(numbers[0], Fraction(1, 2)), REALS.power(numbers[0], Fraction(2, 3)),
        REALS.call("max", numbers), REALS.call("share", numbers), REALS.call("abs", numbers[:1]),
        REALS.call("exp", numbers[:1]), REALS.power(REALS.call("exp", numbers[:1]), -2),
    ]  # fmt: skip
    for result in results:
        assert isinstance(result, int | Fraction | Enclosure | Undefined)
        if isinstance(result, Enclosure):
            assert isinstance(result.lower, Fraction)
            assert isinstance(result.upper, Fraction)
            assert result.lower <= result.upper


def test_numbers_past_the_budget_go_on_as_enclosures() -> None:
    number: Real = Fraction(11, 10)
    exact = Fraction(11, 10)
    for _ in range(3_000):
        number = REALS.multiply((number, Fraction(11, 10)))
        exact *= Fraction(11, 10)
    assert isinstance(number, Enclosure)
    assert number.lower <= exact <= number.upper
    assert (number.upper - number.lower) / exact < Fraction(1, 10**30)


def test_squaring_again_and_again_comes_to_an_end() -> None:
    for start in (Fraction(3), Fraction(1, 3), REALS.call("exp", (1,))):
        number: Real = start
        for _ in range(2_000):
            number = REALS.multiply((number, number))
        assert isinstance(number, Undefined)


@pytest.mark.parametrize(
    ("text", "signs", "right"),
    [
        ("sign(x)", POSITIVE, 1),
        ("sign(x)", NEGATIVE, -1),
        ("sign(x y)", NEGATIVE, None),
        ("sign(x)", NONNEGATIVE, None),
        ("sign(x + 1)", NONNEGATIVE, 1),
        ("sign(exp(x))", NEGATIVE, 1),
        ("sign(x^2 + 1)", NEGATIVE, 1),
        ("sign(x - 1)", POSITIVE, None),
        ("0 x", POSITIVE, 0),
        ("heaviside(x)", frozenset({-1, 0}), 0),
    ],
)
def test_the_sign_is_enough_where_only_it_matters(
    text: str, signs: frozenset[int], right: int | None
) -> None:
    assert value(text, x=Signed(signs), y=None) == right


@pytest.mark.parametrize("text", ["a b + 3", "exp(a) - b^2/(1 + a^2)", "max(a, b) sigmoid(b)", "a"])
@pytest.mark.parametrize("point", [(1, 2), (Fraction(-7, 3), Fraction(1, 2)), (0, -4)])
def test_a_compiled_formula_is_the_formula(text: str, point: tuple[Any, Any]) -> None:
    formula = expanded(parse_formula(text, ("a", "b")))
    names = dict(zip(("a", "b"), point, strict=True))
    placed = substitute(formula, {"a": Name(operand(0)), "b": Name(operand(1))})
    assert compiled(placed, 2, REALS)(point) == evaluate(formula, names, REALS)
    assert set(names_in_order(formula)) <= set(names)
