"""The grammar of formulas: text to tree, by a small recursive descent of bounded depth.

sum      = ["+" | "-"] product { ("+" | "-") product }
product  = factor { ("*" | "/" | nothing) factor }
factor   = ["-"] power
power    = postfix [ "^" factor ]
postfix  = primary { "²" | "%" }
primary  = number | name | derivative | call | "(" sum ")" | "|" sum "|" | "√" primary
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from mdgrad.expressions.functions import FUNCTIONS
from mdgrad.expressions.tokens import Token, Unreadable, read_number, tokenize
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

__all__ = ["parse_formula", "readings"]

MOST_CHARACTERS = 2_000
DEEPEST = 50
_MINUS_ONE = Number(Fraction(-1))
_OPENING = {"(": ")", "[": "]", "{": "}"}


def parse_formula(
    text: str, variables: Collection[str] = (), *, tight_products: bool = False
) -> Expression:
    """Return what `text` means as a formula.

    `variables` are the names that exist around the formula, in normal spelling: they tell the
    product `a(1-a)` from a call and let `wx` be w·x. With `tight_products` a product without a
    sign binds closer than a division, so that `1/2x` is 1/(2x).

    Raises `Unreadable`, with the offset, if the text is no formula or beyond the limits.
    """
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"the formula has more than {MOST_CHARACTERS} characters", 0)
    parser = _Parser(list(tokenize(text)), variables, tight_products)
    expression = parser.sum()
    parser.expect_end()
    return expression


def readings(text: str, variables: Collection[str] = ()) -> tuple[Expression, ...]:
    """Return every meaning that readers would accept, the usual one first; empty if none."""
    found: list[Expression] = []
    for tight in (False, True):
        try:
            expression = parse_formula(text, variables, tight_products=tight)
        except Unreadable:
            continue
        if expression not in found:
            found.append(expression)
    return tuple(found)


class _Parser:
    def __init__(
        self, tokens: list[Token], variables: Collection[str], tight_products: bool
    ) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = 0
        self._variables = variables
        self._tight = tight_products

    @property
    def _next(self) -> Token:
        return self._tokens[self._position]

    def _at(self, *symbols: str) -> bool:
        return self._next.kind == "symbol" and self._next.text in symbols

    def _take(self) -> Token:
        token = self._tokens[self._position]
        self._position += 1
        return token

    def _expect(self, symbol: str) -> None:
        if not self._at(symbol):
            raise Unreadable(f"“{symbol}” expected", self._next.start)
        self._take()

    def expect_end(self) -> None:
        if self._next.kind != "end":
            raise Unreadable(f"“{self._next.text}” unexpected", self._next.start)

    def sum(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable(f"the formula is nested more than {DEEPEST} deep", self._next.start)
        terms = [self._signed_product()]
        while self._at("+", "-"):
            terms.append(self._signed_product())
        self._depth -= 1
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def _signed_product(self) -> Expression:
        negative = False
        while self._at("+", "-"):
            negative ^= self._take().text == "-"
        product = self._product()
        return negated(product) if negative else product

    def _product(self) -> Expression:
        factors = [self._factor()]
        while True:
            if self._at("*", "@"):
                self._take()
                factors.append(self._factor())
            elif self._at("/"):
                self._take()
                factors.append(Power(self._divisor(), _MINUS_ONE))
            elif self._begins_primary():
                factors.append(self._power())
            else:
                return factors[0] if len(factors) == 1 else Product(tuple(factors))

    def _divisor(self) -> Expression:
        factors = [self._factor()]
        while self._tight and self._begins_primary():
            factors.append(self._power())
        return factors[0] if len(factors) == 1 else Product(tuple(factors))

    def _begins_primary(self) -> bool:
        token = self._next
        if token.kind == "number":
            # `2 3` is no product that anybody writes; `x 2` is not one inside a formula either.
            return self._tokens[self._position - 1].text == ")"
        return token.kind in {"name", "derivative"} or self._at("(", "√", "frac", "[")

    def _factor(self) -> Expression:
        negative = False
        while self._at("-", "+"):
            negative ^= self._take().text == "-"
        power = self._power()
        return negated(power) if negative else power

    def _power(self) -> Expression:
        base = self._postfix(self._primary())
        if self._at("^"):
            self._take()
            return Power(base, self._exponent())
        return base

    def _exponent(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable(f"the formula is nested more than {DEEPEST} deep", self._next.start)
        exponent = self._factor()
        self._depth -= 1
        return exponent

    def _postfix(self, base: Expression) -> Expression:
        while True:
            if self._next.kind == "exponent":
                base = Power(base, Number(_integer(self._take())))
            elif self._at("%"):
                self._take()
                base = Product((base, Number(Fraction(1, 100))))
            elif self._at("ᵀ"):
                self._take()
                base = Call("transpose", (base,))
            else:
                return base

    def _primary(self) -> Expression:
        token = self._take()
        if token.kind == "number":
            return Number(read_number(token.text))
        if token.kind == "derivative":
            of, by = token.text.split("/")
            return Derivative(of, by)
        if token.kind == "name":
            return self._named(token)
        if token.kind == "symbol":
            return self._bracketed(token)
        raise Unreadable("a number, a name or a bracket expected", token.start)

    def _bracketed(self, token: Token) -> Expression:
        if token.text in _OPENING:
            inside = self.sum()
            self._expect(_OPENING[token.text])
            return inside
        if token.text == "|":
            inside = self.sum()
            self._expect("|")
            return Call("abs", (inside,))
        if token.text == "√":
            return Call("sqrt", (self._postfixless(),))
        if token.text == "frac":
            self._expect("{")
            numerator = self.sum()
            self._expect("}")
            self._expect("{")
            denominator = self.sum()
            self._expect("}")
            return Product((numerator, Power(denominator, _MINUS_ONE)))
        raise Unreadable(f"“{token.text}” unexpected", token.start)

    def _postfixless(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable(f"the formula is nested more than {DEEPEST} deep", self._next.start)
        inside = self._primary()
        self._depth -= 1
        return inside

    def _named(self, token: Token) -> Expression:
        name = token.text
        if name in self._variables:
            return Name(name)
        primes = 0
        while self._at("'"):
            self._take()
            primes += 1
        if name in FUNCTIONS:
            return Call(FUNCTIONS[name], self._arguments(token), primes)
        product = self._split(name)
        if product:
            return product
        # A letter that nobody around knows and that stands before a bracket is a function.
        if self._at("(") and (self._variables or name.lower() in {"f", "g", "h", "φ", "ϕ"}):
            return Call(name, self._arguments(token), primes)
        if primes:
            raise Unreadable("a prime belongs to a function", token.end)
        return Name(name)

    def _arguments(self, function: Token) -> tuple[Expression, ...]:
        exponent = self._take() if self._next.kind == "exponent" else None
        if self._at("(", "{"):
            closing = _OPENING[self._take().text]
            arguments = [self.sum()]
            while self._at(","):
                self._take()
                arguments.append(self.sum())
            self._expect(closing)
        elif self._begins_primary() or self._next.kind == "number":
            arguments = [self._postfix(self._postfixless())]
        else:
            raise Unreadable(f"“{function.text}” wants an argument", function.end)
        if exponent is not None:
            raise Unreadable("write a power of a function behind its brackets", exponent.start)
        return tuple(arguments)

    def _split(self, name: str) -> Expression | None:
        """Return `name` as a product of known variables (`wx` is w·x), if there is just one way."""
        ways: list[list[tuple[str, ...]]] = [[] for _ in range(len(name) + 1)]
        ways[0] = [()]
        for end in range(1, min(len(name), 20) + 1):
            for start in range(end):
                if name[start:end] in self._variables:
                    ways[end] += [(*way, name[start:end]) for way in ways[start][:2]]
        whole = ways[len(name)] if len(name) < len(ways) else []
        if len(whole) != 1:
            return None
        return Product(tuple(Name(part) for part in whole[0]))


def negated(expression: Expression) -> Expression:
    """Return −expression, folded into a number."""
    if isinstance(expression, Number):
        return Number(-expression.value)
    if isinstance(expression, Product):
        return Product((_MINUS_ONE, *expression.factors))
    return Product((_MINUS_ONE, expression))


def _integer(token: Token) -> Fraction:
    if len(token.text) > 6:
        raise Unreadable("the exponent is too long", token.start)
    try:
        return Fraction(int(token.text))
    except ValueError:
        raise Unreadable("cannot read the exponent", token.start) from None
