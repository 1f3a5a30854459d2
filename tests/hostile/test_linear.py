"""What a label repeats costs in proportion to its length: no pattern and no list is quadratic."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count, product

import pytest

import mdgrad
from tests.hostile.posts import in_node, on_edge
from tests.sampling import one_in

UNITS = [
    " ", "  a", "a ", "_", "_a", "w_", "a_1", "1", "1 ", "1,", "1.", "1e", "-", "--", "+1",
    "*", "* ", "×", "·", "/1", "^", "^2", "²", "(", "()", "( ", ",", ") (", "[", "[]", "{",
    "{}", "|", "|a", "= ", "a=", "a = b ", "≈", ":", "a: ", "grad: ", "∂", "∂L", "∂L/∂",
    "∂L/∂x ", "dL/d", "\\", "\\frac", "\\frac{1}{", "{a}", "$", "$a$", "<", "<b>", "<br>",
    "<a ", "&", "&amp;", "#", "#35;", "'", "f'", "f(", "max(1,", ", ", ";", "?", "? ", "…",
    "✓", "₩1", "x́", "ᵀ", "x₁", "⁻¹", "σ", "∑", "1[z>0]", ">", "%", "5%", "since ", "and ",
    "where x ", "self.", "node ", "→", "~", "`a`", "!", "x@", "\u200b", "\u202e", "한", "😀",
    "if ", "(N, 3)", "ℝ^", "Value(", "data=", "\t", "\u00a0", "\u3000", "0.", "1 000 ",
    "1'000",
]  # fmt: skip
"""What a label may repeat, each at the limit of a label's length."""
Context = tuple[str, Callable[[str], str], str]
CONTEXTS: list[Context] = [
    ("m = x * ", in_node, "7"),
    ("", in_node, ""),
    ("the word", in_node, "word"),
    ("", on_edge, ""),
    ("1", on_edge, "2"),
    ("grad", on_edge, ": 3"),
]
LONG = 3_800
SHORT = LONG // 4
_COUNTER = count()
ENOUGH = 0.3
"""Seconds of the processor below which nobody cares."""


@pytest.fixture(autouse=True, scope="module")
def _imported() -> None:
    mdgrad.check(in_node("m = x * 3 = 6"))


def seconds(unit: str, context: Context, length: int) -> float:
    before, put, after = context
    # A label is read once: no two must be the same.
    post = put(before + unit * (length // len(unit) - next(_COUNTER) % 50) + after)
    start = time.process_time()
    mdgrad.check(post)
    return time.process_time() - start


def slow(
    units: list[str], contexts: Sequence[Context] = CONTEXTS
) -> Iterator[tuple[str, str, float]]:
    """Yield what costs far more than four times as much where it is four times as long."""
    for unit, context in product(units, contexts):
        if seconds(unit, context, LONG) > ENOUGH:
            long = min(seconds(unit, context, LONG) for _ in range(2))
            short = min(seconds(unit, context, SHORT) for _ in range(2))
            if long > max(ENOUGH, 9 * short):
                yield unit, context[0], long / short


@pytest.mark.parametrize("unit", one_in(12, UNITS), ids=repr)
def test_a_label_costs_in_proportion_to_its_length(unit: str) -> None:
    assert list(slow([unit])) == []


def test_a_quadratic_label_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    quadratic = re.compile(r"\s+(?:since|because|as|∵|due to)\s", re.IGNORECASE)
    monkeypatch.setattr("mdgrad.labels.sides._REASON", quadratic)
    assert next(slow([" "], CONTEXTS[2:3]), None) is not None


@pytest.mark.parametrize("length", [1_900, 3_800])
def test_many_functions_in_a_formula_are_answered_soon(length: int) -> None:
    # Each is a generator of its own, of which every term of a proof would tell its power.
    assert seconds("|a", CONTEXTS[0], length) < 1
