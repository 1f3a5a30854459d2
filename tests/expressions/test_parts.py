"""A formula without one of its parts is a formula, and it is short of just that part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.parts import with_one_part_less

CASES = {
    "a + b": ["b", "a"],
    "a - b": ["-b", "a"],
    "2 · x": ["x", "2"],
    "a·b*c": ["b*c", "a*c", "a·b"],
    "a + 2·b": ["2·b", "a", "a + b", "a + 2"],
    "a·(1 - a)": ["1 - a", "a"],
    "-x · y": ["-x", "y"],
    "2 · -x": ["-x", "2"],
    "6 / 2 · 3": ["6 / 2", "3"],
    r"2 \cdot \frac{a + b}{c}": [r"\frac{a + b}{c}", "2"],
    "∂L/∂z * tanh'(z) + 1": ["∂L/∂z * tanh'(z)", "1", "tanh'(z) + 1", "∂L/∂z + 1"],
    "2 · (a + b)(a - b)": ["(a + b)(a - b)", "2"],
    "x": [],
    "(a + b)": [],
    "no formula § 1 + 1": [],
    "+".join("abcdefghijklmnopqrstuvwxyz"): [],
}


@pytest.mark.parametrize(("text", "shorter"), CASES.items(), ids=CASES.keys())
def test_parts(text: str, shorter: list[str]) -> None:
    assert list(with_one_part_less(text)) == shorter


PARTS = st.sampled_from(["a", "2", "f(x, y + 1)", "(b - c)", "|x|"])
SIGNS = st.sampled_from([" + ", " - ", "·", " * "])


@given(PARTS, st.lists(st.tuples(SIGNS, PARTS), min_size=1, max_size=8))
def test_every_shorter_formula_is_one(first: str, others: list[tuple[str, str]]) -> None:
    text = first + "".join(sign + part for sign, part in others)
    shorter = list(with_one_part_less(text))
    assert len(shorter) > len(others)
    for one in shorter:
        parse_formula(one, {"a", "b", "c", "x", "y"})
        assert len(one) < len(text)
