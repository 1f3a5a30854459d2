"""What a node's or an edge's text says as an operator: a spelling, perhaps with a constant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from mdgrad.expressions.grammar import negated
from mdgrad.expressions.tree import ONE, Expression, Name, Number, Power, Product, Sum
from mdgrad.graphs.graph import Operation, operand
from mdgrad.labels.quantity import read_quantity
from mdgrad.operators import Operator, find

__all__ = ["OperatorText", "read_operator"]


@dataclass(frozen=True, slots=True)
class OperatorText:
    """An operator as written in a drawing."""

    spelling: str
    is_glyph: bool
    """Whether it is written as a sign (`×`, `**2`), not as a word (`max`)."""
    constant: Fraction | None = None
    """The constant written with it: 2 in `× 2`."""
    constant_first: bool = False

    @property
    def key(self) -> tuple[str, Fraction | None, bool]:
        """Return what two drawings of the same operator share, however they spell it."""
        operator = find(self.spelling, 2) or find(self.spelling, 1)
        return (operator.name if operator else self.spelling, self.constant, self.constant_first)

    def operation(self, arity: int) -> Operation | None:
        """Return what the operator computes from `arity` operands, None if it takes not as many."""
        constants = 0 if self.constant is None else 1
        operator = find(self.spelling, arity + constants)
        if operator is None or arity == 0 or (constants and arity > 1):
            return None
        if self.constant is None:
            formula = operator.formula(arity)
            return None if formula is None else Operation(operator.name, formula, arity)
        return _with_constant(operator, self.constant, constant_first=self.constant_first)


_GLYPH = r"\*\*|[×x*·∙⋅✕✖⨯⊗⊙+⊕−–\-/÷^@]|\\times|\\cdot|\\div"
_AFTER = re.compile(rf"(?P<glyph>{_GLYPH})\s*(?P<constant>[^\sA-Za-z].*)")
_BEFORE = re.compile(r"(?P<constant>[^\sA-Za-z].*?)\s*(?P<glyph>[×x*·∙⋅÷/])")
_GLOSS = re.compile(rf"(?P<glyph>{_GLYPH})\s*\(\s*(?P<word>[A-Za-z_ ]{{2,20}})\s*\)")
_SUPERSCRIPTS = {"²": 2, "³": 3, "⁴": 4}
_DECORATION = re.compile(r"</?(?:b|i|em|strong|big|code)>|[`$]", re.IGNORECASE)


def read_operator(text: str) -> OperatorText | None:
    """Return the operator that `text` names (`×`, `x 1.1`, `**2`, `sigmoid`), or None."""
    text = _DECORATION.sub("", text).strip()
    if not text or len(text) > 40:
        return None
    if text in _SUPERSCRIPTS:
        return OperatorText("**", is_glyph=True, constant=Fraction(_SUPERSCRIPTS[text]))
    if find(text, 2) or find(text, 1):
        return OperatorText(text, is_glyph=not text[0].isalpha() or text == "x")
    gloss = _GLOSS.fullmatch(text)
    if (
        gloss
        and (operator := find(gloss["word"].strip(), 2))
        and operator == find(gloss["glyph"], 2)
    ):
        return OperatorText(gloss["glyph"], is_glyph=True)
    for pattern, constant_first in ((_AFTER, False), (_BEFORE, True)):
        match = pattern.fullmatch(text)
        quantity = read_quantity(match["constant"]) if match else None
        if match and quantity and not quantity.unit:
            return OperatorText(match["glyph"], True, quantity.value, constant_first)
    return None


def _with_constant(operator: Operator, constant: Fraction, *, constant_first: bool) -> Operation:
    """Return the one-operand operation that an operator and its written constant make."""
    number, value = Number(constant), Name(operand(0))
    first, second = (number, value) if constant_first else (value, number)
    formula: Expression
    match operator.name:
        case "add":
            formula = Sum((first, second))
        case "subtract":
            formula = Sum((first, negated(second)))
        case "multiply":
            formula = Product((first, second))
        case "divide":
            formula = Product((first, Power(second, Number(-ONE.value))))
        case _:
            formula = Power(first, second)
    return Operation(operator.name, formula, 1)
