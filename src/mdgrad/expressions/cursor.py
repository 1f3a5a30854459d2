"""The cursor over a formula's tokens, with the rules of the grammar that the others call."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from mdgrad.expressions.tokens import Beyond, Token, Unreadable
from mdgrad.expressions.tree import Expression
from mdgrad.messages import Message

__all__ = ["CLOSING", "DEEPEST", "Cursor"]

DEEPEST = 50
CLOSING = {"(": ")", "[": "]", "{": "}"}
"""The bracket that closes each bracket."""


class Cursor:
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
        self.ambiguous = False
        """Whether a tight product would have been read otherwise than a loose one."""
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
            raise Beyond(
                Message("the formula is nested more than {most} deep", most=DEEPEST),
                self._next.start,
            )
        yield
        self._depth -= 1

    def sum(self) -> Expression:
        """Return the sum that begins here."""
        raise NotImplementedError

    def _power(self) -> Expression:
        raise NotImplementedError

    def _raised(self, token: Token) -> Expression:
        raise NotImplementedError
