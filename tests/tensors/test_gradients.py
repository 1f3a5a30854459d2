"""Gradients of matrices: labels that plain arithmetic shows to be right, or to be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import pytest

from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.tree import Call, Expression, Name, Product, Sum
from mdgrad.graphs.graph import EdgeKey, Operation
from mdgrad.tensors.dimensions import Shape
from mdgrad.tensors.gradients import (
    MatrixDecision,
    decide_matrix_gradient,
    decide_matrix_total,
)
from mdgrad.tensors.inference import infer_shapes
from mdgrad.tensors.setting import MatrixContext
from tests.tensors.drawings import drawn
from tests.tensors.exact import (
    Matrix,
    Values,
    difference,
    filled,
    plus,
    product,
    relu,
    scaled,
    step,
    summed,
    times,
    total,
    transposed,
)

SIZES = {"N": 4, "D": 2, "H": 3, "in": 2, "out": 3, "batch": 4}


@dataclass(frozen=True)
class Drawing:
    """A graph of matrices, and the same in plain arithmetic."""

    graph: str
    shapes: dict[str, Shape]
    value: Callable[[Values], Matrix]
    columns: bool = False
    """Whether its vectors are columns."""

    def values(self) -> Values:
        """Return matrices for the inputs, and an upstream gradient G."""
        found = {
            name: self._filled(shape, seed)
            for seed, (name, shape) in enumerate(self.shapes.items())
        }
        result = self.value({**found, "G": ()})
        return {**found, "G": filled(len(result), len(result[0]), 99)}

    def _filled(self, shape: Shape, seed: int) -> Matrix:
        sizes = [SIZES[one] if isinstance(one, str) else one for one in shape]
        if len(sizes) == 1:
            sizes = [sizes[0], 1] if self.columns else [1, sizes[0]]
        rows, columns = sizes or [1, 1]
        return filled(rows, columns, seed)


def _dot(v: Values) -> Matrix:
    return product(v["X"], v["W"])


def _affine(v: Values) -> Matrix:
    return plus(product(v["X"], v["W"]), v["B"])


# Deep Learning from Scratch, section 5.6: X (2,), W (2, 3), B (3,), then a batch of N.
VECTOR = Drawing("Y = dot X W", {"X": (2,), "W": (2, 3)}, _dot)
BATCH = Drawing("Y = dot X W", {"X": ("N", 2), "W": (2, 3)}, _dot)
SQUARE = Drawing("Y = dot X W", {"X": (2, 2), "W": (2, 2)}, _dot)
LARGE = Drawing("Y = dot X W", {"X": (6, 7), "W": (7, 8)}, _dot)
AFFINE = Drawing("Y = affine X W B", {"X": (2,), "W": (2, 3), "B": (3,)}, _affine)
AFFINES = Drawing("Y = affine X W B", {"X": ("N", "D"), "W": ("D", "H"), "B": ("H",)}, _affine)
TWO_NODES = Drawing("M = dot X W; Y = add M B", {"X": ("N", 2), "W": (2, 3), "B": (3,)}, _affine)
COLUMN = Drawing(
    "Y = matmul W x", {"W": (3, 2), "x": (2,)}, lambda v: product(v["W"], v["x"]), columns=True
)
CS231N = Drawing("Y = dot W X", {"W": (5, 10), "X": (10, 3)}, lambda v: product(v["W"], v["X"]))
TORCH = Drawing(
    "Y = linear x W b",
    {"x": ("batch", "in"), "W": ("out", "in"), "b": ("out",)},
    lambda v: plus(product(v["x"], transposed(v["W"])), v["b"]),
)
RELU = Drawing("Y = relu X", {"X": ("N", 3)}, lambda v: relu(v["X"]))
HADAMARD = Drawing("Y = multiply X B", {"X": ("N", 3), "B": (3,)}, lambda v: times(v["X"], v["B"]))
TRANSPOSE = Drawing("Y = transpose X", {"X": (2, 3)}, lambda v: transposed(v["X"]))
SUM = Drawing("Y = sum X", {"X": ("N", 3)}, lambda v: total(v["X"]))
MEAN = Drawing("Y = mean X", {"X": ("N", 3)}, lambda v: scaled(Fraction(1, 12), total(v["X"])))
SQUARES = Drawing("Y = square X", {"X": (2, 3)}, lambda v: times(v["X"], v["X"]))
SELF = Drawing("Y = matmul X X", {"X": (3, 3)}, lambda v: product(v["X"], v["X"]))
LAYERS = Drawing(
    "H = matmul X V; A = relu H; Y = matmul A W",
    {"X": ("N", 2), "V": (2, 5), "W": (5, 3)},
    lambda v: product(relu(product(v["X"], v["V"])), v["W"]),
)

Formula = Callable[[Values], Matrix]
Row = tuple[str, Drawing, EdgeKey, str, Formula]

G_WT: Formula = lambda v: product(v["G"], transposed(v["W"]))  # noqa: E731
XT_G: Formula = lambda v: product(transposed(v["X"]), v["G"])  # noqa: E731
G: Formula = lambda v: v["G"]  # noqa: E731

RIGHT: list[Row] = [
    ("vector-x", VECTOR, ("X", "Y", 0), "∂L/∂Y · Wᵀ", G_WT),
    ("vector-w", VECTOR, ("W", "Y", 1), "Xᵀ · ∂L/∂Y", XT_G),
    ("batch-x", BATCH, ("X", "Y", 0), "∂L/∂Y · Wᵀ", G_WT),
    ("batch-w", BATCH, ("W", "Y", 1), "Xᵀ · ∂L/∂Y", XT_G),
    ("square-x", SQUARE, ("X", "Y", 0), "∂L/∂Y · Wᵀ", G_WT),
    ("square-w", SQUARE, ("W", "Y", 1), "Xᵀ · ∂L/∂Y", XT_G),
    ("large-x", LARGE, ("X", "Y", 0), "∂L/∂Y @ W^T", G_WT),
    ("sum-of-halves", LARGE, ("X", "Y", 0), "1/2 ∂L/∂Y · Wᵀ + 1/2 ∂L/∂Y · Wᵀ", G_WT),
    ("transposed-whole", LARGE, ("X", "Y", 0), "(W · ∂L/∂Yᵀ)ᵀ",
     lambda v: transposed(product(v["W"], transposed(v["G"])))),
    ("affine-x", AFFINE, ("X", "Y", 0), "∂L/∂Y · Wᵀ", G_WT),
    ("affine-w", AFFINE, ("W", "Y", 1), "Xᵀ · ∂L/∂Y", XT_G),
    ("affine-b", AFFINE, ("B", "Y", 2), "∂L/∂Y", G),
    ("affine-batch-w", AFFINES, ("W", "Y", 1), "Xᵀ · ∂L/∂Y", XT_G),
    ("affine-batch-b", AFFINES, ("B", "Y", 2), "sum(∂L/∂Y)", lambda v: summed(v["G"])),
    ("two-nodes-x", TWO_NODES, ("X", "M", 0), "∂L/∂Y · Wᵀ", G_WT),
    ("column-x", COLUMN, ("x", "Y", 1), "Wᵀ · ∂L/∂Y",
     lambda v: product(transposed(v["W"]), v["G"])),
    ("column-w", COLUMN, ("W", "Y", 0), "∂L/∂Y · xᵀ",
     lambda v: product(v["G"], transposed(v["x"]))),
    ("cs231n-w", CS231N, ("W", "Y", 0), "∂L/∂Y · Xᵀ",
     lambda v: product(v["G"], transposed(v["X"]))),
    ("cs231n-x", CS231N, ("X", "Y", 1), "Wᵀ · ∂L/∂Y",
     lambda v: product(transposed(v["W"]), v["G"])),
    ("torch-x", TORCH, ("x", "Y", 0), "∂L/∂Y · W", lambda v: product(v["G"], v["W"])),
    ("torch-w", TORCH, ("W", "Y", 1), "∂L/∂Yᵀ · x",
     lambda v: product(transposed(v["G"]), v["x"])),
    ("relu", RELU, ("X", "Y", 0), "∂L/∂Y ⊙ relu'(X)", lambda v: times(v["G"], step(v["X"]))),
    ("hadamard-x", HADAMARD, ("X", "Y", 0), "∂L/∂Y ⊙ B", lambda v: times(v["G"], v["B"])),
    ("hadamard-b", HADAMARD, ("B", "Y", 1), "sum(X ⊙ ∂L/∂Y)",
     lambda v: summed(times(v["X"], v["G"]))),
    ("transpose", TRANSPOSE, ("X", "Y", 0), "∂L/∂Yᵀ", lambda v: transposed(v["G"])),
    ("sum", SUM, ("X", "Y", 0), "∂L/∂Y", lambda v: (v["G"][0] * 3,) * 4),
    ("mean", MEAN, ("X", "Y", 0), "∂L/∂Y/(3N)",
     lambda v: ((v["G"][0][0] / 12,) * 3,) * 4),
    ("squares", SQUARES, ("X", "Y", 0), "2 X ⊙ ∂L/∂Y", lambda v: scaled(2, times(v["X"], v["G"]))),
    ("layers-v", LAYERS, ("V", "H", 1), "Xᵀ · (∂L/∂Y · Wᵀ ⊙ relu'(H))",
     lambda v: product(transposed(v["X"]), times(product(v["G"], transposed(v["W"])),
                                                step(product(v["X"], v["V"]))))),
]  # fmt: skip

WRONG: list[Row] = [
    ("swapped-x", VECTOR, ("X", "Y", 0), "Wᵀ · ∂L/∂Y",
     lambda v: product(transposed(v["W"]), v["G"])),
    ("untransposed-x", VECTOR, ("X", "Y", 0), "∂L/∂Y · W", lambda v: product(v["G"], v["W"])),
    ("untransposed-w", VECTOR, ("W", "Y", 1), "X · ∂L/∂Y", lambda v: product(v["X"], v["G"])),
    ("swapped-w", VECTOR, ("W", "Y", 1), "∂L/∂Y · Xᵀ",
     lambda v: product(v["G"], transposed(v["X"]))),
    ("transposed-w", VECTOR, ("W", "Y", 1), "∂L/∂Yᵀ · X",
     lambda v: product(transposed(v["G"]), v["X"])),
    ("square-swapped-x", SQUARE, ("X", "Y", 0), "Wᵀ · ∂L/∂Y",
     lambda v: product(transposed(v["W"]), v["G"])),
    ("square-untransposed-x", SQUARE, ("X", "Y", 0), "∂L/∂Y · W",
     lambda v: product(v["G"], v["W"])),
    ("square-swapped-w", SQUARE, ("W", "Y", 1), "∂L/∂Y · Xᵀ",
     lambda v: product(v["G"], transposed(v["X"]))),
    ("square-untransposed-w", SQUARE, ("W", "Y", 1), "X · ∂L/∂Y",
     lambda v: product(v["X"], v["G"])),
    ("square-elementwise", SQUARE, ("X", "Y", 0), "∂L/∂Y ⊙ W", lambda v: times(v["G"], v["W"])),
    ("upstream-missing", BATCH, ("X", "Y", 0), "Wᵀ", lambda v: transposed(v["W"])),
    ("upstream-alone", SQUARE, ("X", "Y", 0), "∂L/∂Y", G),
    ("sign", BATCH, ("X", "Y", 0), "-∂L/∂Y · Wᵀ", lambda v: scaled(-1, G_WT(v))),
    ("factor", BATCH, ("X", "Y", 0), "2 ∂L/∂Y · Wᵀ", lambda v: scaled(2, G_WT(v))),
    ("gradient-of-the-other", SQUARE, ("X", "Y", 0), "Xᵀ · ∂L/∂Y", XT_G),
    ("batch-not-summed", AFFINES, ("B", "Y", 2), "∂L/∂Y", G),
    ("summed-too-far", AFFINE, ("B", "Y", 2), "sum(∂L/∂Y)",
     lambda v: (total(v["G"])[0] * 3,)),
    ("column-swapped", COLUMN, ("x", "Y", 1), "∂L/∂Y · Wᵀ",
     lambda v: product(v["G"], transposed(v["W"]))),
    ("torch-transposed", TORCH, ("W", "Y", 1), "xᵀ · ∂L/∂Y",
     lambda v: product(transposed(v["x"]), v["G"])),
    ("relu-forgotten", RELU, ("X", "Y", 0), "∂L/∂Y", G),
    ("hadamard-not-summed", HADAMARD, ("B", "Y", 1), "X ⊙ ∂L/∂Y",
     lambda v: times(v["X"], v["G"])),
    ("hadamard-not-swapped", HADAMARD, ("X", "Y", 0), "∂L/∂Y ⊙ X",
     lambda v: times(v["G"], v["X"])),
    ("not-transposed", TRANSPOSE, ("X", "Y", 0), "∂L/∂Y", G),
    ("mean-as-sum", MEAN, ("X", "Y", 0), "∂L/∂Y", lambda v: (v["G"][0] * 3,) * 4),
    ("layers-without-relu", LAYERS, ("V", "H", 1), "Xᵀ · ∂L/∂Y · Wᵀ",
     lambda v: product(transposed(v["X"]), v["G"], transposed(v["W"]))),
]  # fmt: skip


def read(label: str, drawing: Drawing) -> Expression:
    return parse_formula(label, (*drawn(drawing.graph), "N"))


def decided(label: str, drawing: Drawing, edge: EdgeKey) -> MatrixDecision:
    dag = drawn(drawing.graph)
    shapes = infer_shapes(dag, {name: [shape] for name, shape in drawing.shapes.items()})
    context = MatrixContext(dag, {node: node for node in dag}, shapes)
    return decide_matrix_gradient(read(label, drawing), edge, context)


@pytest.mark.parametrize(
    ("drawing", "edge", "label", "formula"),
    [row[1:] for row in RIGHT],
    ids=[row[0] for row in RIGHT],
)
def test_right_gradient(drawing: Drawing, edge: EdgeKey, label: str, formula: Formula) -> None:
    values = drawing.values()
    assert formula(values) == difference(drawing.value, values, edge[0])
    decision = decided(label, drawing, edge)
    assert (decision.verdict, decision.certainty) == ("verified", "symbolic")


@pytest.mark.parametrize(
    ("drawing", "edge", "label", "formula"),
    [row[1:] for row in WRONG],
    ids=[row[0] for row in WRONG],
)
def test_wrong_gradient(drawing: Drawing, edge: EdgeKey, label: str, formula: Formula) -> None:
    values = drawing.values()
    try:
        meant: Matrix | None = formula(values)
    except ValueError:
        meant = None  # its factors cannot be multiplied
    assert meant != difference(drawing.value, values, edge[0])
    assert decided(label, drawing, edge).verdict == "wrong"


@pytest.mark.parametrize(
    ("drawing", "edge", "expected"),
    [
        pytest.param(VECTOR, ("X", "Y", 0), "∂L/∂Y · Wᵀ", id="x"),
        pytest.param(BATCH, ("W", "Y", 1), "Xᵀ · ∂L/∂Y", id="w"),
        pytest.param(AFFINE, ("B", "Y", 2), "∂L/∂Y", id="bias"),
        pytest.param(AFFINES, ("B", "Y", 2), "sum(∂L/∂Y)", id="bias-of-a-batch"),
        pytest.param(COLUMN, ("x", "Y", 1), "Wᵀ · ∂L/∂Y", id="column"),
        pytest.param(TORCH, ("W", "Y", 1), "∂L/∂Yᵀ · x", id="torch"),
        pytest.param(HADAMARD, ("B", "Y", 1), "sum(∂L/∂Y · X)", id="hadamard"),
    ],
)
def test_what_is_right_instead(drawing: Drawing, edge: EdgeKey, expected: str) -> None:
    decision = decided("7 ∂L/∂Y", drawing, edge)
    assert decision.verdict == "wrong"
    assert decision.right == read(expected, drawing)


UNSHAPED = Drawing("Y = matmul A B", {}, _dot)
HALF_SHAPED = Drawing("Y = matmul A B", {"B": ("i", "n")}, _dot)
UNSHAPED_AFFINE = Drawing("Y = affine X W B", {}, _affine)


@pytest.mark.parametrize(
    ("drawing", "edge", "label", "verdict"),
    [
        pytest.param(UNSHAPED, ("A", "Y", 0), "∂L/∂Y · Bᵀ", "verified", id="as-drawn"),
        pytest.param(UNSHAPED, ("B", "Y", 1), "Aᵀ · ∂L/∂Y", "verified", id="second-as-drawn"),
        pytest.param(UNSHAPED, ("A", "Y", 0), "Bᵀ · ∂L/∂Y", "undecided", id="other-order"),
        pytest.param(UNSHAPED, ("A", "Y", 0), "7 ∂L/∂Y · Bᵀ", "wrong", id="wrong-in-any"),
        pytest.param(HALF_SHAPED, ("A", "Y", 0), "∂L/∂Y · Bᵀ", "verified", id="one-shape-drawn"),
        pytest.param(HALF_SHAPED, ("A", "Y", 0), "∂L/∂Y · B", "undecided", id="one-shape-swapped"),
        pytest.param(UNSHAPED_AFFINE, ("B", "Y", 2), "∂L/∂Y", "undecided", id="batch-or-not"),
        pytest.param(UNSHAPED_AFFINE, ("B", "Y", 2), "sum(∂L/∂Y)", "undecided", id="sum-or-not"),
        pytest.param(VECTOR, ("X", "Y", 0), "W · ∂L/∂Y", "undecided", id="vector-as-column"),
        pytest.param(VECTOR, ("X", "Y", 0), "Q · Wᵀ", "undecided", id="unknown-name"),
        pytest.param(VECTOR, ("X", "Y", 0), "∂L/∂Q · Wᵀ", "undecided", id="unknown-derivative"),
    ],
)
def test_what_the_drawing_leaves_open(
    drawing: Drawing, edge: EdgeKey, label: str, verdict: str
) -> None:
    decision = decided(label, drawing, edge)
    assert decision.verdict == verdict
    assert verdict != "undecided" or decision.reason


@pytest.mark.parametrize(("index", "label"), [(0, "∂L/∂Y · Xᵀ"), (1, "Xᵀ · ∂L/∂Y")])
def test_each_of_two_parallel_edges_has_its_own_share(index: int, label: str) -> None:
    other = "Xᵀ · ∂L/∂Y" if index == 0 else "∂L/∂Y · Xᵀ"
    assert decided(label, SELF, ("X", "Y", index)).verdict == "verified"
    assert decided(other, SELF, ("X", "Y", index)).verdict == "wrong"


@pytest.mark.parametrize(
    ("label", "verdict"),
    [
        ("Xᵀ · ∂L/∂Y + ∂L/∂Y · Xᵀ", "verified"),
        ("∂L/∂Y · Xᵀ + Xᵀ · ∂L/∂Y", "verified"),
        ("Xᵀ · ∂L/∂Y", "wrong"),
        ("2 ∂L/∂Y · Xᵀ", "wrong"),
        ("2 ∂L/∂Y · X", "wrong"),
    ],
)
def test_a_gradient_in_all_is_the_sum_over_edges(label: str, verdict: str) -> None:
    values = SELF.values()
    along = plus(product(values["G"], transposed(values["X"])), XT_G(values))
    assert along == difference(SELF.value, values, "X")
    dag = drawn(SELF.graph)
    context = MatrixContext(dag, {n: n for n in dag}, infer_shapes(dag, {"X": [(3, 3)]}))
    assert decide_matrix_total(read(label, SELF), "X", context).verdict == verdict


def test_a_gradient_in_all_is_no_share() -> None:
    assert decided("∂L/∂X", SELF, ("X", "Y", 0)).verdict == "wrong"


@pytest.mark.parametrize(
    ("function", "label"),
    [
        ("sigmoid", "∂L/∂Y ⊙ Y ⊙ (1 - Y)"),
        ("sigmoid", "∂L/∂Y ⊙ sigmoid'(X)"),
        ("tanh", "∂L/∂Y ⊙ (1 - Y²)"),
        ("exp", "∂L/∂Y ⊙ Y"),
        ("log", "∂L/∂Y / X"),
        ("sin", "∂L/∂Y ⊙ cos(X)"),
        ("cos", "-∂L/∂Y ⊙ sin(X)"),
        ("reciprocal", "-∂L/∂Y ⊙ Y²"),
        ("square", "∂L/∂Y ⊙ square'(X)"),
        ("square", "2 ∂L/∂Y ⊙ X"),
        ("neg", "-∂L/∂Y"),
        ("relu", "∂L/∂Y ⊙ relu'(X)"),
    ],
)
def test_function_of_every_element(function: str, label: str) -> None:
    # Of any size, so that the normal form alone must know the derivative.
    any_size = Drawing(f"Y = {function} X", {"X": ("N", 3)}, _dot)
    assert decided(label, any_size, ("X", "Y", 0)).verdict == "verified"
    assert decided(f"3 · {label}", any_size, ("X", "Y", 0)).verdict == "wrong"


FAN_OUT = Drawing(
    "P = matmul X V; Q = matmul X W; Y = add P Q",
    {"X": ("N", 2), "V": (2, 3), "W": (2, 3)},
    lambda v: plus(product(v["X"], v["V"]), product(v["X"], v["W"])),
)


@pytest.mark.parametrize(
    ("label", "verdict"),
    [
        ("∂L/∂P · Vᵀ", "verified"),
        ("∂L/∂Y · Vᵀ", "verified"),
        ("∂L/∂X", "wrong"),
        ("∂L/∂X - ∂L/∂Q · Wᵀ", "verified"),
        ("∂L/∂Y · Vᵀ + ∂L/∂Y · Wᵀ", "wrong"),
    ],
)
def test_one_share_of_a_fan_out(label: str, verdict: str) -> None:
    assert decided(label, FAN_OUT, ("X", "P", 0)).verdict == verdict


AFFINE_FORMULA = Sum((Product((Name("#0"), Name("#1"))), Name("#2")))
COLUMN_FORMULA = Sum((Product((Call("transpose", (Name("#0"),)), Name("#1"))), Name("#2")))


@pytest.mark.parametrize(
    ("formula", "shapes", "index", "label", "verdict"),
    [
        (AFFINE_FORMULA, [("N", 2), (2, 3), (3,)], 0, "∂L/∂Y · Bᵀ", "verified"),
        (AFFINE_FORMULA, [("N", 2), (2, 3), (3,)], 1, "Aᵀ · ∂L/∂Y", "verified"),
        (AFFINE_FORMULA, [("N", 2), (2, 3), (3,)], 1, "∂L/∂Y · Aᵀ", "wrong"),
        (AFFINE_FORMULA, [("N", 2), (2, 3), (3,)], 2, "∂L/∂Y", "wrong"),
        (AFFINE_FORMULA, [("N", 3), ("N", 3), (3,)], 0, "∂L/∂Y ⊙ B", "verified"),
        (AFFINE_FORMULA, [(3, 3), (3, 3), (3,)], 0, "∂L/∂Y ⊙ B", "undecided"),
        (AFFINE_FORMULA, [(3, 3), (3, 3), (3,)], 0, "∂L/∂Y · Bᵀ", "undecided"),
        (COLUMN_FORMULA, [(3, 4), (3,), (4,)], 1, "A · ∂L/∂Y", "verified"),
        (COLUMN_FORMULA, [(3, 4), (3,), (4,)], 1, "Aᵀ · ∂L/∂Y", "wrong"),
    ],
)
def test_formula_of_the_authors(
    formula: Expression, shapes: list[Shape], index: int, label: str, verdict: str
) -> None:
    drawing = Drawing("Y = ?f A B C", dict(zip("ABC", shapes, strict=True)), _dot)
    dag = drawn(drawing.graph)
    dag.nodes["Y"]["operation"] = Operation(None, formula, 3)
    inferred = infer_shapes(dag, {name: [shape] for name, shape in drawing.shapes.items()})
    context = MatrixContext(dag, {node: node for node in dag}, inferred)
    edge = ("ABC"[index], "Y", index)
    assert decide_matrix_gradient(read(label, drawing), edge, context).verdict == verdict


SOFTMAX = "Y = softmax A; L = cross_entropy Y T"
ONE = Drawing(SOFTMAX, {"A": (3,), "T": (3,)}, _dot)
ANY = Drawing(SOFTMAX, {"A": ("n",), "T": ("n",)}, _dot)
MANY = Drawing(SOFTMAX, {"A": ("N", 3), "T": ("N", 3)}, _dot)


@pytest.mark.parametrize(
    ("drawing", "label", "verdict"),
    [
        # Deep Learning from Scratch, section 5.6.3 and appendix A.
        pytest.param(ONE, "Y - T", "verified", id="one-sample"),
        pytest.param(ONE, "(Y - T) · ∂L/∂L", "verified", id="times-upstream"),
        pytest.param(ANY, "Y - T", "verified", id="any-number-of-classes"),
        pytest.param(ANY, "Y + T", "wrong", id="any-number-of-classes-sign"),
        pytest.param(ONE, "T - Y", "wrong", id="sign"),
        pytest.param(ONE, "Y", "wrong", id="target-forgotten"),
        pytest.param(MANY, "Y - T", "undecided", id="sum-or-mean"),
        pytest.param(MANY, "(Y - T)/N", "undecided", id="mean-or-sum"),
        pytest.param(MANY, "T - Y", "wrong", id="batch-sign"),
    ],
)
def test_softmax_with_cross_entropy(drawing: Drawing, label: str, verdict: str) -> None:
    assert decided(label, drawing, ("A", "Y", 0)).verdict == verdict


def test_a_long_chain_is_judged_operator_by_operator() -> None:
    count = 2_000
    steps = "; ".join(f"H{i + 1} = dot H{i} W{i}" for i in range(count))
    shapes: dict[str, Shape] = {"H0": ("N", 4), **{f"W{i}": (4, 4) for i in range(count)}}
    drawing = Drawing(steps, shapes, _dot)
    dag = drawn(steps)
    inferred = infer_shapes(dag, {name: [shape] for name, shape in shapes.items()})
    context = MatrixContext(dag, {node: node for node in dag}, inferred)
    edge = ("H700", "H701", 0)
    for label, verdict in (
        ("∂L/∂H701 · W700ᵀ", "verified"),
        ("W700ᵀ · ∂L/∂H701", "wrong"),
    ):
        decision = decide_matrix_gradient(read(label, drawing), edge, context)
        assert decision.verdict == verdict
