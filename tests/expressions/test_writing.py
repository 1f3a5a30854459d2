"""What is written in an author's manner reads as what was meant."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdgrad.expressions.fold import fold
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.tree import (
    Call,
    Derivative,
    Expression,
    Name,
    Number,
    Power,
    Product,
    Sum,
)
from mdgrad.expressions.writing import Manner, write

VARIABLES = ("x", "y", "w1", "θ", "loss")
SPELLINGS = {"w1": "w₁"}
PRIME = 2**61 - 1

MANNERS = [
    Manner(),
    Manner(times="*", minus="−", names=SPELLINGS),
    Manner(times=" × ", partial="d"),
    Manner(times="∙", names=SPELLINGS),
    Manner(times=r" \cdot ", latex=True, names={"θ": r"\theta", "w1": "w_{1}"}),
    Manner(times=r"\cdot", partial="d", latex=True),
]


def meaning(expression: Expression) -> int:
    """Evaluate in a prime field: equal formulas agree, others all but never do.

    A name, a derivative and a function of given arguments are fixed elements without rules.
    """
    return fold(expression, _element)


def _element(part: Expression, parts: Sequence[int]) -> int:
    match part:
        case Number(value):
            return value.numerator * pow(value.denominator, -1, PRIME) % PRIME
        case Sum():
            return sum(parts) % PRIME
        case Product():
            result = 1
            for factor in parts:
                result = result * factor % PRIME
            return result
        case Power(_, Number(value)) if value.denominator == 1:
            return pow(parts[0], int(value), PRIME)
        case Power(_, Number(value)) if value == Fraction(1, 2):
            return _arbitrary(("sqrt", 0, parts[0]))
        case Power():
            return _arbitrary(("power", *parts))
        case Call(function, _, order):
            return _arbitrary((function, order, *parts))
        case _:
            return _arbitrary(part)


def _arbitrary(what: object) -> int:
    return int.from_bytes(hashlib.sha256(repr(what).encode()).digest()[:8]) % PRIME or 1


def expressions() -> st.SearchStrategy[Expression]:
    leaves: st.SearchStrategy[Expression] = st.one_of(
        st.fractions(min_value=-20, max_value=20, max_denominator=12).map(Number),
        st.sampled_from(VARIABLES).map(Name),
        st.sampled_from([Derivative("L", "x"), Derivative("y", "w1"), Call("pi", ())]),
    )

    def larger(part: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        several = st.lists(part, min_size=2, max_size=3).map(tuple)
        exponents = st.sampled_from([Fraction(n) for n in (-2, -1, 2, 3)] + [Fraction(1, 2)])
        functions = st.sampled_from(["exp", "sin", "relu", "sigmoid", "abs", "sqrt", "step"])
        return st.one_of(
            several.map(Sum),
            several.map(Product),
            st.builds(Power, part, exponents.map(Number) | part),
            st.builds(lambda f, a: Call(f, (a,)), functions, part),
            st.builds(lambda a: Call("tanh", (a,), 1), part),
            st.builds(lambda a, b: Call("max", (a, b)), part, part),
            st.builds(lambda a, b: Call("matmul", (a, b)), part, part),
            st.builds(lambda a: Call("transpose", (a,)), part),
        )

    return st.recursive(leaves, larger, max_leaves=8)


@pytest.mark.parametrize("manner", MANNERS, ids=lambda manner: manner.times)
@given(expression=expressions())
@settings(max_examples=60, deadline=None)
def test_what_is_written_reads_as_what_was_meant(expression: Expression, manner: Manner) -> None:
    try:
        expected = meaning(expression)
    except ValueError:
        return  # a division by zero has no meaning
    text = write(expression, manner)
    assert meaning(parse_formula(text, VARIABLES)) == expected, text


x, y = Name("x"), Name("y")
one, two, minus_one = (Number(Fraction(number)) for number in (1, 2, -1))
minus_x = Product((minus_one, x))


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (Product((two, x)), "2 · x"),
        (Product((x, Sum((one, minus_x)))), "x · (1 - x)"),
        (Product((minus_one, y, Power(x, minus_one))), "-y/x"),
        (Product((Power(y, two), Call("exp", (minus_x,)))), "y² · exp(-x)"),
        (Sum((x, Product((Number(Fraction(-2)), y)))), "x - 2 · y"),
        (Number(Fraction(11, 10)), "1.1"),
        (Number(Fraction(1, 3)), "1/3"),
        (Power(Power(x, two), two), "(x²)²"),
        (Power(x, Number(Fraction(1, 2))), "√x"),
        (Call("abs", (x,)), "|x|"),
        (Call("step", (x,)), "1[x > 0]"),
        (Product((Derivative("L", "z"), y)), "∂L/∂z · y"),
    ],
)  # fmt: skip
def test_with_as_few_brackets_as_people_write(expression: Expression, text: str) -> None:
    assert write(expression, Manner()) == text


def test_a_deep_expression_is_written_without_recursion() -> None:
    expression: Expression = x
    for _ in range(3_000):
        expression = Call("exp", (expression,))
    assert write(expression, Manner()).count("exp") == 3_000
