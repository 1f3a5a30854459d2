"""The derivation in LaTeX: every value, then the chain rule written out for every gradient."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from mdgrad.exports.model import Arrow, Exported, Value
from mdgrad.expressions.tree import ONE, Call, Derivative, Expression, Name, Number, Product, Sum
from mdgrad.expressions.writing import Manner, write
from mdgrad.passes import Enclosure
from mdgrad.passes.results import Number as Result

__all__ = ["as_latex"]

_FUNCTIONS = frozenset(
    {"exp", "log", "sin", "cos", "tan", "tanh", "sinh", "cosh", "sigmoid", "relu"}
)
"""Operators that readers know by name; the others are shown by their formulas."""
_DIGITS = 6


def as_latex(exported: Exported) -> str:
    r"""Return an `aligned` environment, to stand between `\[` and `\]` or `$$` and `$$`."""
    names = [value.name for value in exported.values]
    top = exported.output if exported.upstream == 1 else _beyond(names)
    spelled = {name: _name(name) for name in (*names, top)}
    manner = Manner(times=" \\cdot ", names=spelled, latex=True)
    lines = [*_forward(exported, manner), *_backward(exported, top, manner)]
    return "\n".join(
        ("\\begin{aligned}", *(f"  {line} \\\\" for line in lines), "\\end{aligned}\n")
    )


def _beyond(names: list[str]) -> str:
    """Return a name for what comes after the diagram, which no value of it has."""
    return next(name for name in ("E", "Loss", "Loss_2") if name not in names)


def _forward(exported: Exported, manner: Manner) -> Iterator[str]:
    for value in exported.values:
        sides = [manner.name(value.name)]
        if value.formula is not None:
            sides.append(write(_shown(value, value.formula), manner))
        yield _line(sides, value.number)


def _backward(exported: Exported, top: str, manner: Manner) -> Iterator[str]:
    leading: dict[str, list[tuple[Value, Arrow]]] = {value.name: [] for value in exported.values}
    reached = {exported.output}
    for value in reversed(exported.values):
        if value.name not in reached:
            continue
        gradient = manner.derivative(top, value.name)
        if value.name == exported.output:
            yield _line([gradient], value.gradient)
        else:
            along = [_along(of, arrow, top) for of, arrow in leading[value.name]]
            # Of a value that goes several ways, ∂z/∂x would be the derivative along all of them.
            chain = [_sum(chain for chain, _ in along)] if len(along) == 1 else []
            sides = [*chain, _sum(worked for _, worked in along)]
            texts = dict.fromkeys((gradient, *(write(side, manner) for side in sides)))
            yield _line(list(texts), value.gradient)
        for arrow in value.arrows:
            reached.add(arrow.operand)
            leading[arrow.operand].append((value, arrow))


def _along(of: Value, arrow: Arrow, top: str) -> tuple[Expression, Expression]:
    """Return the chain rule along one edge, as two derivatives, and with the second worked out."""
    local = Derivative(of.name, arrow.operand)
    worked = arrow.derivative or local
    if of.name == top:
        return local, worked
    upstream = Derivative(top, of.name)
    if worked == ONE:
        return Product((upstream, local)), upstream
    factors = worked.factors if isinstance(worked, Product) else (worked,)
    return Product((upstream, local)), Product((upstream, *factors))


def _sum(terms: Iterator[Expression]) -> Expression:
    parts = tuple(terms)
    return parts[0] if len(parts) == 1 else Sum(parts)


def _shown(value: Value, formula: Expression) -> Expression:
    """Return a formula as readers know it: σ(z) rather than what that is made of."""
    if value.operator in _FUNCTIONS:
        return Call(value.operator or "", tuple(Name(arrow.operand) for arrow in value.arrows))
    if isinstance(formula, Call) and formula.function.startswith("?"):
        return Call(formula.function.removeprefix("?"), formula.arguments)
    return formula


def _line(sides: list[str], number: Result) -> str:
    """Return a line of equal sides, the number last."""
    first, *others = sides
    equations = [f"= {side}" for side in others]
    known = _number(number)
    if known and known not in equations:
        equations.append(known)
    return f"{first} &{' '.join(equations)}" if equations else first


def _number(number: Result) -> str:
    """Return a number with its relation: exactly if it is short, else to six digits."""
    if isinstance(number, Fraction):
        text = write(Number(number), Manner(latex=True))
        if len(text) <= 2 * _DIGITS:
            return f"= {text}"
        return f"\\approx {_rounded(number)}"
    if isinstance(number, Enclosure):
        return f"\\approx {_rounded((number.lower + number.upper) / 2)}"
    return ""


def _rounded(number: Fraction) -> str:
    """Return a number to six significant digits, without floats: they have an end."""
    size, exponent = abs(number), 0
    exponent = len(str(size.numerator)) - len(str(size.denominator))
    if size < Fraction(10) ** exponent:
        exponent -= 1
    digits = round(size / Fraction(10) ** (exponent - _DIGITS + 1))
    if digits == 10**_DIGITS:
        digits, exponent = digits // 10, exponent + 1
    sign = "-" if number < 0 else ""
    if -4 <= exponent < _DIGITS:
        decimals = _DIGITS - 1 - exponent
        text = f"{digits:0{decimals + 1}d}"
        return f"{sign}{text[:-decimals]}.{text[-decimals:]}" if decimals else f"{sign}{text}"
    text = str(digits)
    return f"{sign}{text[0]}.{text[1:]} \\cdot 10^{{{exponent}}}"


def _name(identifier: str) -> str:
    r"""Return an identifier in LaTeX: `z_{1}`, `\theta`, `\mathrm{price}`, `\text{사과}`."""
    letters = identifier.rstrip("0123456789").rstrip("_")
    index = identifier[len(letters) :].lstrip("_")
    if len(letters) == 1:
        text = _greek(letters) or (letters if letters.isascii() else f"\\text{{{letters}}}")
    else:
        escaped = letters.replace("_", "\\_")
        text = f"\\mathrm{{{escaped}}}" if letters.isascii() else f"\\text{{{escaped}}}"
    return f"{text}_{{{index}}}" if index else text


def _greek(letter: str) -> str | None:
    r"""Return a Greek letter as a command: `\theta`."""
    name = unicodedata.name(letter, "").split()
    if len(name) != 4 or name[0] != "GREEK" or name[2] != "LETTER":
        return None
    command = name[3].lower().replace("lamda", "lambda")
    if name[1] == "SMALL":
        return None if command == "omicron" else f"\\{command}"
    has_command = command in {
        "gamma", "delta", "theta", "lambda", "xi", "pi", "sigma", "upsilon", "phi", "psi", "omega",
    }  # fmt: skip
    return f"\\{command.capitalize()}" if has_command else None
