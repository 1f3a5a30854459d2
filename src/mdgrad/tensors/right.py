"""The right gradient as a formula, in the names of the drawing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from mdgrad.expressions.tree import ONE, Call, Expression, Number, Power, Product, Sum
from mdgrad.expressions.tree import Name as Variable
from mdgrad.messages import Message
from mdgrad.tensors.algebra import Unclear
from mdgrad.tensors.dimensions import is_anonymous
from mdgrad.tensors.forms import Form, Monomial
from mdgrad.tensors.words import Applied, Generator, Hadamard, Letter, Ones, Size, Word

__all__ = ["as_expression"]

_MINUS_ONE = Number(Fraction(-1))


def as_expression(form: Form, named: Mapping[str, Expression]) -> Expression:
    """Return a form as a formula, its generators as `named` says.

    A sum over rows is `sum(…)`; a stretched row is written as it is. Raises `Unclear` for what has
    no name in the drawing.
    """
    terms = sorted(form.terms, key=repr)
    if not terms:
        return Number(Fraction(0))
    written = tuple(_term(monomial, coefficient, named) for monomial, coefficient in terms)
    return written[0] if len(written) == 1 else Sum(written)


def _term(monomial: Monomial, coefficient: Fraction, named: Mapping[str, Expression]) -> Expression:
    numbers, word = monomial
    factors: list[Expression] = [] if coefficient == 1 else [Number(coefficient)]
    for number, exponent in numbers:
        own = _word(number, named)
        factors.append(own if exponent == 1 else Power(own, Number(Fraction(exponent))))
    if word and not all(isinstance(letter, Ones) for letter in word):
        own = _word(word, named)
        factors += own.factors if isinstance(own, Product) else (own,)
    # The upstream gradient comes first, as people write it, where its place is free.
    if not factors:
        return ONE
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def _word(word: Word, named: Mapping[str, Expression]) -> Expression:
    """Return a product; ones at its ends are sums, or rows and columns that are stretched."""
    sums = len(word) > 1 and (_sums(word[0]) or _sums_right(word[-1]))
    letters = [letter for letter in word if not isinstance(letter, Ones)]
    if not letters or any(isinstance(letter, Ones) for letter in word[1:-1]):
        raise Unclear(Message("there is no short way to write it"))
    factors: list[Expression] = []
    for letter in letters:
        own = _letter(letter, named)
        factors += own.factors if isinstance(own, Product) else (own,)
    inside = factors[0] if len(factors) == 1 else Product(tuple(factors))
    return Call("sum", (inside,)) if sums else inside


def _sums(letter: Letter) -> bool:
    return isinstance(letter, Ones) and letter.rows == 1


def _sums_right(letter: Letter) -> bool:
    return isinstance(letter, Ones) and letter.columns == 1


def _letter(letter: Letter, named: Mapping[str, Expression]) -> Expression:
    match letter:
        case Generator(name, _, _, transposed):
            if name not in named:
                raise Unclear(Message("part of it has no name"))
            return Call("transpose", (named[name],)) if transposed else named[name]
        case Size(dimension) if isinstance(dimension, str) and not is_anonymous(dimension):
            return Variable(dimension)
        case Hadamard(words):
            ordered = sorted(words, key=lambda word: not _is_first(word))
            return Product(tuple(_word(word, named) for word in ordered))
        case Applied("reciprocal", 0, form, _, _, False):
            return Power(as_expression(form, named), _MINUS_ONE)
        case Applied(function, order, form, _, _, False):
            return Call(function, (as_expression(form, named),), order)
        case _:
            raise Unclear(Message("there is no short way to write it"))


def _is_first(word: Word) -> bool:
    """Return whether a word is the upstream gradient, which people write first."""
    return any(isinstance(letter, Generator) and letter.name == "#upstream" for letter in word)
