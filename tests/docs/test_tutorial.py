"""The numbers of the tutorial are right: each gradient is held against mpmath's own derivative."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import mpmath
import pytest

import mdgrad
from mdgrad import mermaid
from mdgrad.report import Diagram
from tests.docs.sessions import ROOT

PAGES = {page.stem: page for page in sorted((ROOT / "docs/tutorial").glob("[1-9]*.md"))}
FENCE = re.compile(r"^```mermaid\n(.*?)^```", re.MULTILINE | re.DOTALL)


def sigmoid(z: Any) -> Any:
    return 1 / (1 + mpmath.exp(-z))


def cross_entropy(right: int, *scores: Any) -> Any:
    return -mpmath.log(mpmath.exp(scores[right]) / sum(map(mpmath.exp, scores)))


@dataclass(frozen=True)
class Case:
    """A diagram, what it computes, and its inputs by the ids of their nodes."""

    page: str
    diagram: int
    function: Callable[..., Any]
    inputs: dict[str, str]


CASES = [
    Case("1-one-multiplication", 1, lambda w, n: w * n, {"Width": "4", "Length": "3"}),
    Case("1-one-multiplication", 2, lambda p, n: p * n, {"Price": "2.5", "Count": "7"}),
    Case(
        "2-a-chain", 1, lambda w, n, p, d: w * n * p + d,
        {"Width": "4", "Length": "3", "Price": "5", "Delivery": "15"},
    ),
    Case(
        "2-a-chain", 3, lambda way, rate, start, tip: (way * rate + start) * tip,
        {"Way": "10", "Rate": "2", "Start": "5", "Tip": "1.1"},
    ),
    Case("3-fan-out", 1, lambda w: 15 * w + 20 * w, {"Width": "4"}),
    Case("3-fan-out", 2, lambda w, n: 5 * w * n + 20 * (w + n), {"w": "4", "l": "3"}),
    Case("3-fan-out", 3, lambda s: s * s, {"Side": "3"}),
    Case("3-fan-out", 4, lambda x: x**2 + 3 * x, {"x": "2"}),
    Case(
        "4-a-neuron", 2, lambda x, w, b: (sigmoid(w * x + b) - 1) ** 2,
        {"x": "2", "w": "0.5", "b": "-1"},
    ),
    Case(
        "4-a-neuron", 4, lambda x, w, b: sigmoid(w * x + b) ** 2,
        {"x": "4", "w": "0.25", "b": "-1"},
    ),
    Case(
        "5-softmax", 1, lambda *scores: cross_entropy(0, *scores),
        {"s1": "2", "s2": "1", "s3": "0"},
    ),
    Case("5-softmax", 3, lambda *scores: cross_entropy(1, *scores), {"s1": "0", "s2": "0"}),
]  # fmt: skip


def solved(page: str) -> str:
    """Return a page with its exercise done by `mdgrad fix`."""
    return mdgrad.fix(PAGES[page].read_text(encoding="utf-8")).text


def gradients(diagram: Diagram, source: str, node: str) -> list[str]:
    """Return the labels that make up the gradient of a node, as they are written."""
    edges = mermaid.parse(source).edges
    return [
        claim.written
        for claim in diagram.claims
        if (claim.role == "total" and claim.node == node)
        or (
            claim.edge is not None and claim.role == "gradient" and edges[claim.edge].target == node
        )
    ]


def is_near(numbers: list[str], exact: Any) -> bool:
    """Return whether numbers, each rounded to its last digit, may add up to an exact one."""
    written = [Decimal(number) for number in numbers if re.fullmatch(r"-?[0-9.]+", number)]
    units = [Decimal(1).scaleb(int(number.as_tuple().exponent)) for number in written]
    apart = abs(mpmath.mpf(str(sum(written))) - exact)
    return bool(written) and bool(apart <= mpmath.mpf(str(sum(units))) / 2)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.page}-{case.diagram}")
def test_gradients_are_derivatives(case: Case) -> None:
    text = solved(case.page)
    diagram, source = mdgrad.check(text).diagrams[case.diagram], FENCE.findall(text)[case.diagram]
    point = [mpmath.mpf(value) for value in case.inputs.values()]
    for index, node in enumerate(case.inputs):
        order = [int(index == other) for other in range(len(point))]
        exact = mpmath.diff(case.function, tuple(point), tuple(order))
        labels = gradients(diagram, source, node)
        assert is_near(labels, exact), (node, labels, exact)
    values = [claim.written for claim in diagram.claims if claim.role == "value"]
    assert any(is_near([value], case.function(*point)) for value in values)


def test_every_numeric_backward_pass_is_among_the_cases() -> None:
    covered = {(case.page, case.diagram) for case in CASES}
    for name, page in PAGES.items():
        for number, source in enumerate(FENCE.findall(page.read_text(encoding="utf-8"))):
            is_numeric = re.search(r"grad [=≈]|-- 1 -->", source) and "Y - T" not in source
            assert bool(is_numeric) == ((name, number) in covered), (name, number)


@pytest.mark.parametrize("page", PAGES)
def test_every_diagram_is_verified_once_the_exercise_is_done(page: str) -> None:
    report = mdgrad.check(solved(page))
    assert {diagram.status for diagram in report.diagrams} == {"verified"}
    assert report.findings == ()


Matrix = list[list[Fraction]]


def product(left: Matrix, right: Matrix) -> Matrix:
    columns = list(zip(*right, strict=True))
    return [
        [sum(map(Fraction.__mul__, row, column), Fraction()) for column in columns] for row in left
    ]


def transposed(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def test_the_gradients_of_the_affine_layer() -> None:
    """For L = Σ G ⊙ Y, ∂L/∂Y is G; L is linear in each number, so its differences are exact."""
    x, w, b, g = (
        [
            [Fraction(3 * row + 7 * column % 5 + seed, 2) for column in range(width)]
            for row in range(height)
        ]
        for seed, (height, width) in enumerate(((4, 2), (2, 3), (1, 3), (4, 3)))
    )

    def loss() -> Fraction:
        y = [[s + t for s, t in zip(row, b[0], strict=True)] for row in product(x, w)]
        return sum(
            (s * t for p, q in zip(g, y, strict=True) for s, t in zip(p, q, strict=True)),
            Fraction(),
        )

    def by_differences(matrix: Matrix) -> Matrix:
        slopes = [[Fraction() for _ in row] for row in matrix]
        for i, row in enumerate(matrix):
            for j in range(len(row)):
                before = loss()
                row[j] += 1
                slopes[i][j] = loss() - before
                row[j] -= 1
        return slopes

    assert by_differences(x) == product(g, transposed(w))
    assert by_differences(w) == product(transposed(x), g)
    assert by_differences(b) == [[sum(column, Fraction()) for column in zip(*g, strict=True)]]
    labels = ("∂L/∂Y · Wᵀ<br/>(N, 2)", "Xᵀ · ∂L/∂Y<br/>(2, 3)", "sum(∂L/∂Y)<br/>(3,)")
    text = PAGES["6-an-affine-layer"].read_text(encoding="utf-8")
    assert all(label in text for label in labels)
