"""Writing an expression as people write formulas: `2 · x`, `y² · exp(-x)`, `a · (1 - a)`.

What is written reads as what was meant: brackets stand wherever leaving them out would change it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from mdgrad.expressions.fold import fold
from mdgrad.expressions.tree import (
    MINUS_ONE,
    Call,
    Derivative,
    Expression,
    Name,
    Number,
    Power,
    Product,
    Sum,
)

__all__ = ["MOST_DECIMALS", "Manner", "ends_within", "write"]

_SUM, _PRODUCT, _BESIDE, _POWER, _ATOM = range(5)
"""How tightly a text binds; 1[x > 0] is itself two things side by side."""
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
MOST_DECIMALS = 6
"""A number that ends within so many decimals is written in full."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How an author writes formulas."""

    times: str = " · "
    """What stands between factors, with its spaces."""
    minus: str = "-"
    partial: str = "∂"
    """`∂` or `d`."""
    names: Mapping[str, str] = field(default_factory=dict)
    """From a name's normal spelling to the author's."""
    latex: bool = False
    transposed: str = "ᵀ"
    """What stands behind a transposed matrix."""

    def name(self, name: str) -> str:
        """Return the author's spelling of a name."""
        return self.names.get(name, name)

    def derivative(self, of: str, by: str) -> str:
        """Return ∂of/∂by as the author writes derivatives; of is empty for the unnamed output."""
        sign = "\\partial " if self.latex and self.partial == "∂" else self.partial
        above, below = (sign + self.name(name) if name else sign for name in (of, by))
        return f"\\frac{{{above}}}{{{below}}}" if self.latex else f"{above}/{below}"


@dataclass(frozen=True, slots=True)
class _Written:
    """A text, how tightly it binds, and what it is without its minus sign or below a line."""

    text: str
    binding: int
    positive: _Written | None = None
    """The same without the minus sign that it begins with."""
    divisor: _Written | None = None
    """x, of 1/x."""

    def at_least(self, binding: int) -> str:
        """Return the text, in brackets if it binds less tightly than that."""
        return self.text if self.binding >= binding else f"({self.text})"


def write(expression: Expression, manner: Manner) -> str:
    """Return `expression` as a formula in the author's manner, with as few brackets as needed."""

    def combine(part: Expression, parts: Sequence[_Written]) -> _Written:
        match part:
            case Number(value):
                return _number(value, manner)
            case Name(name):
                return _Written(manner.name(name), _ATOM)
            case Derivative(of, by):
                return _Written(manner.derivative(of, by), _POWER if of else _SUM)
            case Sum():
                return _sum(parts, manner)
            case Product():
                return _product(parts, manner)
            case Power(_, exponent):
                return _power(parts[0], parts[1], exponent, manner)
            case Call():
                return _call(part, parts, manner)

    return fold(expression, combine).text


def _number(value: Fraction, manner: Manner) -> _Written:
    if value < 0:
        positive = _number(-value, manner)
        return _Written(manner.minus + positive.text, _SUM, positive)
    decimals = ends_within(value)
    if decimals is None:
        return _Written(f"{value.numerator}/{value.denominator}", _PRODUCT)
    whole, fraction = divmod(int(value * 10**decimals), 10**decimals)
    return _Written(f"{whole}.{fraction:0{decimals}d}" if decimals else str(whole), _ATOM)


def ends_within(value: Fraction) -> int | None:
    """Return after how many decimals a number ends, None if not within `MOST_DECIMALS`."""
    return next((d for d in range(MOST_DECIMALS + 1) if 10**d % value.denominator == 0), None)


def _sum(terms: Sequence[_Written], manner: Manner) -> _Written:
    text = ""
    for term in terms:
        written = (term.positive or term).at_least(_PRODUCT)
        sign = manner.minus if term.positive else "+"
        text += f" {sign} {written}" if text else (sign if term.positive else "") + written
    return _Written(text, _SUM) if len(terms) != 1 else terms[0]


def _product(factors: Sequence[_Written], manner: Manner) -> _Written:
    if len(factors) == 1:
        return factors[0]
    first, *rest = factors
    if first.positive is not None:
        one = first.positive.text == "1"
        positive = _product(rest if one else [first.positive, *rest], manner)
        return _Written(manner.minus + positive.at_least(_PRODUCT), _SUM, positive)
    above = [factor.at_least(_BESIDE) for factor in factors if factor.divisor is None]
    below = [factor.divisor.at_least(_POWER) for factor in factors if factor.divisor is not None]
    # A LaTeX command ends where no letter follows it.
    times = manner.times + " " * manner.times[-1:].isalpha()
    text = times.join(above) or "1"
    if below and manner.latex:
        return _Written(f"\\frac{{{text}}}{{{times.join(below)}}}", _ATOM)
    if below:
        text += "/" + (below[0] if len(below) == 1 else f"({times.join(below)})")
    return _Written(text, _PRODUCT)


def _power(
    base: _Written, written_exponent: _Written, exponent: Expression, manner: Manner
) -> _Written:
    if exponent == MINUS_ONE:
        if manner.latex:
            return _Written(f"\\frac{{1}}{{{base.text}}}", _ATOM, divisor=base)
        return _Written(f"1/{base.at_least(_POWER)}", _PRODUCT, divisor=base)
    if exponent == Number(Fraction(1, 2)):
        return _root(base, manner)
    if manner.latex:
        return _Written(f"{base.at_least(_ATOM)}^{{{written_exponent.text}}}", _POWER)
    if isinstance(exponent, Number) and exponent.value.denominator == 1:
        raised = str(exponent.value.numerator).translate(_SUPERSCRIPT)
        return _Written(base.at_least(_ATOM) + raised, _POWER)
    return _Written(f"{base.at_least(_ATOM)}^({written_exponent.text})", _POWER)


def _root(radicand: _Written, manner: Manner) -> _Written:
    if manner.latex:
        return _Written(f"\\sqrt{{{radicand.text}}}", _POWER)
    return _Written(f"√{radicand.at_least(_ATOM)}", _POWER)


def _call(call: Call, arguments: Sequence[_Written], manner: Manner) -> _Written:
    inside = ", ".join(argument.text for argument in arguments)
    match call.function, call.order, len(arguments):
        case "abs", 0, 1 if "|" not in inside:
            return _Written(f"|{inside}|", _ATOM)
        case "sqrt", 0, 1:
            return _root(arguments[0], manner)
        case "pi", 0, 0:
            return _Written("\\pi" if manner.latex else "π", _ATOM)
        case "step", 0, 1:
            return _Written(f"1[{inside} > 0]", _BESIDE)
        case "transpose", 0, 1:
            return _Written(arguments[0].at_least(_ATOM) + manner.transposed, _POWER)
        case "matmul", 0, 2:
            left, right = arguments
            return _Written(f"{left.at_least(_POWER)} @ {right.at_least(_POWER)}", _PRODUCT)
        case _:
            function = _latex(call.function) if manner.latex else call.function
            return _Written(f"{function}{chr(39) * call.order}({inside})", _ATOM)


def _latex(function: str) -> str:
    r"""Return a function as LaTeX writes it: \exp, \sigma, \mathrm{relu}."""
    if function in {"exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min"}:
        return f"\\{function}"
    return "\\sigma" if function == "sigmoid" else f"\\mathrm{{{function}}}"
