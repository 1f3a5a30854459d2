"""The derivative graph: nodes are derivatives, arrows multiply by local ones.

    dL["∂L/∂a = …"] -->|"∂a/∂z = …"| dz["∂L/∂z = …"]

Where an earlier drawing, or another part of the same one, has the values that the derivatives
speak of, they are judged against it. On its own such a graph is a computation graph over
derivatives: each is the sum over its arrows of the derivative behind the arrow times the factor
on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mdgrad.expressions.fold import fold, names_in_order, rebuilt, substitute
from mdgrad.expressions.tree import Derivative, Expression, Name, Number, Product, Sum
from mdgrad.graphs.asserting import asserting
from mdgrad.graphs.assertions import Along, Assertion, At, Between, ComputationGraph, Target
from mdgrad.graphs.direction import Part
from mdgrad.graphs.directives import Directives
from mdgrad.graphs.drawing import Drawing, EdgeReading, subject_of
from mdgrad.graphs.graph import Operation, operand
from mdgrad.graphs.roles import stated_derivative
from mdgrad.labels.quantity import Quantity, read_quantity
from mdgrad.labels.reading import Blank, Formula, Side, Statement
from mdgrad.mermaid.flowchart import Label
from mdgrad.messages import Message
from mdgrad.operators import expanded
from mdgrad.operators.operation import unknown_function
from mdgrad.report import Role
from mdgrad.source import Span

if TYPE_CHECKING:
    from mdgrad.graphs.graph import Dag

__all__ = ["alone", "speaks_of_graph", "stated_about", "with_derivatives_named"]


def speaks_of_graph(part: Part, drawing: Drawing, graph: ComputationGraph) -> bool:
    """Return whether all derivatives of a part are by values that the graph has."""
    subjects = [subject for node in _nodes(part) for subject in drawing.nodes[node].subjects]
    return bool(subjects) and all(subject.by in graph.names for subject in subjects)


def stated_about(part: Part, drawing: Drawing, graph: ComputationGraph) -> Iterator[Assertion]:
    """Yield what a derivative graph states about the graph whose derivatives it draws."""
    for node in _nodes(part):
        label = drawing.flowchart.nodes[node].label
        for statement in drawing.nodes[node].statements:
            if label is not None and subject_of(statement) is not None:
                yield from stated_derivative(statement, label, graph, node=node)
    for reading in part:
        label = reading.edge.label
        if label is None:
            continue
        between = _between(reading, drawing, graph)
        for statement in _factors(reading):
            if subject_of(statement) is not None:
                yield from stated_derivative(statement, label, graph, edge=reading.edge.index)
            else:
                for side in statement.sides:
                    yield from _local(between, side, label, reading.edge.index)


def _between(reading: EdgeReading, drawing: Drawing, graph: ComputationGraph) -> Target | None:
    """Return the derivative that an arrow from ∂L/∂a to ∂L/∂z multiplies by: ∂a/∂z."""
    ends = [drawing.nodes[n].subjects for n in (reading.edge.source, reading.edge.target)]
    if any(len(subjects) != 1 for subjects in ends):
        return None
    of, by = (graph.names.get(subjects[0].by) for subjects in ends)
    if of is None or by is None:
        return None
    if not graph.dag.has_edge(by, of):
        return Between(of, by)
    return Along(tuple((by, of, int(key)) for key in graph.dag[by][of]))


def _local(target: Target | None, side: Side, label: Label, edge: int) -> Iterator[Assertion]:
    if isinstance(side.content, Quantity | Formula | Blank):
        reason = None if target else Message("it is not clear which local derivative this is")
        yield Assertion("local", target, side, label, edge=edge, reason=reason)


def _factors(reading: EdgeReading) -> tuple[Statement, ...]:
    """Return what an arrow says, the sign of multiplication before a factor left out."""
    if reading.operator is None or reading.operator.spelling not in "×x*·":
        return reading.statements
    text = reading.edge.text
    number = text.lstrip("×x*· ")
    start = len(text) - len(number)
    quantity = read_quantity(number, start)
    if quantity is None:
        return reading.statements
    return (Statement((Side(quantity, number, Span(start, len(text))),)),)


def _nodes(part: Part) -> list[str]:
    ends = (end for reading in part for end in (reading.edge.source, reading.edge.target))
    return list(dict.fromkeys(ends))


def alone(part: Part, drawing: Drawing, directives: Directives) -> ComputationGraph | None:
    """Return a derivative graph as a computation graph of its own, None if it says too little."""
    import networkx as nx

    nodes = _nodes(part)
    if any(len(drawing.nodes[node].subjects) != 1 for node in nodes):
        return None
    incoming: defaultdict[str, list[EdgeReading]] = defaultdict(list)
    for reading in part:
        incoming[reading.edge.target].append(reading)
    names = {_called(drawing.nodes[node].subjects[0]): node for node in nodes}
    dag: Dag = nx.MultiDiGraph()
    assertions: list[Assertion] = []
    for node in nodes:
        _add_derivative(node, incoming[node], drawing, dag, names)
        label = drawing.flowchart.nodes[node].label
        (statement,) = (s for s in drawing.nodes[node].statements if subject_of(s) is not None)
        given = not incoming[node]
        if label is not None:
            assertions += (
                Assertion(
                    _role(side), At(node), side, label, node=node, given=given, told_as="total"
                )
                for side in _stated(statement)
            )
    for reading in part:
        if reading.edge.label is not None:
            assertions += _factor_claims(reading, reading.edge.label)
    if not nx.is_directed_acyclic_graph(dag):
        return None
    graph = ComputationGraph(drawing.flowchart, dag, None, names, (), (), directives, {})
    return asserting(graph, assertions)


def _factor_claims(reading: EdgeReading, label: Label) -> Iterator[Assertion]:
    """Yield what an arrow says of its factor, which nothing can contradict."""
    target, edge = At(_factor_node(reading)), reading.edge.index
    for statement in _factors(reading):
        for side in _stated(statement):
            yield Assertion(_role(side), target, side, label, edge, given=True, told_as="local")


def _called(derivative: Derivative) -> str:
    """Return the name by which a derivative goes as a value of its own."""
    return f"∂{derivative.of}/∂{derivative.by}"


def with_derivatives_named(expression: Expression) -> Expression:
    """Return a formula with its derivatives replaced by their names as values."""

    def named(part: Expression, parts: Sequence[Expression]) -> Expression:
        return Name(_called(part)) if isinstance(part, Derivative) else rebuilt(part, parts)

    return fold(expression, named)


def _factor_node(reading: EdgeReading) -> str:
    return f"the factor on edge {reading.edge.index}"


def _add_derivative(
    node: str,
    incoming: Sequence[EdgeReading],
    drawing: Drawing,
    dag: Dag,
    names: dict[str, str],
) -> None:
    """Add a derivative to the graph: the sum over its arrows, or the formula that it states."""
    if not incoming:
        _add_formula(node, _definition(drawing.nodes[node].statements), dag, names)
        return
    if any(not _factors(reading) for reading in incoming):
        formula = _definition(drawing.nodes[node].statements, numbers=False)
        sources = {reading.edge.source for reading in incoming}
        mentioned = {names.get(name) for name in names_in_order(formula)} if formula else set()
        if formula is not None and sources <= mentioned:
            _add_formula(node, formula, dag, names)
        else:
            operation = unknown_function(node, len(incoming))
            _add(node, operation, [r.edge.source for r in incoming], dag)
        return
    operands: list[str] = []
    terms: list[Expression] = []
    for reading in incoming:
        factor = _factor_node(reading)
        _add_formula(factor, _definition(_factors(reading)), dag, names)
        operands += (reading.edge.source, factor)
        pair = (Name(operand(len(operands) - 2)), Name(operand(len(operands) - 1)))
        terms.append(Product(pair))
    formula = terms[0] if len(terms) == 1 else Sum(tuple(terms))
    _add(node, Operation(None, formula, len(operands)), operands, dag)


def _definition(statements: Sequence[Statement], *, numbers: bool = True) -> Expression | None:
    """Return by which formula a derivative or a factor is stated, or by which number if any."""
    told = [s for s in statements if subject_of(s) is not None] or list(statements)
    for statement in told:
        sides = statement.sides[1:] if subject_of(statement) is not None else statement.sides
        printed = [s.content.value for s in sides if isinstance(s.content, Quantity)]
        if printed and numbers:
            return Number(printed[0])
        for side in sides:
            if isinstance(side.content, Formula):
                return with_derivatives_named(side.content.readings[0])
    return None


def _add_formula(node: str, formula: Expression | None, dag: Dag, names: dict[str, str]) -> None:
    """Add what a formula computes; without one, an input."""
    if formula is None:
        dag.add_node(node, operation=None)
        return
    used = names_in_order(formula)
    placed = {name: Name(operand(index)) for index, name in enumerate(used)}
    operation = Operation(None, expanded(substitute(formula, placed)), len(used))
    _add(node, operation, [names.setdefault(name, f"variable {name}") for name in used], dag)


def _add(node: str, operation: Operation, operands: Sequence[str], dag: Dag) -> None:
    dag.add_node(node, operation=operation)
    for index, source in enumerate(operands):
        if source not in dag:
            dag.add_node(source, operation=None)
        dag.add_edge(source, node, key=index, flowchart_edge=None)


def _stated(statement: Statement) -> Iterator[Side]:
    """Yield what a derivative or a factor is said to be, derivatives in it by their names."""
    subject = subject_of(statement)
    sides = statement.sides if subject is None else statement.sides[1:]
    for side in sides:
        if isinstance(side.content, Formula):
            readings = tuple(map(with_derivatives_named, side.content.readings))
            yield replace(side, content=Formula(readings))
        elif isinstance(side.content, Quantity | Blank):
            yield side


def _role(side: Side) -> Role:
    return "formula" if isinstance(side.content, Formula) else "value"
