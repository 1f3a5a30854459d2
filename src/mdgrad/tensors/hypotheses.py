"""Hypotheses: what shapes the operands may have, where the drawing leaves them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from mdgrad.tensors.dimensions import Shape

__all__ = ["hypotheses"]

_ROWS: tuple[Shape, ...] = (("n", "i"), ("i", "o"))
_ROW: tuple[Shape, ...] = (("i",), ("i", "o"))
_COLUMN: tuple[Shape, ...] = (("o", "i"), ("i",))

_PRODUCTS = (_ROWS, _ROW, _COLUMN)
_SWAPPED = tuple(operands[::-1] for operands in _PRODUCTS)
_TRANSPOSED: tuple[tuple[Shape, ...], ...] = ((("n", "i"), ("o", "i")), (("i",), ("o", "i")))
_SAME: tuple[tuple[Shape, ...], ...] = ((("n", "i"), ("n", "i")), (("i",), ("i",)))
_STRETCHED: tuple[tuple[Shape, ...], ...] = ((("n", "i"), ("i",)), (("i",), ("n", "i")))
_ONE: tuple[tuple[Shape, ...], ...] = ((("n", "i"),), (("i",),))


def _with_bias(operands: tuple[tuple[Shape, ...], ...]) -> tuple[tuple[Shape, ...], ...]:
    return tuple((*both, ("o",)) for both in operands)


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
        ("dot", 2): (*_SWAPPED, (("i",), ("i",))),
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
        filled = tuple(
            own if own is not None else shape for own, shape in zip(known, shapes, strict=True)
        )
        if all(len(own) == len(shape) for own, shape in zip(filled, shapes, strict=True)):
            yield filled
