"""Formulas as people write them, and what they mean."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdgrad.expressions.grammar import parse_formula, readings
from mdgrad.expressions.tokens import Beyond, Unreadable
from tests.expressions.notation import told

DIAGRAM = frozenset(
    {"a", "b", "c", "h0", "L", "w", "W", "x", "x1", "y", "z", "z(1)", "walnut", "walnut count"}
)

PRODUCTS = [
    ("wx", "(* w x)"),
    ("w x", "(* w x)"),
    ("Wh0", "(* W h0)"),
    ("Wh_0", "(* W h0)"),
    ("a(1-a)", "(* a (+ 1 (* -1 a)))"),
    ("2(x+y)", "(* 2 (+ x y))"),
    ("2xy", "(* 2 (* x y))"),
    ("(x+1)(y+1)", "(* (+ x 1) (+ y 1))"),
    ("(2)(3)", "(* 2 3)"),
    ("2|x|", "(* 2 (abs x))"),
    ("y²exp(-x)", "(* (^ y 2) (exp (* -1 x)))"),
    ("2 x 3", "(* 2 3)"),
    ("w·x", "(* w x)"),
    ("w×x", "(* w x)"),
    ("w*x", "(* w x)"),
    ("w∙x", "(* w x)"),
    ("w⊙x", "(* w x)"),
    ("w∘x", "(* w x)"),
    (r"w \cdot x", "(* w x)"),
    (r"w \times x", "(* w x)"),
    ("walnut · walnut count", "(* walnut walnut count)"),
    ("100원 × 2개", "(* 100 2)"),
    ("₩100 × 2", "(* 100 2)"),
    ("W @ x", "(matmul W x)"),
    ("W.T @ x", "(matmul (transpose W) x)"),
]
NUMBERS = [
    ("1,000 + 2", "(+ 1000 2)"),
    ("0,5 · x", "(* 1/2 x)"),
    ("max(1,200)", "(max 1 200)"),
    ("½", "1/2"),
    ("2/3", "(* 2 (^ 3 -1))"),
    ("1e-3", "1/1000"),
    ("10%", "(* 10 1/100)"),
    ("-3", "-3"),
    ("−3", "-3"),
    ("+3", "3"),
    ("−(−3)", "3"),
    ("10⁻³", "(^ 10 -3)"),
    (".5", "1/2"),
    ("1\u2009000 + 1", "(+ 1000 1)"),
]
PRECEDENCE = [
    ("1 - 2 - 3", "(+ 1 -2 -3)"),
    ("-y/a", "(* -1 y (^ a -1))"),
    ("-x²", "(* -1 (^ x 2))"),
    ("2^3^2", "(^ 2 (^ 3 2))"),
    ("x**-1", "(^ x -1)"),
    ("x^{-1}", "(^ x -1)"),
    ("a/b/c", "(* a (^ b -1) (^ c -1))"),
    ("(1/2)b²", "(* (* 1 (^ 2 -1)) (^ b 2))"),
    (r"\frac{x+1}{y}", "(* (+ x 1) (^ y -1))"),
    (r"\dfrac12", "(^ 2 -1)"),
    (r"$$\left( x + 1 \right) \cdot y$$", "(* (+ x 1) y)"),
    (r"\sqrt{x}", "(sqrt x)"),
    (r"\sqrt[3]{x}", "(^ x (^ 3 -1))"),
    ("√(x+1)", "(sqrt (+ x 1))"),
    ("√x", "(sqrt x)"),
    ("|x| + |y|", "(+ (abs x) (abs y))"),
    ("|x - |y||", "(abs (+ x (* -1 (abs y))))"),
]
FUNCTIONS = [
    ("sin x", "(sin x)"),
    ("sin 2x", "(sin (* 2 x))"),
    ("sin x cos y", "(* (sin x) (cos y))"),
    ("exp(-x)", "(exp (* -1 x))"),
    ("e^x", "(exp x)"),
    ("e^{-x}", "(exp (* -1 x))"),
    ("e⁻ˣ", "(exp (* -1 x))"),
    ("log z", "(log z)"),
    ("ln(z)", "(log z)"),
    ("log₂(z)", "(log2 z)"),
    (r"\log_{10} z", "(log10 z)"),
    ("σ(z)", "(sigmoid z)"),
    (r"\sigma(z)", "(sigmoid z)"),
    ("σ", "σ"),
    ("sin²(x)", "(^ (sin x) 2)"),
    ("sin^2 x", "(^ (sin x) 2)"),
    ("tanh'(z)", "(tanh' z)"),
    ("relu′(c)", "(relu' c)"),
    ("ReLU(z)", "(relu z)"),
    ("Leaky_ReLU(z)", "(leaky_relu z)"),
    (r"\mathrm{relu}(z)", "(relu z)"),
    ("max(0, z)", "(max 0 z)"),
    ("mul(a, b)", "(multiply a b)"),
    ("f(x)", "(f x)"),
    ("f'(x)", "(f' x)"),
    ("x^T", "(transpose x)"),
    ("Wᵀ", "(transpose W)"),
    (r"W^{\top}", "(transpose W)"),
    ("2π", "(* 2 (pi))"),
]
INDICATORS = [
    ("1[z>0]", "(step z)"),
    ("1(z > 0)", "(step z)"),
    ("1_{z>0}", "(step z)"),
    (r"\mathbb{1}_{z > 0}", "(step z)"),
    ("𝟙[z>0]", "(step z)"),
    ("I(z>0)", "(step z)"),
    ("[z>0]", "(step z)"),
    ("1[z<0]", "(step (* -1 z))"),
    ("1[z ≥ 0]", "(+ 1 (* -1 (step (* -1 z))))"),
    ("1[x > y]", "(step (+ x (* -1 y)))"),
    ("y·1[z>0]", "(* y (step z))"),
]
DERIVATIVES = [
    ("∂L/∂z", "∂L/∂z"),
    ("∂ L / ∂ z", "∂L/∂z"),
    ("dL/dz", "∂L/∂z"),
    ("d L/d z", "∂L/∂z"),
    ("δL/δz", "∂L/∂z"),
    (r"\frac{\partial L}{\partial z}", "∂L/∂z"),
    (r"\dfrac{\mathrm{d}L}{\mathrm{d}z}", "∂L/∂z"),
    (r"\frac{dL}{d\theta_1}", "∂L/∂θ1"),
    (r"\partial L/\partial \hat{y}", "∂L/∂ŷ"),
    ("∂L/∂z^{(1)}", "∂L/∂z(1)"),
    ("∂f/∂(x)", "∂f/∂x"),
    ("∂/∂x f", "∂f/∂x"),
    (r"\frac{d}{dx} f", "∂f/∂x"),
    ("∇_x L", "∂L/∂x"),
    ("x.grad", "∂/∂x"),
    ("E ∂y/∂x", "(* E ∂y/∂x)"),
    ("∂z/∂z · ∂z/∂t · 1", "(* ∂z/∂z ∂z/∂t 1)"),
    ("∂L/∂walnut count", "∂L/∂walnut count"),
    ("dL/da * a(1-a)", "(* ∂L/∂a a (+ 1 (* -1 a)))"),
    ("dist/duration", "(* dist (^ duration -1))"),
]
NAMES = [
    ("x₁ + 1", "(+ x1 1)"),
    ("x_1 + 1", "(+ x1 1)"),
    ("x_{1} + 1", "(+ x1 1)"),
    ("x<sub>1</sub> + 1", "(+ x1 1)"),
    (r"\theta + 1", "(+ θ 1)"),
    (r"\hat{y} + 1", "(+ ŷ 1)"),
    ("z⁽¹⁾ + 1", "(+ z(1) 1)"),
    ("z^{(1)} + 1", "(+ z(1) 1)"),
    ("z^[1] + 1", "(+ z(1) 1)"),
    ("h_{t-1} + 1", "(+ ht-1 1)"),
    ("hₜ₋₁ + 1", "(+ ht-1 1)"),
    ("w₁₁ + 1", "(+ w11 1)"),
    ("W[0,1] + 1", "(+ W[01] 1)"),
    ("dL_dz + 1", "(+ dLdz 1)"),
    ("L_x + 1", "(+ Lx 1)"),
]
GROUPS = {
    "products": PRODUCTS,
    "numbers": NUMBERS,
    "precedence": PRECEDENCE,
    "functions": FUNCTIONS,
    "indicators": INDICATORS,
    "derivatives": DERIVATIVES,
    "names": NAMES,
}


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        pytest.param(text, meaning, id=f"{group}: {text}")
        for group, cases in GROUPS.items()
        for text, meaning in cases
    ],
)
def test_what_a_formula_means(text: str, meaning: str) -> None:
    assert told(parse_formula(text, DIAGRAM)) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "∇L",
        "∂²L/∂x²",
        "d²y/dx²",
        "∂L",
        "f^{-1}'",
        "sin⁻¹(x)",
        r"\begin{matrix} 1 \end{matrix}",
        "x >",
        "z > 0",
        "2 3",
        "(x",
        "x)",
        "x +",
        "max(0,",
        "1,00,0",
        r"\frac.2",
        "‖x‖",
        "",
    ],
)
def test_what_is_no_formula(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_formula(text, DIAGRAM)


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("1/2x", ["(* 1 (^ 2 -1) x)", "(* 1 (^ (* 2 x) -1))"]),
        ("√x²", ["(^ (sqrt x) 2)", "(sqrt (^ x 2))"]),
        ("e^2x", ["(* (exp 2) x)", "(exp (* 2 x))"]),
        ("x + y", ["(+ x y)"]),
        ("read-only", ["(+ read (* -1 only))"]),
        ("?", []),
    ],
)
def test_every_reading_that_readers_accept(text: str, meanings: list[str]) -> None:
    assert [told(reading) for reading in readings(text, DIAGRAM)] == meanings


def test_a_variable_called_e_leaves_both_readings() -> None:
    meanings = [told(reading) for reading in readings("e^x", {"e", "x"})]
    assert meanings == ["(^ e x)", "(exp x)"]


@pytest.mark.parametrize("name", ["x", "w", "e", "f", "sin", "I", "d", "π"])
def test_a_name_that_exists_is_that_variable(name: str) -> None:
    assert told(parse_formula(f"{name} + 1", {name})) == f"(+ {name} 1)"


def test_a_product_that_can_be_split_in_two_ways_is_not_split() -> None:
    assert told(parse_formula("abc", {"ab", "c", "a", "bc"})) == "abc"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1_000 + "x" + ")" * 1_000,
        "√" * 1_000 + "x",
        "x" + "²%" * 500,
        "2^" * 500 + "2",
        "@".join("x" * 500),
        "1" * 1_000,
        "1e99999",
        "x" * 3_000,
    ],
    ids=["brackets", "roots", "marks", "powers", "matrices", "digits", "exponent", "length"],
)
def test_beyond_a_limit_nothing_is_read_at_once(text: str) -> None:
    began = time.process_time()
    with pytest.raises(Beyond):
        parse_formula(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("count", [1_900])
@pytest.mark.parametrize(
    "pattern", ["-", "x_1", "∂x_1", "[1]", "'", "d", "_{", "<sub>", "2x", "1,", " ", "\\", "|"]
)
def test_no_pattern_takes_long(pattern: str, count: int) -> None:
    text = (pattern * count)[:1_990] + "!"
    began = time.process_time()
    with pytest.raises(Unreadable):
        parse_formula(text, DIAGRAM)
    assert time.process_time() - began < 2


PIECES = (
    "x y z w a e d L W sin exp log relu f 2 0.5 1,000 ( ) [ ] { } | + - * / ^ ** · ² ᵀ ' ∂ ∇ √ "
    r"\frac \partial \cdot _ , > = 1[ π . % @ T ! ½ → 10 \theta <sub> </sub> SPACE"
)
PIECE = st.sampled_from(PIECES.split()).map(lambda piece: piece.replace("SPACE", " "))


@given(st.lists(PIECE, max_size=20).map("".join))
def test_no_text_makes_the_grammar_fail(text: str) -> None:
    with suppress(Beyond):
        readings(text, DIAGRAM)
