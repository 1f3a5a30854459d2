"""The field of functions in which formulas are compared: the arithmetic of `mdgrad.passes`.

It knows what domains allow and nothing more: √(x²) is |x|, exp(log x) is x because log x has a
value only where x > 0, log(x²) is 2·log|x|. Where a logarithm or a root is taken of something
that may be negative, the condition is noted in `conditions`: what is equal is equal where the
conditions hold. Equal elements are equal functions there; unequal ones may be equal, too.

Functions that jump count by what they are on either side of the jump.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from mdgrad.operators.inexpressible import Inexpressible
from mdgrad.passes.kinks import Kinks
from mdgrad.passes.signs import NONNEGATIVE, POSITIVE
from mdgrad.proofs.domains import Domains
from mdgrad.proofs.elements import (
    Adjoined,
    Budget,
    Element,
    Elements,
    OutOfBudget,
    OutOfRoom,
    scaled,
)
from mdgrad.proofs.roots import primes_of

__all__ = ["Budget", "Field", "OutOfBudget", "OutOfRoom"]

_HALF = Fraction(1, 2)
MOST_TERMS_SPLIT = 12
"""exp of a longer sum is not split into a product."""
MOST_SCALE = 16
"""exp(100·u) is a function of its own, not a power of exp(u)."""


class Field:
    """Elements over some inputs, with functions adjoined as they come."""

    def __init__(
        self,
        inputs: Sequence[str],
        functions: int,
        budget: Budget | None = None,
        kinks: Kinks | None = None,
    ) -> None:
        """Make a field over `inputs` that can adjoin so many functions."""
        self._elements = Elements(inputs, functions, budget or Budget())
        self._kinks = kinks or Kinks()
        self.inputs: Mapping[str, Element] = self._elements.inputs
        self._domains = Domains(self._elements)
        self.conditions = self._domains.conditions
        self.require = self._domains.require
        self.signs_of = self._domains.signs_of
        self.number = self._elements.number
        self.add = self._elements.add
        self.multiply = self._elements.multiply
        self.is_zero = self._elements.is_zero
        self.derivative = self._elements.derivative

    def power(self, base: Element, exponent: Element) -> Element:
        """Return base ** exponent; other than rational powers through exp and log."""
        rational = _as_rational(exponent)
        if rational is None:
            return self.call("exp", (self.multiply((exponent, self._log(base))),))
        if rational.denominator == 1:
            return self._whole_power(base, rational.numerator)
        base = self._elements.with_low_powers(base)
        self.require(base, NONNEGATIVE if rational.denominator == 2 else POSITIVE)
        return self._rational_power(base, rational)

    def call(self, function: str, arguments: Sequence[Element]) -> Element:
        """Return a function of elements: a generator, or what known identities make of it.

        Raises `Inexpressible` where it has no value anywhere, or is no function of ours.
        """
        if function.startswith("?"):
            return self._unknown(function, tuple(arguments))
        match function, tuple(self._elements.with_low_powers(own) for own in arguments):
            case "pi", ():
                return self._function("pi")
            case (("max" | "min" | "share" | "step" | "abs"), _):
                return self._piecewise(function, arguments)
            case "exp", (argument,):
                return self._exp(argument)
            case "log", (argument,):
                return self._log(argument)
            case "sqrt", (argument,):
                return self.power(argument, self.number(_HALF))
            case "sign", (argument,):
                return self._sign(argument)
            case (("sin" | "cos"), (argument,)):
                return self._trigonometric(argument)[function == "cos"]
            case (("arctan" | "arcsin" | "erf"), (argument,)):
                return self._odd(function, argument)
            case "arccos", (argument,):
                right_angle = self.multiply((self.number(_HALF), self._function("pi")))
                return right_angle - self._odd("arcsin", argument)
        raise Inexpressible(f"{function} is no function that proofs know")

    def shares(self, values: Sequence[Element]) -> Sequence[Element]:
        """Return each value's share in the greatest, one after another: each is a product."""
        return [
            self._share(own, [*values[:index], *values[index + 1 :]])
            for index, own in enumerate(values)
        ]

    def _function(self, function: str, *arguments: Element) -> Element:
        def rates() -> list[Element]:
            return [self._rate(function, argument) for argument in arguments]

        return self._elements.adjoin(Adjoined("function", function, arguments, rates))

    def _rate(self, function: str, argument: Element) -> Element:
        """Return the derivative of a function of one element by that element."""
        square = self._elements.with_low_powers(argument**2)
        match function:
            case "exp":
                return self._function("exp", argument)
            case "log":
                return self._inverse(argument)
            case "sin":
                return self._trigonometric(argument)[1]
            case "arctan":
                return self._inverse(1 + square)
            case "arcsin":
                return self._inverse(self._rational_power(1 - square, _HALF))
            case "erf":
                root_of_pi = self._rational_power(self._function("pi"), _HALF)
                return self.multiply((2 * self._exp(-square), self._inverse(root_of_pi)))
        raise Inexpressible(f"{function} has no derivative that proofs know")

    def _unknown(self, function: str, arguments: tuple[Element, ...]) -> Element:
        """Return an unknown function, whose derivatives are unknown functions, too."""

        def rates() -> list[Element]:
            if function.startswith("?∂"):
                raise Inexpressible("a second derivative of an unknown function")
            own = self._unknown(function, arguments)
            return [
                self._unknown(f"?∂{index}", (own, *arguments)) for index in range(len(arguments))
            ]

        return self._elements.adjoin(Adjoined("function", function, arguments, rates))

    def _inverse(self, element: Element) -> Element:
        """Return 1/element; a product is inverted factor by factor."""
        monomial = self._elements.monomial(self._elements.nonzero(element))
        if monomial is not None:
            coefficient, powers = monomial
            inverses = [self._inverse_of_generator(index) ** power for index, power in powers]
            return self.multiply([self.number(1 / coefficient), *inverses])
        cleared, inverses = self._elements.cleared(element)
        scale, primitive = scaled(cleared)
        return self.multiply(
            [self.number(1 / scale), self._inverse_of_primitive(primitive)]
            + [self._elements.adjoined[index].base ** power for index, power in inverses]
        )

    def _inverse_of_generator(self, index: int) -> Element:
        generator = self._elements.ring.gens[index]
        adjoined = self._elements.adjoined.get(index)
        if adjoined is not None and adjoined.kind == "inverse":
            return adjoined.base
        if adjoined is not None and adjoined.function in {"root", "sign"}:
            # 1/r is r^(q−1)/rᵠ; a sign is its own inverse.
            raised = generator ** (adjoined.degree - 1)
            return self.multiply((raised, self._inverse(adjoined.base)))
        return self._inverse_of_primitive(generator)

    def _inverse_of_primitive(self, element: Element) -> Element:
        def rates() -> list[Element]:
            return [-(self._inverse_of_primitive(element) ** 2)]

        return self._elements.adjoin(Adjoined("inverse", "inverse", (element,), rates, element))

    def _root(self, function: str, argument: Element, degree: int) -> Element:
        """Return a generator whose power is the argument."""

        def rates() -> list[Element]:
            own = self._root(function, argument, degree)
            outer = self.number(Fraction(1, degree))
            return [self.multiply((outer, own, self._inverse(argument)))]

        return self._elements.adjoin(
            Adjoined("root", function, (argument,), rates, argument, degree)
        )

    def _whole_power(self, base: Element, exponent: int) -> Element:
        if exponent < 0:
            return self._elements.whole_power(self._inverse(base), -exponent)
        return self._elements.whole_power(base, exponent)

    def _rational_power(self, base: Element, exponent: Fraction) -> Element:
        """Return |base| ** exponent, whose base is known or required not to be negative."""
        monomial = self._elements.monomial(base)
        if monomial is not None:
            coefficient, powers = monomial
            return self.multiply(
                [self._number_power(abs(coefficient), exponent)]
                + [self._generator_power(index, power * exponent) for index, power in powers]
            )
        scale, primitive = scaled(self._elements.nonzero(base))
        root = self._elements.square_root(primitive)
        if root is not None and exponent.denominator == 2:
            raised = self._whole_power(self._magnitude(root), exponent.numerator)
        else:
            magnitude = self._magnitude(primitive)
            raised = self._whole_power(
                self._root("root", magnitude, exponent.denominator), exponent.numerator
            )
        return self.multiply((self._number_power(abs(scale), exponent), raised))

    def _number_power(self, base: Fraction, exponent: Fraction) -> Element:
        """Return a power of a positive rational number, through the roots of its primes."""
        factors = [self._elements.ring.one]
        for prime, power in primes_of(base):
            whole, left = divmod(power * exponent, 1)
            factors.append(self.number(Fraction(prime) ** whole))
            if left:
                root = self._root("root", self.number(prime), left.denominator)
                factors.append(root**left.numerator)
        return self.multiply(factors)

    def _generator_power(self, index: int, exponent: Fraction) -> Element:
        """Return |generator| ** exponent."""
        generator = self._elements.ring.gens[index]
        adjoined = self._elements.adjoined.get(index)
        if adjoined is not None and adjoined.function == "exp":
            power = self.number(exponent / adjoined.degree)
            return self._exp(self.multiply((power, self._exponent_of(index))))
        if adjoined is not None and adjoined.function == "sign":
            return self._elements.ring.one
        if adjoined is not None and adjoined.kind == "inverse":
            return self._rational_power(adjoined.arguments[0], -exponent)
        if adjoined is not None and adjoined.function == "root":
            return self._rational_power(adjoined.arguments[0], exponent / adjoined.degree)
        magnitude = self._magnitude(generator)
        if exponent.denominator == 1:
            return self._whole_power(magnitude, exponent.numerator)
        root = self._root("root", magnitude, exponent.denominator)
        return self._whole_power(root, exponent.numerator)

    def _exponent_of(self, index: int) -> Element:
        """Return u for the generator exp(u), and also for a root of it."""
        adjoined = self._elements.adjoined[index]
        if adjoined.kind == "root":
            (whole,) = self._elements.support(adjoined.arguments[0])
            return self._elements.adjoined[whole].arguments[0]
        return adjoined.arguments[0]

    def _exp(self, argument: Element) -> Element:
        """Return exp, split over the terms: exp(x − 2y) is exp(x)/exp(y)²."""
        if len(argument) <= MOST_TERMS_SPLIT:
            terms = self._elements.terms(argument)
            return self.multiply([self._exp_of_term(term) for term in terms])
        scale, primitive = scaled(argument)
        return self._exp_of(scale, primitive)

    def _exp_of_term(self, term: Element) -> Element:
        scale, primitive = scaled(term)
        index = self._elements.generator_of(primitive)
        adjoined = self._elements.adjoined.get(index) if index is not None else None
        if adjoined is not None and adjoined.function == "log":
            # exp(c·log|u|) is |u| to the power of c.
            (inner,) = adjoined.arguments
            if scale.denominator == 1:
                return self._whole_power(self._magnitude(inner), scale.numerator)
            return self._rational_power(inner, scale)
        return self._exp_of(scale, primitive)

    def _exp_of(self, scale: Fraction, primitive: Element) -> Element:
        if max(abs(scale.numerator), scale.denominator) > MOST_SCALE:
            return self._function("exp", self.multiply((self.number(scale), primitive)))
        generator = self._function("exp", primitive)
        if scale.denominator != 1:
            generator = self._root("exp", generator, scale.denominator)
        return self._whole_power(generator, scale.numerator)

    def _log(self, argument: Element) -> Element:
        """Return the logarithm, which has a value where its argument is positive."""
        if self.signs_of(argument) <= frozenset({-1, 0}):
            raise Inexpressible("the logarithm of a number that is not positive")
        self.require(argument, POSITIVE)
        return self._log_of_magnitude(self._elements.nonzero(argument))

    def _log_of_magnitude(self, argument: Element) -> Element:
        """Return log|argument|, split over the factors of a product."""
        monomial = self._elements.monomial(argument)
        if monomial is None:
            cleared, inverses = self._elements.cleared(argument)
            scale, primitive = scaled(cleared)
            return self.add(
                [self._log_of_number(abs(scale)), self._function("log", primitive)]
                + [self.multiply((self.number(power), self._log_of_generator(index)))
                   for index, power in inverses]
            )  # fmt: skip
        coefficient, powers = monomial
        logarithms = [
            self.multiply((self.number(power), self._log_of_generator(index)))
            for index, power in powers
        ]
        return self.add([self._log_of_number(abs(coefficient)), *logarithms])

    def _log_of_generator(self, index: int) -> Element:
        adjoined = self._elements.adjoined.get(index)
        if adjoined is None or adjoined.function not in {"exp", "inverse", "root", "sign"}:
            return self._function("log", self._elements.ring.gens[index])
        if adjoined.function == "sign":
            return self._elements.ring.zero
        if adjoined.function == "exp":
            scale = Fraction(1, adjoined.degree)
            return self.multiply((self.number(scale), self._exponent_of(index)))
        scale = Fraction(-1) if adjoined.kind == "inverse" else Fraction(1, adjoined.degree)
        return self.multiply((self.number(scale), self._log_of_magnitude(adjoined.arguments[0])))

    def _log_of_number(self, value: Fraction) -> Element:
        return self.add(
            [
                self.multiply((self.number(power), self._function("log", self.number(prime))))
                for prime, power in primes_of(value)
            ]
        )

    def _trigonometric(self, argument: Element) -> tuple[Element, Element]:
        """Return sine and cosine, odd and even; sin² + cos² is 1."""
        if argument == 0:
            return self._elements.ring.zero, self._elements.ring.one
        side = -1 if argument.LC < 0 else 1
        inner = side * argument
        sine = self._function("sin", inner)

        cosine = Adjoined("root", "cos", (inner,), lambda: [-sine], 1 - sine**2, 2)
        return side * sine, self._elements.adjoin(cosine)

    def _odd(self, function: str, argument: Element) -> Element:
        """Return an odd function: f(−u) = −f(u)."""
        if argument == 0:
            return self._elements.ring.zero
        if function == "arcsin":
            self.require(1 - argument**2, NONNEGATIVE)
        side = -1 if argument.LC < 0 else 1
        return side * self._function(function, side * argument)

    def _sign(self, argument: Element) -> Element:
        """Return the sign: that of every factor of a product; ±1 away from the kink."""
        rational = _as_rational(argument)
        if rational == 0 or self._elements.is_zero(argument):
            return self.number(self._kinks.abs_at_zero)
        known = self.signs_of(argument) - {0}
        if len(known) == 1:
            return self.number(*known)
        monomial = self._elements.monomial(argument)
        if monomial is None:
            scale, primitive = scaled(argument)
            return self.multiply((self.number(1 if scale > 0 else -1), self._sign_of(primitive)))
        coefficient, powers = monomial
        signs = [self._sign_of_generator(index) for index, power in powers if power % 2]
        return self.multiply([self.number(1 if coefficient > 0 else -1), *signs])

    def _sign_of_generator(self, index: int) -> Element:
        generator = self._elements.ring.gens[index]
        adjoined = self._elements.adjoined.get(index)
        known = self.signs_of(generator) - {0}
        if len(known) == 1:
            return self.number(*known)
        if adjoined is not None and adjoined.kind == "inverse":
            return self._sign(adjoined.arguments[0])
        return generator if adjoined and adjoined.function == "sign" else self._sign_of(generator)

    def _sign_of(self, primitive: Element) -> Element:
        """Return the generator that stands for the sign of an element."""
        ring = self._elements.ring
        sign = Adjoined("root", "sign", (primitive,), lambda: [ring.zero], ring.one, 2)
        return self._elements.adjoin(sign)

    def _piecewise(self, function: str, arguments: Sequence[Element]) -> Element:
        """Return it through signs: |u| is u·sign(u), max(a, b) is a·step(a − b) + b·step(b − a)."""
        first, *others = arguments
        match function:
            case "step":
                return self._step(first)
            case "abs":
                return self._magnitude(first)
            case "share":
                return self._share(first, others)
        side = 1 if function == "max" else -1
        shares = self.shares([side * argument for argument in arguments])
        return self.add([self.multiply(pair) for pair in zip(arguments, shares, strict=True)])

    def _magnitude(self, element: Element) -> Element:
        magnitude = self.multiply((element, self._sign(element)))
        self._domains.note_magnitude(magnitude)
        return magnitude

    def _step(self, argument: Element) -> Element:
        if self._elements.is_zero(argument):
            return self.number(self._kinks.relu_at_zero)
        return self.multiply((self.number(_HALF), 1 + self._sign(argument)))

    def _share(self, own: Element, others: Sequence[Element]) -> Element:
        """Return the share in the greatest: equals share, of the others the step decides."""
        gaps = [own - other for other in others]
        unequal = [gap for gap in gaps if not self._elements.is_zero(gap)]
        equals = 1 + len(gaps) - len(unequal)
        share = self._kinks.share_of_equals if equals > 1 else None
        share = Fraction(1, equals) if share is None else share
        return self.multiply([self.number(share), *(self._step(gap) for gap in unequal)])


def _as_rational(element: Element) -> Fraction | None:
    if not element.is_ground:
        return None
    value = element.coeff(1)
    return Fraction(int(value.numerator), int(value.denominator))
