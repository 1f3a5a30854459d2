"""What a label means: every matrix that its formula may stand for.

A label's `·` may be the product of matrices or that of elements, its `sum` over one axis or all.
All readings whose dimensions fit are returned; factors never change places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import TypeVar

from mdgrad.expressions.fold import fold
from mdgrad.expressions.tree import Call, Derivative, Expression, Name, Number, Power, Product, Sum
from mdgrad.messages import Message
from mdgrad.tensors.algebra import IllShaped, Matrices, Matrix, Unclear, scalar
from mdgrad.tensors.values import is_elementwise, power

__all__ = ["meanings"]

M = TypeVar("M", bound=Matrix)

MOST_FACTORS = 8
MOST_READINGS = 48


def meanings(
    label: Expression,
    leaf: Callable[[Name | Derivative], Sequence[M]],
    algebra: Matrices[M],
    *,
    single_rows: bool = False,
) -> tuple[M, ...]:
    """Return every matrix that `label` may mean, none if its dimensions fit in no reading.

    `leaf` gives the readings of a name or derivative. With `single_rows` there are matrices of one
    row in the drawing, over which a sum may run; else a single row is a vector, and it may not.
    Raises `Unclear` for what is not known, or if there are too many readings to look at.
    """

    def combine(part: Expression, parts: Sequence[tuple[M, ...]]) -> tuple[M, ...]:
        found = _part(part, parts, leaf, algebra, single_rows)
        if len(found) > MOST_READINGS:
            raise Unclear(Message("the label can be read in too many ways"))
        return found

    return fold(label, combine)


def _part(
    part: Expression,
    parts: Sequence[tuple[M, ...]],
    leaf: Callable[[Name | Derivative], Sequence[M]],
    algebra: Matrices[M],
    single_rows: bool,
) -> tuple[M, ...]:
    match part:
        case Number(value):
            return (algebra.number(value),)
        case Name("T" | "⊤" | "t"):
            return _leaf_or_none(part, leaf)
        case Name() | Derivative():
            return _distinct(leaf(part))
        case Sum():
            return _all(parts, algebra.add)
        case Product():
            return _products(parts, algebra)
        case Power(_, Name("T" | "⊤")) if not parts[1]:
            return _distinct([algebra.transpose(one) for one in parts[0]])
        case Power(_, Number(exponent)):
            return _distinct([power(algebra, one, exponent) for one in parts[0]])
        case Power():
            raise Unclear(Message("such a power of a matrix cannot be judged"))
        case Call():
            return _call(part, parts, algebra, single_rows)


def _leaf_or_none(name: Name, leaf: Callable[[Name | Derivative], Sequence[M]]) -> tuple[M, ...]:
    """Return what a `T` means; nothing where it is no value, so that Wᵀ may be written W^T."""
    try:
        return _distinct(leaf(name))
    except Unclear:
        return ()


def _call(
    call: Call, parts: Sequence[tuple[M, ...]], algebra: Matrices[M], single_rows: bool
) -> tuple[M, ...]:
    function, order = call.function, call.order
    match function:
        case "transpose" if len(parts) == 1:
            return _distinct([algebra.transpose(one) for one in parts[0]])
        case "sum" | "mean" if not order:
            if len(parts) != 1:
                raise Unclear(Message("the axis of the sum is not clear"))
            return _distinct(
                [
                    _reduced(one, axis, function, algebra)
                    for one in parts[0]
                    for axis in _axes(one, single_rows)
                ]
            )
        case "matmul" | "dot" if len(parts) == 2 and not order:
            return _all(parts, lambda both: algebra.matmul(both[0], both[1]))
        case "hadamard" if len(parts) == 2 and not order:
            return _all(parts, lambda both: _hadamard(both[0], both[1], algebra))
        case "outer" if len(parts) == 2 and not order:
            return _all(parts, lambda both: _outer(both[0], both[1], algebra))
        case "softmax" if len(parts) == 1 and not order:
            columns = [one for one in parts[0] if one.columns == 1 and one.rows != 1]
            flipped = [algebra.transpose(one) for one in columns]
            turned = [algebra.transpose(algebra.softmax(one)) for one in flipped]
            return _distinct([*(algebra.softmax(one) for one in parts[0]), *turned])
        case _ if len(parts) == 1 and is_elementwise(function):
            return _distinct([algebra.apply(function, order, one) for one in parts[0]])
        case _:
            raise Unclear(Message("{name} is not known here", name=function.lstrip("?")))


def _axes(matrix: Matrix, single_rows: bool) -> Iterator[int | None]:
    """Yield along which axes a sum may run: all of them, or either one of a matrix."""
    yield None
    if single_rows or 1 not in (matrix.rows, matrix.columns):
        yield from (0, 1)


def _reduced(matrix: M, axis: int | None, function: str, algebra: Matrices[M]) -> M:
    total = algebra.total(algebra.total(matrix, 0), 1)
    count = algebra.matmul(algebra.size(matrix.rows), algebra.size(matrix.columns))
    if axis is not None:
        total = algebra.total(matrix, axis)
        count = algebra.size(matrix.rows if axis == 0 else matrix.columns)
    if function == "sum":
        return total
    return algebra.matmul(algebra.apply("reciprocal", 0, count), total)


def _hadamard(left: M, right: M, algebra: Matrices[M]) -> M:
    """Return the product of elements; a column and a row do not stretch over each other."""
    product = algebra.times(left, right)
    dimensions = product.rows, product.columns
    if dimensions not in ((left.rows, left.columns), (right.rows, right.columns)):
        raise IllShaped("a row and a column have no product of elements")
    return product


def _outer(left: M, right: M, algebra: Matrices[M]) -> M:
    if left.columns != 1:
        left = algebra.transpose(left)
    if right.rows != 1:
        right = algebra.transpose(right)
    return algebra.matmul(left, right)


def _all(parts: Sequence[tuple[M, ...]], combine: Callable[[Sequence[M]], M]) -> tuple[M, ...]:
    """Return what every choice of readings comes to, those left out whose dimensions do not fit."""
    found: list[M] = []
    for chosen in product(*parts):
        try:
            found.append(combine(chosen))
        except IllShaped:
            continue
        if len(found) > MOST_READINGS**2:
            raise Unclear(Message("the label can be read in too many ways"))
    return _distinct(found)


def _products(parts: Sequence[tuple[M, ...]], algebra: Matrices[M]) -> tuple[M, ...]:
    """Return the product in every bracketing, each sign one of matrices or of elements.

    Numbers commute with everything, so they are taken out first.
    """
    numbers = [part for part in parts if len(part) == 1 and scalar(part[0])]
    others = [part for part in parts if len(part) != 1 or not scalar(part[0])]
    if len(others) > MOST_FACTORS:
        raise Unclear(Message("the label has too many factors"))
    factor = algebra.number(Fraction(1))
    for part in numbers:
        factor = algebra.matmul(factor, part[0])
    if not others:
        return (factor,)
    count = len(others)
    between = {(start, start + 1): others[start] for start in range(count)}
    for length in range(2, count + 1):
        for start in range(count - length + 1):
            found: list[M] = []
            for middle in range(start + 1, start + length):
                both = (between[start, middle], between[middle, start + length])
                found += _all(both, lambda pair: algebra.matmul(pair[0], pair[1]))
                found += _all(both, lambda pair: _hadamard(pair[0], pair[1], algebra))
            between[start, start + length] = _distinct(found)
            if len(between[start, start + length]) > MOST_READINGS:
                raise Unclear(Message("the label can be read in too many ways"))
    return tuple(algebra.matmul(factor, one) for one in between[0, count])


def _distinct(readings: Sequence[M]) -> tuple[M, ...]:
    return tuple(dict.fromkeys(readings))
