"""Understanding a flowchart: from what is drawn to a computation graph and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from mdgrad.expressions.tree import Derivative, Name, Number
from mdgrad.graphs.assembly import Assembly, assemble
from mdgrad.graphs.assertions import Along, Assertion, At, ComputationGraph, Problem, Target
from mdgrad.graphs.direction import Directions, directions
from mdgrad.graphs.directives import Directives, read_directives
from mdgrad.graphs.drawing import (
    Drawing,
    EdgeReading,
    NodeReading,
    claims_derivative,
    read_drawing,
)
from mdgrad.graphs.graph import drawn_edges
from mdgrad.graphs.matching import match_drawings
from mdgrad.labels.quantity import Quantity, read_quantity
from mdgrad.labels.reading import Blank, Formula, Side, Statement
from mdgrad.mermaid.flowchart import Flowchart, Label
from mdgrad.report import Role
from mdgrad.source import Span

__all__ = ["understand"]


def understand(flowchart: Flowchart) -> ComputationGraph | None:
    """Return the computation graph that a flowchart draws, or None if it draws none.

    A flowchart is a computation graph if it has an operator over its own operands and a value,
    formula or derivative claimed about them. Everything else gets no word.
    """
    directives = read_directives(flowchart)
    drawing = read_drawing(flowchart)
    if not _may_compute(drawing):
        return None
    found = directions(drawing)
    if directives.backward:
        found = _settled(found, directives)
    assembly = assemble(drawing, _ordered(found.forward, directives))
    if not assembly.operators:
        return None
    problems = list(assembly.problems)
    if found.ambiguous:
        edges = ", ".join(str(edge.index) for edge in found.ambiguous)
        message = (
            f"the evidence is balanced on which of the edges {edges} run back; "
            "say it with “%% mdgrad: backward …”"
        )
        problems.append(Problem("MG403", message, found.ambiguous[0].span))
    output = _output(
        drawing, assembly, directives, problems, backward=bool(found.backward or found.mirrored)
    )
    backward = _backward(drawing, found, assembly, problems)
    graph = ComputationGraph(
        flowchart, assembly.dag, output, assembly.names, (), tuple(problems), directives, backward
    )
    assertions = tuple(
        sorted(_assertions(drawing, found, graph), key=lambda a: (a.span(flowchart), a.edge or 0))
    )
    graph = replace(graph, assertions=_first_of_each_input(graph, assertions))
    return graph if _claims_something(graph, drawing, assembly) else None


def _may_compute(drawing: Drawing) -> bool:
    """Return whether a drawing has an operator and a claim at all: a quick look at the texts."""
    statements = [s for reading in drawing.edges for s in reading.statements]
    statements += [s for node in drawing.nodes.values() for s in node.statements]
    claims = any(
        isinstance(side.content, Quantity | Formula)
        for statement in statements
        for side in statement.sides
    )
    return claims and (
        any(node.operator or node.definition for node in drawing.nodes.values())
        or any(reading.operator for reading in drawing.edges)
    )


def _ordered(forward: tuple[EdgeReading, ...], directives: Directives) -> tuple[EdgeReading, ...]:
    """Return the forward edges with a node's operands in the order that a directive gives."""
    position = {
        (order.node, source): index
        for order in directives.orders
        for index, source in enumerate(order.operands)
    }
    return tuple(
        sorted(forward, key=lambda r: position.get((r.edge.target, r.edge.source), -1))
        if position
        else forward
    )


def _settled(found: Directions, directives: Directives) -> Directions:
    """Return the directions as a `backward` directive settles them."""
    edges = sorted((*found.forward, *found.backward), key=lambda reading: reading.edge.index)
    return replace(
        found,
        forward=tuple(r for r in edges if r.edge.index not in directives.backward),
        backward=tuple(r for r in edges if r.edge.index in directives.backward),
        ambiguous=(),
    )


def _output(
    drawing: Drawing,
    assembly: Assembly,
    directives: Directives,
    problems: list[Problem],
    *,
    backward: bool,
) -> str | None:
    """Return the node whose gradients are drawn: the only sink, or the one a directive names."""
    dag = assembly.dag
    if directives.output is not None and directives.span is not None:
        named = assembly.names.get(directives.output, directives.output)
        if named in dag:
            return named
        problems.append(Problem("MG903", f"no node is called {directives.output}", directives.span))
    sinks = [node for node in dag if dag.out_degree(node) == 0 and dag.in_degree(node) > 0]
    if len(sinks) == 1:
        return sinks[0]
    derivatives = any(reading.claims_derivative for reading in drawing.edges)
    if len(sinks) > 1 and (derivatives or backward):
        names = ", ".join(sinks)
        message = f"the drawing has several outputs ({names}); “%% mdgrad: output …” picks one"
        problems.append(Problem("MG406", message, drawing.flowchart.nodes[sinks[0]].span))
    return None


def _backward(
    drawing: Drawing, found: Directions, assembly: Assembly, problems: list[Problem]
) -> dict[int, Along]:
    """Return for each backward edge the forward edges that it runs against, if there are any."""
    against: dict[int, Along] = {}
    _pair(found.backward, {node: node for node in assembly.dag}, assembly, against)
    for component in found.mirrored:
        matched = match_drawings(drawing, found.forward, component)
        if matched is None:
            message = "the backward drawing does not match the forward drawing"
            problems.append(Problem("MG404", message, component[0].edge.span))
        else:
            _pair(component, matched, assembly, against)
    return against


def _pair(
    readings: tuple[EdgeReading, ...],
    forward_node: Mapping[str, str],
    assembly: Assembly,
    against: dict[int, Along],
) -> None:
    """Add which forward edges each backward edge runs against; parallel ones pair up in order."""
    between: dict[tuple[str, str], list[int]] = {}
    for reading in readings:
        ends = forward_node.get(reading.edge.target), forward_node.get(reading.edge.source)
        if ends[0] is not None and ends[1] is not None:
            between.setdefault((ends[0], ends[1]), []).append(reading.edge.index)
    for (source, target), indices in between.items():
        if not assembly.dag.has_edge(source, target):
            continue
        keys = [(source, target, int(key)) for key in assembly.dag[source][target]]
        for position, index in enumerate(indices):
            one_each = len(indices) == len(keys)
            against[index] = Along((keys[position],) if one_each else tuple(keys))


@dataclass(frozen=True, slots=True)
class _Bearer:
    """Who bears a label."""

    label: Label
    edge: int | None = None
    node: str | None = None


def _assertions(
    drawing: Drawing, found: Directions, graph: ComputationGraph
) -> Iterator[Assertion]:
    key_of = {index: (source, target, key) for source, target, key, index in drawn_edges(graph.dag)}
    for reading in found.forward:
        edge = reading.edge
        if edge.label is not None and edge.index in key_of:
            bearer = _Bearer(edge.label, edge.index)
            key = key_of[edge.index]
            factor = _local_factor(reading, drawing)
            if factor is not None:
                yield from _assertion("local", Along((key,)), factor, bearer, given=False)
            elif not drawing.operates(reading):
                yield from _forward(reading.statements, key, bearer, graph)
    for node in graph.dag:
        shown = drawing.flowchart.nodes.get(node)
        if shown is not None and shown.label is not None:
            yield from _in_node(drawing.nodes[node], _Bearer(shown.label, node=node), graph)
    for reading in (*found.backward, *(r for part in found.mirrored for r in part)):
        if reading.edge.label is not None:
            bearer = _Bearer(reading.edge.label, reading.edge.index)
            yield from _gradients(reading, graph.backward.get(reading.edge.index), bearer, graph)


def _local_factor(reading: EdgeReading, drawing: Drawing) -> Side | None:
    """Return the factor that an edge into an operator says it multiplies a change by: `×3`."""
    text = reading.edge.text
    number = text.lstrip("×x*· ")
    is_factor = reading.operator is not None and reading.operator.spelling in "×x*·"
    if not is_factor or drawing.nodes[reading.edge.target].operator is None or number == text:
        return None
    start = len(text) - len(number)
    quantity = read_quantity(number, start)
    return None if quantity is None else Side(quantity, number, Span(start, len(text)))


def _forward(
    statements: tuple[Statement, ...],
    key: tuple[str, str, int],
    bearer: _Bearer,
    graph: ComputationGraph,
) -> Iterator[Assertion]:
    source = key[0]
    is_input = graph.dag.nodes[source]["operation"] is None
    for statement in statements:
        derivative = claims_derivative(statement)
        for side in statement.sides:
            target: Target = Along((key,)) if derivative else At(source)
            role: Role = "local" if derivative else _value_role(side)
            given = not derivative and (
                _is_name(side, source, graph) or (is_input and isinstance(side.content, Quantity))
            )
            yield from _assertion(role, target, side, bearer, given=given)


def _in_node(reading: NodeReading, bearer: _Bearer, graph: ComputationGraph) -> Iterator[Assertion]:
    """Yield what a node's own text says of its value and of the output's derivative by it."""
    target = At(reading.id)
    is_input = graph.dag.nodes[reading.id]["operation"] is None
    statements = reading.statements
    if reading.operator is not None and not is_input and statements[:1] == reading.letter:
        statements = statements[1:]
    for statement in _in_one_unit(statements):
        if statement.keyword in {"local", "shape"}:
            continue
        if statement.keyword == "gradient":
            for side in statement.sides:
                yield from _assertion("total", target, side, bearer, given=False)
        elif claims_derivative(statement):
            yield from _total(statement, reading, bearer, graph)
        else:
            for side in statement.sides:
                given = is_input and isinstance(side.content, Quantity)
                if not _is_name(side, reading.id, graph) and _claims_value(side, is_input):
                    yield from _assertion(_value_role(side), target, side, bearer, given=given)


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


def _claims_value(side: Side, is_input: bool) -> bool:
    """Return whether a side claims its node's value; a formula in an input only describes it."""
    return not (is_input and isinstance(side.content, Formula))


def _total(
    statement: Statement, reading: NodeReading, bearer: _Bearer, graph: ComputationGraph
) -> Iterator[Assertion]:
    """Yield what follows `∂L/∂x =` in the node of x; of another variable nothing can be told."""
    derivative, *sides = statement.sides
    content = derivative.content
    names = content.readings[0] if isinstance(content, Formula) else None
    own = isinstance(names, Derivative) and graph.names.get(names.by) == reading.id
    for side in sides:
        target = At(reading.id) if own else None
        for assertion in _assertion("total", target, side, bearer, given=False):
            reason = None if own else "it is not clear whose gradient this is"
            yield replace(assertion, reason=reason)


def _value_role(side: Side) -> Role:
    formula = side.content
    if isinstance(formula, Formula) and not isinstance(formula.readings[0], Name | Number):
        return "formula"
    return "value"


def _is_name(side: Side, node: str, graph: ComputationGraph) -> bool:
    """Return whether a side is the name by which its own value goes."""
    if not isinstance(side.content, Formula):
        return False
    expression = side.content.readings[0]
    return isinstance(expression, Name) and graph.names.get(expression.name) == node


def _gradients(
    reading: EdgeReading, target: Along | None, bearer: _Bearer, graph: ComputationGraph
) -> Iterator[Assertion]:
    given = target is not None and all(_leaves_output(key, graph) for key in target.edges)
    reason = None if target else "it runs against no forward edge, so what it speaks of is unclear"
    for statement in reading.statements:
        for side in statement.sides:
            assertions = _assertion("gradient", target, side, bearer, given=given)
            yield from (replace(assertion, reason=reason) for assertion in assertions)


def _leaves_output(key: tuple[str, str, int], graph: ComputationGraph) -> bool:
    """Return whether a forward edge leads to the output itself, so that its gradient is given."""
    operation = graph.dag.nodes[key[1]]["operation"]
    return key[1] == graph.output and operation.operator == "identity"


def _assertion(
    role: Role, target: Target | None, side: Side, bearer: _Bearer, *, given: bool
) -> Iterator[Assertion]:
    if isinstance(side.content, Quantity | Formula | Blank):
        yield Assertion(role, target, side, bearer.label, bearer.edge, bearer.node, given)


def _first_of_each_input(
    graph: ComputationGraph, assertions: tuple[Assertion, ...]
) -> tuple[Assertion, ...]:
    """Return the assertions, only the first number of each input and the first upstream given."""
    seen: set[Target | None] = set()
    told: list[Assertion] = []
    for assertion in assertions:
        given = assertion.given
        if given and not (
            isinstance(assertion.target, At)
            and _is_name(assertion.side, assertion.target.node, graph)
        ):
            given = assertion.target not in seen
            seen.add(assertion.target)
        told.append(replace(assertion, given=given))
    return tuple(told)


def _claims_something(graph: ComputationGraph, drawing: Drawing, assembly: Assembly) -> bool:
    """Return whether something is claimed about an operator's value or derivative.

    A sign is an operator wherever it has operands; a word (`max`, `log`) is one only where its own
    value and an operand's are claimed, since words are also names of other things.
    """
    claimed = {
        assertion.target
        for assertion in graph.assertions
        if not isinstance(assertion.side.content, Blank)
        and not (assertion.given and isinstance(assertion.side.content, Formula))
    }
    cyclic = any(problem.code == "MG402" for problem in graph.problems)
    gradients = {target for target in claimed if isinstance(target, Along)}
    if cyclic and not gradients:
        return False
    if any(assertion.role == "gradient" for assertion in graph.assertions):
        operators = [drawing.nodes[node].operator for node in assembly.operators]
        leibniz = any(reading.claims_derivative for reading in drawing.edges)
        if leibniz or any(operator is None or operator.is_glyph for operator in operators):
            return True
    for node in assembly.operators:
        operands = {source for source, _ in graph.dag.in_edges(node)}
        operator = drawing.nodes[node].operator
        speaks = At(node) in claimed or any(
            node in key[:2] for along in gradients for key in along.edges
        )
        fed = any(At(source) in claimed for source in operands)
        is_word = operator is not None and not operator.is_glyph
        if speaks and fed if is_word else speaks or fed:
            return True
    return False
