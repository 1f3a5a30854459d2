"""What labels say: statements, sides, keywords and their places."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdgrad.expressions.tree import Derivative
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import (
    Blank,
    Content,
    Formula,
    Shape,
    Statement,
    Unread,
    Words,
    read_label,
)
from tests.expressions.notation import told

DIAGRAM = frozenset(
    {"a", "b", "c", "e", "L", "s", "t", "w", "x", "x1", "x2", "y", "z", "tax", "walnut count"}
)


def said(text: str) -> list[str]:
    """Tell a label's statements: `keyword: side = side`, numbers with #, words in quotes."""
    return [_statement(statement) for statement in read_label(text, DIAGRAM)]


def _statement(statement: Statement) -> str:
    sides = " = ".join(_content(side.content) for side in statement.sides)
    return f"{statement.keyword}: {sides}" if statement.keyword else sides


def _content(content: Content) -> str:
    match content:
        case Quantity(value):
            return f"#{value}"
        case Formula(readings):
            return told(readings[0])
        case Shape(dimensions):
            return f"[{' '.join(str(dimension) for dimension in dimensions)}]"
        case Blank():
            return "?"
        case Words(text):
            return f"“{text}”"
        case Unread():
            return "unread"


EQUALITIES = [
    ("x = 2", ["x = #2"]),
    ("2 × 3 = 6", ["(* 2 3) = #6"]),
    ("sin(2) ≈ 0.91", ["(sin 2) = #91/100"]),
    ("a = b ≈ 0.91", ["a = b = #91/100"]),
    ("dy/dx1 = x2 = 3", ["∂y/∂x1 = x2 = #3"]),
    ("∂L/∂x = 2·1.1 = 2.2", ["∂L/∂x = (* 2 11/10) = #11/5"]),
    ("z := w x", ["z = (* w x)"]),
    ("= 6", ["#6"]),
    ("x: 2", ["x = #2"]),
    ("∂L/∂x: 3", ["∂L/∂x = #3"]),
    ("walnut count = 2", ["walnut count = #2"]),
    ("y = 1[x == 0]", ["y = (+ 1 (* -1 (step x)) (* -1 (step (* -1 x))))"]),
    (r"$$\frac{\partial L}{\partial x} = 3$$", ["∂L/∂x = #3"]),
    (r"$\frac{dL}{dx} = 3$", ["∂L/∂x = #3"]),
    (r"x = $$\frac{1}{2}$$", ["x = (^ 2 -1)"]),
    ("$2 × 3 = $6", ["(* 2 3) = #6"]),
    ("w ← w − η∇w", ["“w ← w − η∇w”"]),
]
KEYWORDS = [
    ("grad = 6·1 + 3·1 = 9", ["gradient: (+ (* 6 1) (* 3 1)) = #9"]),
    ("grad 1.5", ["gradient: #3/2"]),
    ("grad: 1.5", ["gradient: #3/2"]),
    ("grad=1.5", ["gradient: #3/2"]),
    ("Gradient ≈ 1.5", ["gradient: #3/2"]),
    ("sensitivity: 3 + (-0.42) = 2.58 ✓", ["gradient: (+ 3 -21/50) = #129/50"]),
    ("adj = 2", ["gradient: #2"]),
    ("기울기: 3", ["gradient: #3"]),
    ("勾配 = 3", ["gradient: #3"]),
    ("梯度：3", ["gradient: #3"]),
    ("値 = 2", ["value: #2"]),
    ("값: 2", ["value: #2"]),
    ("data 2.0", ["value: #2"]),
    ("local rate: y=3", ["local: y = #3"]),
    ("local rate: cos(2)≈-0.42", ["local: (cos 2) = #-21/50"]),
    ("local rate: 1, 1", ["local: #1", "local: #1"]),
    ("shape: (2, 3)", ["shape: [2 3]"]),
    ("shape = 5", ["shape: [5]"]),
    ("out: 7", ["value: #7"]),
    ("out = 7", ["“out” = #7"]),
    ("forward pass", ["“forward pass”"]),
    ("gradient flow", ["“gradient flow”"]),
    ("value function", ["“value function”"]),
]
GRADIENTS_OF = [
    ("c.grad = 6", ["∂/∂c = #6"]),
    ("grad_x = 3", ["∂/∂x = #3"]),
    ("grad of x = 3", ["∂/∂x = #3"]),
    ("grad(x) = 3", ["∂/∂x = #3"]),
    ("∇x = 3", ["“∇x” = #3"]),
    ("no grad", ["“no grad”"]),
]
FIELDS = [
    ("x<br>y", ["x", "y"]),
    ("x<br/>= 6", ["x", "#6"]),
    (r"x = 1\ny = 2", ["x = #1", "y = #2"]),
    (r"a\nreLU", ["a", "“reLU”"]),
    ("data 2.0 | grad 1.5", ["value: #2", "gradient: #3/2"]),
    ("{ a | data 2.0000 | grad 6.0000 }", ["a", "value: #2", "gradient: #6"]),
    ("Value(data=3.0, grad=0.0)", ["value: #3", "gradient: #0"]),
    ("x=2, grad=3", ["x = #2", "gradient: #3"]),
    ("x=2; grad=3", ["x = #2", "gradient: #3"]),
    ("|x|", ["(abs x)"]),
    ("|x| + |y|", ["(+ (abs x) (abs y))"]),
    ("1,000", ["#1000"]),
    ("max(a, b)", ["(max a b)"]),
    ("x = 150 → s = 180", ["x = #150", "s = #180"]),
    ("1 → 0.9", ["“1 → 0.9”"]),
    ("x -> y", ["“x -> y”"]),
    ("mul: e = a*b", ["“mul”", "e = (* a b)"]),
    ("mul: grad = 3", ["“mul”", "gradient: #3"]),
    ("relu'(c)=1 since c>0", ["(relu' c) = #1"]),
    ("y = 7 (output)", ["y = #7"]),
    ("y = a·b (chain rule)", ["y = (* a b)"]),
    ("<b>x</b> = <i>2</i>", ["x = #2"]),
    ("tensor(3.)", ["#3"]),
]
SHAPES = [
    ("(2,)", ["[2]"]),
    ("(2, 3)", ["[2 3]"]),
    ("[batch, in]", ["[batch in]"]),
    ("(N, 3)", ["[N 3]"]),
    ("torch.Size([2, 3])", ["[2 3]"]),
    ("ℝ^{2×3}", ["[2 3]"]),
    (r"W_1 ∈ \mathbb{R}^{2\times 3}", ["W1 = [2 3]"]),
    ("x (2, 3)", ["x = [2 3]"]),
    ("(2,)<br><b>x</b>", ["[2]", "x"]),
    ("∂L/∂x<br>(3,)", ["∂L/∂x", "[3]"]),
    ("(0.70)", ["#7/10"]),
    ("(2)", ["#2"]),
    ("(x, y)", ["“(x, y)”"]),
]
BLANKS_AND_TAGS = [
    ("?", ["?"]),
    ("??", ["?"]),
    ("…", ["?"]),
    ("...", ["?"]),
    ("TODO", ["?"]),
    ("___", ["?"]),
    ("□", ["?"]),
    ("∂L/∂x = ?", ["∂L/∂x = ?"]),
    ("[1]", ["“[1]”"]),
    ("(i)", ["“(i)”"]),
    ("(x)", ["x"]),
    ("①", ["“①”"]),
    ("1.", ["“1.”"]),
    ("forward", ["“forward”"]),
    (".backward()", ["“.backward()”"]),
    ("read-only", ["“read-only”"]),
    ("go to", ["“go to”"]),
    ("0 if x < 0", ["“0 if x < 0”"]),
    ("c > 0", ["“c > 0”"]),
    ("10:30", ["“10:30”"]),
    ("2024-01-01", ["“2024-01-01”"]),
    ("2024/01/01", ["“2024/01/01”"]),
    ("020", ["#20"]),
    ("N: 3", ["N = #3"]),
    ("note: step: load x = 2", ["“note: step: load x = 2”"]),
    ("Step 1: load", ["“Step 1: load”"]),
    ("", []),
    ("  <br>  ", []),
]
UNITS = [
    ("₩100", ["#100"]),
    ("100원", ["#100"]),
    ("3 kg", ["#3"]),
    ("0.5 m/s", ["#1/2"]),
    ("$2.50", ["#5/2"]),
    ("1.2x", ["(* 6/5 x)"]),
    ("2xy", ["(* 2 (* x y))"]),
    ("2π", ["(* 2 (pi))"]),
]
GROUPS = {
    "equalities": EQUALITIES,
    "keywords": KEYWORDS,
    "gradients of": GRADIENTS_OF,
    "fields": FIELDS,
    "shapes": SHAPES,
    "blanks and tags": BLANKS_AND_TAGS,
    "units": UNITS,
}


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        pytest.param(text, statements, id=f"{group}: {text}")
        for group, cases in GROUPS.items()
        for text, statements in cases
    ],
)
def test_what_a_label_says(text: str, statements: list[str]) -> None:
    assert said(text) == statements


@pytest.mark.parametrize(
    ("text", "dimensions"),
    [
        ("2×3", (2, 3)),
        ("2 x 3", (2, 3)),
        ("(2×3)", (2, 3)),
        ("N×3", ("N", 3)),
        ("2·3", None),
        ("6", None),
        ("2xy", None),
    ],
)
def test_a_product_may_be_a_shape(text: str, dimensions: tuple[int | str, ...] | None) -> None:
    ((side,),) = [statement.sides for statement in read_label(text, DIAGRAM)]
    assert isinstance(side.content, Formula | Quantity)
    assert side.shape == (None if dimensions is None else Shape(dimensions))


def test_the_number_inside_a_long_label_keeps_its_place() -> None:
    text = "x<br/>sensitivity: 3 + (-0.42) = 2.58 ✓"
    side = read_label(text, {"x"})[1].sides[1]
    assert isinstance(side.content, Quantity)
    assert text[side.content.span.start : side.content.span.end] == "2.58" == side.text


def test_an_unnamed_output_is_left_open() -> None:
    side = read_label("x.grad", {"x"})[0].sides[0]
    assert side.content == Formula((Derivative("", "x"),))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(" * 60 + "1" + ")" * 60, "nested"),
        ("1" * 500, "digits"),
        ("1+" * 1_500 + "1", "2000 characters"),
        ("1+" * 3_000 + "1", "4000 characters"),
        ("1e9999 + 1", "power of ten"),
    ],
    ids=["depth", "digits", "formula", "label", "exponent"],
)
def test_beyond_a_limit_it_is_said_which(text: str, reason: str) -> None:
    content = read_label(text)[0].sides[0].content
    assert isinstance(content, Unread)
    assert reason in content.reason


def test_prose_is_words_however_long_it_is() -> None:
    content = read_label("It was a dark and stormy night; " * 500)[0].sides[0].content
    assert isinstance(content, Words)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 5_000, id="brackets"),
        pytest.param("= " * 1_000_000, id="2 MB"),
        pytest.param("x" * 2_000_000, id="a word of 2 MB"),
        pytest.param("9**9**9", id="a tower"),
        pytest.param("a," * 1_999, id="commas"),
        pytest.param("|" * 3_999, id="bars"),
        pytest.param("2" + " " * 3_900 + "!", id="spaces"),
        pytest.param("<" * 3_999, id="angles"),
        pytest.param("grad " * 799, id="keywords"),
        pytest.param("x_" + "1" * 3_900 + "!", id="an index"),
        pytest.param("≈ " * 1_999, id="relations"),
        pytest.param("<b>" * 1_333, id="tags"),
        pytest.param("✓ " * 1_999, id="marks"),
        pytest.param("x = 2; " * 571, id="fields"),
        pytest.param("a(" * 1_999, id="calls"),
        pytest.param("ab cd: " * 571, id="colons"),
        pytest.param("x: " * 1_333, id="names and colons"),
    ],
)
def test_no_label_takes_long(text: str) -> None:
    began = time.process_time()
    read_label(text, DIAGRAM)
    assert time.process_time() - began < 2


PIECES = (
    "x y grad data shape = ≈ : := | , ; → ( ) [ ] { } 2 0.5 1,000 ✓ ? … <br> <b> </b> \\n since "
    "∂L/∂x · × + - − % $$ \\frac{ } kg 원 | SPACE SPACE SPACE ∈ ℝ^ value 기울기 . e ' ½ 1[x>0]"
)
PIECE = st.sampled_from(PIECES.split()).map(lambda piece: piece.replace("SPACE", " "))


@given(st.lists(PIECE, max_size=25).map("".join) | st.text(max_size=60))
def test_every_part_keeps_its_place(text: str) -> None:
    end = 0
    for statement in read_label(text, DIAGRAM):
        assert statement.sides
        for side in statement.sides:
            assert end <= side.span.start < side.span.end <= len(text)
            assert text[side.span.start : side.span.end] == side.text
            if isinstance(side.content, Quantity):
                assert side.span.start <= side.content.span.start
                assert side.content.span.end <= side.span.end
            end = side.span.end


@pytest.mark.fuzz
@pytest.mark.parametrize("one", sorted(set(PIECES.split())))
def test_no_two_pieces_repeated_take_long(one: str) -> None:
    for other in sorted(set(PIECES.split())):
        text = ((one + other) * 4_000)[:3_990] + "!"
        began = time.process_time()
        read_label(text, DIAGRAM)
        assert time.process_time() - began < 2, other
