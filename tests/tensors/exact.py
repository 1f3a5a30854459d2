"""Matrices of exact rationals, in plain Python: the oracle of the gradients.

A matrix is a tuple of rows. The finite difference of a function that is affine in an element is its
derivative, exactly; for one that is quadratic the central difference is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from fractions import Fraction

Matrix = tuple[tuple[Fraction, ...], ...]
Values = Mapping[str, Matrix]


def filled(rows: int, columns: int, seed: int) -> Matrix:
    """Return a matrix of random rationals."""
    source = random.Random(seed)
    return tuple(
        tuple(Fraction(source.randint(-40, 40) or 7, 8) for _ in range(columns))
        for _ in range(rows)
    )


def transposed(matrix: Matrix) -> Matrix:
    return tuple(zip(*matrix, strict=True))


def product(*matrices: Matrix) -> Matrix:
    """Return the matrix product from left to right. Raises ValueError where shapes differ."""
    left, *rest = matrices
    for right in rest:
        columns = transposed(right)
        left = tuple(
            tuple(sum((a * b for a, b in zip(row, c, strict=True)), Fraction(0)) for c in columns)
            for row in left
        )
    return left


def times(left: Matrix, right: Matrix) -> Matrix:
    """Return the product of elements; a single row of either stretches."""
    return _each(left, right, lambda a, b: a * b)


def plus(left: Matrix, right: Matrix) -> Matrix:
    """Return the sum of elements; a single row of either stretches."""
    return _each(left, right, lambda a, b: a + b)


def _each(
    left: Matrix, right: Matrix, operation: Callable[[Fraction, Fraction], Fraction]
) -> Matrix:
    if len(left) == 1 and len(right) > 1:
        left = left * len(right)
    if len(right) == 1 and len(left) > 1:
        right = right * len(left)
    return tuple(
        tuple(operation(a, b) for a, b in zip(row, other, strict=True))
        for row, other in zip(left, right, strict=True)
    )


def scaled(factor: Fraction | int, matrix: Matrix) -> Matrix:
    return tuple(tuple(factor * one for one in row) for row in matrix)


def summed(matrix: Matrix) -> Matrix:
    """Return the sum over the rows, as one row."""
    return (tuple(sum(column, Fraction(0)) for column in zip(*matrix, strict=True)),)


def total(matrix: Matrix) -> Matrix:
    return ((sum((one for row in matrix for one in row), Fraction(0)),),)


def relu(matrix: Matrix) -> Matrix:
    return tuple(tuple(max(one, Fraction(0)) for one in row) for row in matrix)


def step(matrix: Matrix) -> Matrix:
    return tuple(tuple(Fraction(one > 0) for one in row) for row in matrix)


def difference(function: Callable[[Values], Matrix], values: Values, name: str) -> Matrix:
    """Return ∂⟨G, function⟩/∂name by central differences, G being `values["G"]`."""
    width = Fraction(1, 64)

    def moved(row: int, column: int, by: Fraction) -> Fraction:
        rows = [list(own) for own in values[name]]
        rows[row][column] += by
        changed = {**values, name: tuple(tuple(own) for own in rows)}
        return total(times(values["G"], function(changed)))[0][0]

    return tuple(
        tuple(
            (moved(row, column, width) - moved(row, column, -width)) / (2 * width)
            for column in range(len(values[name][0]))
        )
        for row in range(len(values[name]))
    )
