"""Arrays: matrices of small size, element by element, over any arithmetic of the passes.

They share nothing with the normal form but the interface: what the one proves for all sizes, the
other confirms or refutes at some.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from mdgrad.expressions.tree import Call, Name
from mdgrad.graphs.graph import operand
from mdgrad.messages import Message
from mdgrad.operators import expanded
from mdgrad.passes.arithmetic import Arithmetic, evaluate
from mdgrad.tensors.algebra import IllShaped, Unclear, broadcast_axis, scalar
from mdgrad.tensors.dimensions import Dimension

__all__ = ["Array", "Arrays"]

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Array(Generic[V]):
    """A matrix with its elements, row by row."""

    rows: Dimension
    columns: Dimension
    elements: tuple[tuple[V, ...], ...]


class Arrays(Generic[V]):
    """The arithmetic of arrays: an algebra of `mdgrad.tensors.algebra`."""

    def __init__(self, arithmetic: Arithmetic[V], sizes: Mapping[Dimension, int]) -> None:
        """Make one whose dimensions are as long as `sizes` says; the others as they say."""
        self._numbers = arithmetic
        self._sizes = sizes

    def length(self, dimension: Dimension) -> int:
        """Return how many elements stand for a dimension."""
        if dimension in self._sizes:
            return self._sizes[dimension]
        if isinstance(dimension, int):
            return dimension
        raise Unclear(Message("{dimension} has no size", dimension=dimension))

    def number(self, value: Fraction) -> Array[V]:
        """Return a rational number."""
        return Array(1, 1, ((self._numbers.number(value),),))

    def size(self, dimension: Dimension) -> Array[V]:
        """Return how many elements a dimension has.

        A large number has none here: a label may have it as a number, and a smaller one stands for
        it.
        """
        if isinstance(dimension, int) and dimension in self._sizes:
            raise Unclear(
                Message("{count} elements are too many to be looked at one by one", count=dimension)
            )
        return self.number(Fraction(self.length(dimension)))

    def add(self, terms: Sequence[Array[V]]) -> Array[V]:
        """Return the sum, single rows and columns stretched."""
        total = terms[0]
        for term in terms[1:]:
            total = self._elementwise(total, term, product=False)
        return total

    def matmul(self, left: Array[V], right: Array[V]) -> Array[V]:
        """Return the matrix product."""
        if scalar(left) or scalar(right):
            return self.times(left, right)
        if left.columns != right.rows:
            raise IllShaped(f"{left.columns} columns meet {right.rows} rows")
        columns = list(zip(*right.elements, strict=True))
        elements = tuple(
            tuple(
                self._numbers.add(
                    [self._numbers.multiply(pair) for pair in zip(row, column, strict=True)]
                )
                for column in columns
            )
            for row in left.elements
        )
        return Array(left.rows, right.columns, elements)

    def times(self, left: Array[V], right: Array[V]) -> Array[V]:
        """Return the product of elements, single rows and columns stretched."""
        return self._elementwise(left, right, product=True)

    def transpose(self, matrix: Array[V]) -> Array[V]:
        """Return the transposed matrix."""
        return Array(matrix.columns, matrix.rows, tuple(zip(*matrix.elements, strict=True)))

    def apply(self, function: str, order: int, matrix: Array[V]) -> Array[V]:
        """Return a function of every element."""
        formula = expanded(Call(function, (Name(operand(0)),), order))
        elements = tuple(
            tuple(evaluate(formula, {operand(0): one}, self._numbers) for one in row)
            for row in matrix.elements
        )
        return Array(matrix.rows, matrix.columns, elements)

    def softmax(self, matrix: Array[V]) -> Array[V]:
        """Return the softmax of every row."""
        minus_one = self._numbers.number(Fraction(-1))
        rows = []
        for row in matrix.elements:
            powers = [self._numbers.call("exp", (one,)) for one in row]
            inverse = self._numbers.power(self._numbers.add(powers), minus_one)
            rows.append(tuple(self._numbers.multiply((one, inverse)) for one in powers))
        return Array(matrix.rows, matrix.columns, tuple(rows))

    def total(self, matrix: Array[V], axis: int) -> Array[V]:
        """Return the sum over rows or columns."""
        if axis == 0:
            sums = tuple(self._numbers.add(column) for column in zip(*matrix.elements, strict=True))
            return Array(1, matrix.columns, (sums,))
        return Array(matrix.rows, 1, tuple((self._numbers.add(row),) for row in matrix.elements))

    def _elementwise(self, left: Array[V], right: Array[V], *, product: bool) -> Array[V]:
        rows = broadcast_axis(left.rows, right.rows)
        columns = broadcast_axis(left.columns, right.columns)
        operation = self._numbers.multiply if product else self._numbers.add
        elements = tuple(
            tuple(
                operation((_at(left, row, column), _at(right, row, column)))
                for column in range(self.length(columns))
            )
            for row in range(self.length(rows))
        )
        return Array(rows, columns, elements)


def _at(array: Array[V], row: int, column: int) -> V:
    elements = array.elements
    own = elements[row if len(elements) > 1 else 0]
    return own[column if len(own) > 1 else 0]
