"""Habits: how the author of a diagram writes, as far as its labels show it. Looked up once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mdgrad.expressions.fold import mentioned_in
from mdgrad.graphs.assertions import Assertion, ComputationGraph
from mdgrad.judgement.formulas import Factoring, factoring_of
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Blank, Formula

__all__ = ["Habits", "habits_of", "has_names"]

_VALUES = frozenset({"value", "formula"})
_GRADIENTS = frozenset({"gradient", "total", "local"})


@dataclass(frozen=True, slots=True)
class Habits:
    """What the labels of a diagram have in common."""

    value: Quantity | None
    """A number like which values are written; None where there is none at all."""
    gradient: Quantity | None
    """A number like which gradients are written."""
    decimals: int
    """The most digits that stand behind a decimal mark."""
    around: tuple[str, str] | None
    """Unit or currency before and behind every value, None where they differ or have none."""
    units: frozenset[str]
    """The units and currencies that stand beside numbers."""
    is_symbolic: bool
    """Whether gradients are formulas; without any, whether values are."""
    has_numbers: bool
    """Whether values are numbers, so that a formula would be a stranger among them."""
    names_on_edges: bool
    """Whether what the forward edges carry is names and formulas, numbers at most of constants."""
    factoring: Factoring
    """How gradients are factored; in chains of derivatives where none shows it."""


def habits_of(graph: ComputationGraph) -> Habits:
    """Return the habits of a diagram's author."""
    values = [a for a in graph.assertions if a.role in _VALUES]
    gradients = [a for a in graph.assertions if a.role in _GRADIENTS]
    numbers = [*_quantities(values)], [*_quantities(gradients)]
    every = [*numbers[0], *numbers[1]]
    filled = [
        a.side.content for a in gradients if not a.given and not isinstance(a.side.content, Blank)
    ]
    formulas = sum(isinstance(c, Formula) and has_names(c) for c in filled)
    on_edges = [a.side.content for a in values if a.edge is not None]
    numbered = sum(isinstance(content, Quantity) for content in on_edges)
    named = sum(isinstance(content, Formula) and has_names(content) for content in on_edges)
    factorings = [
        factoring
        for a in gradients
        if not a.given and (factoring := factoring_of(a, graph)) is not None
    ]
    return Habits(
        value=_bare(next(iter((*numbers[0], *numbers[1])), None)),
        gradient=_bare(next(iter((*numbers[1], *numbers[0])), None)),
        decimals=max((quantity.decimals for quantity in every), default=0),
        around=_around(values),
        units=frozenset(quantity.unit for quantity in every),
        is_symbolic=2 * formulas > len(filled) if filled else named > numbered or not numbers[0],
        has_numbers=bool(numbers[0]),
        names_on_edges=named > numbered or not numbered,
        factoring=max(factorings, key=factorings.count) if factorings else "chain",
    )


def has_names(formula: Formula) -> bool:
    """Return whether a formula has names in it, in any reading."""
    return any(mentioned_in(reading) for reading in formula.readings)


def _quantities(assertions: list[Assertion]) -> Iterator[Quantity]:
    for assertion in assertions:
        if isinstance(assertion.side.content, Quantity):
            yield assertion.side.content


def _bare(quantity: Quantity | None) -> Quantity | None:
    """Return the manner of a number without what belongs to that one alone."""
    if quantity is None:
        return None
    return replace(
        quantity, percent=False, exponent_form="", approximate=False, plus="", decimals=0
    )


def _around(values: list[Assertion]) -> tuple[str, str] | None:
    found: set[tuple[str, str, str, bool]] = set()
    for assertion in values:
        side, content = assertion.side, assertion.side.content
        if assertion.role == "value" and isinstance(content, Quantity):
            before = side.text[: content.span.start - side.span.start]
            after = side.text[content.span.end - side.span.start :]
            found.add((before, after, content.unit, content.percent))
    if len(found) != 1:
        return None
    ((before, after, unit, percent),) = found
    return (before, after) if unit and not percent else None
