"""The catalogue of operators: names and glyphs, number of operands, formula. One entry each.

Formulas are written over the operands a, b, … in the language of labels. Derivatives are not
written at all: sympy derives them from the formula. `step` is 1 above 0 and 0 elsewhere, which
makes relu's derivative at 0 the customary 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from mdgrad.expressions.fold import substitute
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.tree import Call, Expression, Name, Product, Sum
from mdgrad.operators.operation import operand

__all__ = ["CATALOGUE", "Operator", "find"]


@dataclass(frozen=True, slots=True)
class Operator:
    """One entry of the catalogue."""

    name: str
    spellings: tuple[str, ...]
    """Glyphs, words and LaTeX commands, beside the name itself."""
    formulas: tuple[str, ...] = ()
    """One formula for each number of operands that the operator takes, over a, b, …"""
    joins: Literal["sum", "product", "max", "min", "mean"] | None = None
    """What it makes of any number of operands, for those that take any number."""
    tensor: bool = False
    """Whether its operands are matrices: it has shapes, but no formula over numbers."""

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
    Operator("add", ("+", "⊕", "addition", "plus"), joins="sum"),
    Operator("subtract", ("-", "−", "–", "sub", "minus", "subtraction"), ("-a", "a - b")),
    Operator(
        "multiply",
        ("×", "*", "·", "∙", "⋅", "x", "X", "⊗", "⊙", "✕", "✖", "\\times", "\\cdot", "mul", "mult",
         "times", "product", "prod", "multiplication"),
        joins="product",
    ),
    Operator("divide", ("/", "÷", "\\div", "div", "division"), ("1/a", "a/b")),
    Operator("power", ("**", "^", "pow"), ("a^b",)),
    Operator("square", ("^2", "**2", "x²", "x^2", "squared", "sq", "square"), ("a^2",)),
    Operator("sqrt", ("√", "\\sqrt", "square root"), ("sqrt(a)",)),
    Operator("reciprocal", ("1/x", "inverse", "inv"), ("1/a",)),
    Operator("neg", ("negate", "negation", "-1×"), ("-a",)),
    Operator("exp", ("\\exp", "e^x", "exponential"), ("exp(a)",)),
    Operator("log", ("ln", "\\ln", "\\log", "logarithm"), ("log(a)",)),
    Operator("log2", ("log₂",), ("log(a)/log(2)",)),
    Operator("log10", ("log₁₀",), ("log(a)/log(10)",)),
    Operator("sin", ("\\sin", "sine"), ("sin(a)",)),
    Operator("cos", ("\\cos", "cosine"), ("cos(a)",)),
    Operator("tan", ("\\tan", "tangent"), ("sin(a)/cos(a)",)),
    Operator("sinh", ("\\sinh",), ("(exp(a) - exp(-a))/2",)),
    Operator("cosh", ("\\cosh",), ("(exp(a) + exp(-a))/2",)),
    Operator("tanh", ("\\tanh",), ("(exp(a) - exp(-a))/(exp(a) + exp(-a))",)),
    Operator("arcsin", ("asin", "\\arcsin"), ("arcsin(a)",)),
    Operator("arccos", ("acos", "\\arccos"), ("arccos(a)",)),
    Operator("arctan", ("atan", "\\arctan"), ("arctan(a)",)),
    Operator("sigmoid", ("σ", "\\sigma", "logistic", "sigm"), ("1/(1 + exp(-a))",)),
    Operator("relu", (), ("a step(a)",)),
    Operator("leaky_relu", ("leaky relu", "leakyrelu"), ("a step(a) + 0.01 a (1 - step(a))",)),
    Operator("elu", (), ("a step(a) + (exp(a) - 1) (1 - step(a))",)),
    Operator("gelu", (), ("a/2 (1 + erf(a/sqrt(2)))",)),
    Operator("softplus", (), ("log(1 + exp(a))",)),
    Operator("silu", ("swish",), ("a/(1 + exp(-a))",)),
    Operator("abs", ("|x|", "|·|", "absolute value"), ("abs(a)",)),
    Operator("sign", ("sgn",), ("sign(a)",)),
    Operator("max", ("\\max", "maximum"), joins="max"),
    Operator("min", ("\\min", "minimum"), joins="min"),
    Operator("sum", ("Σ", "∑", "\\sum"), ("a",), joins="sum"),
    Operator("mean", ("avg", "average"), joins="mean"),
    Operator("squared_error", ("mse", "squared error", "se", "l2 loss"), ("(a - b)^2",)),
    Operator("half_squared_error", ("half squared error",), ("1/2 (a - b)^2",)),
    Operator("identity", ("copy", "branch", "id", "noop"), ("a",)),
    Operator("dot", ("\\dot",), tensor=True),
    Operator("matmul", ("@", "matrix multiply"), tensor=True),
    Operator("affine", ("linear",), tensor=True),
    Operator("transpose", ("ᵀ",), tensor=True),
    Operator("softmax", (), tensor=True),
    Operator("log_softmax", ("log softmax",), tensor=True),
    Operator("cross_entropy", ("cross entropy", "cross-entropy", "ce"), tensor=True),
)  # fmt: skip

CATALOGUE: Mapping[str, Operator] = MappingProxyType({entry.name: entry for entry in _ENTRIES})
"""Every operator, by its name."""

_BY_SPELLING: Mapping[str, Operator] = MappingProxyType(
    {spelling: entry for entry in _ENTRIES for spelling in (entry.name, *entry.spellings)}
)


def find(spelling: str, arity: int) -> Operator | None:
    """Return the operator that `spelling` names, None if there is none for so many operands.

    Words are found in any case; glyphs and letters (`σ`, `x`) as they are.
    """
    operator = _BY_SPELLING.get(spelling)
    if operator is None and len(spelling) > 2:
        operator = _BY_SPELLING.get(spelling.lower())
    if operator is None or operator.tensor:
        return operator
    return operator if operator.formula(arity) is not None else None
