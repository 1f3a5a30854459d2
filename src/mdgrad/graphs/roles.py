"""Roles: what each label claims, and of what, decided from all the evidence before judging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mdgrad.expressions.constants import constant
from mdgrad.expressions.fold import postorder
from mdgrad.expressions.tree import Derivative, Name
from mdgrad.graphs.assembly import is_unclear_number, weight_of
from mdgrad.graphs.assertions import Along, Assertion, At, Between, ComputationGraph, Target
from mdgrad.graphs.direction import Directions
from mdgrad.graphs.drawing import (
    Drawing,
    EdgeReading,
    NodeReading,
    claims_derivative,
    numbers_in,
    subject_of,
)
from mdgrad.graphs.graph import drawn_edges
from mdgrad.labels.mathematics import is_unread_mathematics
from mdgrad.labels.quantity import Quantity, read_quantity
from mdgrad.labels.reading import Blank, Formula, Shape, Side, Statement, Unread
from mdgrad.mermaid.flowchart import Label
from mdgrad.messages import Message
from mdgrad.report import Role
from mdgrad.source import Span

__all__ = ["assertions_of", "is_name", "speaks_of", "stated_derivative"]


@dataclass(frozen=True, slots=True)
class _Bearer:
    """Who bears a label."""

    label: Label
    edge: int | None = None
    node: str | None = None


def assertions_of(
    drawing: Drawing,
    found: Directions,
    graph: ComputationGraph,
    against: Mapping[int, Target],
    mirrored: Mapping[str, str],
) -> Iterator[Assertion]:
    """Yield what the labels of a drawing assert about its graph.

    `against` tells for each backward edge of what it speaks, `mirrored` for each node of a
    backward drawing the node that it mirrors.
    """
    drawn = {end for reading in found.forward for end in (reading.edge.source, reading.edge.target)}
    key_of = {index: (source, target, key) for source, target, key, index in drawn_edges(graph.dag)}
    for reading in found.forward:
        edge = reading.edge
        if edge.label is not None and edge.index in key_of:
            bearer = _Bearer(edge.label, edge.index)
            yield from _on_forward_edge(reading, drawing, key_of[edge.index], bearer, graph)
    for node in graph.dag:
        shown = drawing.flowchart.nodes.get(node)
        if node in drawn and shown is not None and shown.label is not None:
            yield from _in_node(drawing.nodes[node], _Bearer(shown.label, node=node), graph)
    for node, forward_node in mirrored.items():
        label = drawing.flowchart.nodes[node].label
        if label is not None:
            yield from _in_mirror(drawing.nodes[node], forward_node, label, graph)
    for reading in (*found.backward, *(r for part in found.mirrored for r in part)):
        if reading.edge.label is not None:
            bearer = _Bearer(reading.edge.label, reading.edge.index)
            yield from _on_backward_edge(reading, against.get(reading.edge.index), bearer, graph)
    for reading in found.loops:
        if reading.edge.label is not None and reading.edge.source in graph.dag:
            bearer = _Bearer(reading.edge.label, reading.edge.index)
            yield from _on_loop(reading, bearer, graph)


def _on_forward_edge(
    reading: EdgeReading,
    drawing: Drawing,
    key: tuple[str, str, int],
    bearer: _Bearer,
    graph: ComputationGraph,
) -> Iterator[Assertion]:
    factor = _local_factor(reading, drawing)
    if factor is not None:
        yield from _assertion("local", Along((key,)), factor, bearer)
        return
    if drawing.operates(reading) or weight_of(drawing, reading) is not None:
        return
    source = key[0]
    is_input = graph.dag.nodes[source]["operation"] is None
    if is_unclear_number(drawing, reading):
        reason = Message(
            "it is not the value in the node that the arrow leaves, so what it means is unclear"
        )
        for side in (side for statement in reading.statements for side in statement.sides):
            for assertion in _assertion("value", None, side, bearer):
                yield replace(assertion, reason=reason)
        return
    for statement in reading.statements:
        if claims_derivative(statement) or (drawing.numbers_are_slopes and numbers_in([statement])):
            yield from _local_along(statement, key, bearer, graph)
            continue
        for side in statement.sides:
            given = is_name(side, source, graph) or (is_input and _is_number(side))
            yield from _assertion(_value_role(side), At(source), side, bearer, given=given)


def _local_factor(reading: EdgeReading, drawing: Drawing) -> Side | None:
    """Return the factor that an edge into an operator says it multiplies a change by: `×3`."""
    text = reading.edge.text
    number = text.lstrip("×x*· ")
    is_factor = reading.operator is not None and reading.operator.spelling in "×x*·"
    operator = drawing.nodes[reading.edge.target].operator
    if not is_factor or operator is None or number == text:
        return None
    if weight_of(drawing, reading) is not None:
        return None
    start = len(text) - len(number)
    quantity = read_quantity(number, start)
    return None if quantity is None else Side(quantity, number, Span(start, len(text)))


def _local_along(
    statement: Statement, key: tuple[str, str, int], bearer: _Bearer, graph: ComputationGraph
) -> Iterator[Assertion]:
    """Yield what a forward edge says of the local derivative along it (`∂z/∂x = y`)."""
    subject = subject_of(statement)
    target: Target | None = Along((key,))
    if subject is not None:
        speaks = speaks_of(subject, graph)
        source, node, _ = key
        parallel = graph.dag.number_of_edges(source, node) > 1
        if isinstance(speaks, Between) and ((speaks.of, speaks.by) != (node, source) or parallel):
            target = speaks
        elif isinstance(speaks, At):
            is_only_way = (speaks.node, graph.output) == (source, node) and (
                graph.dag.out_degree(source) == 1
            )
            target = target if is_only_way else Between(graph.output or node, speaks.node)
    for side in _told(statement):
        yield from _assertion("local", target, side, bearer)


def _told(statement: Statement) -> Sequence[Side]:
    """Return the sides that claim something: all but the subject, which may stand alone."""
    sides = statement.sides
    return sides[1:] if subject_of(statement) is not None and len(sides) > 1 else sides


def _in_node(reading: NodeReading, bearer: _Bearer, graph: ComputationGraph) -> Iterator[Assertion]:
    """Yield what a node's own text says of its value and of derivatives."""
    target = At(reading.id)
    is_input = graph.dag.nodes[reading.id]["operation"] is None
    statements = reading.statements
    if reading.operator is not None and not is_input and statements[:1] == reading.letter:
        statements = statements[1:]
    for statement in _in_one_unit(statements):
        if statement.keyword == "local":
            yield from _local_rate(statement, reading.id, bearer, graph)
        elif statement.keyword == "gradient":
            for side in _told(statement):
                yield from _assertion("total", target, side, bearer)
        elif claims_derivative(statement):
            yield from stated_derivative(statement, bearer.label, graph, node=reading.id)
        else:
            for side in statement.sides:
                given = is_input and _is_number(side)
                if not is_name(side, reading.id, graph) and _claims_value(
                    side, statement, is_input
                ):
                    yield from _assertion(_value_role(side), target, side, bearer, given=given)


def _in_mirror(
    reading: NodeReading, node: str, label: Label, graph: ComputationGraph
) -> Iterator[Assertion]:
    """Yield the gradients that a node of a backward drawing holds."""
    bearer = _Bearer(label, node=reading.id)
    for statement in reading.statements:
        if subject_of(statement) is not None:
            yield from stated_derivative(statement, label, graph, node=reading.id)
        elif statement.keyword == "gradient":
            for side in _told(statement):
                yield from _assertion("total", At(node), side, bearer)


def _in_one_unit(statements: tuple[Statement, ...]) -> Iterator[Statement]:
    """Yield the statements but those that print a number in another unit than one before them.

    `2048 MB` and below it `2 GB` say the same in two units; which is the value cannot be told.
    """
    unit: str | None = None
    for statement in statements:
        units = [
            side.content.unit for side in statement.sides if isinstance(side.content, Quantity)
        ]
        unit = units[0] if unit is None and units else unit
        if all(other == unit for other in units):
            yield statement


def _claims_value(side: Side, statement: Statement, is_input: bool) -> bool:
    """Return whether a side claims its node's value.

    A formula in an input only describes it, and so does another's name on a line of its own.
    """
    if not isinstance(side.content, Formula) or _is_number(side):
        return True
    lone_name = len(statement.sides) == 1 and isinstance(side.content.readings[0], Name)
    return not is_input and not lone_name


def _local_rate(
    statement: Statement, node: str, bearer: _Bearer, graph: ComputationGraph
) -> Iterator[Assertion]:
    """Yield what a node says of its local derivative, of whichever operand that may be."""
    along = tuple(
        Along(((source, node, index),))
        for source, _, index in sorted(graph.dag.in_edges(node, keys=True), key=lambda e: e[2])
    )
    for side in statement.sides:
        for assertion in _assertion("local", along[0] if along else None, side, bearer):
            yield replace(
                assertion,
                alternatives=along[1:],
                reason=Message("it is not clear by which operand this is derived")
                if not along
                else None,
            )


def stated_derivative(
    statement: Statement, label: Label, graph: ComputationGraph, *, node: str | None = None,
    edge: int | None = None,
) -> Iterator[Assertion]:  # fmt: skip
    """Yield what follows `∂L/∂x =`, wherever it stands: the derivative itself says of what."""
    subject = subject_of(statement)
    target = speaks_of(subject, graph) if subject is not None else None
    if subject is not None and not subject.of and subject.by in graph.names:
        target = At(graph.names[subject.by])
    role: Role = "local" if isinstance(target, Between) else "total"
    bearer = _Bearer(label, edge, node)
    for side in _told(statement):
        for assertion in _assertion(role, target, side, bearer):
            reason = None if target else Message("it is not clear whose gradient this is")
            yield replace(assertion, reason=reason)


def speaks_of(subject: Derivative, graph: ComputationGraph) -> Target | None:
    """Return what a derivative is one of: a node's total gradient, or one node's by another."""
    by = graph.names.get(subject.by)
    of = graph.names.get(subject.of)
    if by is None:
        return None
    if of is None:
        return None
    return At(by) if of == graph.output else Between(of, by)


def _is_number(side: Side) -> bool:
    """Return whether a side is a number, printed or written out: 5, 2/3, 2·10³."""
    content = side.content
    if isinstance(content, Quantity):
        return True
    return isinstance(content, Formula) and constant(content.readings[0]) is not None


def _value_role(side: Side) -> Role:
    formula = side.content
    if isinstance(formula, Formula) and not (
        isinstance(formula.readings[0], Name) or _is_number(side)
    ):
        return "formula"
    return "value"


def is_name(side: Side, node: str, graph: ComputationGraph) -> bool:
    """Return whether a side is the name by which its own value goes."""
    if not isinstance(side.content, Formula):
        return False
    expression = side.content.readings[0]
    return isinstance(expression, Name) and graph.names.get(expression.name) == node


def _on_backward_edge(
    reading: EdgeReading, target: Target | None, bearer: _Bearer, graph: ComputationGraph
) -> Iterator[Assertion]:
    given = isinstance(target, Along) and all(_leaves_output(key, graph) for key in target.edges)
    reason = Message("it runs against no forward edge, so what it speaks of is unclear")
    if len({subject.by for s in reading.statements if (subject := subject_of(s))}) > 1:
        for statement in reading.statements:
            yield from stated_derivative(statement, bearer.label, graph, edge=bearer.edge)
        return
    for statement in reading.statements:
        subject = subject_of(statement)
        stated = speaks_of(subject, graph) if subject is not None else None
        if isinstance(target, Between) and subject is not None:
            # An arrow that skips nodes: the label itself says which of them it speaks of.
            named = graph.names.get(subject.by)
            target = stated if named is not None and _lies_between(named, target, graph) else None
        alternatives: tuple[Target, ...] = ()
        if len(statement.sides) > 1 and isinstance(target, Along):
            alternatives = _total_named(statement, target, graph)
        for side in statement.sides if isinstance(target, Along) else _told(statement):
            for assertion in _assertion("gradient", target, side, bearer, given=given):
                yield replace(
                    assertion, reason=None if target else reason, alternatives=alternatives
                )


def _total_named(statement: Statement, arrow: Along, graph: ComputationGraph) -> tuple[Target, ...]:
    """Return the total gradient that an equality names on an arrow that carries a share of it.

    It is named by the one derivative before the first `=`, even with a wrong factor or sign.
    """
    first = statement.sides[0].content
    if statement.keyword in {"local", "shape"} or not isinstance(first, Formula):
        return ()
    parts = (part for part, _ in postorder(first.readings[0]))
    derivatives = [part for part in parts if isinstance(part, Derivative)]
    if len(derivatives) != 1 or graph.names.get(derivatives[0].by) != arrow.edges[0][0]:
        return ()
    stated = speaks_of(derivatives[0], graph)
    return (stated,) if isinstance(stated, At) else ()


def _lies_between(node: str, arrow: Between, graph: ComputationGraph) -> bool:
    """Return whether a node lies on the paths that an arrow runs against."""
    import networkx as nx

    return nx.has_path(graph.dag, arrow.by, node) and nx.has_path(graph.dag, node, arrow.of)


def _on_loop(reading: EdgeReading, bearer: _Bearer, graph: ComputationGraph) -> Iterator[Assertion]:
    """Yield the gradient that an arrow from a node to itself carries."""
    for statement in reading.statements:
        if claims_derivative(statement):
            for side in _told(statement):
                yield from _assertion("total", At(reading.edge.source), side, bearer)


def _leaves_output(key: tuple[str, str, int], graph: ComputationGraph) -> bool:
    """Return whether a forward edge leads to the output itself, so that its gradient is given."""
    operation = graph.dag.nodes[key[1]]["operation"]
    return key[1] == graph.output and operation.operator == "identity"


def _assertion(
    role: Role, target: Target | None, side: Side, bearer: _Bearer, *, given: bool = False
) -> Iterator[Assertion]:
    is_claim = bearer.edge is not None and is_unread_mathematics(side.content)
    unread = is_claim or isinstance(side.content, Unread)
    may_claim = isinstance(side.content, Quantity | Formula | Shape | Blank)
    if may_claim or side.shape is not None or unread:
        yield Assertion(
            role, target, side, bearer.label, bearer.edge, bearer.node, given and not unread
        )
