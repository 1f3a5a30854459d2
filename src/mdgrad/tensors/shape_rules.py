"""Shape rules: from the shapes of an operator's operands to that of its value, one row each.

A rule yields candidates: the shapes that the value may have, each with the dimensions that must be
equal for it. The order of candidates is that of preference. Vectors have one axis, as in NumPy, and
`matmul` broadcasts over all axes but the last two, as NumPy's does
(https://numpy.org/doc/stable/reference/generated/numpy.matmul.html).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from types import MappingProxyType
from typing import Literal, TypeAlias

from mdgrad.tensors.dimensions import Dimension, Shape

__all__ = ["RULES", "Candidate", "Reading", "broadcast", "candidates"]

Reading = Literal["drawn", "swapped", "weight transposed", "elementwise"]
"""How operands are read: X·W as drawn, W·X, X·Wᵀ as PyTorch stores weights, or one by one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A shape that a value may have."""

    shape: Shape
    equal: tuple[tuple[Dimension, Dimension], ...] = ()
    """Pairs of dimensions that must be equal."""
    reading: Reading = "drawn"
    free: bool = False
    """Whether the drawing leaves the choice open, as of the axis of a sum."""


ShapeRule: TypeAlias = Callable[[Sequence[Shape]], Iterator[Candidate]]


def broadcast(shapes: Sequence[Shape]) -> Candidate:
    """Return the shape of an elementwise operator: trailing axes meet, an axis of 1 stretches."""
    axes: list[Dimension] = []
    equal: list[tuple[Dimension, Dimension]] = []
    for axis in zip_longest(*(reversed(shape) for shape in shapes), fillvalue=1):
        wide = [dimension for dimension in axis if dimension != 1] or [1]
        axes.append(wide[0])
        equal += [(wide[0], other) for other in wide[1:] if other != wide[0]]
    return Candidate(tuple(reversed(axes)), tuple(equal), "elementwise")


def _elementwise(operands: Sequence[Shape]) -> Iterator[Candidate]:
    if operands:
        yield broadcast(operands)


def _same(operands: Sequence[Shape]) -> Iterator[Candidate]:
    if len(operands) == 1:
        yield Candidate(operands[0])


def _product(left: Shape, right: Shape) -> Candidate | None:
    """Return the matrix product, None if the operands have the wrong number of axes."""
    if not left or not right:
        return None
    inner = right[0] if len(right) == 1 else right[-2]
    batch = broadcast((left[:-2], right[:-2]))
    rows, columns = left[-2:-1], right[-1:] if len(right) > 1 else ()
    return Candidate((*batch.shape, *rows, *columns), (*batch.equal, (left[-1], inner)))


def _matmul(operands: Sequence[Shape]) -> Iterator[Candidate]:
    if len(operands) != 2:
        return
    left, right = operands
    if (drawn := _product(left, right)) is not None:
        yield drawn
    if (swapped := _product(right, left)) is not None:
        yield replace(swapped, reading="swapped")


def _multiply(operands: Sequence[Shape]) -> Iterator[Candidate]:
    """Yield the product of elements; of matrices, too, since `·` and `×` are drawn for both."""
    both = [*_elementwise(operands), *(one for one in _matmul(operands) if one.reading == "drawn")]
    for one in both:
        yield replace(one, free=len(both) > 1)


def _dot(operands: Sequence[Shape]) -> Iterator[Candidate]:
    yield from _matmul(operands)
    if len(operands) == 2 and () in operands:
        yield broadcast(operands)


def _affine(operands: Sequence[Shape]) -> Iterator[Candidate]:
    """Yield X·W + b, W·X + b and X·Wᵀ + b; the bias may be left out."""
    if len(operands) not in {2, 3}:
        return
    products = list(_matmul(operands[:2]))
    data, weight = operands[:2]
    if len(weight) == 2 and (transposed := _product(data, weight[::-1])) is not None:
        products.append(replace(transposed, reading="weight transposed"))
    for product in products:
        yield from _with_bias(product, operands[2:])


def _with_bias(product: Candidate, biases: Sequence[Shape]) -> Iterator[Candidate]:
    if not biases:
        yield product
        return
    (bias,) = biases
    whole = broadcast((product.shape, bias))
    if len(whole.shape) == len(product.shape):
        yield replace(product, equal=product.equal + whole.equal)
    if product.reading == "swapped" and len(bias) == 1 and len(product.shape) == 2:
        # Columns are samples in W·X, and books write the bias of one column as a vector.
        yield replace(product, equal=(*product.equal, (product.shape[0], bias[0])))


def _transpose(operands: Sequence[Shape]) -> Iterator[Candidate]:
    if len(operands) == 1:
        yield Candidate(operands[0][::-1])


def _reduction(operands: Sequence[Shape]) -> Iterator[Candidate]:
    """Yield the shapes of a sum over all axes, or over one; with several operands, of their sum."""
    if len(operands) > 1:
        yield broadcast(operands)
    for shape in operands if len(operands) == 1 else ():
        reduced = [(), *(shape[:axis] + shape[axis + 1 :] for axis in range(len(shape)))]
        reduced += [(*shape[:axis], 1, *shape[axis + 1 :]) for axis in range(len(shape))]
        for one in dict.fromkeys(reduced):
            yield Candidate(one, free=len(shape) > 0)


def _loss(operands: Sequence[Shape]) -> Iterator[Candidate]:
    """Yield a number, from predictions and targets of one shape, or classes for targets."""
    if len(operands) == 1:
        yield Candidate(())
    if len(operands) != 2:
        return
    predicted, target = operands
    if len(predicted) == len(target):
        yield Candidate((), tuple(zip(predicted, target, strict=True)))
    elif len(predicted) == len(target) + 1:
        yield Candidate((), tuple(zip(predicted[:-1], target, strict=True)))
    elif len(target) == len(predicted) + 1:
        yield Candidate((), tuple(zip(predicted, target[:-1], strict=True)))


def _squared_error(operands: Sequence[Shape]) -> Iterator[Candidate]:
    """Yield a number, or the errors of all elements."""
    if len(operands) == 2 and len(operands[0]) == len(operands[1]):
        every = broadcast(operands)
        pairs = tuple(zip(*operands, strict=True))
        yield Candidate((), pairs, free=len(every.shape) > 0)
        if every.shape:
            yield replace(every, free=True)


RULES: Mapping[str, ShapeRule] = MappingProxyType(
    {
        "multiply": _multiply,
        "dot": _dot,
        "matmul": _matmul,
        "affine": _affine,
        "transpose": _transpose,
        "sum": _reduction,
        "mean": _reduction,
        "max": _reduction,
        "min": _reduction,
        "softmax": _same,
        "log_softmax": _same,
        "identity": _same,
        "cross_entropy": _loss,
        "squared_error": _squared_error,
        "half_squared_error": _squared_error,
    }
)
"""The operators that are not simply elementwise, by the catalogue's names."""


def candidates(operator: str, operands: Sequence[Shape]) -> tuple[Candidate, ...]:
    """Return the shapes that an operator's value may have, best first, none for no such value.

    `operator` is a name of the catalogue; one without a row of its own works element by element.
    """
    return tuple(RULES.get(operator, _elementwise)(operands))
