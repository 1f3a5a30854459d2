"""Dimensions: numbers and names, and which of them are known to be equal.

A name stands for one dimension throughout a diagram. A name that meets a number is bound to it; two
numbers that meet and differ are a conflict; two names that meet may well be equal, but only the
author knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

__all__ = ["Agreement", "Dimension", "Dimensions", "Shape", "is_anonymous", "worst"]

Dimension: TypeAlias = int | str
"""A number or a name; a name that begins with `?` is of no dimension in particular."""

Shape: TypeAlias = tuple[Dimension, ...]
"""The dimensions along the axes: `()` of a number, `(3,)` of a vector, `("N", 3)` of a batch."""

Agreement = Literal["equal", "bound", "assumed", "conflict"]
"""Whether two dimensions are equal: known to be, if a name is bound, if two names mean the same,
or in no way. In the order from best to worst."""

_ORDER: tuple[Agreement, ...] = ("equal", "bound", "assumed", "conflict")
_ANONYMOUS = frozenset({"", "?", "*", "_", "-1", "None", "none", ":"})


def worst(agreements: Iterable[Agreement]) -> Agreement:
    """Return the worst of several agreements, `equal` for none."""
    return max(agreements, key=_ORDER.index, default="equal")


def is_anonymous(dimension: Dimension) -> bool:
    """Return whether a dimension is a placeholder, such as Keras's `None`."""
    return isinstance(dimension, str) and dimension.startswith("?")


class Dimensions:
    """The classes of equal dimensions, as a union-find whose roots are numbers where known."""

    def __init__(self) -> None:
        self._parent: dict[str, Dimension] = {}
        self._anonymous = 0

    def named_apart(self, shape: Shape) -> Shape:
        """Return a shape as written, each placeholder in it (`?`, `None`, −1) named apart."""
        return tuple(self._placeholder() if _is_placeholder(one) else one for one in shape)

    def find(self, dimension: Dimension) -> Dimension:
        """Return the number or the one name that stands for all dimensions equal to this one."""
        path: list[str] = []
        while isinstance(dimension, str) and dimension in self._parent:
            path.append(dimension)
            dimension = self._parent[dimension]
        for name in path:
            self._parent[name] = dimension
        return dimension

    def shape(self, shape: Shape) -> Shape:
        """Return a shape with every dimension replaced by what stands for it."""
        return tuple(self.find(dimension) for dimension in shape)

    def compare(self, one: Dimension, other: Dimension) -> Agreement:
        """Return how two dimensions agree, without making them equal."""
        one, other = self.find(one), self.find(other)
        if one == other:
            return "equal"
        if isinstance(one, int) and isinstance(other, int):
            return "conflict"
        if isinstance(one, str) and isinstance(other, str):
            return "bound" if is_anonymous(one) or is_anonymous(other) else "assumed"
        return "bound"

    def join(self, one: Dimension, other: Dimension) -> Agreement:
        """Make two dimensions equal, unless they are in conflict, and return how they agreed."""
        agreement = self.compare(one, other)
        one, other = self.find(one), self.find(other)
        if agreement in {"bound", "assumed"}:
            if isinstance(one, int) or (isinstance(other, str) and is_anonymous(other)):
                one, other = other, one
            assert isinstance(one, str)
            self._parent[one] = other
        return agreement

    def _placeholder(self) -> str:
        self._anonymous += 1
        return f"?{self._anonymous}"


def _is_placeholder(dimension: Dimension) -> bool:
    return dimension in _ANONYMOUS if isinstance(dimension, str) else dimension < 0
