"""What is given and what is claimed, among all that the labels of a graph assert."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mdgrad.graphs.assertions import Assertion, At, ComputationGraph, Target
from mdgrad.graphs.roles import is_name
from mdgrad.graphs.shapes import with_shapes
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Blank
from mdgrad.mermaid.flowchart import Label

__all__ = ["asserting"]


def asserting(graph: ComputationGraph, assertions: Iterable[Assertion]) -> ComputationGraph:
    """Return the graph with the assertions made about it, in the order written.

    Only the first number of each input introduces it, and only the first backward label is the
    upstream gradient from beyond the drawing: any other can be contradicted.
    """
    read = with_shapes(assertions, graph)
    written = sorted(read, key=lambda a: (a.span(graph.flowchart), a.edge or 0))
    told = tuple(_given_once(graph, _before_the_backward_pass(written)))
    given = [a for a in told if a.given and a.role in {"gradient", "total"}]
    first = [a for a in given if not a.is_contradictory]
    # `∂L/∂o = 1` gives the number.
    numbers = [a for a in first if isinstance(a.side.content, Quantity)]
    upstream = next(iter([*numbers, *first]), None)
    return replace(graph, assertions=told, upstream=upstream)


def _given_once(graph: ComputationGraph, assertions: Iterable[Assertion]) -> Iterator[Assertion]:
    seen: set[Target | None] = set()
    upstream: Label | None = None
    for assertion in assertions:
        given = assertion.given
        if assertion.told_as is not None:
            yield assertion
            continue
        is_gradient = assertion.role in {"gradient", "total"}
        if assertion.role == "total" and assertion.target == At(graph.output or ""):
            given = upstream is None
        if is_gradient and given and upstream == assertion.label:
            # A derivative and the number that it is: the second side of the same label.
            given = isinstance(assertion.side.content, Quantity)
        elif given and not (
            isinstance(assertion.target, At)
            and is_name(assertion.side, assertion.target.node, graph)
        ):
            given = assertion.target not in seen
            seen.add(assertion.target)
        if is_gradient and given:
            upstream = upstream or assertion.label
        yield assertion if given == assertion.given else replace(assertion, given=given)


def _before_the_backward_pass(assertions: Sequence[Assertion]) -> Iterator[Assertion]:
    """Yield the assertions, gradients that are 0 everywhere as blanks: nothing ran back yet."""
    numbers = [
        assertion.side.content
        for assertion in assertions
        if assertion.role in {"gradient", "total"} and not isinstance(assertion.side.content, Blank)
    ]
    nothing = len(numbers) > 1 and all(
        isinstance(number, Quantity) and number.value == 0 for number in numbers
    )
    for assertion in assertions:
        if nothing and assertion.role in {"gradient", "total"}:
            side = replace(assertion.side, content=Blank())
            yield replace(assertion, side=side)
        else:
            yield assertion
