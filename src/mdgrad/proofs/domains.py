"""Domains: which signs elements have, by what they are and by the conditions noted on the way."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mdgrad.operators.inexpressible import Inexpressible
from mdgrad.passes.signs import (
    ANY,
    NEGATIVE,
    NONNEGATIVE,
    POSITIVE,
    Signs,
    sign_of_call,
    sign_of_power,
    sign_of_product,
    sign_of_sum,
)
from mdgrad.proofs.elements import Element, Elements, scaled

__all__ = ["Domains"]


class Domains:
    """What is known of the signs of elements."""

    def __init__(self, elements: Elements) -> None:
        self._elements = elements
        self.conditions: dict[Element, Signs] = {}
        """The elements that must have one of these signs where everything has a value."""
        self._facts: dict[Element, Signs] = {}
        self._signs: dict[Element, Signs] = {}

    def note_magnitude(self, element: Element) -> None:
        """Note as a fact that an element is a magnitude: it is not negative."""
        if element:
            side, core = self._core(element)
            self._facts[core] = sign_of_product((side, NONNEGATIVE))

    def require(self, element: Element, signs: Signs) -> None:
        """Note that an element must have one of these signs, unless it is known to.

        Zero is let pass: like a pole, it is a matter of single points.
        """
        known = self.signs_of(element)
        if not known & signs:
            raise Inexpressible("it has no value anywhere")
        if not known - {0} <= signs:
            side, core = self._core(element)
            allowed = sign_of_product((side, signs))
            self.conditions[core] = self.conditions.get(core, ANY) & allowed
            self._signs.clear()

    def signs_of(self, element: Element) -> Signs:
        """Return the signs that an element may have where the conditions hold."""
        if not element:
            return frozenset({0})
        side, core = self._core(element)
        if core not in self._signs:
            terms = [self._signs_of_term(*term) for term in core.items()]
            noted = self.conditions.get(core, ANY) & self._facts.get(core, ANY)
            self._signs[core] = sign_of_sum(terms) & noted
        return sign_of_product((side, self._signs[core]))

    def _core(self, element: Element) -> tuple[Signs, Element]:
        """Return a sign, and the element that with it decides the sign of the given one.

        Positive factors do not matter, nor does on which side of a quotient a factor stands.
        """
        side = POSITIVE if element.LC > 0 else NEGATIVE
        monomial = self._elements.monomial(element)
        if monomial is None:
            return side, scaled(element)[1]
        core = self._elements.ring.one
        for index, power in monomial[1]:
            signs = self._signs_of_power(index, power)
            if len(signs - {0}) == 1:
                side = sign_of_product((side, signs - {0}))
            elif power % 2:
                adjoined = self._elements.adjoined.get(index)
                inverted = adjoined.base if adjoined and adjoined.kind == "inverse" else None
                core = core * (inverted or self._elements.ring.gens[index])
        return side, scaled(core)[1]

    def _signs_of_term(self, exponents: tuple[int, ...], coefficient: Any) -> Signs:
        factors = [self._signs_of_power(i, power) for i, power in enumerate(exponents) if power]
        return sign_of_product([POSITIVE if coefficient > 0 else NEGATIVE, *factors])

    def _signs_of_power(self, index: int, power: int) -> Signs:
        generator = self._elements.ring.gens[index]
        signs = self.conditions.get(generator, ANY)
        adjoined = self._elements.adjoined.get(index)
        if adjoined is not None and adjoined.kind == "inverse":
            signs &= self.signs_of(adjoined.arguments[0]) - {0}
        elif adjoined is not None and adjoined.function == "sign":
            signs -= {0}
        elif adjoined is not None and adjoined.function in {"root", "exp"}:
            signs &= POSITIVE if adjoined.function == "exp" else NONNEGATIVE
        elif adjoined is not None and len(adjoined.arguments) < 2:
            inner = self.signs_of(adjoined.arguments[0]) if adjoined.arguments else ANY
            signs &= sign_of_call(adjoined.function, inner)
        return sign_of_power(signs, Fraction(power))
