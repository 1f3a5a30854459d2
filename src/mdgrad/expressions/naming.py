"""What begins with a name: variables, calls of functions, derivatives, products without a sign."""

from __future__ import annotations

from mdgrad.expressions.cursor import CLOSING, Cursor
from mdgrad.expressions.differentials import differential, has_numerator
from mdgrad.expressions.functions import function_named, may_stand_bare
from mdgrad.expressions.names import is_symbol, normal_name
from mdgrad.expressions.tokens import Token, Unreadable, read_number
from mdgrad.expressions.tree import (
    Call,
    Derivative,
    Expression,
    Name,
    Number,
    Power,
    Product,
    product_of,
)

__all__ = ["NameParser"]

MOST_WORDS = 6
"""A name has at most so many words."""
_UNKNOWN_FUNCTIONS = frozenset("fghφϕ")


class NameParser(Cursor):
    """The rules for what begins with a name."""

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
        closing = CLOSING[self._take().text]
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
        return product_of(factors)

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
