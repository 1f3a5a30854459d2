"""Shapes: what follows from the inputs, and the verdicts on what labels claim."""

from __future__ import annotations

import pytest

from mdgrad.expressions.tree import Call, Name, Product, Sum
from mdgrad.graphs.graph import Operation
from mdgrad.tensors.dimensions import Shape
from mdgrad.tensors.shape_verdicts import ShapeVerdict, judge_shapes
from tests.tensors.drawings import drawn

Inputs = dict[str, Shape]


def verdict(graph: str, inputs: Inputs, node: str, claim: Shape) -> ShapeVerdict:
    report = judge_shapes(drawn(graph), {**{n: [s] for n, s in inputs.items()}, node: [claim]})
    return report.values[node][0]


# Deep Learning from Scratch, section 5.6; CS231n, "Vectorized operations"; the manuals of NumPy
# (matmul, broadcasting) and PyTorch (Linear, Softmax, CrossEntropyLoss).
RIGHT: list[tuple[str, str, Inputs, str, Shape]] = [
    ("vector-dot-matrix", "Y = dot X W", {"X": (2,), "W": (2, 3)}, "Y", (3,)),
    ("batch-dot-matrix", "Y = dot X W", {"X": ("N", 2), "W": (2, 3)}, "Y", ("N", 3)),
    ("bias-stretched", "M = dot X W; Y = add M B", {"X": ("N", 2), "W": (2, 3), "B": (3,)}, "Y",
     ("N", 3)),
    ("affine", "Y = affine X W B", {"X": ("N", 2), "W": (2, 3), "B": (3,)}, "Y", ("N", 3)),
    ("cs231n", "D = dot W X", {"W": (5, 10), "X": (10, 3)}, "D", (5, 3)),
    ("matrix-vector", "y = matmul W x", {"W": (4, 3), "x": (3,)}, "y", (4,)),
    ("drawn-the-other-way", "y = matmul x W", {"x": (3,), "W": (4, 3)}, "y", (4,)),
    ("torch-linear", "y = linear x W b", {"x": ("batch", "in"), "W": ("out", "in"), "b": ("out",)},
     "y", ("batch", "out")),
    ("columns", "y = affine W x b", {"W": (4, 3), "x": (3, "m"), "b": (4, 1)}, "y", (4, "m")),
    ("vectors", "z = dot w x", {"w": ("n",), "x": ("n",)}, "z", ()),
    ("batch-of-matrices", "Y = matmul A B", {"A": (8, 2, 3), "B": (3, 4)}, "Y", (8, 2, 4)),
    ("name-bound-to-number", "Y = dot X W", {"X": ("N", "D"), "W": (784, 10)}, "Y", ("N", 10)),
    ("keras-none", "Y = dot X W", {"X": ("None", 784), "W": (784, 10)}, "Y", ("None", 10)),
    ("transpose", "Y = transpose X", {"X": (2, 3)}, "Y", (3, 2)),
    ("sum-of-all", "L = sum X", {"X": (2, 3)}, "L", ()),
    ("sum-over-batch", "s = sum X", {"X": ("N", 3)}, "s", (3,)),
    ("sum-keeping-axis", "s = sum X", {"X": ("N", 3)}, "s", (1, 3)),
    ("softmax", "p = softmax X", {"X": ("N", 10)}, "p", ("N", 10)),
    ("cross-entropy", "L = cross_entropy p t", {"p": ("N", 10), "t": ("N", 10)}, "L", ()),
    ("cross-entropy-classes", "L = cross_entropy p t", {"p": ("N", 10), "t": ("N",)}, "L", ()),
    ("mse", "L = mse p t", {"p": ("N", 1), "t": ("N", 1)}, "L", ()),
    ("relu", "A = relu X", {"X": ("N", 3)}, "A", ("N", 3)),
    ("times-elementwise", "A = × X M", {"X": ("N", 3), "M": ("N", 3)}, "A", ("N", 3)),
    ("times-of-matrices", "A = × X W", {"X": ("N", 3), "W": (3, 4)}, "A", ("N", 4)),
    ("number-times-matrix", "A = × c X", {"c": (), "X": (2, 3)}, "A", (2, 3)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("graph", "inputs", "node", "claim"), [row[1:] for row in RIGHT], ids=[row[0] for row in RIGHT]
)
def test_right_shape(graph: str, inputs: Inputs, node: str, claim: Shape) -> None:
    assert verdict(graph, inputs, node, claim).verdict == "verified"


@pytest.mark.parametrize(
    ("graph", "inputs", "node", "claim"), [row[1:] for row in RIGHT], ids=[row[0] for row in RIGHT]
)
def test_one_axis_too_long(graph: str, inputs: Inputs, node: str, claim: Shape) -> None:
    for axis, length in enumerate(claim):
        if isinstance(length, int):
            changed = (*claim[:axis], length + 6, *claim[axis + 1 :])
            judged = verdict(graph, inputs, node, changed)
            # Over the other axis the sum of (N, 3) is (N,), and nothing says that N is not 9.
            open_axis = (graph, changed) == ("s = sum X", (9,))
            assert judged.verdict == ("undecided" if open_axis else "wrong")
            if judged.verdict == "wrong":
                assert judged.expected is not None
                assert len(judged.expected) == len(claim)


WRONG: list[tuple[str, str, Inputs, str, Shape, Shape]] = [
    ("axis-missing", "Y = dot X W", {"X": ("N", 2), "W": (2, 3)}, "Y", (3,), ("N", 3)),
    ("axis-too-many", "Y = dot X W", {"X": (2,), "W": (2, 3)}, "Y", (1, 3), (3,)),
    ("transposed", "Y = dot X W", {"X": (4, 2), "W": (2, 3)}, "Y", (3, 4), (4, 3)),
    ("not-transposed", "Y = transpose X", {"X": (2, 3)}, "Y", (2, 3), (3, 2)),
    ("loss-not-a-number", "L = cross_entropy p t", {"p": (5, 9), "t": (5, 9)}, "L", (5,), ()),
    ("order-drawn", "Y = matmul A B", {"A": (2, 3), "B": (3, 2)}, "Y", (3, 3), (2, 2)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("graph", "inputs", "node", "claim", "expected"),
    [row[1:] for row in WRONG],
    ids=[row[0] for row in WRONG],
)
def test_wrong_shape(graph: str, inputs: Inputs, node: str, claim: Shape, expected: Shape) -> None:
    judged = verdict(graph, inputs, node, claim)
    assert (judged.verdict, judged.expected) == ("wrong", expected)


UNDECIDED: list[tuple[str, str, Inputs, str, Shape]] = [
    ("input-without-shape", "Y = dot X W", {"X": (2,)}, "Y", (3,)),
    ("unknown-function", "Y = ?f X", {"X": (2,)}, "Y", (2,)),
    ("two-names", "Y = dot X W", {"X": ("N", "D"), "W": ("K", 3)}, "Y", ("N", 3)),
    ("another-name", "Y = dot X W", {"X": ("N", 2), "W": (2, "H")}, "Y", ("N", "K")),
    ("bias-drawn-first", "Y = affine B X W", {"B": (3,), "X": ("N", 2), "W": (2, 3)}, "Y",
     ("N", 3)),
    ("another-name-downstream", "M = dot X W; Y = relu M", {"X": ("N", "D"), "W": ("K", 3)}, "Y",
     ("N", 3)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("graph", "inputs", "node", "claim"),
    [row[1:] for row in UNDECIDED],
    ids=[row[0] for row in UNDECIDED],
)
def test_undecided_shape(graph: str, inputs: Inputs, node: str, claim: Shape) -> None:
    judged = verdict(graph, inputs, node, claim)
    assert judged.verdict == "undecided"
    assert judged.reason


@pytest.mark.parametrize(
    ("graph", "inputs"),
    [
        pytest.param("Y = dot X W", {"X": (4,), "W": (2, 3)}, id="dot"),
        pytest.param("Y = add A B", {"A": (2, 3), "B": (2,)}, id="add"),
        pytest.param("Y = affine X W B", {"X": (9, 2), "W": (2, 3), "B": (2,)}, id="bias"),
        pytest.param("Y = mse A B", {"A": (2, 3), "B": (3, 2)}, id="mse"),
        pytest.param("Y = matmul A B", {"A": (), "B": (3, 2)}, id="number-in-matmul"),
    ],
)
def test_operands_that_do_not_fit(graph: str, inputs: Inputs) -> None:
    report = judge_shapes(drawn(graph), {node: [shape] for node, shape in inputs.items()})
    assert [misfit.node for misfit in report.misfits] == ["Y"]


def test_inputs_are_given_and_a_second_shape_must_agree() -> None:
    report = judge_shapes(drawn("Y = relu X"), {"X": [(2, 3), (2, 3), (3, 2)]})
    verdicts = [(one.verdict, one.certainty) for one in report.values["X"]]
    assert verdicts == [("verified", "given"), ("verified", "exact"), ("wrong", None)]


GRAPH = "M = dot X W; Y = add M B"
INPUTS: Inputs = {"X": ("N", 2), "W": (2, 3), "B": (3,)}


@pytest.mark.parametrize(
    ("target", "claim", "expected"),
    [
        ("X", ("N", 2), "verified"),
        ("W", (2, 3), "verified"),
        ("W", (3, 2), "wrong"),
        ("B", (3,), "verified"),
        ("B", ("N", 3), "wrong"),
        (("B", "Y", 1), (3,), "verified"),
        (("M", "Y", 0), ("N", 3), "verified"),
        (("M", "Y", 0), ("N", 2), "wrong"),
    ],
)
def test_a_gradient_has_the_shape_of_its_value(
    target: str | tuple[str, str, int], claim: Shape, expected: str
) -> None:
    values = {node: [shape] for node, shape in INPUTS.items()}
    report = judge_shapes(drawn(GRAPH), values, {target: [claim]})
    assert report.gradients[target][0].verdict == expected


def test_a_name_is_one_number_and_the_odd_one_out_is_wrong() -> None:
    values: dict[str, list[Shape]] = {
        "X": [("N", 2)], "W": [(2, "H")], "M": [("N", 8)], "A": [("N", 3)], "B": [("N", 3)],
    }  # fmt: skip
    report = judge_shapes(drawn("M = dot X W; A = relu M; B = sigmoid A"), values)
    found = {node: report.values[node][0].verdict for node in "MAB"}
    assert found == {"M": "wrong", "A": "verified", "B": "verified"}


@pytest.mark.parametrize(
    ("claims", "verdict"),
    [([("N", 3)], "undecided"), ([("N", 3), ("N", 3)], "wrong"), ([(7, 3), ("N", 3)], "verified")],
)
def test_a_number_for_a_name_that_others_keep(claims: list[Shape], verdict: str) -> None:
    values: dict[str, list[Shape]] = {
        "X": [("N", 2)], "W": [(2, 3)], "M": [(7, 3)], "A": claims,
    }  # fmt: skip
    report = judge_shapes(drawn("M = dot X W; A = relu M"), values)
    assert report.values["M"][0].verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (("out", "batch"), "wrong"),
        (("batch", "in"), "wrong"),
        (("batch", "hidden"), "undecided"),
        (("batch", "out"), "verified"),
    ],
)
def test_names_that_stand_side_by_side_are_two(claim: Shape, verdict: str) -> None:
    values: dict[str, list[Shape]] = {
        "X": [("batch", "in")], "W": [("in", "out")], "Y": [claim],
    }  # fmt: skip
    assert judge_shapes(drawn("Y = dot X W"), values).values["Y"][0].verdict == verdict


def test_names_that_an_operator_takes_for_one_are_not_two() -> None:
    values: dict[str, list[Shape]] = {
        "X": [("n", "d")], "W": [("d", "h")], "M": [("n", "d")], "Y": [("n", "d")],
    }  # fmt: skip
    report = judge_shapes(drawn("M = dot X W; Y = add M X"), values)
    assert {report.values[node][0].verdict for node in "MY"} == {"undecided"}


def test_two_numbers_for_a_name_leave_neither_verified() -> None:
    values: dict[str, list[Shape]] = {
        "X": [("N", 2)], "W": [(2, "H")], "M": [("N", 8)], "A": [("N", 3)],
    }  # fmt: skip
    report = judge_shapes(drawn("M = dot X W; A = relu M"), values)
    assert "verified" not in {report.values[node][0].verdict for node in "MA"}


def test_formula_of_matrices() -> None:
    dag = drawn("Y = ?f X W B")
    formula = Sum((Product((Name("#0"), Name("#1"))), Name("#2")))
    dag.nodes["Y"]["operation"] = Operation(None, formula, 3)
    report = judge_shapes(dag, {"X": [("N", 2)], "W": [(2, 3)], "B": [(3,)], "Y": [("N", 3)]})
    assert report.values["Y"][0].verdict == "verified"


def test_an_unknown_function_in_a_formula_is_no_misfit() -> None:
    dag = drawn("Y = ?f X W")
    formula = Sum((Call("?f", (Name("#0"),)), Name("#1")))
    dag.nodes["Y"]["operation"] = Operation(None, formula, 2)
    report = judge_shapes(dag, {"X": [(2,)], "W": [(3,)], "Y": [(3,)]})
    assert report.misfits == ()
    assert report.values["Y"][0].verdict == "undecided"


def test_a_long_chain_takes_no_recursion() -> None:
    steps = ["H0 = relu X", *(f"H{index + 1} = relu H{index}" for index in range(5_000))]
    report = judge_shapes(drawn("; ".join(steps)), {"X": [("N", 4)], "H5000": [("N", 4)]})
    assert report.values["H5000"][0].verdict == "verified"
