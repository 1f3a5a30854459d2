"""The parser of formulas: one method for each rule of the grammar (see `grammar`)."""

from __future__ import annotations

import re
from fractions import Fraction

from mdgrad.expressions.conditions import COMPARISONS, INDICATORS, indicator
from mdgrad.expressions.cursor import CLOSING, DEEPEST
from mdgrad.expressions.differentials import differential
from mdgrad.expressions.naming import NameParser
from mdgrad.expressions.tokens import Beyond, Token, Unreadable, read_number, tokenize
from mdgrad.expressions.tree import (
    MINUS_ONE,
    ONE,
    Call,
    Derivative,
    Expression,
    Name,
    Number,
    Power,
    Product,
    Sum,
    negated,
    product_of,
    quotient,
)
from mdgrad.messages import Message

__all__ = ["Parser"]


class Parser(NameParser):
    """The rules of the grammar, from the sum down to the bracket."""

    def sum(self) -> Expression:
        """Return the sum that begins here."""
        with self._deeper():
            terms = [self._term()]
            while self._at("+", "-"):
                terms.append(self._term())
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def _term(self) -> Expression:
        negative = self._sign()
        product = self._product()
        return negated(product) if negative else product

    def _factor(self) -> Expression:
        negative = self._sign()
        power = self._power()
        return negated(power) if negative else power

    def _sign(self) -> bool:
        """Read plus and minus signs and return whether they make a minus."""
        negative = False
        while self._at("+", "-"):
            negative ^= self._take().text == "-"
        return negative

    def _product(self) -> Expression:
        factors = [self._factor()]
        multiplied = 0
        while True:
            if self._at("*") or self._at_times():
                self._take()
                factors.append(self._factor())
            elif self._at("/"):
                self._take()
                factors.append(Power(self._divisor(), MINUS_ONE))
            elif self._at("@"):
                multiplied += 1
                if multiplied > DEEPEST:
                    raise Beyond(
                        Message("more than {most} products of matrices", most=DEEPEST),
                        self._next.start,
                    )
                self._take()
                factors = [Call("matmul", (product_of(factors), self._factor()))]
            elif self._at_unit():
                self._take()
            elif self._begins_primary():
                self._juxtaposed(factors)
            else:
                return product_of(factors)

    def _juxtaposed(self, factors: list[Expression]) -> None:
        """Add a factor that stands beside the last one, without a sign."""
        self._condition = False
        factor = self._power()
        if self._condition and (factors[-1] == ONE or factors[-1] in INDICATORS):
            factors.pop()
        factors.append(factor)

    def _at_times(self) -> bool:
        """Return whether the letter x stands for ×: `2 x 3`, and `w x y` where no x exists."""
        token, after = self._next, self._peek(1)
        if token.text not in {"x", "X"} or not (token.spaced and after.spaced):
            return False
        before = self._tokens[self._position - 1]
        if before.kind == "number" and after.kind == "number":
            return True
        known = bool(self._variables) and token.text not in self._variables
        return known and (after.kind in {"number", "name"} or after.text == "(")

    def _at_unit(self) -> bool:
        """Return whether a word of a script without spaces counts the number before it: 100원."""
        token = self._next
        if token.kind != "name" or token.spaced or token.text in self._variables:
            return False
        return self._tokens[self._position - 1].kind == "number" and "぀" <= token.text[0] <= "힣"

    def _divisor(self) -> Expression:
        factors = [self._factor()]
        while self._begins_primary() and not self._at_unit():
            self.ambiguous = True
            if not self._tight:
                break
            factors.append(self._power())
        return product_of(factors)

    def _begins_primary(self) -> bool:
        token = self._next
        if token.kind == "number":
            # `2 3` is no product that anybody writes; `x 2` is not one inside a formula either.
            return self._tokens[self._position - 1].text == ")"
        if self._at("|"):
            return self._bars == 0
        return token.kind in {"name", "nabla"} or self._at("(", "√", "frac", "[", "∂", "{")

    def _power(self) -> Expression:
        token = self._next
        is_euler = token.kind == "name" and token.text == "e"
        base = self._primary()
        if is_euler and base == Name("e") and (self._euler or "e" not in self._variables):
            if self._next.kind == "superscript":
                return Call("exp", (self._raised(self._take()),))
            if self._at("^"):
                self._take()
                return Call("exp", (self._exponent(),))
        base = self._postfix(base)
        if not self._at("^"):
            return base
        self._take()
        if self._at("ᵀ", "'"):
            return Call("transpose", (base,)) if self._take().text == "ᵀ" else _no_prime(token)
        if self._transposes():
            return Call("transpose", (base,))
        return Power(base, self._exponent())

    def _transposes(self) -> bool:
        """Read `T` or `{T}` behind a `^`, where no variable is called T."""
        braced = self._at("{")
        token = self._peek(1) if braced else self._next
        if token.text not in {"T", "ᵀ"} or "T" in self._variables:
            return False
        if braced and self._peek(2).text != "}":
            return False
        self._position += 3 if braced else 1
        return True

    def _exponent(self) -> Expression:
        with self._deeper():
            exponent = self._factor()
            is_number = isinstance(exponent, Number)
            while is_number and self._next.kind == "name" and not self._next.spaced:
                self.ambiguous = True
                if not self._tight:
                    break
                exponent = Product((exponent, self._primary()))
        return exponent

    def _postfix(self, base: Expression) -> Expression:
        marks = 0
        while self._next.kind == "superscript" or self._at("%", "ᵀ"):
            marks += 1
            if marks > DEEPEST:
                raise Beyond(
                    Message("more than {most} marks behind a factor", most=DEEPEST),
                    self._next.start,
                )
            token = self._take()
            if token.kind == "superscript":
                base = Power(base, self._raised(token))
            elif token.text == "%":
                base = Product((base, Number(Fraction(1, 100))))
            else:
                base = Call("transpose", (base,))
        return base

    def _raised(self, token: Token) -> Expression:
        """Return the formula that is written in raised characters."""
        inner = Parser(list(tokenize(token.text)), self._variables, depth=self._depth + 1)
        expression = inner.sum()
        inner.expect_end()
        return expression

    def _primary(self) -> Expression:
        token = self._take()
        match token.kind:
            case "number":
                return Number(read_number(token.text))
            case "name":
                return self._named(token)
            case "nabla":
                return self._nabla(token)
            case "symbol":
                return self._bracketed(token)
            case _:
                raise Unreadable("a number, a name or a bracket expected", token.start)

    def _bracketed(self, token: Token) -> Expression:
        match token.text:
            case "(" | "[" | "{":
                return self._inside(CLOSING[token.text])
            case "|":
                self._bars += 1
                inside = self.sum()
                self._expect("|")
                self._bars -= 1
                return Call("abs", (inside,))
            case "√":
                return self._root()
            case "frac":
                return self._fraction()
            case "∂":
                self._position -= 1
                return self._derivative(token)
            case _:
                raise Unreadable(f"“{token.text}” unexpected", token.start)

    def _inside(self, closing: str) -> Expression:
        """Return what a bracket holds: a formula, or a comparison, which is 1 or 0."""
        bars, self._bars = self._bars, 0
        left = self.sum()
        conditions: list[Expression] = []
        while self._at(*COMPARISONS):
            relation = self._take().text
            right = self.sum()
            conditions.append(indicator(left, relation, right))
            left = right
        self._expect(closing)
        self._bars = bars
        self._condition = bool(conditions)
        return product_of(conditions) if conditions else left

    def _root(self) -> Expression:
        degree: Expression | None = None
        if self._at("["):
            self._take()
            degree = self._inside("]")
        with self._deeper():
            radicand = self._primary()
            self.ambiguous |= self._next.kind == "superscript" or self._at("%", "ᵀ")
            if self._tight:
                radicand = self._postfix(radicand)
        if degree is not None and degree != Number(Fraction(2)):
            return Power(radicand, quotient(ONE, degree))
        return Call("sqrt", (radicand,))

    def _fraction(self) -> Expression:
        if self._next.kind == "number" and re.fullmatch("[0-9]{2}", self._next.text):
            digits = self._take().text
            return quotient(Number(Fraction(digits[0])), Number(Fraction(digits[1])))
        start = self._position
        derivative = self._derivative_in_fraction()
        if derivative is not None:
            return derivative
        self._position = start
        self._expect("{")
        numerator = self._inside("}")
        self._expect("{")
        return quotient(numerator, self._inside("}"))

    def _derivative_in_fraction(self) -> Expression | None:
        parts: list[str] = []
        for _ in range(2):
            found = differential(self._tokens, self._position + 1, self._variables)
            if not self._at("{") or found is None:
                return None
            name, self._position = found
            if not self._at("}"):
                return None
            self._take()
            parts.append(name)
        return self._of_what_follows(Derivative(*parts))


def _no_prime(token: Token) -> Expression:
    raise Unreadable("a prime belongs to a function", token.end)
