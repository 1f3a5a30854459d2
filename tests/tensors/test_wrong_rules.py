"""Wrong rules for matrices are caught: change one, and labels that arithmetic settles get it wrong.

The rows are those of `test_gradients`, each held against exact differences there, and those of a
few more operators, held against them here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest

from mdgrad.graphs.graph import EdgeKey
from mdgrad.tensors import differential, values
from mdgrad.tensors.arrays import Arrays
from mdgrad.tensors.forms import Form, Forms, word_form
from tests.sampling import one_in
from tests.tensors.exact import Matrix, difference, plus, scaled, times
from tests.tensors.test_gradients import ANY, ONE, RIGHT, WRONG, Drawing, Formula, decided

Wrong = Callable[..., Any]


def _error(v: Any) -> Matrix:
    return plus(v["P"], scaled(-1, v["T"]))


def _of_errors(name: str, factor: Fraction) -> Drawing:
    return Drawing(
        f"Y = {name} P T",
        {"P": (2, 3), "T": (2, 3), "Y": (2, 3)},
        lambda v: scaled(factor, times(_error(v), _error(v))),
    )


ERRORS: list[tuple[Drawing, str, Formula]] = [
    (_of_errors("squared_error", Fraction(1)), "2 ∂L/∂Y ⊙ (P - T)",
     lambda v: scaled(2, times(v["G"], _error(v)))),
    (_of_errors("half_squared_error", Fraction(1, 2)), "∂L/∂Y ⊙ (P - T)",
     lambda v: times(v["G"], _error(v))),
]  # fmt: skip


def _one(graph: str, *shape: int | str) -> Drawing:
    return Drawing(graph, {"A": shape}, lambda v: v["A"])


Row = tuple[Drawing, EdgeKey, str, str]
ROWS: list[Row] = [
    *((drawing, edge, label, "verified") for _, drawing, edge, label, _ in RIGHT),
    *((drawing, edge, label, "wrong") for _, drawing, edge, label, _ in WRONG),
    *((drawing, ("P", "Y", 0), label, "verified") for drawing, label, _ in ERRORS),
    (ONE, ("A", "Y", 0), "Y - T", "verified"),
    (ONE, ("A", "Y", 0), "T - Y", "wrong"),
    (ANY, ("A", "Y", 0), "Y - T", "verified"),
    (ONE, ("Y", "L", 0), "-T/Y", "verified"),
    (ONE, ("Y", "L", 0), "T/Y", "wrong"),
    (_one("Y = log_softmax A; L = sum Y", 3), ("A", "Y", 0), "1 - 3 softmax(A)", "verified"),
    (_one("Y = log_softmax A; L = sum Y", 3), ("A", "Y", 0), "1 - softmax(A)", "wrong"),
    *((_one("Y = softmax A", size), ("A", "Y", 0), "Y ⊙ (∂L/∂Y - sum(∂L/∂Y ⊙ Y))", "verified")
      for size in (3, "n")),
    *((_one("Y = softmax A", size), ("A", "Y", 0), "Y ⊙ ∂L/∂Y", "wrong") for size in (3, "n")),
    *((_one("Y = tanh A", size, 3), ("A", "Y", 0), "∂L/∂Y ⊙ (1 - Y²)", "verified")
      for size in (2, "N")),
    (_one("Y = softplus A", 2), ("A", "Y", 0), "∂L/∂Y ⊙ (softplus'(A) + sigmoid(A))/2",
     "verified"),
    *((_one("Y = tanh A", size, 3), ("A", "Y", 0), "∂L/∂Y ⊙ Y²", "wrong") for size in (2, "N")),
]  # fmt: skip


@pytest.mark.parametrize(("drawing", "label", "formula"), ERRORS)
def test_errors_of_every_element(drawing: Drawing, label: str, formula: Formula) -> None:
    found = drawing.values()
    assert formula(found) == difference(drawing.value, found, "P")


def misjudged() -> Iterator[tuple[Row, str | None]]:
    """Yield the rows that are judged otherwise than they should be, with what is said instead."""
    for row in ROWS:
        drawing, edge, label, expected = row
        try:
            decision = decided(label, drawing, edge)
        except Exception as error:
            yield row, repr(error)
            continue
        is_proved = expected != "verified" or decision.certainty == "symbolic"
        if decision.verdict != expected or not is_proved:
            yield row, decision.verdict


def test_the_rows_are_judged_rightly() -> None:
    assert list(misjudged()) == []


def of_algebra(algebra: type) -> Iterator[tuple[str, type, str, Wrong]]:
    """Yield each operation of an algebra with something else in its place."""

    def changed(name: str, wrong: Callable[[Wrong, Any, Any], Any]) -> tuple[str, type, str, Wrong]:
        right = getattr(algebra, name)
        return (
            f"{algebra.__name__}.{name}", algebra, name,
            lambda own, *rest: wrong(right, own, rest),
        )  # fmt: skip

    yield changed("matmul", lambda right, own, pair: right(own, *reversed(pair)))
    yield changed("times", lambda _, own, pair: own.add(pair))
    yield changed("add", lambda _, own, terms: terms[0][0])
    yield changed("number", lambda right, own, value: right(own, value[0] + 1))
    yield changed("apply", lambda right, own, rest: right(own, rest[0], 0, rest[2]))
    yield changed("softmax", lambda _, own, matrix: matrix[0])
    yield changed("total", lambda right, own, rest: right(own, rest[0], 1 - rest[1]))
    yield changed("transpose", lambda _, own, matrix: matrix[0])


def around(*, before: bool, after: bool) -> Wrong:
    """Return the rule of products without one of its transpositions."""
    algebra = Forms()

    def wrong(left: Any, upstream: Form, right: Any) -> Form:
        first, last = (word_form(word) if word else None for word in (left, right))
        if first is not None:
            upstream = algebra.matmul(first.transposed() if before else first, upstream)
        if last is not None:
            upstream = algebra.matmul(upstream, last.transposed() if after else last)
        return upstream

    return wrong


def of_differentials() -> Iterator[tuple[str, Any, str, Wrong]]:
    algebra, right = Forms(), differential.gradient_of
    yield "before not transposed", differential, "_around", around(before=False, after=True)
    yield "after not transposed", differential, "_around", around(before=True, after=False)
    yield "order lost", differential, "_around", lambda _, upstream, __: upstream
    yield "transposed form", Form, "transposed", lambda form: form
    yield (
        "softmax without the others", differential, "_through_softmax",
        lambda form, upstream: algebra.times(upstream, algebra.softmax(form)),
    )  # fmt: skip
    yield (
        "gradient doubled", differential, "gradient_of",
        lambda *given: algebra.times(algebra.number(Fraction(2)), right(*given)),
    )  # fmt: skip


def of_operators() -> Iterator[tuple[str, Any, str, Wrong]]:
    """Yield the rules with each operator's value that of another."""
    others: dict[str, Wrong] = {
        "dot": values._identity,
        "matmul": lambda own: (own.algebra.matmul(*reversed(own.operands[:2])),),
        "affine": lambda own: (own.algebra.matmul(*own.operands[:2]),),
        "multiply": values._matmul,
        "transpose": values._identity,
        "softmax": values._identity,
        "log_softmax": values._softmax,
        "sum": values._mean,
        "mean": values._sum,
        "squared_error": values._identity,
        "half_squared_error": values._identity,
        "cross_entropy": lambda own: (own.algebra.transpose(values._cross_entropy(own)[0]),
                                      own.algebra.number(Fraction(0)))[1:],
    }  # fmt: skip
    assert others.keys() | {"identity"} == values._RULES.keys()
    for operator, wrong in others.items():
        rules = MappingProxyType({**values._RULES, operator: wrong})
        yield f"operator {operator}", values, "_RULES", rules  # type: ignore[misc]


MUTANTS = [*of_algebra(Forms), *of_algebra(Arrays), *of_differentials(), *of_operators()]


@pytest.mark.parametrize("mutant", one_in(4, MUTANTS), ids=lambda mutant: mutant[0])
def test_a_wrong_rule_is_noticed(
    monkeypatch: pytest.MonkeyPatch, mutant: tuple[str, Any, str, Wrong]
) -> None:
    _, owner, name, wrong = mutant
    monkeypatch.setattr(owner, name, wrong)
    assert next(misjudged(), None) is not None
