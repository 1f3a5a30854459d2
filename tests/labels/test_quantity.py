"""Numbers as people print them, and how another is printed in the same manner."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdgrad.labels.quantity import read_quantity, write_number

NUMBERS = [
    ("100", "100", "1"),
    ("1,000", "1000", "1"),
    ("1,000,000.5", "1000000.5", "0.1"),
    ("1.000,5", "1000.5", "0.1"),
    ("0,5", "0.5", "0.1"),
    ("12,50", "12.5", "0.01"),
    ("1\u2009000", "1000", "1"),
    ("1\u202f234\u202f567", "1234567", "1"),
    ("1'000", "1000", "1"),
    ("-3", "-3", "1"),
    ("−3", "-3", "1"),
    ("– 3", "-3", "1"),
    ("+3", "3", "1"),
    (".5", "0.5", "0.1"),
    ("3.", "3", "1"),
    ("0.910", "0.91", "0.001"),
    ("1e-3", "0.001", "0.001"),
    ("1.5e3", "1500", "100"),
    ("2×10⁻³", "0.002", "0.001"),
    ("2 x 10^-3", "0.002", "0.001"),
    (r"2 \times 10^{-3}", "0.002", "0.001"),
    ("10%", "0.1", "0.01"),
    ("₩100", "100", "1"),
    ("−₩100", "-100", "1"),
    ("100원", "100", "1"),
    ("3 kg", "3", "1"),
    ("$2.50", "2.5", "0.01"),
    ("2.50 €", "2.5", "0.01"),
    ("0.5 m/s", "0.5", "0.1"),
    ("≈ 0.91", "0.91", "0.01"),
    ("~0.9", "0.9", "0.1"),
    ("≈ 1200", "1200", "100"),
    ("0.333…", "0.333", "0.001"),
    ("0.333...", "0.333", "0.001"),
    ("2.58 ✓", "2.58", "0.01"),
    ("2.58 ✅", "2.58", "0.01"),
    ("(0.70)", "0.7", "0.01"),
    ("(-3)", "-3", "1"),
    ("2 (bytes)", "2", "1"),
]


@pytest.mark.parametrize(("text", "value", "step"), NUMBERS, ids=[case[0] for case in NUMBERS])
def test_a_number_and_the_worth_of_its_last_digit(text: str, value: str, step: str) -> None:
    quantity = read_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.step) == (Fraction(value), Fraction(step))


@pytest.mark.parametrize(
    "text",
    ["", "x", "2x3", "1,00,0", "1.2.3", "2π", "(3", "3)", "10:30", "1 000 000 a b", "--3",
     "1e99999", "1" * 401, "3 + 4", "2/3"],
)  # fmt: skip
def test_what_is_no_single_number(text: str) -> None:
    assert read_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [("₩100", "₩"), ("100원", "원"), ("3 kg", "kg"), ("0.5 m/s", "m/s"), ("5", ""), ("9 °C", "°C")],
)
def test_the_unit_is_kept(text: str, unit: str) -> None:
    quantity = read_quantity(text)
    assert quantity is not None
    assert quantity.unit == unit


@pytest.mark.parametrize(
    ("like", "value", "text"),
    [
        ("2.2", "1.5", "1.5"),
        ("1,000", "12345", "12,345"),
        ("0,5", "1.25", "1,3"),
        ("−3", "-7", "−7"),
        ("+3", "7", "+7"),
        ("10%", "0.25", "25"),
        ("1e-3", "0.02", "2e-2"),
        ("2×10⁻³", "0.05", "5×10⁻²"),
        ("0.910", "2", "2.000"),
        ("1.5", "0.25", "0.3"),
    ],
)
def test_another_number_in_the_same_manner(like: str, value: str, text: str) -> None:
    quantity = read_quantity(like)
    assert quantity is not None
    assert write_number(Fraction(value), quantity) == text


@given(
    st.sampled_from(["2.2", "1,000", "0,5", "−3", "1e-3", "2×10⁻³", "0.910", "+1.5"]),
    st.fractions(min_value=-10_000, max_value=10_000),
)
def test_what_is_written_claims_the_value(like: str, value: Fraction) -> None:
    quantity = read_quantity(like)
    assert quantity is not None
    written = read_quantity(write_number(value, quantity))
    assert written is not None
    assert abs(written.value - value) <= written.step / 2
