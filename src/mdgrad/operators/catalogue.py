"""The catalogue of operators: names and glyphs, number of operands, formula. One entry each.

Formulas are written over the operands a, b, … in the language of labels. Derivatives are not
written at all: sympy derives them from the formula. `step` is 1 above 0 and 0 elsewhere, which
makes relu's derivative at 0 the customary 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from mdgrad.expressions.fold import substitute
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.tree import Call, Expression, Name, Product, Sum
from mdgrad.operators.operation import operand

__all__ = ["CATALOGUE", "Operator", "find", "spelling_key"]

MOST_CHARACTERS = 60
"""No operator's name is longer."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One entry of the catalogue."""

    name: str
    spellings: tuple[str, ...]
    """Glyphs, words and LaTeX commands, beside the name itself.

    With a LaTeX command (`\\\\sin`) it is a function that people write without brackets.
    """
    formulas: tuple[str, ...] = ()
    """One formula for each number of operands that the operator takes, over a, b, …"""
    joins: Literal["sum", "product", "max", "min", "mean"] | None = None
    """What it makes of any number of operands, for those that take any number."""
    arities: tuple[int, ...] = ()
    """How many operands an operator over matrices takes, which has no formula over numbers."""
    reduces: bool = False
    """Whether it makes one number of an array: the sum of one matrix is that of its elements."""
    drawn: bool = True
    """Whether a node may bear it; a node called “step” is a step of something else."""

    @property
    def tensor(self) -> bool:
        """Whether its operands are matrices: it has shapes, but no formula over numbers."""
        return bool(self.arities)

    def acts_on_arrays(self, arity: int) -> bool:
        """Return whether so many arrays are for it more than their elements one by one."""
        return self.tensor or (self.reduces and (self.joins is None or arity == 1))

    def takes(self, arity: int) -> bool:
        """Return whether it takes so many operands."""
        return arity in self.arities or self.formula(arity) is not None

    @property
    def all_spellings(self) -> tuple[str, ...]:
        """The name and every other spelling."""
        return (self.name, *self.spellings)

    def formula(self, arity: int) -> Expression | None:
        """Return the value in terms of the operands `#0`, `#1`, …, None for a wrong arity."""
        return _formula(self, arity)


@lru_cache(maxsize=512)
def _formula(operator: Operator, arity: int) -> Expression | None:
    for text in operator.formulas:
        letters = [letter for letter in "abcd" if letter in _letters(text)]
        if len(letters) == arity:
            names = {letter: Name(operand(i)) for i, letter in enumerate(letters)}
            return substitute(parse_formula(text, letters), names)
    if operator.joins is None or arity < (1 if operator.joins in {"mean", "max", "min"} else 2):
        return None
    operands = tuple(Name(operand(index)) for index in range(arity))
    match operator.joins:
        case "sum":
            return Sum(operands)
        case "product":
            return Product(operands)
        case "mean":
            return Product((parse_formula(f"1/{arity}"), Sum(operands)))
        case function:
            return Call(function, operands) if arity > 1 else operands[0]


def _letters(text: str) -> frozenset[str]:
    """Return the operands that a formula of the catalogue mentions."""
    from mdgrad.expressions.fold import names_in

    return names_in(parse_formula(text, tuple("abcd")))


_ENTRIES = (
    Operator("add", ("+", "⊕", "➕", "addition", "plus", "덧셈", "더하기", "加算", "足し算", "加法",
             "相加"), joins="sum"),
    Operator("subtract", ("-", "−", "–", "➖", "sub", "minus", "subtraction", "뺄셈", "빼기",
             "減算", "引き算", "减法", "減法", "相减"), ("-a", "a - b")),
    Operator("multiply", ("×", "*", "·", "∙", "⋅", "x", "X", "⊗", "⊙", "∘", "✕", "✖", "⨯", "⨉",
             "\\times", "\\cdot", "\\odot", "mul", "mult", "times", "product", "prod",
             "multiplication", "hadamard", "곱셈", "곱하기", "乗算", "掛け算", "乘法", "相乘"),
             joins="product"),
    Operator("divide", ("/", "÷", "➗", "\\div", "div", "division", "나눗셈", "나누기", "除算",
             "割り算", "除法", "相除"), ("1/a", "a/b")),
    Operator("power", ("**", "^", "pow", "거듭제곱", "べき乗", "累乗", "幂", "乘方"), ("a^b",)),
    Operator("square", ("squared", "sq", "제곱", "二乗", "2乗", "平方"), ("a^2",)),
    Operator("sqrt", ("√", "\\sqrt", "square root", "제곱근", "平方根"), ("sqrt(a)",)),
    Operator("reciprocal", ("inverse", "inv", "역수", "逆数", "倒数"), ("1/a",)),
    Operator("neg", ("negate", "negation", "부호 반전", "取负"), ("-a",)),
    Operator("exp", ("\\exp", "exponential", "지수", "지수 함수", "指数", "指数関数", "指数函数"),
             ("exp(a)",)),
    Operator("log", ("ln", "\\ln", "\\log", "logarithm", "natural log", "로그", "対数", "对数"),
             ("log(a)",)),
    Operator("log2", ("log₂", "\\log2"), ("log(a)/log(2)",)),
    Operator("log10", ("log₁₀", "\\log10"), ("log(a)/log(10)",)),
    Operator("sin", ("\\sin", "sine", "사인", "正弦"), ("sin(a)",)),
    Operator("cos", ("\\cos", "cosine", "코사인", "余弦"), ("cos(a)",)),
    Operator("tan", ("\\tan", "tangent", "탄젠트", "正接", "正切"), ("sin(a)/cos(a)",)),
    Operator("sinh", ("\\sinh",), ("(exp(a) - exp(-a))/2",)),
    Operator("cosh", ("\\cosh",), ("(exp(a) + exp(-a))/2",)),
    Operator("tanh", ("\\tanh", "hyperbolic tangent"), ("(exp(a) - exp(-a))/(exp(a) + exp(-a))",)),
    Operator("arcsin", ("asin", "\\arcsin"), ("arcsin(a)",)),
    Operator("arccos", ("acos", "\\arccos"), ("arccos(a)",)),
    Operator("arctan", ("atan", "\\arctan"), ("arctan(a)",)),
    Operator("sigmoid", ("σ", "\\sigma", "logistic", "sigm", "시그모이드", "シグモイド"),
             ("1/(1 + exp(-a))",)),
    Operator("relu", ("rectifier", "렐루"), ("a step(a)",)),
    Operator("leaky_relu", (), ("a step(a) + 0.01 a (1 - step(a))",)),
    Operator("elu", (), ("a step(a) + (exp(a) - 1) (1 - step(a))",)),
    Operator("gelu", (), ("a/2 (1 + erf(a/sqrt(2)))",)),
    Operator("softplus", (), ("log(1 + exp(a))",)),
    Operator("silu", ("swish",), ("a/(1 + exp(-a))",)),
    Operator("step", (), ("step(a)",), drawn=False),
    Operator("heaviside", ("unit step",), ("step(a)",)),
    Operator("erf", (), ("erf(a)",)),
    Operator("pi", ("π",), ("π",), drawn=False),
    Operator("abs", ("absolute value", "절댓값", "絶対値", "绝对值"), ("abs(a)",)),
    Operator("sign", ("sgn", "\\sgn"), ("sign(a)",)),
    Operator("max", ("\\max", "maximum", "최댓값", "최대", "最大", "最大値", "最大值"),
             joins="max", reduces=True),
    Operator("min", ("\\min", "minimum", "최솟값", "최소", "最小", "最小値", "最小值"),
             joins="min", reduces=True),
    Operator("sum", ("Σ", "∑", "\\sum", "합", "합계", "総和", "求和"), ("a",), joins="sum",
             reduces=True),
    Operator("mean", ("avg", "average", "평균", "平均"), joins="mean", reduces=True),
    Operator("squared_error", ("mse", "mse loss", "se", "l2 loss", "제곱 오차", "二乗誤差",
             "平方误差"), ("(a - b)^2",), reduces=True),
    Operator("half_squared_error", (), ("1/2 (a - b)^2",), reduces=True),
    Operator("binary_cross_entropy", ("bce", "bce loss", "log loss"),
             ("-(b log(a) + (1 - b) log(1 - a))",)),
    Operator("identity", ("copy", "branch", "id", "noop", "항등", "恒等"), ("a",)),
    Operator("dot", ("\\dot", "dot product", "inner product", "내적", "内積", "内积", "点积"),
             arities=(2,)),
    Operator("matmul", ("@", "mm", "matrix multiply", "matrix multiplication", "matrix product",
             "행렬 곱", "행렬곱", "行列積", "矩阵乘法"), arities=(2,)),
    Operator("affine", ("linear", "addmm", "어파인", "アフィン"), arities=(2, 3)),
    Operator("transpose", ("ᵀ", "전치", "転置", "转置"), arities=(1,)),
    Operator("softmax", ("소프트맥스", "ソフトマックス"), arities=(1,)),
    Operator("log_softmax", (), arities=(1,)),
    Operator("cross_entropy", ("ce", "cross entropy loss", "교차 엔트로피", "交差エントロピー",
             "交叉熵"), arities=(2,)),
)  # fmt: skip

CATALOGUE: Mapping[str, Operator] = MappingProxyType({entry.name: entry for entry in _ENTRIES})
"""Every operator, by its name."""


def spelling_key(spelling: str) -> str:
    """Return what all spellings of a word share: `leakyrelu` for `Leaky ReLU`, `leaky_relu`.

    Glyphs and single letters (`σ`, `x`) stay as they are.
    """
    if len(spelling) < 2 or not spelling[0].isalnum():
        return spelling
    return re.sub(r"[\s_-]", "", spelling).lower()


_BY_SPELLING: Mapping[str, Operator] = MappingProxyType(
    {spelling_key(spelling): entry for entry in _ENTRIES for spelling in entry.all_spellings}
)
_GRAD_FN = re.compile(r"(?:grad_fn\s?=\s?)?<?(?P<word>[A-Za-z]+?)Backward\d*(?: object[^<>]*)?>?")


def find(spelling: str, arity: int) -> Operator | None:
    """Return the operator that `spelling` names, None if there is none for so many operands.

    Words are found in any case, however their parts are joined, and in the name that PyTorch gives
    to their backward step (`MulBackward0`); glyphs and letters (`σ`, `x`) as they are.
    """
    if len(spelling) > MOST_CHARACTERS:
        return None
    backward = _GRAD_FN.fullmatch(spelling)
    operator = _BY_SPELLING.get(spelling_key(backward["word"] if backward else spelling))
    return operator if operator is not None and operator.takes(arity) else None
