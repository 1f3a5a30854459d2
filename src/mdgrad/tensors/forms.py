"""The normal form of matrix expressions: sums of words with rational coefficients.

Products are multiplied out, transposes pushed to the letters, and numbers (1 × 1 matrices) drawn to
the front, where they commute. Equal forms are equal matrices for all sizes and elements; unequal
ones may be equal, too, where a law is not known here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from mdgrad.messages import Message
from mdgrad.tensors.algebra import IllShaped, Unclear, broadcast_axis, scalar
from mdgrad.tensors.dimensions import Dimension
from mdgrad.tensors.words import (
    Applied,
    Generator,
    Letter,
    Ones,
    Size,
    Word,
    hadamard,
    segments,
    transposed_word,
)

__all__ = ["Form", "Forms", "Monomial", "generator", "surely_nonzero", "word_form"]

MOST_TERMS = 200
"""A form with more terms than this is given up."""

Monomial: TypeAlias = tuple[tuple[tuple[Word, int], ...], Word]
"""Powers of numbers, and the word that they multiply; the word of a number is empty."""


@dataclass(frozen=True, slots=True)
class Form:
    """A sum of monomials, all of the same dimensions."""

    rows: Dimension
    columns: Dimension
    terms: frozenset[tuple[Monomial, Fraction]]

    def transposed(self) -> Form:
        """Return the transposed matrix."""
        terms = frozenset(
            ((numbers, transposed_word(word)), coefficient)
            for (numbers, word), coefficient in self.terms
        )
        return Form(self.columns, self.rows, terms)


def generator(name: str, rows: Dimension, columns: Dimension) -> Form:
    """Return a matrix of which nothing is known but its dimensions."""
    return word_form((Generator(name, rows, columns),))


def word_form(word: Word) -> Form:
    """Return a word as a form."""
    return _collected(word[0].rows, word[-1].columns, [_normal((), word)])


def _collected(
    rows: Dimension, columns: Dimension, terms: Iterable[tuple[Monomial, Fraction]]
) -> Form:
    sums: dict[Monomial, Fraction] = {}
    for monomial, coefficient in terms:
        sums[monomial] = sums.get(monomial, Fraction(0)) + coefficient
    kept = frozenset((monomial, value) for monomial, value in sums.items() if value)
    if len(kept) > MOST_TERMS:
        raise Unclear(Message("the expression is too large to be multiplied out"))
    return Form(rows, columns, kept)


def _normal(numbers: Iterable[tuple[Word, int]], word: Word) -> tuple[Monomial, Fraction]:
    """Return a product of numbers and a word as a monomial, with its coefficient."""
    powers: Counter[Word] = Counter()
    coefficient = Fraction(1)
    for number, exponent in numbers:
        powers[number] += exponent
    kept: list[Letter] = []
    for segment in segments(word):
        if segment[0].rows != 1 or segment[-1].columns != 1:
            kept += segment
        elif all(isinstance(letter, Ones) for letter in segment):
            size = segment[0].columns
            if isinstance(size, int):
                coefficient *= size
            else:
                powers[(Size(size),)] += 1
        else:
            powers[min(segment, transposed_word(segment), key=repr)] += 1
    ordered = sorted(((n, e) for n, e in powers.items() if e), key=repr)
    return (tuple(ordered), tuple(kept)), coefficient


def surely_nonzero(form: Form) -> bool:
    """Return whether a form is not zero as a function of its elements, by its mere looks.

    Words of at most three generators, each but once in a word, are independent wherever no
    dimension is 1: the first identity between products of matrices has degree four (Amitsur and
    Levitzki 1950).
    """
    return bool(form.terms) and all(_is_plain(monomial) for monomial, _ in form.terms)


def _is_plain(monomial: Monomial) -> bool:
    numbers, word = monomial
    letters = [*word, *(letter for number, _ in numbers for letter in number)]
    names = [letter.name for letter in letters if isinstance(letter, Generator)]
    plain = all(isinstance(letter, Generator | Ones | Size) for letter in letters)
    powers = all(exponent == 1 or _is_size(number) for number, exponent in numbers)
    return plain and powers and len(names) == len(set(names)) <= 3


def _is_size(number: Word) -> bool:
    return isinstance(number[0], Size)


class Forms:
    """The arithmetic of forms: an algebra of `mdgrad.tensors.algebra`."""

    def number(self, value: Fraction) -> Form:
        """Return a rational number."""
        return _collected(1, 1, [(((), ()), value)])

    def size(self, dimension: Dimension) -> Form:
        """Return how many elements a dimension has."""
        if isinstance(dimension, int):
            return self.number(Fraction(dimension))
        return word_form((Size(dimension),))

    def add(self, terms: Sequence[Form]) -> Form:
        """Return the sum, single rows and columns stretched."""
        rows, columns = terms[0].rows, terms[0].columns
        for term in terms[1:]:
            rows = broadcast_axis(rows, term.rows)
            columns = broadcast_axis(columns, term.columns)
        wide = [self._stretched(term, rows, columns) for term in terms]
        return _collected(rows, columns, (one for term in wide for one in term.terms))

    def matmul(self, left: Form, right: Form) -> Form:
        """Return the matrix product."""
        if scalar(left) or scalar(right):
            return self._scaled(left, right)
        if left.columns != right.rows:
            raise IllShaped(f"{left.columns} columns meet {right.rows} rows")
        return self._all_products(left, right, left.rows, right.columns)

    def times(self, left: Form, right: Form) -> Form:
        """Return the product of elements, single rows and columns stretched."""
        if scalar(left) or scalar(right):
            return self._scaled(left, right)
        rows = broadcast_axis(left.rows, right.rows)
        columns = broadcast_axis(left.columns, right.columns)
        left, right = (self._stretched(form, rows, columns) for form in (left, right))
        products = []
        for (numbers, word), coefficient in left.terms:
            for (others, other), factor in right.terms:
                monomial, extra = _normal((*numbers, *others), hadamard(word, other))
                products.append((monomial, coefficient * factor * extra))
        return _collected(rows, columns, products)

    def transpose(self, matrix: Form) -> Form:
        """Return the transposed matrix."""
        return matrix.transposed()

    def total(self, matrix: Form, axis: int) -> Form:
        """Return the sum over rows or columns, as a product with ones."""
        if axis == 0:
            if matrix.rows == 1:
                return matrix
            return self.matmul(word_form((Ones(1, matrix.rows),)), matrix)
        if matrix.columns == 1:
            return matrix
        return self.matmul(matrix, word_form((Ones(matrix.columns, 1),)))

    def softmax(self, matrix: Form) -> Form:
        """Return the softmax of every row."""
        return self._letter("softmax", 0, matrix)

    def apply(self, function: str, order: int, matrix: Form) -> Form:
        """Return a function of every element, derivatives of the usual ones in closed form."""
        if function == "step":
            return self._letter("relu", 1, matrix)
        if order == 0:
            return self._simple(function, matrix)
        return self._derivative(function, order, matrix)

    def _simple(self, function: str, matrix: Form) -> Form:
        match function:
            case "square":
                return self.times(matrix, matrix)
            case "neg":
                return self.times(self.number(Fraction(-1)), matrix)
            case "reciprocal" if scalar(matrix) and len(matrix.terms) == 1:
                (((numbers, word), coefficient),) = matrix.terms
                inverse = tuple((number, -exponent) for number, exponent in numbers)
                return Form(1, 1, frozenset({((inverse, word), 1 / coefficient)}))
            case _:
                return self._letter(function, 0, matrix)

    def _derivative(self, function: str, order: int, matrix: Form) -> Form:
        value = self._simple(function, matrix)
        minus = self.number(Fraction(-1))
        match function:
            case "exp":
                return value
            case "sigmoid" if order == 1:
                return self.add((value, self.times(minus, self.times(value, value))))
            case "tanh" if order == 1:
                ones = self._stretched(self.number(Fraction(1)), matrix.rows, matrix.columns)
                return self.add((ones, self.times(minus, self.times(value, value))))
            case "square" if order == 1:
                return self.times(self.number(Fraction(2)), matrix)
            case "neg" if order == 1:
                return self._stretched(minus, matrix.rows, matrix.columns)
            case "log" if order == 1:
                return self._simple("reciprocal", matrix)
            case "sin" if order == 1:
                return self._letter("cos", 0, matrix)
            case "cos" if order == 1:
                return self.times(minus, self._letter("sin", 0, matrix))
            case "reciprocal" if order == 1:
                return self.times(minus, self.times(value, value))
            case _:
                return self._letter(function, order, matrix)

    def _letter(self, function: str, order: int, matrix: Form) -> Form:
        return word_form((Applied(function, order, matrix, matrix.rows, matrix.columns),))

    def _scaled(self, left: Form, right: Form) -> Form:
        if scalar(right):
            left, right = right, left
        return self._all_products(left, right, right.rows, right.columns)

    def _all_products(self, left: Form, right: Form, rows: Dimension, columns: Dimension) -> Form:
        if len(left.terms) * len(right.terms) > MOST_TERMS**2:
            raise Unclear(Message("the expression is too large to be multiplied out"))
        products = []
        for (numbers, word), coefficient in left.terms:
            for (others, other), factor in right.terms:
                monomial, extra = _normal((*numbers, *others), (*word, *other))
                products.append((monomial, coefficient * factor * extra))
        return _collected(rows, columns, products)

    def _stretched(self, form: Form, rows: Dimension, columns: Dimension) -> Form:
        """Return a single row or column repeated to the dimensions wanted."""
        if scalar(form) and (rows, columns) != (1, 1):
            ones = tuple(
                one
                for one in (Ones(rows, 1), Ones(1, columns))
                if (one.rows, one.columns) != (1, 1)
            )
            return self._all_products(form, word_form(ones), rows, columns)
        if form.rows != rows:
            form = self.matmul(word_form((Ones(rows, 1),)), form)
        if form.columns != columns:
            form = self.matmul(form, word_form((Ones(1, columns),)))
        return form
