"""Random formulas, each with a function of mpmath that works it out without mdgrad."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath

__all__ = ["Formula", "random_chain", "random_formula"]

_MP = mpmath.mp.clone()
_MP.dps = 60
_STEP = _MP.mpf(10) ** -20
_NAMES = ("w", "x", "b", "y", "x1", "W_2", "rate", "θ")

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Formula:
    """A formula over inputs, as text and as a function."""

    text: str
    inputs: Mapping[str, Fraction]
    function: Callable[[Values], Any]

    def value(self) -> Any:
        return self.function(
            {name: _MP.mpf(v.numerator) / v.denominator for name, v in self.inputs.items()}
        )

    def gradient(self, name: str) -> Any:
        """Return the central difference by an input, good to more than 30 digits."""
        at = {n: _MP.mpf(v.numerator) / v.denominator for n, v in self.inputs.items()}
        above = self.function({**at, name: at[name] + _STEP})
        below = self.function({**at, name: at[name] - _STEP})
        return (above - below) / (2 * _STEP)


Part = tuple[str, Callable[[Values], Any]]

_UNARY: tuple[tuple[str, Callable[[Any], Any], Callable[[Any], bool]], ...] = (
    ("sin({})", _MP.sin, lambda _: True),
    ("exp({})", _MP.exp, lambda a: abs(a) < 4),
    ("log({})", _MP.log, lambda a: a > 0.05),
    ("sqrt({})", _MP.sqrt, lambda a: a > 0.05),
    ("cos({})", _MP.cos, lambda _: True),
    ("abs({})", abs, lambda a: abs(a) > 0.01),
    ("softplus({})", lambda a: _MP.log(1 + _MP.exp(a)), lambda a: abs(a) < 6),
    ("2^{}", lambda a: 2**a, lambda a: abs(a) < 6),
    ("(2 - {})", lambda a: 2 - a, lambda _: True),
    ("tanh({})", _MP.tanh, lambda a: abs(a) < 4),
    ("sigmoid({})", lambda a: 1 / (1 + _MP.exp(-a)), lambda a: abs(a) < 6),
    ("relu({})", lambda a: max(a, 0), lambda a: abs(a) > 0.01),
    ("{}**2", lambda a: a * a, lambda a: abs(a) < 100),
    ("{}^3", lambda a: a**3, lambda a: abs(a) < 20),
    ("-{}", lambda a: -a, lambda _: True),
    ("1/{}", lambda a: 1 / a, lambda a: abs(a) > 0.05),
    ("2*{}", lambda a: 2 * a, lambda _: True),
    ("{}/3", lambda a: a / 3, lambda _: True),
    ("({} + 1)", lambda a: a + 1, lambda _: True),
    ("({} - 0.5)", lambda a: a - _MP.mpf("0.5"), lambda _: True),
)
_BINARY: tuple[tuple[str, Callable[[Any, Any], Any], Callable[[Any, Any], bool]], ...] = (
    ("({} + {})", lambda a, b: a + b, lambda *_: True),
    ("({} - {})", lambda a, b: a - b, lambda *_: True),
    ("{}*{}", lambda a, b: a * b, lambda *_: True),
    ("{}/{}", lambda a, b: a / b, lambda _, b: abs(b) > 0.05),
    ("max({}, {})", max, lambda a, b: abs(a - b) > 0.01),
    ("min({}, {})", min, lambda a, b: abs(a - b) > 0.01),
    ("{}^{}", lambda a, b: a**b, lambda a, b: a > 0.05 and abs(b) < 4),
    ("half_squared_error({}, {})", lambda a, b: (a - b) ** 2 / 2, lambda *_: True),
)


def random_formula(random: random.Random) -> Formula:
    """Return a formula of two to six operators, defined and smooth at its inputs."""
    return _found(random, lambda: _tree(random, random.choice((2, 3))))


def random_chain(random: random.Random) -> Formula:
    """Return a formula of one operand after the other."""

    def chain() -> Part:
        part = _leaf(random)
        for _ in range(random.randint(1, 4)):
            part = _applied(random.choice(_UNARY), part)
        return part

    return _found(random, chain)


def _found(random: random.Random, make: Callable[[], Part]) -> Formula:
    while True:
        text, function = make()
        names = [name for name in _NAMES if name in _words(text)]
        inputs = {name: Fraction(random.randint(-30, 30), 10) for name in names}
        formula = Formula(text, inputs, function)
        try:
            size = abs(formula.value())
        except (ValueError, ZeroDivisionError):
            continue
        if 0.01 < size < 1000 and text not in names:
            return formula


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def _leaf(random: random.Random) -> Part:
    name = random.choice(_NAMES)
    return name, lambda values: values[name]


def _tree(random: random.Random, depth: int) -> Part:
    if depth == 0:
        return _leaf(random)
    if random.random() < 0.4:
        return _applied(random.choice(_UNARY), _tree(random, depth - 1))
    return _applied(
        random.choice(_BINARY), _tree(random, depth - 1), _tree(random, random.randrange(depth))
    )


def _applied(rule: tuple[str, Callable[..., Any], Callable[..., bool]], *parts: Part) -> Part:
    text, function, domain = rule

    def applied(values: Values) -> Any:
        operands = [part(values) for _, part in parts]
        if not domain(*operands):
            raise ValueError(text)
        return function(*operands)

    return text.format(*(_in_brackets(part) for part, _ in parts)), applied


def _in_brackets(text: str) -> str:
    return text if text.isalnum() else f"({text})"
