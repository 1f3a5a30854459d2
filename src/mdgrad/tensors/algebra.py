"""What a kind of matrix must be able to do for operators and labels to have a meaning in it.

Everything is a matrix here, with rows and columns: a number is 1 × 1, and a vector one row where
the drawing multiplies X·W, one column where it multiplies W·x.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol, TypeVar

from mdgrad.messages import Message
from mdgrad.tensors.dimensions import Dimension

__all__ = ["IllShaped", "Matrices", "Matrix", "Unclear", "broadcast_axis", "scalar"]


class IllShaped(Exception):
    """Two matrices cannot be combined, since their dimensions differ."""


class Unclear(Exception):
    """Something cannot be decided; the message says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class Matrix(Protocol):
    """Anything with rows and columns."""

    @property
    def rows(self) -> Dimension:
        """The number of rows."""

    @property
    def columns(self) -> Dimension:
        """The number of columns."""


M = TypeVar("M", bound=Matrix)


class Matrices(Protocol[M]):
    """Matrices of some kind. Every method raises `IllShaped` where dimensions do not fit."""

    def number(self, value: Fraction) -> M:
        """Return an exact rational as a 1 × 1 matrix."""

    def size(self, dimension: Dimension) -> M:
        """Return how many elements a dimension has, as a 1 × 1 matrix."""

    def add(self, terms: Sequence[M]) -> M:
        """Return the sum; a single row or column stretches over the others."""

    def matmul(self, left: M, right: M) -> M:
        """Return the matrix product, which never commutes; a 1 × 1 matrix scales."""

    def times(self, left: M, right: M) -> M:
        """Return the product of elements (Hadamard); a single row or column stretches."""

    def transpose(self, matrix: M) -> M:
        """Return the transposed matrix."""

    def apply(self, function: str, order: int, matrix: M) -> M:
        """Return a function, or its derivative of some order, of every element."""

    def softmax(self, matrix: M) -> M:
        """Return the softmax of every row."""

    def total(self, matrix: M, axis: int) -> M:
        """Return the sum over the rows (axis 0) or over the columns (axis 1)."""


def scalar(matrix: Matrix) -> bool:
    """Return whether a matrix is a number."""
    return matrix.rows == 1 and matrix.columns == 1


def broadcast_axis(one: Dimension, other: Dimension) -> Dimension:
    """Return the length of an axis along which two matrices meet. Raises `IllShaped`."""
    if other in (one, 1):
        return one
    if one == 1:
        return other
    raise IllShaped(f"{one} and {other} elements cannot be combined")
