"""What a node's or an edge's text says as an operator: a spelling, perhaps with an operand."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from mdgrad.expressions.fold import mentioned_in, substitute
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.names import NAME, is_symbol, normal_name
from mdgrad.expressions.tokens import Unreadable
from mdgrad.expressions.tree import (
    Call,
    Expression,
    Name,
    Number,
    Power,
    Product,
    Sum,
    negated,
    quotient,
)
from mdgrad.graphs.graph import Operation, operand
from mdgrad.labels.quantity import read_quantity
from mdgrad.operators import Operator, expanded, find

__all__ = ["OperatorText", "read_operator"]

MOST_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class OperatorText:
    """An operator as written in a drawing."""

    spelling: str
    is_glyph: bool
    """Whether it is written as a sign (`×`, `**2`), not as a word (`max`)."""
    constant: Fraction | None = None
    """The constant written with it: 2 in `× 2`."""
    constant_first: bool = False
    """Whether what is written with it is the first operand: `2 ×`, `1 −`."""
    name: str | None = None
    """The variable written with it, in normal spelling: w1 in `× w₁` and in `× w₁=3`."""
    formula: Expression | None = None
    """What it makes of its one operand, `#0`, where it is written as a formula: `max(0,·)`."""

    @property
    def key(self) -> tuple[str, Fraction | None, bool]:
        """Return what two drawings of the same operator share, however they spell it."""
        plain = self.formula is None and self.constant is None
        operator = find(self.spelling, 2) if plain else None
        if operator is None and (alone := self.operation(1)) is not None:
            return str(alone.formula), None, False
        name = operator.name if operator else self.spelling
        return name, self.constant, self.constant_first

    def operation(self, arity: int) -> Operation | None:
        """Return what the operator computes from `arity` operands, None if it takes not as many.

        A variable written with it without a number is an operand like those drawn: `× w₁` takes
        two, whether or not an edge brings w₁.
        """
        if self.formula is not None:
            return Operation(None, self.formula, 1) if arity == 1 else None
        if self.constant is not None and arity == 2 and self.name is not None:
            return self._of_operands(2)
        if self.constant is None or arity == 0:
            return self._of_operands(arity)
        operator = find(self.spelling, 2)
        if operator is None or arity != 1:
            return None
        return _with_constant(operator, self.constant, constant_first=self.constant_first)

    def _of_operands(self, arity: int) -> Operation | None:
        operator = find(self.spelling, arity)
        if operator is None or arity == 0:
            return None
        operands = tuple(Name(operand(index)) for index in range(arity))
        formula = operator.formula(arity) or Call(operator.name, operands)
        if self.name is not None and self.constant_first and arity == 2:
            swapped = {operand(0): operands[1], operand(1): operands[0]}
            formula = substitute(formula, swapped)
        return Operation(operator.name, formula, arity)


_GLYPH = r"\*\*|[×x*·∙⋅✕✖⨯⊗⊙+⊕−–\-/÷^@]|\\times|\\cdot|\\div"
_AFTER = re.compile(rf"(?P<glyph>{_GLYPH})\s*(?P<constant>[^\sA-Za-z].*)")
_BEFORE = re.compile(r"(?P<constant>[^\sA-Za-z].*?)\s*(?P<glyph>[×x*·∙⋅÷/])")
_WITH_NAME = re.compile(
    rf"(?P<glyph>\*\*|[×*·∙⋅✕✖⊗⊙+⊕÷]|[x−–\-/@](?=\s))\s*(?P<name>{NAME})(?:\s*=\s*(?P<number>\S.*))?"
)
_NAME_BEFORE = re.compile(rf"(?P<name>{NAME})\s*(?P<glyph>[×*·∙⋅✕✖+⊕÷/−])")
_GLOSS = re.compile(
    r"(?P<one>[^()（）:]{1,30}?)\s*(?:[(（]\s*(?P<two>[^()（）]{1,30}?)\s*[)）]|:\s*)"
)
_BESIDE = re.compile(
    rf"(?P<one>{_GLYPH})\s+(?P<two>[^\W\d_][\w ]{{1,30}})"
    rf"|(?P<word>[^\W\d_][\w ]{{1,30}}?)\s+(?P<sign>{_GLYPH})"
)
_SUPERSCRIPTS = {"²": 2, "³": 3, "⁴": 4, "^²": 2, "^³": 3}
_DECORATION = re.compile(
    r"</?(?:b|i|em|strong|big|code|span)(?:\s[^<>]{0,100})?>|[`$\"]", re.IGNORECASE
)
_KIND = re.compile(
    r"\s+(?:node|gate|op|operation|operator|layer|unit|function|노드|게이트|연산)$|(?:ノード|节点|节點|演算|运算)$",
    re.IGNORECASE,
)
_HOLE = re.compile(r"(?:(?<=[(,|√^/+−-])|^)\s*[·•∙⋅◦□_▢⬚.]\s*(?=[),|²³⁴^]|$)")
_LETTER_HOLE = "x"


def read_operator(text: str, variables: Collection[str] = ()) -> OperatorText | None:
    """Return the operator that `text` names (`×`, `x 1.1`, `**2`, `sigmoid`), or None.

    `variables` are the names that exist in the diagram: where one of them is x, the x in `1/x` is
    that variable and the text a formula.
    """
    if text.isdecimal():
        return None  # as most labels on arrows are
    text = _KIND.sub("", _DECORATION.sub("", text[: 4 * MOST_CHARACTERS]).strip())
    if not text or len(text) > MOST_CHARACTERS:
        return None
    if text[0] in "([" and text[-1] in ")]" and _named(text[1:-1]):
        text = text[1:-1].strip()
    if text in _SUPERSCRIPTS:
        return OperatorText("**", is_glyph=True, constant=Fraction(_SUPERSCRIPTS[text]))
    if _named(text):
        return OperatorText(text, is_glyph=not text.lstrip("<")[:1].isalpha() or text in {"x", "Σ"})
    return _glossed(text) or _with_number(text) or _as_formula(text, variables) or _with_name(text)


def _named(spelling: str) -> Operator | None:
    spelling = spelling.strip()
    operator = find(spelling, 2) or find(spelling, 1)
    return operator if operator is not None and operator.drawn else None


def _glossed(text: str) -> OperatorText | None:
    """Return the operator that a text names twice: `* (multiply)`, `Multiply (×)`, `× mul`."""
    for pattern, groups in ((_GLOSS, ("one", "two")), (_BESIDE, ("one", "two", "sign", "word"))):
        match = pattern.fullmatch(text)
        spellings = [match[group] for group in groups if match and match[group]]
        operators = {operator.name for s in spellings if (operator := _named(s)) is not None}
        if spellings and len(operators) == 1 and all(_named(s) for s in spellings):
            glyph = next((s for s in spellings if not s[0].isalpha() or s == "x"), None)
            return OperatorText((glyph or spellings[0]).strip(), is_glyph=glyph is not None)
    return None


def _with_number(text: str) -> OperatorText | None:
    """Return the operator with a number for one operand: `× 2`, `**2`, `2 ×`."""
    if is_symbol(text) or re.fullmatch(r"[0-9.,]+x", text):
        return None  # x1 is a variable, and 2x a formula
    for pattern, constant_first in ((_AFTER, False), (_BEFORE, True)):
        match = pattern.fullmatch(text)
        quantity = read_quantity(match["constant"]) if match else None
        if match and quantity and not quantity.unit:
            return OperatorText(match["glyph"], True, quantity.value, constant_first)
    return None


def _with_name(text: str) -> OperatorText | None:
    """Return the operator with a variable for one operand: `× w₁`, `× w₁=3`, `w ×`."""
    for pattern, first in ((_WITH_NAME, False), (_NAME_BEFORE, True)):
        match = pattern.fullmatch(text)
        if match is None or not is_symbol(match["name"]):
            continue
        number = match.groupdict().get("number")
        quantity = read_quantity(number) if number else None
        if number and quantity is None:
            continue
        value = quantity.value if quantity else None
        return OperatorText(match["glyph"], True, value, first, normal_name(match["name"]))
    return None


def _as_formula(text: str, variables: Collection[str]) -> OperatorText | None:
    """Return the operator that a formula of a hole writes: `max(0,·)`, `(·)²`, `1/x`, `e^x`.

    A letter is a hole only where no such variable exists, and only in arithmetic: `sin(x)` is the
    formula of a variable.
    """
    filled = _HOLE.sub(" hole ", text)
    is_hole = filled != text
    hole = "hole" if is_hole else _LETTER_HOLE
    if not is_hole and (_LETTER_HOLE in variables or _LETTER_HOLE not in text):
        return None
    try:
        formula = parse_formula(filled, (hole,))
    except Unreadable:
        return None
    if mentioned_in(formula) != {hole} or formula == Name(hole):
        return None
    if not is_hole and not _is_arithmetic(formula):
        return None
    placed = expanded(substitute(formula, {hole: Name(operand(0))}))
    return OperatorText(text, is_glyph=True, formula=placed)


def _is_arithmetic(formula: Expression) -> bool:
    """Return whether a formula is one step of arithmetic on the letter: x², 1/x, e^x, 1-x, |x|."""
    match formula:
        case Power(Name(), Number()):
            return True
        case Call("exp" | "abs" | "sqrt", (Name(),)):
            return True
        case Call("exp", (Product((Number(), Name())),)):
            return True
        case Product((Number(), Name() | Power(Name(), Number()))):
            return True
        case Sum((Number(), Name() | Product((Number(), Name())))):
            return True
        case _:
            return False


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
            formula = quotient(first, second)
        case _:
            formula = Power(first, second)
    return Operation(operator.name, formula, 1)
