"""Every product of up to three factors as a label: right if and only if arithmetic says so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product as tuples

import pytest

from mdgrad.graphs.graph import EdgeKey
from tests.tensors.exact import Matrix, Values, difference, plus, product, times, transposed
from tests.tensors.test_gradients import (
    BATCH,
    COLUMN,
    CS231N,
    LARGE,
    SQUARE,
    TORCH,
    VECTOR,
    Drawing,
    decided,
)

EDGES: list[tuple[str, Drawing, EdgeKey]] = [
    ("vector-x", VECTOR, ("X", "Y", 0)),
    ("vector-w", VECTOR, ("W", "Y", 1)),
    ("batch-x", BATCH, ("X", "Y", 0)),
    ("batch-w", BATCH, ("W", "Y", 1)),
    ("square-x", SQUARE, ("X", "Y", 0)),
    ("square-w", SQUARE, ("W", "Y", 1)),
    ("large-x", LARGE, ("X", "Y", 0)),
    ("column-x", COLUMN, ("x", "Y", 1)),
    ("column-w", COLUMN, ("W", "Y", 0)),
    ("cs231n-w", CS231N, ("W", "Y", 0)),
    ("torch-w", TORCH, ("W", "Y", 1)),
]


def factors(drawing: Drawing) -> Iterator[tuple[str, str, bool]]:
    """Yield every factor as a label writes it, with the matrix that it is, transposed or not."""
    for name, written in (("G", "∂L/∂Y"), *((name, name) for name in drawing.shapes)):
        yield written, name, False
        yield f"transpose({written})", name, True


def meant(matrices: list[Matrix]) -> Iterator[Matrix]:
    """Yield the product in every bracketing, each sign one of matrices or of elements."""
    if len(matrices) == 1:
        yield matrices[0]
    for middle in range(1, len(matrices)):
        for left, right in tuples(meant(matrices[:middle]), meant(matrices[middle:])):
            if len(left[0]) == len(right):
                yield product(left, right)
            columns = len(left[0]) == len(right[0]) and (
                len(left) == len(right) or 1 in (len(left), len(right))
            )
            if columns:
                yield times(left, right)


def labels(drawing: Drawing, values: Values, count: int) -> Iterator[tuple[str, list[Matrix]]]:
    for chosen in tuples(factors(drawing), repeat=count):
        own = [transposed(values[n]) if turned else values[n] for _, n, turned in chosen]
        yield " · ".join(written for written, _, _ in chosen), list(meant(own))


@pytest.mark.parametrize("count", [1, 2, pytest.param(3, marks=pytest.mark.fuzz)])
@pytest.mark.parametrize(
    ("drawing", "edge"), [row[1:] for row in EDGES], ids=[row[0] for row in EDGES]
)
def test_every_product(drawing: Drawing, edge: EdgeKey, count: int) -> None:
    values = drawing.values()
    truth = difference(drawing.value, values, edge[0])
    for label, readings in labels(drawing, values, count):
        verdict = decided(label, drawing, edge).verdict
        if truth in readings:
            assert verdict == "verified", label
        else:
            assert verdict in {"wrong", "undecided"}, label
            is_vector = 1 in (len(truth), len(truth[0])) or drawing in (VECTOR, COLUMN)
            assert is_vector or verdict == "wrong", label


def test_the_oracle_knows_the_usual_gradients() -> None:
    values = LARGE.values()
    truth = difference(LARGE.value, values, "X")
    right = [label for label, readings in labels(LARGE, values, 2) if truth in readings]
    assert right == ["∂L/∂Y · transpose(W)"]
    assert plus(truth, truth) != truth
