"""Writing an expression as people write formulas: `2 · x`, `y² · exp(-x)`, `a · (1 - a)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from mdgrad.expressions.tree import (
    Call,
    Derivative,
    Expression,
    Name,
    Number,
    Power,
    Product,
    Sum,
)

__all__ = ["Manner", "write"]

_SUM, _PRODUCT, _POWER, _ATOM = range(4)
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


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

    def name(self, name: str) -> str:
        """Return the author's spelling of a name."""
        return self.names.get(name, name)

    def derivative(self, of: str, by: str) -> str:
        """Return ∂of/∂by as the author writes derivatives."""
        if self.latex:
            sign = "\\partial " if self.partial == "∂" else "d"
            return f"\\frac{{{sign}{self.name(of)}}}{{{sign}{self.name(by)}}}"
        return f"{self.partial}{self.name(of)}/{self.partial}{self.name(by)}"


def write(expression: Expression, manner: Manner) -> str:
    """Return `expression` as a formula in the author's manner, with as few brackets as needed."""
    return _write(expression, manner)[0]


def _write(expression: Expression, manner: Manner) -> tuple[str, int]:
    """Return the text of an expression and how tightly it binds."""
    match expression:
        case Number(value):
            return _number(value, manner)
        case Name(name):
            return manner.name(name), _ATOM
        case Derivative(of, by):
            return manner.derivative(of, by), _POWER
        case Sum(terms):
            return _sum(terms, manner), _SUM
        case Product(factors):
            return _product(factors, manner)
        case Power(base, exponent):
            return _power(base, exponent, manner)
        case Call(function, arguments, order):
            inside = ", ".join(write(argument, manner) for argument in arguments)
            if function == "abs" and not order:
                return f"|{inside}|", _ATOM
            return f"{function}{chr(39) * order}({inside})", _ATOM


def _bracketed(expression: Expression, manner: Manner, least: int) -> str:
    text, binding = _write(expression, manner)
    return text if binding >= least else f"({text})"


def _number(value: Fraction, manner: Manner) -> tuple[str, int]:
    sign = manner.minus if value < 0 else ""
    value = abs(value)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    binding = _SUM if sign else _ATOM
    if value.denominator == 1:
        return f"{sign}{value.numerator}", binding
    decimals = next((d for d in range(1, 7) if 10**d % value.denominator == 0), None)
    if rest == 1 and decimals is not None:
        whole, fraction = divmod(int(value * 10**decimals), 10**decimals)
        return f"{sign}{whole}.{fraction:0{decimals}d}", binding
    return f"{sign}{value.numerator}/{value.denominator}", _SUM if sign else _PRODUCT


def _sum(terms: tuple[Expression, ...], manner: Manner) -> str:
    text = ""
    for term in terms:
        positive, negative = _without_sign(term)
        written = _bracketed(positive, manner, _PRODUCT)
        if not text:
            text = (manner.minus if negative else "") + written
        else:
            text += f" {manner.minus if negative else '+'} {written}"
    return text


def _without_sign(term: Expression) -> tuple[Expression, bool]:
    """Return a term without its minus sign, and whether it had one."""
    match term:
        case Number(value) if value < 0:
            return Number(-value), True
        case Product((Number(value), *rest)) if value < 0 and rest:
            factors = (Number(-value), *rest) if value != -1 else tuple(rest)
            return factors[0] if len(factors) == 1 else Product(tuple(factors)), True
        case _:
            return term, False


def _product(factors: tuple[Expression, ...], manner: Manner) -> tuple[str, int]:
    positive, negative = _without_sign(Product(factors))
    if negative:
        return manner.minus + _bracketed(positive, manner, _PRODUCT), _SUM
    above = [factor for factor in factors if not _is_inverse(factor)]
    below = [factor.base for factor in factors if isinstance(factor, Power) and factor not in above]
    join: Callable[[list[Expression]], str] = lambda parts: manner.times.join(  # noqa: E731
        _bracketed(part, manner, _POWER) for part in parts
    )
    text = join(above) if above else "1"
    if below:
        text += "/" + (join(below) if len(below) == 1 else f"({join(below)})")
    return text, _PRODUCT


def _is_inverse(expression: Expression) -> bool:
    return isinstance(expression, Power) and expression.exponent == Number(Fraction(-1))


def _power(base: Expression, exponent: Expression, manner: Manner) -> tuple[str, int]:
    if exponent == Number(Fraction(-1)):
        return f"1/{_bracketed(base, manner, _POWER)}", _PRODUCT
    if exponent == Number(Fraction(1, 2)):
        return f"√{_bracketed(base, manner, _ATOM)}", _ATOM
    written = _bracketed(base, manner, _ATOM)
    if isinstance(exponent, Number) and exponent.value.denominator == 1 and not manner.latex:
        return written + str(exponent.value.numerator).translate(_SUPERSCRIPT), _POWER
    inside = write(exponent, manner)
    return f"{written}^{{{inside}}}" if manner.latex else f"{written}^({inside})", _POWER
