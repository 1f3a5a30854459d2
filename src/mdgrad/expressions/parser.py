"""The parser of formulas: one method for each rule of the grammar (see `grammar`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from fractions import Fraction

from mdgrad.expressions.conditions import COMPARISONS, INDICATORS, indicator
from mdgrad.expressions.differentials import differential, has_numerator
from mdgrad.expressions.functions import function_named, may_stand_bare
from mdgrad.expressions.names import is_symbol, normal_name
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
    quotient,
)

__all__ = ["DEEPEST", "Parser"]

DEEPEST = 50
MOST_WORDS = 6
"""A name has at most so many words."""
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_UNKNOWN_FUNCTIONS = frozenset("fghφϕ")


class Parser:
    """A formula's tokens and how far they are read."""

    def __init__(
        self,
        tokens: list[Token],
        variables: Collection[str],
        *,
        tight_products: bool = False,
        euler: bool = False,
        depth: int = 0,
    ) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = depth
        self._variables = variables
        self._tight = tight_products
        self._euler = euler
        self._bars = 0
        """How many bars of |x| are open."""
        self._condition = False
        """Whether the last bracket held a comparison."""

    @property
    def _next(self) -> Token:
        return self._tokens[self._position]

    def _peek(self, ahead: int) -> Token:
        return self._tokens[min(self._position + ahead, len(self._tokens) - 1)]

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
        """Raise `Unreadable` unless all is read."""
        if self._next.kind != "end":
            raise Unreadable(f"“{self._next.text}” unexpected", self._next.start)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Beyond(f"the formula is nested more than {DEEPEST} deep", self._next.start)
        yield
        self._depth -= 1

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
                    raise Beyond(f"more than {DEEPEST} products of matrices", self._next.start)
                self._take()
                factors = [Call("matmul", (_product_of(factors), self._factor()))]
            elif self._at_unit():
                self._take()
            elif self._begins_primary():
                self._juxtaposed(factors)
            else:
                return _product_of(factors)

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
        while self._tight and self._begins_primary() and not self._at_unit():
            factors.append(self._power())
        return _product_of(factors)

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
            if self._tight and isinstance(exponent, Number) and not self._next.spaced:
                while self._next.kind == "name" and not self._next.spaced:
                    exponent = Product((exponent, self._primary()))
        return exponent

    def _postfix(self, base: Expression) -> Expression:
        marks = 0
        while self._next.kind == "superscript" or self._at("%", "ᵀ"):
            marks += 1
            if marks > DEEPEST:
                raise Beyond(f"more than {DEEPEST} marks behind a factor", self._next.start)
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
                return self._inside(_CLOSING[token.text])
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
        return _product_of(conditions) if conditions else left

    def _root(self) -> Expression:
        degree: Expression | None = None
        if self._at("["):
            self._take()
            degree = self._inside("]")
        with self._deeper():
            radicand = self._primary()
            if self._tight:
                radicand = self._postfix(radicand)
        if degree is not None and degree != Number(Fraction(2)):
            return Power(radicand, quotient(ONE, degree))
        return Call("sqrt", (radicand,))

    def _fraction(self) -> Expression:
        if self._next.kind == "number" and len(self._next.text) == 2:
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

    def _derivative(self, token: Token) -> Expression:
        """Return the derivative ∂L/∂z that begins here; d for ∂ is the caller's to check."""
        above = differential(self._tokens, self._position, self._variables)
        if above is not None and self._tokens[above[1]].text == "/":
            below = differential(self._tokens, above[1] + 1, self._variables)
            if below is not None and below[0]:
                self._position = below[1]
                if self._next.kind == "superscript" or self._at("^"):
                    raise Unreadable("second derivatives are not read", self._next.start)
                return self._of_what_follows(Derivative(above[0], below[0]))
        raise Unreadable("a derivative is written ∂L/∂x", token.start)

    def _of_what_follows(self, derivative: Derivative) -> Expression:
        """Return the derivative; `∂/∂x` alone takes the name behind it."""
        if not derivative.by:
            raise Unreadable("a derivative is by a variable", self._next.start)
        if derivative.of:
            return derivative
        if self._next.kind == "name" and self._peek(1).text != "(":
            return Derivative(self._joined(self._take()), derivative.by)
        if self._next.kind == "name" or self._at("(", "["):
            raise Unreadable("a derivative is of a variable", self._next.start)
        return derivative

    def _nabla(self, token: Token) -> Expression:
        if not token.text:
            raise Unreadable("∇ does not say by which variable", token.start)
        return self._of_what_follows(Derivative("", token.text))

    def _named(self, token: Token) -> Expression:
        if has_numerator(self._tokens, self._position - 1, self._variables):
            self._position -= 1
            return self._derivative(token)
        name = self._joined(token)
        if self._at("grad"):
            self._take()
            return Derivative("", name)
        if self._at("'") and name + "'" in self._variables:
            self._take()
            return Name(name + "'")
        if name in self._variables:
            return Name(name)
        primes = 0
        while self._at("'"):
            self._take()
            primes += 1
        return self._called(token, name, primes) or self._unknown(token, name, primes)

    def _joined(self, token: Token) -> str:
        """Return the longest name of several words that exists, else the word itself."""
        words = [token.text]
        for ahead in range(MOST_WORDS - 1):
            if self._peek(ahead).kind not in {"name", "number"}:
                break
            words.append(self._peek(ahead).text)
        for count in range(len(words), 1, -1):
            name = " ".join(words[:count])
            if name in self._variables:
                self._position += count - 1
                return name
        return token.text

    def _called(self, token: Token, name: str, primes: int) -> Expression | None:
        """Return the call of a function of the catalogue, None if it is none or has no argument."""
        function = function_named(name)
        if function is None:
            return None
        if function == "pi":
            return Call("pi", ())
        start = self._position
        exponent = self._power_of_function()
        if self._at("(", "[", "{"):
            call: Expression = Call(function, self._arguments(), primes)
        elif may_stand_bare(function) and self._begins_bare_argument():
            call = Call(function, (self._bare_argument(),), primes)
        elif exponent is not None or primes:
            raise Unreadable(f"“{token.text}” wants an argument", token.end)
        else:
            self._position = start
            return None
        return call if exponent is None else Power(call, exponent)

    def _power_of_function(self) -> Expression | None:
        """Return 2 in sin²(x); a negative one would be an inverse or a reciprocal: nobody knows."""
        if self._next.kind == "superscript" and self._next.text.isdigit():
            return self._raised(self._take())
        if self._next.kind == "superscript" or self._at("^"):
            after = self._peek(1)
            if self._at("^") and after.kind == "number" and after.text.isdigit():
                self._position += 2
                return Number(read_number(after.text))
            raise Unreadable("write a power of a function behind its brackets", self._next.start)
        return None

    def _arguments(self) -> tuple[Expression, ...]:
        closing = _CLOSING[self._take().text]
        bars, self._bars = self._bars, 0
        arguments = [self.sum()]
        while self._at(","):
            self._take()
            arguments.append(self.sum())
        self._expect(closing)
        self._bars = bars
        return tuple(arguments)

    def _begins_bare_argument(self) -> bool:
        token = self._next
        if token.kind == "name":
            return (
                token.text in self._variables
                or function_named(token.text) is not None
                or (is_symbol(token.text) and not (len(token.text) == 2 and token.text.isalpha()))
                or bool(self._split(token.written))
            )
        return token.kind == "number" or self._at("√", "frac", "|")

    def _bare_argument(self) -> Expression:
        """Return x in `sin x`, 2x in `sin 2x`."""
        with self._deeper():
            factors = [self._power()]
            while isinstance(factors[0], Number) and self._next.kind == "name":
                if self._next.spaced:
                    break
                factors.append(self._power())
        return _product_of(factors)

    def _unknown(self, token: Token, name: str, primes: int) -> Expression:
        product = self._split(token.written)
        if product is not None and not primes:
            return product
        # A letter that nobody around knows and that stands before a bracket is a function.
        is_call = self._at("(") and not self._next.spaced and name not in {"I", "𝕀"}
        if is_call and (self._variables or name.lower() in _UNKNOWN_FUNCTIONS):
            return Call(name, self._arguments(), primes)
        if primes:
            raise Unreadable("a prime belongs to a function", token.end)
        if name == "d" and (self._next.kind == "superscript" or self._at("^")):
            raise Unreadable("second derivatives are not read", token.start)
        return Name(name)

    def _split(self, written: str) -> Expression | None:
        """Return a name as a product of known ones (`wx` is w·x), if there is just one way.

        An index stays with its letter: `Wh_0` may be W·h₀, but `L_x` is not L·x.
        """
        if len(written) > 20:
            return None
        ways: list[list[tuple[str, ...]]] = [[] for _ in range(len(written) + 1)]
        ways[0] = [()]
        for end in range(1, len(written) + 1):
            for start in (index for index in range(end) if written[index].isalpha()):
                part = normal_name(written[start:end])
                if part in self._variables and written[end - 1] not in "_{":
                    ways[end] += [(*way, part) for way in ways[start][:2]]
        whole = ways[len(written)]
        return Product(tuple(Name(part) for part in whole[0])) if len(whole) == 1 else None


def _no_prime(token: Token) -> Expression:
    raise Unreadable("a prime belongs to a function", token.end)


def _product_of(factors: list[Expression]) -> Expression:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))
