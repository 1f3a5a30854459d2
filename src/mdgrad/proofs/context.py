"""The context of labels: the graph, its names, and the points at which formulas are tried."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from mdgrad.expressions.tree import Expression
from mdgrad.graphs.graph import Dag
from mdgrad.operators.inexpressible import Inexpressible
from mdgrad.passes.kinks import Kinks
from mdgrad.passes.reals import Enclosure, Real, Reals
from mdgrad.passes.signs import Signs
from mdgrad.proofs.some_functions import SomeFunctions
from mdgrad.proofs.views import Layout, View

__all__ = ["POINTS", "Context", "Point", "is_number"]

POINTS = 8
"""At how many points a formula is tried..."""
_MORE_POINTS = 64
"""...and at how many it may be, where it has a value at none of those: log(log(x)) has one in few
places."""
_ATTEMPTS = 200
"""How often a point is looked for at which the drawing's assumptions hold."""
_NUMERATORS = ((-200, 200), (1, 200), (1, 96), (1, 1_000), (-1_000, 1_000))
"""Between what the numbers at points lie, in ninety-sevenths; the first three come first."""
_MOST_NODES_AT_POINTS = 100_000
_MOST_NODES_AT_MORE_POINTS = 1_000
_BITS = 512
"""Numbers at points that need more bits are continued as enclosures."""


@dataclass(frozen=True, slots=True)
class Point:
    """The graph at one point: every input has a number."""

    view: View[Real]
    upstream: Real
    of_some_function: View[Real]
    """The same, with some function in the place of every unknown one."""
    at_zero: bool


@dataclass(frozen=True, slots=True)
class Context:
    """What a label can speak of."""

    dag: Dag
    output: str | None
    names: Mapping[str, str]
    """From a value's name to its node."""
    upstream: Expression | None
    """The symbol for the output's own gradient (`∂L/∂z`, `E`), None where it is 1."""
    signs: Mapping[str, Signs] = field(default_factory=dict)
    """What the drawing assumes of the signs of nodes: x > 0."""
    kinks: Kinks = field(default_factory=Kinks)
    _kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What is worked out once for all labels."""

    @property
    def layout(self) -> Layout:
        """The graph laid out."""
        if "layout" not in self._kept:
            self._kept["layout"] = Layout(self.dag)
        layout: Layout = self._kept["layout"]
        return layout

    def points(self) -> Iterator[Point]:
        """Yield the graph at one point after another, the same for every label."""
        kept: list[Point] = self._kept.setdefault("points", [])
        is_small = len(self.layout.program.nodes) <= _MOST_NODES_AT_MORE_POINTS
        for index in range(_MORE_POINTS if is_small else POINTS):
            while index == len(kept) and self._kept.get("attempts", 0) < _ATTEMPTS:
                attempt = self._kept["attempts"] = self._kept.get("attempts", 0) + 1
                point = _point(self, attempt)
                if _is_allowed(point, self):
                    kept.append(point)
            if index < len(kept):
                yield kept[index]


def _point(context: Context, attempt: int) -> Point:
    """Return the graph at a point: first 0, then random inputs of the signs that are assumed."""
    layout = context.layout
    source = random.Random(attempt)
    low, high = _NUMERATORS[attempt % (3 if attempt <= POINTS else 5)]

    def number() -> Fraction:
        return Fraction(0 if attempt == 1 else source.randint(low, high), 97)

    values: dict[int, Real] = {}
    for position in layout.program.inputs():
        signs = context.signs.get(layout.program.nodes[position])
        value = number()
        if signs is not None and (value > 0) - (value < 0) not in signs:
            value = -value if -1 in signs or 1 in signs else Fraction(0)
        values[position] = value
    upstream: Real = number() if context.upstream is not None else 1
    totals: dict[int, Real] = {}
    if context.output is not None:
        totals[layout.position[context.output]] = upstream

    def view(arithmetic: Reals) -> View[Real]:
        return View(layout, arithmetic, dict(values), dict(totals), _MOST_NODES_AT_POINTS)

    plain = Reals(kinks=context.kinks, most_bits=_BITS)
    some = SomeFunctions(kinks=context.kinks, most_bits=_BITS)
    return Point(view(plain), upstream, view(some), at_zero=attempt == 1)


def _is_allowed(point: Point, context: Context) -> bool:
    """Return whether the drawing's assumptions hold at a point."""
    try:
        for node, signs in context.signs.items():
            value = point.view.value(context.layout.position[node])
            if is_number(value) and point.view.arithmetic.call("sign", (value,)) not in signs:
                return False
    except Inexpressible:
        return False
    return True


def is_number(value: object) -> bool:
    """Return whether a value at a point is a number."""
    return value is not None and isinstance(value, int | Fraction | Enclosure)
