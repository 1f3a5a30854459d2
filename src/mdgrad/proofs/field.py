"""A normal form in which equality is decided: rational functions of the inputs over ℚ.

Each exp(u), log(u), sin(u), … is adjoined as a generator of its own that knows its derivative, as
in Risch's structure theorems (Bronstein, Symbolic Integration I, chapter 5). sympy's sparse
fields keep every element in lowest terms, so equal elements are identical. An element that is not
zero may still be zero as a function, where a relation between generators is not known here: equal
elements are equal functions, and never the other way round.

Everything is counted against a budget: too large an element raises `OutOfBudget`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

__all__ = ["Field", "OutOfBudget"]

MOST_TERMS = 300
"""The greatest number of terms in a numerator or denominator."""
MOST_EXPONENT = 64
_GENERATORS_STEP = 8


class OutOfBudget(Exception):
    """The normal form has grown beyond what is worth it."""


@dataclass(frozen=True, slots=True)
class _Adjoined:
    """A generator that stands for a function of elements."""

    function: str
    arguments: tuple[Any, ...]
    derivative: tuple[Any, ...] | None
    """∂/∂argument for each argument, None if it is unknown."""


class Field:
    """Elements over some inputs, with functions adjoined as they come.

    It is an arithmetic of `mdgrad.passes`: the same two loops that work out numbers work out
    formulas here.
    """

    def __init__(self, inputs: Sequence[str], functions: int) -> None:
        """Make a field over `inputs` that can adjoin so many functions."""
        size = len(inputs) + functions
        size += -size % _GENERATORS_STEP
        self._field = _sympy_field(size)
        # The greatest generators come first in sympy's order; those adjoined later must be
        # greater than what they are functions of, so that relations rewrite downwards.
        self._free = list(self._field.gens)
        self.inputs = {name: self._free.pop() for name in inputs}
        self._adjoined: dict[Any, _Adjoined] = {}
        self._generator_of: dict[tuple[str, tuple[Any, ...]], Any] = {}
        self._relations: list[Any] = []

    def number(self, value: Fraction) -> Any:
        """Return a rational number as an element."""
        from sympy import QQ

        return self._field(QQ(value.numerator, value.denominator))

    def add(self, terms: Sequence[Any]) -> Any:
        """Return the sum."""
        total = self._field.zero
        for term in terms:
            total = self._within_budget(total + term)
        return total

    def multiply(self, factors: Sequence[Any]) -> Any:
        """Return the product."""
        product = self._field.one
        for factor in factors:
            if _terms(product) * _terms(factor) > MOST_TERMS**2:
                raise OutOfBudget
            product = self._within_budget(product * factor)
        return product

    def power(self, base: Any, exponent: Any) -> Any:
        """Return base ** exponent; other than integer powers through sqrt, or exp and log."""
        rational = _as_rational(exponent)
        if rational is None:
            return self.call("exp", (self.multiply((exponent, self.call("log", (base,)))),))
        if rational.denominator == 1:
            return self._integer_power(base, rational.numerator)
        if rational.denominator == 2:
            return self._integer_power(self.call("sqrt", (base,)), rational.numerator)
        scaled = self.multiply((self.number(rational), self.call("log", (base,))))
        return self.call("exp", (scaled,))

    def call(self, function: str, arguments: Sequence[Any]) -> Any:
        """Return a function of elements: a generator, or what known relations make of it."""
        if function.startswith("?"):
            return self._generator(function, tuple(arguments), None)
        if function in {"max", "min", "share", "step", "abs"}:
            return self._piecewise(function, arguments)
        if function == "pi":
            return self._generator("pi", (), ())
        if len(arguments) != 1 or function not in _SINGLE:
            raise KeyError(function)
        return getattr(self, f"_{function}")(arguments[0])

    def derivative(self, element: Any, by: Any) -> Any:
        """Return the derivative of `element` by the input `by`, as one expression.

        The quotient rule over all generators, and the derivatives that the generators carry. Raises
        KeyError where an unknown function depends on `by`.
        """
        known: dict[Any, Any] = {}
        # A generator is a function of generators adjoined before it.
        for generator in [by, *self._adjoined]:
            known[generator] = self._generator_derivative(generator, by, known)
        return self._chained(element, known)

    def is_zero(self, element: Any) -> bool:
        """Return whether an element is zero by the relations known; False decides nothing."""
        if element == 0:
            return True
        return bool(self._relations) and element.numer.rem(self._relations) == 0

    def is_rational(self, element: Any) -> bool:
        """Return whether an element is a rational function of the inputs alone.

        Then it is zero as a function only if it is zero.
        """
        ring = self._field.ring
        used = {index for part in (element.numer, element.denom) for m in part.itermonoms()
                for index, power in enumerate(m) if power}  # fmt: skip
        inputs = {ring.index(generator.numer) for generator in self.inputs.values()}
        return used <= inputs

    def _generator_derivative(self, generator: Any, by: Any, known: dict[Any, Any]) -> Any:
        if generator == by:
            return self._field.one
        adjoined = self._adjoined[generator]
        inner = [self._chained(argument, known) for argument in adjoined.arguments]
        if all(part == 0 for part in inner):
            return self._field.zero
        if adjoined.derivative is None:
            raise KeyError(adjoined.function)
        return self.add(
            [
                self.multiply((outer, part))
                for outer, part in zip(adjoined.derivative, inner, strict=True)
            ]
        )

    def _chained(self, element: Any, known: dict[Any, Any]) -> Any:
        terms = [
            self.multiply((element.diff(generator), rate))
            for generator, rate in known.items()
            if rate != 0
        ]
        return self.add(terms)

    def _generator(
        self, function: str, arguments: tuple[Any, ...], derivative: tuple[Any, ...] | None
    ) -> Any:
        key = (function, arguments)
        if key not in self._generator_of:
            if not self._free:
                raise OutOfBudget
            generator = self._free.pop()
            self._generator_of[key] = generator
            self._adjoined[generator] = _Adjoined(function, arguments, derivative)
        return self._generator_of[key]

    def _set_derivative(self, generator: Any, derivative: Any) -> None:
        adjoined = self._adjoined[generator]
        self._adjoined[generator] = _Adjoined(adjoined.function, adjoined.arguments, (derivative,))

    def _integer_power(self, base: Any, exponent: int) -> Any:
        if abs(exponent) > MOST_EXPONENT or _terms(base) ** min(abs(exponent), 9) > MOST_TERMS**2:
            raise OutOfBudget
        if exponent < 0 and base == 0:
            raise KeyError("a division by zero")
        return self._within_budget(base**exponent)

    def _within_budget(self, element: Any) -> Any:
        if max(len(element.numer), len(element.denom)) > MOST_TERMS:
            raise OutOfBudget
        return element

    def _exp(self, argument: Any) -> Any:
        """Return exp, split over the terms of a polynomial: exp(x − 2y) is exp(x)/exp(y)²."""
        if argument.denom.is_ground and len(argument.numer) > 1:
            parts = [self._field(term) for term in _split(argument)]
            return self.multiply([self._exp(part) for part in parts])
        rate, primitive = _primitive(argument)
        if rate == 0:
            return self._field.one
        adjoined = self._adjoined.get(primitive)
        if adjoined is not None and adjoined.function == "log" and rate.denominator == 1:
            return self._integer_power(adjoined.arguments[0], rate.numerator)
        root = self.multiply((primitive, self.number(Fraction(1, rate.denominator))))
        generator = self._generator("exp", (root,), None)
        self._set_derivative(generator, generator)
        return self._integer_power(generator, rate.numerator)

    def _log(self, argument: Any) -> Any:
        if argument == 1:
            return self._field.zero
        adjoined = self._adjoined.get(argument)
        if adjoined is not None and adjoined.function == "exp":
            return adjoined.arguments[0]
        return self._generator("log", (argument,), (1 / argument,))

    def _sqrt(self, argument: Any) -> Any:
        rational = _as_rational(argument)
        if rational is not None and rational in (0, 1):
            return argument
        generator = self._generator("sqrt", (argument,), None)
        self._set_derivative(generator, 1 / (2 * generator))
        self._relate(generator**2 - argument)
        return generator

    def _sin(self, argument: Any) -> Any:
        return self._trigonometric(argument)[0]

    def _cos(self, argument: Any) -> Any:
        return self._trigonometric(argument)[1]

    def _trigonometric(self, argument: Any) -> tuple[Any, Any]:
        if argument == 0:
            return self._field.zero, self._field.one
        sign = -1 if _is_negative(argument) else 1
        sine = self._generator("sin", (sign * argument,), None)
        cosine = self._generator("cos", (sign * argument,), None)
        self._set_derivative(sine, cosine)
        self._set_derivative(cosine, -sine)
        self._relate(cosine**2 + sine**2 - 1)
        return sign * sine, cosine

    def _arctan(self, argument: Any) -> Any:
        return self._odd("arctan", argument, lambda u: 1 / (1 + u**2))

    def _arcsin(self, argument: Any) -> Any:
        return self._odd("arcsin", argument, lambda u: 1 / self._sqrt(1 - u**2))

    def _arccos(self, argument: Any) -> Any:
        return self._generator("arccos", (argument,), (-1 / self._sqrt(1 - argument**2),))

    def _erf(self, argument: Any) -> Any:
        def rate(u: Any) -> Any:
            return 2 * self._exp(-(u**2)) / self._sqrt(self.call("pi", ()))

        return self._odd("erf", argument, rate)

    def _odd(self, function: str, argument: Any, rate: Any) -> Any:
        """Return an odd function: f(−u) = −f(u)."""
        if argument == 0:
            return self._field.zero
        sign = -1 if _is_negative(argument) else 1
        inner = sign * argument
        return sign * self._generator(function, (inner,), (rate(inner),))

    def _sign(self, argument: Any) -> Any:
        """Return the sign, ±1 away from the kink: on each side everything is proved with it."""
        rational = _as_rational(argument)
        if rational is not None:
            return self.number(Fraction((rational > 0) - (rational < 0)))
        side = -1 if _is_negative(argument) else 1
        generator = self._generator("sign", (side * argument,), (self._field.zero,))
        self._relate(generator**2 - 1)
        return side * generator

    def _piecewise(self, function: str, arguments: Sequence[Any]) -> Any:
        """Return it through signs: |u| = u·sign(u), max(a, b) = (a + b + |a − b|)/2."""
        first, *others = arguments
        half = self.number(Fraction(1, 2))
        match function:
            case "step":
                return self.multiply((half, 1 + self._sign(first)))
            case "abs":
                return self.multiply((first, self._sign(first)))
            case "share":
                return self.multiply([self.call("step", (first - other,)) for other in others])
        extreme = first
        for other in others:
            gap = self.call("abs", (extreme - other,))
            both = extreme + other
            extreme = self.multiply((half, both + gap if function == "max" else both - gap))
        return extreme

    def _relate(self, zero: Any) -> None:
        """Note an element that is zero as a function."""
        if zero.denom.is_ground and zero.numer not in self._relations:
            self._relations.append(zero.numer)


_SINGLE = frozenset(
    {"exp", "log", "sqrt", "sin", "cos", "arctan", "arcsin", "arccos", "erf", "sign"}
)


@lru_cache(maxsize=16)
def _sympy_field(size: int) -> Any:
    """Return sympy's field of rational functions in so many generators; making one takes long."""
    from sympy import QQ
    from sympy.polys.fields import FracField
    from sympy.polys.orderings import lex

    return FracField([f"g{index}" for index in range(size)], QQ, lex)


def _terms(element: Any) -> int:
    return max(len(element.numer), len(element.denom))


def _as_rational(element: Any) -> Fraction | None:
    if not (element.numer.is_ground and element.denom.is_ground):
        return None
    value = element.numer.coeff(1) / element.denom.coeff(1)
    return Fraction(int(value.numerator), int(value.denominator))


def _is_negative(element: Any) -> bool:
    return bool(element.numer.LC < 0)


def _split(element: Any) -> list[Any]:
    """Return the terms of a polynomial, each a polynomial."""
    ring = element.numer.ring
    scale = element.denom.coeff(1)
    return [ring.term_new(monomial, value / scale) for monomial, value in element.numer.terms()]


def _primitive(element: Any) -> tuple[Fraction, Any]:
    """Return an element as a rational number times one whose leading coefficients are 1."""
    if element == 0:
        return Fraction(0), element
    rate = element.numer.LC / element.denom.LC
    return Fraction(int(rate.numerator), int(rate.denominator)), element / rate
