"""Words: products of matrices that do not commute, the monomials of the normal form.

A word is a sequence of letters whose dimensions match. Sums over rows and stretched rows are words,
too, with a column of ones: 1ᵀ·G sums the rows of G, and 1·b repeats the row b.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from mdgrad.tensors.dimensions import Dimension

if TYPE_CHECKING:
    from mdgrad.tensors.forms import Form

__all__ = [
    "Applied", "Generator", "Hadamard", "Letter", "Ones", "Size", "Word", "all_ones", "hadamard",
    "segments", "sorted_words", "transposed_word",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Generator:
    """A matrix of which nothing is known but its dimensions."""

    name: str
    rows: Dimension
    columns: Dimension
    transposed: bool = False


@dataclass(frozen=True, slots=True)
class Ones:
    """A column of ones, or a row of them."""

    rows: Dimension
    columns: Dimension


@dataclass(frozen=True, slots=True)
class Size:
    """The number of elements along a dimension that has a name."""

    dimension: Dimension
    rows: Dimension = 1
    columns: Dimension = 1


@dataclass(frozen=True, slots=True)
class Hadamard:
    """A product of elements of two or more words, in a fixed order, since it commutes."""

    words: tuple[Word, ...]
    rows: Dimension
    columns: Dimension


@dataclass(frozen=True, slots=True)
class Applied:
    """A function of every element of a matrix; the softmax of every row."""

    function: str
    order: int
    form: Form
    rows: Dimension
    columns: Dimension
    transposed: bool = False


Letter: TypeAlias = Generator | Ones | Size | Hadamard | Applied
Word: TypeAlias = tuple[Letter, ...]


def sorted_words(words: Iterator[Word] | tuple[Word, ...]) -> tuple[Word, ...]:
    """Return words in an order that does not depend on how they came."""
    return tuple(sorted(words, key=repr))


def transposed_word(word: Word) -> Word:
    """Return the transposed product: the letters backwards, each transposed."""
    return tuple(_transposed(letter) for letter in reversed(word))


def _transposed(letter: Letter) -> Letter:
    match letter:
        case Size():
            return letter
        case Ones(rows, columns):
            return Ones(columns, rows)
        case Generator(_, rows, columns, transposed):
            flipped = transposed ^ (rows != 1 or columns != 1)
            return replace(letter, rows=columns, columns=rows, transposed=flipped)
        case Hadamard(words, rows, columns):
            flat = sorted_words(tuple(transposed_word(word) for word in words))
            return Hadamard(flat, columns, rows)
        case Applied(function, order, form, rows, columns, transposed):
            if function == "softmax":
                return Applied(function, order, form, columns, rows, not transposed)
            return Applied(function, order, form.transposed(), columns, rows)


def segments(word: Word) -> Iterator[Word]:
    """Yield the parts between which a word is but one wide: a·bᵀ·c is a, times the number bᵀ·c."""
    start = 0
    for index, letter in enumerate(word, start=1):
        if letter.columns == 1 or index == len(word):
            yield word[start:index]
            start = index


def all_ones(word: Word) -> bool:
    """Return whether a word is a matrix of ones."""
    return bool(word) and all(isinstance(letter, Ones) for letter in word)


def hadamard(left: Word, right: Word) -> Word:
    """Return the product of the elements of two words of the same dimensions."""
    rows, columns = left[0].rows, left[-1].columns
    words = [word for word in (*_factors(left), *_factors(right)) if not all_ones(word)]
    if not words:
        return left
    if len(words) == 1:
        return words[0]
    ends = [_stretched(word) for word in words]
    if all(first for first, _ in ends):
        # Rows that were stretched alike may be multiplied before they are stretched.
        return (words[0][0], *_joined([word[1:] for word in words], 1, columns))
    if all(last for _, last in ends):
        return (*_joined([word[:-1] for word in words], rows, 1), words[0][-1])
    return (Hadamard(sorted_words(tuple(words)), rows, columns),)


def _joined(words: list[Word], rows: Dimension, columns: Dimension) -> Word:
    joined = words[0]
    for word in words[1:]:
        joined = hadamard(joined, word)
    assert joined[0].rows == rows
    assert joined[-1].columns == columns
    return joined


def _stretched(word: Word) -> tuple[bool, bool]:
    """Return whether a word is a row that was stretched downwards, a column stretched sideways."""
    first, last = word[0], word[-1]
    return (
        len(word) > 1 and isinstance(first, Ones) and first.columns == 1,
        len(word) > 1 and isinstance(last, Ones) and last.rows == 1,
    )


def _factors(word: Word) -> tuple[Word, ...]:
    if len(word) == 1 and isinstance(word[0], Hadamard):
        return word[0].words
    return (word,)
