"""What operators make of matrices: the forward formula of each, in any algebra.

Only these are typed; every gradient follows from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Generic, Literal, TypeVar

from mdgrad.expressions.fold import fold
from mdgrad.expressions.tree import Call, Expression, Name, Number, Power, Product, Sum
from mdgrad.graphs.graph import Operation, operand
from mdgrad.messages import Message
from mdgrad.tensors.algebra import IllShaped, Matrices, Matrix, Unclear, scalar
from mdgrad.tensors.dimensions import Dimension, Shape
from mdgrad.tensors.shape_rules import Candidate

__all__ = ["Applying", "Orientation", "dimensions_of", "is_elementwise", "power", "value_of"]

M = TypeVar("M", bound=Matrix)

Orientation = Literal["row", "column"]
"""Whether a vector is one row, as in X·W, or one column, as in W·x."""


@dataclass(frozen=True, slots=True)
class Applying(Generic[M]):
    """One operator with its operands, and how they are read."""

    algebra: Matrices[M]
    operation: Operation
    operands: Sequence[M]
    shapes: Sequence[Shape]
    reading: Candidate
    orientation: Orientation


def dimensions_of(shape: Shape, orientation: Orientation) -> tuple[Dimension, Dimension]:
    """Return the rows and columns of a shape. Raises `Unclear` for more than two axes."""
    match shape:
        case ():
            return (1, 1)
        case (length,):
            return (1, length) if orientation == "row" else (length, 1)
        case (rows, columns):
            return (rows, columns)
        case _:
            raise Unclear(Message("more than two axes cannot be judged yet"))


def value_of(applying: Applying[M]) -> tuple[M, ...]:
    """Return the value of an operator; several where its name leaves a factor open.

    Raises `Unclear` for what it does not know, `IllShaped` where dimensions do not fit.
    """
    operator = applying.operation.operator
    if operator is None:
        value = _formula(applying.operation.formula, applying)
        wanted = dimensions_of(applying.reading.shape, applying.orientation)
        if (value.rows, value.columns) != wanted:
            raise IllShaped("the formula does not have the shape of its value")
        return (value,)
    rule = _RULES.get(operator)
    return rule(applying) if rule is not None else (_elementwise(operator, applying),)


def _elementwise(operator: str, applying: Applying[M]) -> M:
    """Return a function of every element: by its name, if it is the catalogue's own."""
    from mdgrad.operators import CATALOGUE

    operation = applying.operation
    entry = CATALOGUE.get(operator)
    named = entry is not None and operation.formula == entry.formula(1)
    if len(applying.operands) == 1 and named and operator not in {"subtract", "divide"}:
        return applying.algebra.apply(operator, 0, applying.operands[0])
    return _formula(operation.formula, applying)


def _formula(formula: Expression, applying: Applying[M]) -> M:
    """Return what a formula of the operands comes to.

    In the formula of an operator every product is one of elements; in one of the author's it is
    whatever fits.
    """
    algebra = applying.algebra
    environment = {operand(index): value for index, value in enumerate(applying.operands)}

    def value(part: Expression, parts: Sequence[M]) -> M:
        match part:
            case Number(number):
                return algebra.number(number)
            case Name(name):
                return environment[name]
            case Sum():
                return algebra.add(parts)
            case Product():
                product = parts[0]
                for factor in parts[1:]:
                    if applying.operation.operator is None:
                        product = either_product(product, factor, algebra)
                    else:
                        product = algebra.times(product, factor)
                return product
            case Power(_, Number(exponent)):
                return power(algebra, parts[0], exponent)
            case Call("transpose"):
                return algebra.transpose(parts[0])
            case Call("matmul" | "dot"):
                return algebra.matmul(*parts)
            case Call(function, _, order) if len(parts) == 1 and is_elementwise(function):
                return algebra.apply(function, order, parts[0])
            case _:
                raise Unclear(Message("part of the formula is not known"))

    return fold(formula, value)


def either_product(left: M, right: M, algebra: Matrices[M]) -> M:
    """Return the product of matrices or of elements, whichever fits.

    Raises `Unclear` if both do, `IllShaped` if neither does.
    """
    if scalar(left) or scalar(right):
        return algebra.times(left, right)
    of_matrices = left.columns == right.rows
    of_elements = left.columns == right.columns and (
        left.rows == right.rows or 1 in (left.rows, right.rows)
    )
    if of_matrices and of_elements:
        raise Unclear(Message("whether a product is one of matrices or of elements is not said"))
    return algebra.matmul(left, right) if of_matrices else algebra.times(left, right)


def is_elementwise(function: str) -> bool:
    """Return whether a function of one operand is known, and works element by element."""
    from mdgrad.operators import find

    operator = find(function, 1)
    if operator is None:
        return function in {"step", "erf"}
    return not operator.tensor and operator.joins is None


def power(algebra: Matrices[M], base: M, exponent: Fraction) -> M:
    """Return every element to an integer power. Raises `Unclear` for other powers."""
    if exponent.denominator != 1 or not 1 <= abs(exponent) <= 8:
        raise Unclear(Message("such a power of a matrix cannot be judged"))
    product = base
    for _ in range(abs(int(exponent)) - 1):
        product = algebra.times(product, base)
    return algebra.apply("reciprocal", 0, product) if exponent < 0 else product


def _matmul(applying: Applying[M]) -> tuple[M, ...]:
    left, right = applying.operands[:2]
    algebra = applying.algebra
    if all(len(shape) == 1 for shape in applying.shapes[:2]):
        product = algebra.total(algebra.total(algebra.times(left, right), 0), 1)
    elif applying.reading.reading == "swapped":
        product = algebra.matmul(right, left)
    elif applying.reading.reading == "weight transposed":
        product = algebra.matmul(left, algebra.transpose(right))
    else:
        product = algebra.matmul(left, right)
    return (algebra.add((product, *applying.operands[2:])),)


def _multiply(applying: Applying[M]) -> tuple[M, ...]:
    if applying.reading.reading == "elementwise" or len(applying.operands) != 2:
        return (_formula(applying.operation.formula, applying),)
    return _matmul(applying)


def _transpose(applying: Applying[M]) -> tuple[M, ...]:
    (only,) = applying.operands
    return (only if len(applying.shapes[0]) < 2 else applying.algebra.transpose(only),)


def _identity(applying: Applying[M]) -> tuple[M, ...]:
    return (applying.operands[0],)


def _softmax(applying: Applying[M]) -> tuple[M, ...]:
    (only,) = applying.operands
    algebra = applying.algebra
    if applying.orientation == "column" and len(applying.shapes[0]) == 1:
        return (algebra.transpose(algebra.softmax(algebra.transpose(only))),)
    return (algebra.softmax(only),)


def _log_softmax(applying: Applying[M]) -> tuple[M, ...]:
    (only,) = applying.operands
    algebra = applying.algebra
    is_column = applying.orientation == "column" and len(applying.shapes[0]) == 1
    sums = algebra.total(algebra.apply("exp", 0, only), 0 if is_column else 1)
    minus = algebra.matmul(algebra.number(Fraction(-1)), algebra.apply("log", 0, sums))
    return (algebra.add((only, minus)),)


def _sum(applying: Applying[M]) -> tuple[M, ...]:
    if len(applying.operands) != 1:
        return (applying.algebra.add(applying.operands),)
    return (_reduced(applying)[0],)


def _mean(applying: Applying[M]) -> tuple[M, ...]:
    if len(applying.operands) != 1:
        return (_formula(applying.operation.formula, applying),)
    total, count = _reduced(applying)
    algebra = applying.algebra
    return (algebra.matmul(algebra.apply("reciprocal", 0, count), total),)


def _reduced(applying: Applying[M]) -> tuple[M, M]:
    """Return the sum of the only operand down to the shape that its value has, and of how many."""
    (matrix,), (shape,) = applying.operands, applying.shapes
    algebra, wanted = applying.algebra, applying.reading.shape
    if wanted == () or len(shape) < 2:
        count = algebra.matmul(algebra.size(matrix.rows), algebra.size(matrix.columns))
        return algebra.total(algebra.total(matrix, 0), 1), count
    axes = [axis for axis in (0, 1) if wanted in _without(shape, axis)]
    if len(axes) != 1:
        raise Unclear(Message("the drawing does not say along which axis"))
    total = algebra.total(matrix, axes[0])
    rows_wanted, _ = dimensions_of(wanted, applying.orientation)
    if total.rows != rows_wanted:
        total = algebra.transpose(total)
    return total, algebra.size(shape[axes[0]])


def _without(shape: Shape, axis: int) -> tuple[Shape, Shape]:
    return (
        (*shape[:axis], *shape[axis + 1 :]),
        (*shape[:axis], 1, *shape[axis + 1 :]),
    )


def _squared_error(applying: Applying[M]) -> tuple[M, ...]:
    """Return the errors of all elements, or their sum or mean, which one nobody says."""
    algebra = applying.algebra
    minus = algebra.matmul(algebra.number(Fraction(-1)), applying.operands[1])
    difference = algebra.add((applying.operands[0], minus))
    square = algebra.times(difference, difference)
    if applying.operation.operator == "half_squared_error":
        square = algebra.matmul(algebra.number(Fraction(1, 2)), square)
    if applying.reading.shape:
        return (square,)
    total = algebra.total(algebra.total(square, 0), 1)
    if square.rows == 1 and square.columns == 1:
        return (total,)
    count = algebra.matmul(algebra.size(square.rows), algebra.size(square.columns))
    return total, algebra.matmul(algebra.apply("reciprocal", 0, count), total)


def _cross_entropy(applying: Applying[M]) -> tuple[M, ...]:
    """Return −Σ t·log y, over a batch its sum or mean, which one nobody says."""
    if len(applying.operands) != 2 or len(applying.shapes[0]) != len(applying.shapes[1]):
        raise Unclear(Message("how the targets enter the cross entropy is not known"))
    predicted, target = applying.operands
    algebra = applying.algebra
    logarithms = algebra.apply("log", 0, predicted)
    product = algebra.times(target, logarithms)
    total = algebra.total(algebra.total(product, 0), 1)
    loss = algebra.matmul(algebra.number(Fraction(-1)), total)
    if len(applying.shapes[0]) < 2:
        return (loss,)
    inverse = algebra.apply("reciprocal", 0, algebra.size(applying.shapes[0][0]))
    return loss, algebra.matmul(inverse, loss)


_RULES: Mapping[str, Callable[[Applying[M]], tuple[M, ...]]] = MappingProxyType(
    {
        "dot": _matmul,
        "matmul": _matmul,
        "affine": _matmul,
        "multiply": _multiply,
        "transpose": _transpose,
        "identity": _identity,
        "softmax": _softmax,
        "log_softmax": _log_softmax,
        "sum": _sum,
        "mean": _mean,
        "squared_error": _squared_error,
        "half_squared_error": _squared_error,
        "cross_entropy": _cross_entropy,
    }
)
"""The operators that are not simply a formula of every element."""
