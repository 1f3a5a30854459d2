"""Earlier drawings of the same post, and what a later one may take from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mdgrad.expressions.constants import constant
from mdgrad.graphs.assertions import Assertion, At, ComputationGraph
from mdgrad.graphs.direction import Part
from mdgrad.graphs.drawing import Drawing
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Formula

__all__ = ["Earlier", "carried_numbers", "given_numbers", "number_in"]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A flowchart understood: how it is drawn, and the computation graphs in it."""

    drawing: Drawing
    forward: Part
    graphs: tuple[ComputationGraph, ...]
    name: str | None = None
    """What a directive calls it."""


def number_in(assertion: Assertion | None) -> Fraction | None:
    """Return the number that a label prints, None if it prints none."""
    if assertion is None:
        return None
    content = assertion.side.content
    if isinstance(content, Quantity):
        return content.value
    return constant(content.readings[0]) if isinstance(content, Formula) else None


def given_numbers(graph: ComputationGraph) -> dict[str, Fraction]:
    """Return the numbers of a graph's inputs, by node: directives first, then what is drawn."""
    numbers = {
        node: let.value
        for let in graph.directives.lets
        if (node := graph.names.get(let.name, let.name)) in graph.dag
    }
    for node, number in _printed(graph):
        numbers.setdefault(node, number)
    return {**graph.carried, **numbers}


def _printed(graph: ComputationGraph) -> Iterator[tuple[str, Fraction]]:
    for assertion in graph.assertions:
        number = number_in(assertion)
        is_value = assertion.given and assertion.role in {"value", "formula"}
        if is_value and isinstance(assertion.target, At) and number is not None:
            yield assertion.target.node, number


def carried_numbers(graph: ComputationGraph, earlier: Sequence[Earlier]) -> Mapping[str, Fraction]:
    """Return the numbers that an earlier drawing of the very same graph gives to its inputs.

    It is the same if it has all the nodes, by id and by what they compute from what.
    """
    for drawn in reversed(earlier):
        for other in drawn.graphs:
            if _is_drawn_again(graph, other):
                numbers = given_numbers(other)
                return {node: number for node, number in numbers.items() if node in graph.dag}
    return {}


def _is_drawn_again(graph: ComputationGraph, other: ComputationGraph) -> bool:
    nodes = set(graph.dag)
    if not nodes <= set(other.dag):
        return False
    computed = [node for node in nodes if graph.dag.nodes[node]["operation"] is not None]
    return bool(computed) and all(
        graph.dag.nodes[node]["operation"] == other.dag.nodes[node]["operation"]
        and set(graph.dag.in_edges(node, keys=True)) == set(other.dag.in_edges(node, keys=True))
        for node in computed
    )
