"""The catalogue: every entry's derivatives against finite differences, and every spelling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mpmath
import pytest

from mdgrad.expressions.fold import fold
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.tree import Call, Expression, Name, Number, Power, Product, Sum
from mdgrad.operators import CATALOGUE, expanded, find, local_derivatives
from mdgrad.operators.operation import operand

DIGITS = 50
ARITIES = range(1, 5)
CASES = [
    pytest.param(name, arity, id=f"{name}/{arity}")
    for name, entry in CATALOGUE.items()
    for arity in ARITIES
    if entry.formula(arity) is not None
]
POINTS = (
    ("0.3", "0.7", "0.45", "0.9"),
    ("0.81", "0.2", "0.6", "0.35"),
    ("0.15", "0.55", "0.95", "0.5"),
)
"""Points inside every domain: arcsin wants |x| < 1, log x > 0, cross entropy both."""
REAL_LINE = ("-0.62", "0.4", "-1.7", "2.3")
NEEDS_POSITIVE = {"power", "sqrt", "log", "log2", "log10", "arcsin", "arccos"} | {
    "binary_cross_entropy"
}


def value(expression: Expression, operands: Sequence[Any]) -> Any:
    """Evaluate with mpmath: a reading of trees of the tests' own."""
    environment = {operand(index): number for index, number in enumerate(operands)}

    def combine(part: Expression, parts: Sequence[Any]) -> Any:
        match part:
            case Number(number):
                return mpmath.mpf(number.numerator) / number.denominator
            case Name(name):
                return environment[name]
            case Sum():
                return mpmath.fsum(parts)
            case Product():
                return mpmath.fprod(parts)
            case Power():
                return mpmath.power(*parts)
            case Call(function, _, 0):
                return FUNCTIONS[function](*parts)
            case _:
                raise AssertionError(part)

    return fold(expression, combine)


FUNCTIONS: dict[str, Any] = {
    "exp": mpmath.exp, "log": mpmath.log, "sin": mpmath.sin, "cos": mpmath.cos,
    "sqrt": mpmath.sqrt, "arcsin": mpmath.asin, "arccos": mpmath.acos, "arctan": mpmath.atan,
    "erf": mpmath.erf, "abs": abs, "sign": mpmath.sign, "max": max, "min": min,
    "pi": lambda: +mpmath.pi,
    "step": lambda x: mpmath.mpf(x > 0),
    "share": lambda x, *others: mpmath.mpf(all(x > other for other in others)),
}  # fmt: skip


def difference(formula: Expression, point: Sequence[Any], index: int) -> Any:
    """The central difference of fourth order, exact to some 40 digits at a step of 1e-11."""
    step = mpmath.mpf(10) ** -11

    def at(offset: int) -> Any:
        moved = [x + offset * step if i == index else x for i, x in enumerate(point)]
        return value(formula, moved)

    return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step)


@pytest.mark.parametrize(("name", "arity"), CASES)
def test_derivatives_are_those_of_finite_differences(name: str, arity: int) -> None:
    formula = CATALOGUE[name].formula(arity)
    assert formula is not None
    derivatives = local_derivatives(formula, arity)
    points = POINTS if name in NEEDS_POSITIVE else (*POINTS, REAL_LINE)
    with mpmath.workdps(DIGITS + 30):
        for texts in points:
            point = [mpmath.mpf(text) for text in texts[:arity]]
            for index in range(arity):
                exact = value(derivatives[index], point)
                near = difference(formula, point, index)
                assert abs(exact - near) <= mpmath.mpf(10) ** -35 * (1 + abs(exact)), index


ORACLES = [
    ("sigmoid", lambda x: 1 / (1 + mpmath.exp(-x))),
    ("tanh", mpmath.tanh),
    ("sinh", mpmath.sinh),
    ("cosh", mpmath.cosh),
    ("tan", mpmath.tan),
    ("softplus", lambda x: mpmath.log(1 + mpmath.exp(x))),
    ("gelu", lambda x: x * mpmath.ncdf(x)),
    ("silu", lambda x: x / (1 + mpmath.exp(-x))),
    ("relu", lambda x: max(x, 0)),
    ("leaky_relu", lambda x: x if x > 0 else x / 100),
    ("elu", lambda x: x if x > 0 else mpmath.expm1(x)),
    ("reciprocal", lambda x: 1 / x),
    ("square", lambda x: x * x),
    ("heaviside", lambda x: mpmath.mpf(x > 0)),
    ("abs", abs),
    ("sign", mpmath.sign),
    ("neg", lambda x: -x),
    ("identity", lambda x: x),
    ("log2", lambda x: mpmath.log(abs(x), 2)),
    ("log10", lambda x: mpmath.log10(abs(x))),
]


@pytest.mark.parametrize(("name", "oracle"), ORACLES, ids=[name for name, _ in ORACLES])
def test_values_are_those_of_mpmath(name: str, oracle: Any) -> None:
    formula = CATALOGUE[name].formula(1)
    assert formula is not None
    with mpmath.workdps(DIGITS):
        for text in ("0.3", "1.7") if name.startswith("log") else ("0.3", "-1.7"):
            x = mpmath.mpf(text)
            assert mpmath.almosteq(value(formula, [x]), oracle(x), mpmath.mpf(10) ** -45)


@pytest.mark.parametrize(
    ("name", "convention"), [("relu", "0"), ("abs", "0"), ("leaky_relu", "0.01"), ("elu", "1")]
)
def test_the_convention_at_a_kink(name: str, convention: str) -> None:
    formula = CATALOGUE[name].formula(1)
    assert formula is not None
    (derivative,) = local_derivatives(formula, 1)
    with mpmath.workdps(30):
        assert mpmath.almosteq(value(derivative, [mpmath.mpf(0)]), mpmath.mpf(convention))


def test_no_spelling_means_two_operators() -> None:
    spellings = [spelling for entry in CATALOGUE.values() for spelling in entry.all_spellings]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(
    ("spelling", "arity", "name"),
    [
        ("+", 2, "add"), ("+", 5, "add"), ("−", 2, "subtract"), ("-", 1, "subtract"),
        ("×", 2, "multiply"), ("x", 3, "multiply"), ("÷", 1, "divide"), ("/", 2, "divide"),
        ("**", 2, "power"), ("Multiply", 2, "multiply"), ("MUL", 2, "multiply"),
        ("Sine", 1, "sin"), ("σ", 1, "sigmoid"), ("ReLU", 1, "relu"),
        ("Leaky ReLU", 1, "leaky_relu"), ("LeakyReLU", 1, "leaky_relu"),
        ("leaky_relu", 1, "leaky_relu"), ("log-softmax", 1, "log_softmax"),
        ("MulBackward0", 2, "multiply"), ("<AddBackward0>", 2, "add"),
        ("grad_fn=<PowBackward0>", 2, "power"), ("SigmoidBackward", 1, "sigmoid"),
        ("MseLossBackward0", 2, "squared_error"), ("LogSoftmaxBackward0", 1, "log_softmax"),
        ("곱셈", 2, "multiply"), ("덧셈", 2, "add"), ("乗算", 2, "multiply"), ("加算", 2, "add"),
        ("乘法", 2, "multiply"), ("加法", 2, "add"), ("\\times", 2, "multiply"),
        ("@", 2, "matmul"), ("Affine", 3, "affine"), ("linear", 2, "affine"),
        ("softmax", 1, "softmax"), ("Cross Entropy", 2, "cross_entropy"),
        ("BCE", 2, "binary_cross_entropy"),
    ],
)  # fmt: skip
def test_find(spelling: str, arity: int, name: str) -> None:
    operator = find(spelling, arity)
    assert operator is not None
    assert operator.name == name


@pytest.mark.parametrize(
    ("spelling", "arity"),
    [("×", 1), ("sin", 2), ("relu", 2), ("/", 3), ("**", 1), ("softmax", 2), ("@", 1),
     ("walnut", 1), ("", 1), ("Σ" * 100, 1), ("X" * 10_000, 2), ("Backward0", 2)],
)  # fmt: skip
def test_find_nothing(spelling: str, arity: int) -> None:
    assert find(spelling, arity) is None


@pytest.mark.parametrize("name", [n for n, entry in CATALOGUE.items() if entry.tensor])
def test_an_operator_over_matrices_has_no_formula(name: str) -> None:
    entry = CATALOGUE[name]
    assert [arity for arity in range(5) if entry.takes(arity)] == list(entry.arities)


@pytest.mark.parametrize(
    "word",
    [
        entry.name
        for entry in CATALOGUE.values()
        if any(entry.formula(arity) is not None for arity in ARITIES)
    ],
)
def test_every_entry_is_a_function_of_formulas_too(word: str) -> None:
    arity = next(arity for arity in ARITIES if CATALOGUE[word].formula(arity) is not None)
    arguments = ["a", "b", "c", "d"][:arity]
    call = parse_formula(f"{word}({', '.join(arguments)})", arguments)
    assert isinstance(call, Call)
    assert call.function == word
    assert "?" not in str(expanded(call))
