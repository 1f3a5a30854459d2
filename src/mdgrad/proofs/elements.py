"""Elements: polynomials over ℚ in generators, some of which stand for functions of others.

An inverse 1/d is a generator h with h·d = 1, a root r of u one with rᵠ = u, a sign one with
s² = 1; exp(u), log|u|, sin(u), … are generators that know their derivatives, as in Risch's
structure theorems (Bronstein, Symbolic Integration I, chapter 5). No greatest common divisors are
needed on the way: whether an element is zero is decided at the end, by clearing the inverses and
reducing the powers of roots, after which sympy's sparse polynomials are equal only if identical.

Everything is counted against a budget: too much work raises `OutOfBudget`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

from mdgrad.operators.inexpressible import Inexpressible

__all__ = ["Adjoined", "Budget", "Element", "Elements", "OutOfBudget", "OutOfRoom", "scaled"]

Element = Any
"""An element of one of sympy's polynomial rings, which carry no types."""

MOST_TERMS = 1_000
"""The greatest number of terms of an element."""
MOST_WORK = 100_000
"""How many products of terms one proof may take."""
MOST_EXPONENT = 64
MOST_GENERATORS = 1_600
"""A ring of more takes too long, since each term tells its power of every generator."""
_GENERATORS_STEP = 8


class OutOfBudget(Exception):
    """A proof has grown beyond what is worth it."""


class OutOfRoom(OutOfBudget):
    """The ring has no generator left; a larger one may do."""


@dataclass(slots=True)
class Budget:
    """How much work a proof may still take: products of terms."""

    left: int = MOST_WORK

    def spend(self, work: int) -> None:
        """Count some work; raise `OutOfBudget` when all is spent."""
        self.left -= work
        if self.left < 0:
            raise OutOfBudget


@dataclass(frozen=True, slots=True)
class Adjoined:
    """A generator that stands for a function of elements."""

    kind: Literal["function", "inverse", "root"]
    function: str
    arguments: tuple[Element, ...]
    rates: Callable[[], Sequence[Element]]
    """Its derivative by each argument, worked out only where a derivative is asked for."""
    base: Element = None
    """What an inverse is the inverse of, or what the `degree`-th power of a root is."""
    degree: int = 1


class Elements:
    """A ring of polynomials to which generators are adjoined as they come."""

    def __init__(self, inputs: Sequence[str], size: int, budget: Budget) -> None:
        """Make the ring over `inputs`, with room for so many more generators.

        Raises `OutOfBudget` if they are too many.
        """
        size += len(inputs)
        if size > MOST_GENERATORS:
            raise OutOfBudget
        self.ring = _sympy_ring(size + -size % _GENERATORS_STEP)
        self.budget = budget
        self._free = list(range(self.ring.ngens))
        self.inputs = {name: self.ring.gens[self._free.pop()] for name in inputs}
        self.adjoined: dict[int, Adjoined] = {}
        """From a generator's index in the ring; those adjoined later have a lower index."""
        self._known: dict[tuple[str, int, tuple[Element, ...]], Element] = {}

    def number(self, value: Fraction | int) -> Element:
        """Return a rational number as an element."""
        from sympy import QQ

        return self.ring.ground_new(QQ(value.numerator, value.denominator))

    def add(self, terms: Sequence[Element]) -> Element:
        """Return the sum."""
        total = self.ring.zero
        for term in terms:
            self.budget.spend(len(term))
            total = total + term
        return self._within_budget(total)

    def multiply(self, factors: Sequence[Element]) -> Element:
        """Return the product."""
        product = self.ring.one
        for factor in factors:
            self.budget.spend(len(product) * len(factor))
            product = self._within_budget(product * factor)
        return product

    def whole_power(self, base: Element, exponent: int) -> Element:
        """Return a power whose exponent is not negative."""
        if exponent > MOST_EXPONENT:
            raise OutOfBudget
        if len(base) == 1:
            return base**exponent
        return self.multiply([base] * exponent)

    def adjoin(self, adjoined: Adjoined) -> Element:
        """Return the generator that stands for a function of elements, a new one if need be."""
        key = (adjoined.function, adjoined.degree, adjoined.arguments)
        if key not in self._known:
            if not self._free:
                raise OutOfRoom
            index = self._free.pop()
            self.adjoined[index] = adjoined
            self._known[key] = self.ring.gens[index]
        return self._known[key]

    def generator_of(self, element: Element) -> int | None:
        """Return the index of the generator that an element is, None if it is another element."""
        factors = self.monomial(element)
        if factors is None or len(factors[1]) != 1 or factors[0] != 1 or factors[1][0][1] != 1:
            return None
        return factors[1][0][0]

    def monomial(self, element: Element) -> tuple[Fraction, list[tuple[int, int]]] | None:
        """Return a single term as its coefficient and generators with exponents, else None."""
        if len(element) != 1:
            return None
        ((exponents, coefficient),) = element.items()
        powers = [(index, power) for index, power in enumerate(exponents) if power]
        return Fraction(int(coefficient.numerator), int(coefficient.denominator)), powers

    def terms(self, element: Element) -> list[Element]:
        """Return the terms of an element, each as an element."""
        return [self.ring.term_new(*term) for term in element.terms()]

    def support(self, element: Element) -> set[int]:
        """Return the indices of the generators that occur in an element."""
        return {index for exponents in element for index, power in enumerate(exponents) if power}

    def is_zero(self, element: Element) -> bool:
        """Return whether an element is zero by the relations known; False decides nothing."""
        while element:
            # A generator's own relation speaks only of those adjoined before it.
            index = min(
                (i for i in self.support(element) if self._reducible(element, i)), default=None
            )
            if index is None:
                return False
            element = self._reduced(element, index)
        return True

    def with_low_powers(self, element: Element) -> Element:
        """Return an element in which no root stands in a power that its relation reduces."""
        for index in sorted(self.support(element)):
            adjoined = self.adjoined.get(index)
            if adjoined is not None and adjoined.kind == "root" and self._reducible(element, index):
                element = self._reduced(element, index)
        return element

    def cleared(self, element: Element) -> tuple[Element, list[tuple[int, int]]]:
        """Return an element as one without inverses of generators, and their powers with it."""
        inverses: list[tuple[int, int]] = []
        for index in sorted(self.support(element)):
            adjoined = self.adjoined.get(index)
            if adjoined is not None and adjoined.kind == "inverse" and len(adjoined.base) == 1:
                inverses.append((index, max(exponents[index] for exponents in element)))
                element = self._reduced(element, index)
        return element, inverses

    def _reducible(self, element: Element, index: int) -> bool:
        adjoined = self.adjoined.get(index)
        if adjoined is None or adjoined.kind == "function":
            return False
        return adjoined.kind == "inverse" or any(e[index] >= adjoined.degree for e in element)

    def _reduced(self, element: Element, index: int) -> Element:
        """Return an element without an inverse, cleared, or without high powers of a root."""
        adjoined = self.adjoined[index]
        parts: dict[int, Any] = {}
        for exponents, coefficient in element.items():
            rest = (*exponents[:index], 0, *exponents[index + 1 :])
            parts.setdefault(exponents[index], {})[rest] = coefficient
        highest = max(parts)
        total = self.ring.zero
        for power, part in parts.items():
            factor = self.ring.from_dict(part)
            if adjoined.kind == "inverse":
                raised = self.whole_power(adjoined.base, highest - power)
            else:
                whole, left = divmod(power, adjoined.degree)
                raised = self.whole_power(adjoined.base, whole) * self.ring.gens[index] ** left
            total = self.add((total, self.multiply((factor, raised))))
        return total

    def square_root(self, element: Element) -> Element | None:
        """Return an element whose square is the given one, None if there is none.

        Term by term from the greatest, as on paper. The leading coefficient must be 1.
        """
        leading = element.LM
        if any(power % 2 for exponents in (leading, min(element)) for power in exponents):
            return None
        root = self.ring.term_new(tuple(power // 2 for power in leading), self.ring.domain.one)
        for _ in range(len(element)):
            self.budget.spend(len(root) ** 2)
            rest = element - root**2
            if not rest:
                return root
            missing = tuple(a - b for a, b in zip(rest.LM, root.LM, strict=True))
            if min(missing) < 0:
                return None
            root = root + self.ring.term_new(missing, rest.LC / 2)
        return None

    def derivative(self, element: Element, by: Element) -> Element:
        """Return the derivative of `element` by the input `by`, as one expression.

        The chain rule over all generators, with the derivatives that they carry.
        """
        rates: dict[int, Element] = {self.ring.index(by): self.ring.one}
        # A generator is a function of generators adjoined before it, whose indices are higher.
        for index in sorted(self._below(element), reverse=True):
            adjoined = self.adjoined.get(index)
            if adjoined is not None and index not in rates:
                inner = [self._chained(argument, rates) for argument in adjoined.arguments]
                rates[index] = self._rate(adjoined, inner) if any(inner) else self.ring.zero
        return self._chained(element, rates)

    def _below(self, element: Element) -> set[int]:
        """Return the generators that an element depends on, directly or through others."""
        found: set[int] = set()
        pending = [element]
        while pending:
            for index in self.support(pending.pop()) - found:
                found.add(index)
                if index in self.adjoined:
                    pending += self.adjoined[index].arguments
        return found

    def _rate(self, adjoined: Adjoined, inner: Sequence[Element]) -> Element:
        return self.add(
            [
                self.multiply((outer, part))
                for outer, part in zip(adjoined.rates(), inner, strict=True)
            ]
        )

    def _chained(self, element: Element, rates: dict[int, Element]) -> Element:
        return self.add(
            [
                self.multiply((element.diff(self.ring.gens[index]), rates[index]))
                for index in self.support(element)
                if rates.get(index)
            ]
        )

    def _within_budget(self, element: Element) -> Element:
        if len(element) > MOST_TERMS:
            raise OutOfBudget
        return element

    def nonzero(self, element: Element) -> Element:
        """Return an element that may be divided by; raise `Inexpressible` if it is zero."""
        if self.is_zero(element):
            raise Inexpressible("a division by zero")
        return element


@lru_cache(maxsize=32)
def _sympy_ring(size: int) -> Any:
    """Return sympy's ring of polynomials in so many generators; making one takes long."""
    from sympy import QQ
    from sympy.polys.orderings import lex
    from sympy.polys.rings import PolyRing

    return PolyRing([f"g{index}" for index in range(size)], QQ, lex)


def scaled(element: Element) -> tuple[Fraction, Element]:
    """Return an element as a rational number times one whose leading coefficient is 1."""
    if not element:
        return Fraction(0), element
    scale = element.LC
    return Fraction(int(scale.numerator), int(scale.denominator)), element.quo_ground(scale)
