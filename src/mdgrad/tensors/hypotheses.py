"""Hypotheses: what shapes the operands may have, where the drawing leaves them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from mdgrad.tensors.dimensions import Dimension, Shape

__all__ = ["hypotheses"]

_N, _I, _O = "n'", "i'", "o'"
"""Dimensions of a batch, of an input and of an output, by names that nobody writes."""

_ROWS: tuple[Shape, ...] = ((_N, _I), (_I, _O))
_ROW: tuple[Shape, ...] = ((_I,), (_I, _O))
_COLUMN: tuple[Shape, ...] = ((_O, _I), (_I,))

_PRODUCTS = (_ROWS, _ROW, _COLUMN)
_SWAPPED = tuple(operands[::-1] for operands in _PRODUCTS)
_TRANSPOSED: tuple[tuple[Shape, ...], ...] = (((_N, _I), (_O, _I)), ((_I,), (_O, _I)))
_SAME: tuple[tuple[Shape, ...], ...] = (((_N, _I), (_N, _I)), ((_I,), (_I,)))
_STRETCHED: tuple[tuple[Shape, ...], ...] = (((_N, _I), (_I,)), ((_I,), (_N, _I)))
_ONE: tuple[tuple[Shape, ...], ...] = (((_N, _I),), ((_I,),))


def _with_bias(operands: tuple[tuple[Shape, ...], ...]) -> tuple[tuple[Shape, ...], ...]:
    return tuple((*both, (_O,)) for both in operands)


_DRAWN: Mapping[tuple[str, int], tuple[tuple[Shape, ...], ...]] = MappingProxyType(
    {
        ("dot", 2): _PRODUCTS,
        ("matmul", 2): _PRODUCTS,
        ("affine", 2): _PRODUCTS,
        ("affine", 3): _with_bias(_PRODUCTS),
    }
)
"""The operands' shapes in which a product is the one drawn, by operator and number of operands."""

_OTHERWISE: Mapping[tuple[str, int], tuple[tuple[Shape, ...], ...]] = MappingProxyType(
    {
        ("dot", 2): (*_SWAPPED, ((_I,), (_I,))),
        ("matmul", 2): _SWAPPED,
        ("affine", 2): (*_SWAPPED, *_TRANSPOSED),
        ("affine", 3): _with_bias((*_SWAPPED, *_TRANSPOSED)),
    }
)
"""Those in which it is read in another order."""


def hypotheses(
    operator: str | None, known: Sequence[Shape | None], *, drawn: bool
) -> Iterator[tuple[Shape, ...]]:
    """Yield the operands' shapes that an author may have in mind, the known ones kept.

    With `drawn`, those in which a product is the one that the order of the edges says, otherwise
    those in which it is another.
    """
    table = _DRAWN if drawn else _OTHERWISE
    key = operator or "", len(known)
    if key in table:
        found = table[key]
    elif not drawn:
        found = ()
    else:
        found = {1: _ONE, 2: (*_SAME, *_STRETCHED)}.get(len(known), ())
    for shapes in found:
        if (filled := _filled(shapes, known)) is not None:
            yield filled


def _filled(supposed: Sequence[Shape], known: Sequence[Shape | None]) -> tuple[Shape, ...] | None:
    """Return supposed shapes with the known dimensions in place, None if they contradict."""
    meant: dict[Dimension, Dimension] = {}
    for shape, own in zip(supposed, known, strict=True):
        if own is None:
            continue
        if len(own) != len(shape):
            return None
        for dimension, length in zip(shape, own, strict=True):
            if meant.setdefault(dimension, length) != length:
                return None
    return tuple(tuple(meant.get(one, one) for one in shape) for shape in supposed)
