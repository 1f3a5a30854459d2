"""Wrong rules are caught: change a formula or a derivative, and the oracle disagrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from mdgrad.expressions.fold import fold, rebuilt, substitute
from mdgrad.expressions.tree import ONE, ZERO, Call, Expression, Name, Number, Power, Product, Sum
from mdgrad.graphs.graph import operand
from mdgrad.operators import CATALOGUE, local_derivatives
from mdgrad.operators.catalogue import Operator
from mdgrad.passes import backward
from mdgrad.proofs import gradients
from tests.circuits import KINDS, Kind, one_operator
from tests.passes.test_circuits import check

SYMMETRIC = {"add", "multiply", "max", "min", "mean", "sum", "squared_error", "half_squared_error"}
OTHER_FUNCTION = {"exp": "sin", "log": "sqrt", "sin": "cos", "cos": "sin", "sqrt": "exp",
                  "arcsin": "arctan", "arccos": "arcsin", "arctan": "arcsin", "erf": "sin",
                  "step": "sign", "sign": "step", "abs": "step", "max": "min", "min": "max",
                  "share": "max"}  # fmt: skip


def mutants(
    formula: Expression, arity: int, *, symmetric: bool
) -> Iterator[tuple[str, Expression]]:
    """Yield formulas that are not equal to `formula`, each with what was changed."""
    if formula != ZERO:
        yield "sign", Product((Number(-ONE.value), formula))
        yield "factor", Product((Number(2 * ONE.value), formula))
    yield "one more", Sum((formula, ONE))
    if arity > 1 and not symmetric:
        turned = {operand(i): Name(operand((i + 1) % arity)) for i in range(arity)}
        if (swapped := substitute(formula, turned)) != formula:
            yield "operands swapped", swapped
    yield from _in_one_place(formula)


def _in_one_place(formula: Expression) -> Iterator[tuple[str, Expression]]:
    """Yield the formula with one part changed: a function, an exponent, a number, an operation."""
    total = _count(formula)
    for place in range(total):
        seen = -1

        def changed(
            part: Expression, parts: Sequence[Expression], place: int = place
        ) -> Expression:
            nonlocal seen
            seen += 1
            own = rebuilt(part, parts)
            return _changed(own) if seen == place else own

        mutant = fold(formula, changed)
        if mutant != formula:
            yield f"part {place}", mutant


def _count(formula: Expression) -> int:
    return fold(formula, lambda _, parts: 1 + sum(parts))


def _changed(part: Expression) -> Expression:
    match part:
        case Call(function, arguments):
            return Call(OTHER_FUNCTION.get(function, function), arguments)
        case Power(base, Number(exponent)):
            return Power(base, Number(exponent + 1))
        case Number(value):
            return Number(value + 3)
        case Sum(terms) if len(terms) > 1:
            return Product(terms)
        case Product(factors) if len(factors) > 1:
            return Sum(factors)
        case _:
            return part


def own_formulas() -> Iterator[tuple[Kind, Expression]]:
    """Yield every operator with its formula."""
    for kind in KINDS:
        formula = CATALOGUE[kind.name].formula(kind.arity)
        assert formula is not None
        yield kind, formula


def is_noticed(kind: Kind) -> bool:
    try:
        for circuit in one_operator(kind):
            check(circuit)
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.name}-{kind.arity}")
def test_every_changed_formula_is_noticed(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    right = CATALOGUE[kind.name].formula(kind.arity)
    assert right is not None
    tried = list(mutants(right, kind.arity, symmetric=kind.name in SYMMETRIC))
    for what, mutant in tried:
        monkeypatch.setattr(Operator, "formula", lambda _, __, mutant=mutant: mutant)
        assert is_noticed(kind), (what, mutant)
    assert len(tried) >= 3


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.name}-{kind.arity}")
def test_every_changed_derivative_is_noticed(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    formula = CATALOGUE[kind.name].formula(kind.arity)
    assert formula is not None
    right = local_derivatives(formula, kind.arity)
    tried = [
        (index, what, mutant)
        for index, derivative in enumerate(right)
        for what, mutant in mutants(derivative, kind.arity, symmetric=False)
    ]
    for index, what, mutant in tried:
        wrong = (*right[:index], mutant, *right[index + 1 :])
        monkeypatch.setattr(backward, "local_derivatives", lambda *_, wrong=wrong: wrong)
        assert is_noticed(kind), (index, what, mutant)
    assert tried


def test_no_changed_derivative_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    told: Counter[str] = Counter()
    for kind, formula in own_formulas():
        assert gradients._rule_holds.__wrapped__(formula, kind.arity)
        right = local_derivatives(formula, kind.arity)
        for index, derivative in enumerate(right):
            for what, mutant in mutants(derivative, kind.arity, symmetric=False):
                wrong = (*right[:index], mutant, *right[index + 1 :])
                with monkeypatch.context() as patch:
                    patch.setattr(gradients, "local_derivatives", lambda *_, wrong=wrong: wrong)
                    proved = gradients._rule_holds.__wrapped__(formula, kind.arity)
                assert not proved, (kind.name, index, what, mutant)
                told[what.split(" ")[0]] += 1
    print("changed derivatives:", dict(told))


def test_every_formula_and_derivative_is_changed_in_several_ways() -> None:
    told: Counter[str] = Counter()
    for kind, formula in own_formulas():
        derivatives = local_derivatives(formula, kind.arity)
        for part in (formula, *derivatives):
            symmetric = kind.name in SYMMETRIC or part != formula
            ways = [
                what.split(" ")[0] for what, _ in mutants(part, kind.arity, symmetric=symmetric)
            ]
            told.update(ways)
            assert {"one"} | ({"sign", "factor"} if part != ZERO else set()) <= set(ways)
            asymmetric = part == formula and kind.arity > 1 and not symmetric
            assert "operands" in ways or not asymmetric, kind.name
    print("changes:", dict(told), "of", len({kind.name for kind in KINDS}), "operators")
