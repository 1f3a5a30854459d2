"""Habits: how the author of a diagram writes, as far as its labels show it. Looked up once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from mdgrad.expressions.fold import mentioned_in
from mdgrad.expressions.tree import Derivative
from mdgrad.expressions.writing import ends_within
from mdgrad.graphs.assertions import Assertion, ComputationGraph
from mdgrad.judgement.formulas import Factoring, factoring_of
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Blank, Formula

__all__ = ["Habits", "habits_of", "has_names"]

_T = TypeVar("_T")
_THOUSAND = 1000
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
    padded: int
    """So many digits stand behind the mark of most numbers that need fewer, zeros to fill up."""
    decimal_mark: str
    thousands_mark: str
    """What groups the digits of most numbers from a thousand on, empty if nothing does."""
    around: tuple[str, str] | None
    """Unit or currency before and behind every value, None where they differ or have none."""
    units: frozenset[str]
    """The units and currencies that stand beside numbers, `%` among them."""
    is_symbolic: bool
    """Whether gradients are formulas; without any, whether values are."""
    has_numbers: bool
    """Whether values are numbers, so that a formula would be a stranger among them."""
    names_on_edges: bool
    """Whether what the forward edges carry is names and formulas, numbers at most of constants."""
    factoring: Factoring
    """How gradients are factored."""


def habits_of(graph: ComputationGraph) -> Habits:
    """Return the habits of a diagram's author."""
    values = [a for a in graph.assertions if a.role in _VALUES]
    gradients = [a for a in graph.assertions if a.role in _GRADIENTS]
    numbers = [*_quantities(values)], [*_quantities(gradients)]
    every = [*numbers[0], *numbers[1]]
    told = [a for a in gradients if not a.given]
    filled = [a.side.content for a in told if not isinstance(a.side.content, Blank)
              and not (a.role == "local" and _is_lone_derivative(a))]  # fmt: skip
    formulas = sum(isinstance(c, Formula) and has_names(c) for c in filled)
    has_numbers = bool(numbers[0] or graph.carried)
    on_edges = [a.side.content for a in values if a.edge is not None]
    numbered = sum(isinstance(content, Quantity) for content in on_edges)
    named = sum(isinstance(content, Formula) and has_names(content) for content in on_edges)
    # ∂L/∂z alone is a chain of one, and a step.
    products = [a for a in told if not _is_lone_derivative(a)] or told
    factorings = [f for a in products if (f := factoring_of(a, graph)) is not None]
    return Habits(
        value=_bare(next(iter((*numbers[0], *numbers[1])), None)),
        gradient=_bare(next(iter((*numbers[1], *numbers[0])), None)),
        decimals=max((quantity.decimals for quantity in every), default=0),
        padded=_padded(every),
        decimal_mark="," if any(q.decimals and q.decimal_mark == "," for q in every) else ".",
        thousands_mark=_most([q.thousands_mark for q in every if abs(q.value) >= _THOUSAND], ""),
        around=_around(values),
        units=frozenset("%" if quantity.percent else quantity.unit for quantity in every),
        is_symbolic=2 * formulas > len(filled) if filled else named > numbered or not has_numbers,
        has_numbers=has_numbers,
        names_on_edges=named > numbered or not numbers[0],
        factoring=_most(factorings, _usual_factoring(graph)),
    )


def _padded(quantities: list[Quantity]) -> int:
    """Return how many decimals most numbers have that need fewer, 0 if there are no such.

    One number alone makes no habit.
    """
    told = [q for q in quantities if not (q.exponent_form or q.approximate or q.percent)]
    shortest = [(q.decimals, ends_within(q.value)) for q in told]
    padded = [decimals for decimals, least in shortest if least is not None and decimals > least]
    usual = _most(padded, 0)
    bare = sum(decimals < usual for decimals, _ in shortest)
    return usual if padded.count(usual) > max(bare, 1) else 0


def _most(values: Sequence[_T], default: _T) -> _T:
    """Return what is most often among the values, the first among equals."""
    return max(values, key=values.count) if values else default


def _usual_factoring(graph: ComputationGraph) -> Factoring:
    """Return how gradients are factored where no label shows it.

    A chain of derivatives begins with ∂z/∂z. From 1, local derivatives are worked out; where the
    upstream gradient comes from beyond the drawing, all that is in it is.
    """
    match graph.upstream.side.content if graph.upstream is not None else None:
        case Quantity():
            return "stepwise"
        case Formula((Derivative(of, by), *_)) if of == by:
            return "chain"
        case Formula():
            return "explicit"
        case _:
            return "chain"


def _is_lone_derivative(assertion: Assertion) -> bool:
    """Return whether a side is nothing but one derivative."""
    content = assertion.side.content
    return isinstance(content, Formula) and isinstance(content.readings[0], Derivative)


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
