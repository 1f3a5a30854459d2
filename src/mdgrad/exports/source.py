"""Expressions as source code: `a * (b - 1) / c`, in Python and in what is written like it.

Only numbers, identifiers and functions of the language's own table are ever written.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from typing import TypeAlias

from mdgrad.exports.identifiers import PART
from mdgrad.exports.model import ExportError
from mdgrad.expressions.fold import fold
from mdgrad.expressions.tree import Call, Expression, Name, Number, Power, Product, Sum

__all__ = ["INDENT", "WIDTH", "Code", "Language", "Lines", "decimal", "fraction", "negative"]

INDENT = "    "
WIDTH = 88
"""Characters of a line, as formatters of Python like it."""
_LONG = 24
"""In a line that would be too long, a part of more characters gets a line of its own."""

_SUM, _PRODUCT, _UNARY, _POWER, _ATOM = range(5)
"""How tightly a text binds."""


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of source, how tightly it binds, and what it is without its sign or its line."""

    text: str
    binding: int = _ATOM
    positive: Code | None = None
    """The same without the minus sign that it begins with."""
    divisor: Code | None = None
    """x, of 1 / x."""
    is_constant: bool = False
    """Whether no value of the graph is in it."""
    is_plain: bool = False
    """Whether it is a name or a numeral: no spaces stand around ** between such."""

    def at_least(self, binding: int) -> str:
        """Return the text, in brackets if it binds less tightly than that."""
        return self.text if self.binding >= binding else f"({self.text})"


def decimal(value: Fraction) -> Code:
    """Return a number as it is written in Python, exactly or as a quotient of integers."""
    if value < 0:
        return negative(decimal(-value))
    if value.denominator != 1:
        try:
            shown = repr(float(value))
        except OverflowError:
            shown = "inf"
        if math.isfinite(float(shown)) and Fraction(shown) == value:
            return Code(shown, is_constant=True, is_plain=True)
        return Code(f"{value.numerator} / {value.denominator}", _PRODUCT, is_constant=True)
    return Code(str(value.numerator), is_constant=True, is_plain=True)


def fraction(value: Fraction, function: str) -> Code:
    """Return a number as an integer, or as `function` of numerator and denominator."""
    if value < 0:
        return negative(fraction(-value, function))
    if value.denominator == 1:
        return Code(str(value.numerator), is_constant=True, is_plain=True)
    return Code(f"{function}({value.numerator}, {value.denominator})", is_constant=True)


def negative(code: Code) -> Code:
    """Return a piece of source with a minus sign before it."""
    text = f"-{code.at_least(_PRODUCT)}"
    return Code(text, _UNARY, positive=code, is_constant=code.is_constant, is_plain=code.is_plain)


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes numbers and functions."""

    functions: Mapping[str, str]
    """The source of each function with `{}` where its arguments stand."""
    of_constants: Mapping[str, str] = field(default_factory=dict)
    """The same for functions of numbers alone, where those are others."""
    lifted: str | None = None
    """How a number stands among the arguments of a function of several, None if as it is."""
    number: Callable[[Fraction], Code] = decimal
    """A number's source."""
    constant: Callable[[Fraction], Code] = decimal
    """That of a number among nothing but numbers."""
    unknown: str | None = None
    """That of a function of which nothing is known, with `{name}`; None if there can be none."""


@dataclass(slots=True)
class Lines:
    """Lines of code, as they are written one after the other."""

    language: Language
    indent: str = INDENT
    lines: list[str] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def say(self, line: str = "") -> None:
        """Add a line."""
        self.lines.append(self.indent + line if line else "")

    def assign(self, name: str, expression: Expression, operator: str = "=") -> None:
        """Add a line that gives a name the value of an expression, with parts before it if long."""
        if isinstance(expression, Number):
            self.say(f"{name} {operator} {self.language.constant(expression.value).text}")
            return
        before = f"{name} {operator} "
        text = self._code(expression).text
        if len(self.indent + before + text) > WIDTH:
            text = self._code(expression, self._short).text
        self.say(before + text)

    def _code(self, expression: Expression, short: _Shortening | None = None) -> Code:
        def combine(part: Expression, parts: Sequence[Code]) -> Code:
            if short is not None:
                parts = [short(code) for code in parts]
            return _combined(part, parts, self.language, short)

        return fold(expression, combine)

    def _short(self, code: Code) -> Code:
        """Return a piece of source, or the name of a part that it is put into if it is long."""
        if len(code.text) <= _LONG:
            return code
        name = f"{PART}{next(self._numbers)}"
        self.say(f"{name} = {code.text}")
        return Code(name, is_constant=code.is_constant, is_plain=True)


_Shortening: TypeAlias = Callable[[Code], Code]


def _combined(
    part: Expression, parts: Sequence[Code], language: Language, short: _Shortening | None
) -> Code:
    match part:
        case Number(value):
            return language.number(value)
        case Name(name):
            return Code(name, is_plain=True)
        case Sum(own) | Product(own):
            join = _sum if isinstance(part, Sum) else _product
            parts = _of_numbers(own, parts, language)
            return join(parts if short is None else _gathered(parts, join, short))
        case Power(base, exponent):
            base_code, exponent_code = _of_numbers((base, exponent), parts, language)
            return _power(base_code, exponent_code, exponent, language)
        case Call(function, _, 0):
            return _call(function, parts, language)
        case _:
            raise ExportError("a derivative in a formula cannot be written out")


def _of_numbers(
    expressions: Sequence[Expression], parts: Sequence[Code], language: Language
) -> Sequence[Code]:
    """Return the parts, numbers as constants where there is nothing but constants."""
    if not all(code.is_constant for code in parts):
        return parts
    return [
        language.constant(expression.value) if isinstance(expression, Number) else code
        for expression, code in zip(expressions, parts, strict=True)
    ]


def _gathered(
    parts: Sequence[Code], join: Callable[[Sequence[Code]], Code], short: _Shortening
) -> Sequence[Code]:
    """Return terms or factors, those that come first put into parts of their own if many."""
    gathered: list[Code] = []
    length = 0
    for part in parts:
        if len(gathered) > 1 and length + len(part.text) > 2 * _LONG:
            gathered = [short(join(gathered))]
            length = len(gathered[0].text)
        gathered.append(part)
        length += len(part.text) + len(" * ")
    return gathered


def _sum(terms: Sequence[Code]) -> Code:
    text = ""
    for term in terms:
        sign = "-" if term.positive else "+"
        written = (term.positive or term).at_least(_PRODUCT)
        text += f" {sign} {written}" if text else ("-" if term.positive else "") + written
    is_constant = all(term.is_constant for term in terms)
    return terms[0] if len(terms) == 1 else Code(text or "0", _SUM, is_constant=is_constant)


def _product(factors: Sequence[Code]) -> Code:
    if len(factors) == 1:
        return factors[0]
    first, *rest = factors
    if first.positive is not None:
        return negative(_product(rest if first.positive.text == "1" else [first.positive, *rest]))
    above = [factor.at_least(_POWER) for factor in factors if factor.divisor is None]
    below = [factor.divisor.at_least(_POWER) for factor in factors if factor.divisor is not None]
    text = " * ".join(above) or "1"
    if below:
        text += " / " + (below[0] if len(below) == 1 else f"({' * '.join(below)})")
    return Code(text, _PRODUCT, is_constant=all(factor.is_constant for factor in factors))


def _power(base: Code, code: Code, exponent: Expression, language: Language) -> Code:
    is_constant = base.is_constant and code.is_constant
    if code.positive is not None:
        positive = Number(-exponent.value) if isinstance(exponent, Number) else exponent
        divisor = _power(base, code.positive, positive, language)
        return Code(
            f"1 / {divisor.at_least(_POWER)}", _PRODUCT, divisor=divisor, is_constant=is_constant
        )
    if exponent == Number(Fraction(1)):
        return base
    if exponent == Number(Fraction(1, 2)):
        return _call("sqrt", [base], language)
    left, right = base.at_least(_ATOM), code.at_least(_ATOM)
    hugs = base.is_plain and base.binding == _ATOM and code.is_plain
    return Code(
        f"{left}**{right}" if hugs else f"{left} ** {right}", _POWER, is_constant=is_constant
    )


def _call(function: str, arguments: Sequence[Code], language: Language) -> Code:
    is_constant = all(argument.is_constant for argument in arguments)
    template = language.of_constants.get(function) if is_constant else None
    template = template or language.functions.get(function)
    if template is None and function.startswith("?") and language.unknown is not None:
        template = language.unknown.replace("{name}", function.removeprefix("?"))
    if template is None:
        if function.startswith("?"):
            raise ExportError(
                f"nothing is known of the function {function[1:]}; sympy and latex can write it"
            )
        raise ExportError(f"the function {function} cannot be written out in this language")
    texts = [argument.text for argument in arguments]
    if language.lifted is not None and len(arguments) > 1 and not is_constant:
        lifted = language.lifted
        texts = [lifted.replace("{}", a.text) if a.is_constant else a.text for a in arguments]
    inside = ", ".join(texts)
    return Code(template.replace("{}", inside), is_constant=is_constant)
