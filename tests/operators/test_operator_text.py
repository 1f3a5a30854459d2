"""What the texts of nodes and edges say as operators."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mdgrad.expressions.tree import Call, Name
from mdgrad.graphs.operator_text import read_operator
from mdgrad.operators.operation import operand
from tests.expressions.notation import told

ONE_OPERAND = [
    ("× 2", "(* #0 2)"),
    ("x 1.1", "(* #0 11/10)"),
    ("*-1", "(* #0 -1)"),
    ("×(-0.42)", "(* #0 -21/50)"),
    ("2 ×", "(* 2 #0)"),
    ("+1", "(+ #0 1)"),
    ("+ 50", "(+ #0 50)"),
    ("-3", "(+ #0 -3)"),
    ("/3", "(* #0 (^ 3 -1))"),
    ("1/", "(^ #0 -1)"),
    ("**2", "(^ #0 2)"),
    ("^3", "(^ #0 3)"),
    ("²", "(^ #0 2)"),
    ("× w₁=3", "(* #0 3)"),
    ("max(0,·)", "(max 0 #0)"),
    ("(·)²", "(^ #0 2)"),
    ("|·|", "(abs #0)"),
    ("exp(-·)", "(exp (* -1 #0))"),
    ("1/x", "(* 1 (^ #0 -1))"),
    ("x²", "(^ #0 2)"),
    ("x^2", "(^ #0 2)"),
    ("e^x", "(exp #0)"),
    ("1-x", "(+ 1 (* -1 #0))"),
    ("|x|", "(abs #0)"),
    ("/", "(* 1 (^ #0 -1))"),
    ("÷", "(* 1 (^ #0 -1))"),
    ("−", "(* -1 #0)"),
    ("sine", "(sin #0)"),
    ("exp", "(exp #0)"),
    ("**sqrt**", None),
]
TWO_OPERANDS = [
    ("×", "(* #0 #1)"),
    ("x", "(* #0 #1)"),
    ("(×)", "(* #0 #1)"),
    ("<b>×</b>", "(* #0 #1)"),
    ("* (multiply)", "(* #0 #1)"),
    ("Multiply (×)", "(* #0 #1)"),
    ("× mul", "(* #0 #1)"),
    ("mul:", "(* #0 #1)"),
    ("mul gate", "(* #0 #1)"),
    ("MulBackward0", "(* #0 #1)"),
    ("곱셈 노드", "(* #0 #1)"),
    ("+ (add)", "(+ #0 #1)"),
    ("加法", "(+ #0 #1)"),
    ("-", "(+ #0 (* -1 #1))"),
    ("/", "(* #0 (^ #1 -1))"),
    ("× w₁", "(* #0 #1)"),
    ("- b", "(+ #0 (* -1 #1))"),
    ("w ÷", "(* #1 (^ #0 -1))"),
    ("@", "(matmul #0 #1)"),
    ("matmul", "(matmul #0 #1)"),
    ("dot", "(dot #0 #1)"),
    ("Linear", "(affine #0 #1)"),
    ("cross-entropy", "(cross_entropy #0 #1)"),
    ("* (add)", None),
]


@pytest.mark.parametrize(
    ("text", "arity", "formula"),
    [pytest.param(text, 1, formula, id=f"{text} of one") for text, formula in ONE_OPERAND]
    + [pytest.param(text, 2, formula, id=f"{text} of two") for text, formula in TWO_OPERANDS],
)
def test_what_an_operator_computes(text: str, arity: int, formula: str | None) -> None:
    operator = read_operator(text)
    operation = operator.operation(arity) if operator else None
    assert (told(operation.formula) if operation else None) == formula
    assert operation is None or operation.arity == arity


@pytest.mark.parametrize(
    "text",
    ["", "walnut", "x1", "y", "L", "100", "sin(x)", "x + y", "hidden layer", "output", "/v1", "-a",
     "GET /users", "a × b", "e = a*b", "read-only", "3.5 kg", "Step", "Cube",
     "·" * 1_000, "(" * 5_000],
)  # fmt: skip
def test_what_is_no_operator(text: str) -> None:
    assert read_operator(text) is None


def test_a_letter_that_is_a_variable_is_no_hole() -> None:
    assert read_operator("1/x", {"x"}) is None
    assert read_operator("max(0,·)", {"x"}) is not None


def test_what_is_written_with_an_operator_is_told() -> None:
    operator = read_operator("× w₁=3")
    assert operator is not None
    assert (operator.name, operator.constant) == ("w1", Fraction(3))


@pytest.mark.parametrize(
    ("text", "is_glyph"),
    [("×", True), ("x", True), ("**2", True), ("* (multiply)", True), ("mul", False),
     ("곱셈", False), ("<MulBackward0>", False), ("max(0,·)", True)],
)  # fmt: skip
def test_signs_and_words(text: str, is_glyph: bool) -> None:
    operator = read_operator(text)
    assert operator is not None
    assert operator.is_glyph is is_glyph


def test_an_affine_layer_of_three_operands() -> None:
    operator = read_operator("Affine")
    operation = operator.operation(3) if operator else None
    assert operation is not None
    operands = tuple(Name(operand(index)) for index in range(3))
    assert (operation.operator, operation.formula) == ("affine", Call("affine", operands))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("×", "mul"),
        ("**2", "²"),
        ("x²", "square"),
        ("**2", "x²"),
        ("sine", "sin"),
        ("+ (add)", "加法"),
    ],
)
def test_two_spellings_of_one_operator_share_a_key(one: str, other: str) -> None:
    keys = [operator.key for text in (one, other) if (operator := read_operator(text))]
    assert len(keys) == 2
    assert keys[0] == keys[1]
