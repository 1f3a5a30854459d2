"""Shapes are written as their authors write them, and dimensions know who they are equal to."""

from __future__ import annotations

import pytest

from mdgrad.tensors.dimensions import Agreement, Dimension, Dimensions, Shape
from mdgrad.tensors.writing import shape_text


@pytest.mark.parametrize(
    ("shape", "like", "text"),
    [
        ((2, 3), "(2, 2)", "(2, 3)"),
        ((2, 3), "(2,2)", "(2,3)"),
        ((3,), "(2,)", "(3,)"),
        ((3,), "(2, 3)", "(3,)"),
        ((), "(1,)", "()"),
        (("batch", "in"), "[batch, out]", "[batch, in]"),
        ((3,), "[2]", "[3]"),
        ((4, 3), "3×4", "4×3"),
        ((4, 3), "3 x 4", "4 x 3"),
        (("N", 3), "(N, 2)", "(N, 3)"),
        (("max", 3), "(max, 2)", "(max, 3)"),
        ((4, 3), "ℝ^{3×4}", "ℝ^{4×3}"),
        (("N", 3), "∈ R^(N × 4)", "∈ R^(N × 3)"),
        ((4, 3), r"\mathbb{R}^{3 \times 4}", r"\mathbb{R}^{4 \times 3}"),
        ((4, 3), "ℝ³ˣ⁴", "ℝ⁴ˣ³"),
        (("N", 3), "ℝ³ˣ⁴", "ℝ^{N×3}"),
        ((), "ℝ^{3}", "ℝ"),
        ((), "[batch]", "()"),
    ],
)
def test_shape_text(shape: Shape, like: str, text: str) -> None:
    assert shape_text(shape, like) == text


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        (2, 2, "equal"),
        ("N", "N", "equal"),
        ("N", 2, "bound"),
        ("N", "M", "assumed"),
        (2, 3, "conflict"),
    ],
)
def test_agreement(one: Dimension, other: Dimension, agreement: Agreement) -> None:
    assert Dimensions().compare(one, other) == agreement
    assert Dimensions().compare(other, one) == agreement


def test_a_bound_name_stays_bound() -> None:
    dimensions = Dimensions()
    dimensions.join("N", "M")
    dimensions.join("M", 3)
    assert dimensions.find("N") == 3
    assert dimensions.compare("N", 4) == "conflict"
    assert dimensions.join("N", 4) == "conflict"
    assert dimensions.find("M") == 3


def test_placeholders_are_of_no_dimension_in_particular() -> None:
    dimensions = Dimensions()
    first, second = dimensions.named_apart(("None", "None"))
    assert first != second
    assert dimensions.compare(first, "N") == "bound"
    assert dimensions.compare(first, 3) == "bound"
