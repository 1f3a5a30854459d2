"""Assembling the DAG: what each node computes, and from which operands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mdgrad.expressions.fold import names_in_order, substitute
from mdgrad.expressions.tokens import normal_name
from mdgrad.expressions.tree import Expression, Name
from mdgrad.graphs.assertions import Problem
from mdgrad.graphs.drawing import Drawing, EdgeReading, NodeReading
from mdgrad.graphs.graph import Operation, operand
from mdgrad.labels.reading import Formula
from mdgrad.operators import expanded
from mdgrad.operators.operation import is_unknown, unknown_function

if TYPE_CHECKING:
    from mdgrad.graphs.graph import Dag

__all__ = ["Assembly", "assemble"]

IDENTITY = Operation("identity", Name(operand(0)), 1)


@dataclass(frozen=True, slots=True)
class Assembly:
    """The DAG of a drawing, with what went wrong in it."""

    dag: Dag
    names: Mapping[str, str]
    """From a variable's name to the node that computes it."""
    operators: frozenset[str]
    """The nodes that compute something of their own: neither inputs nor passed-on values."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Computation:
    """What one node computes: its operation, and for each operand its node and drawn edge."""

    operation: Operation | None
    operands: tuple[tuple[str, int | None], ...] = ()


def assemble(drawing: Drawing, forward: Sequence[EdgeReading]) -> Assembly:
    """Return the DAG that the forward edges draw.

    Operands come in the order in which their edges are written, or in which a formula names them.
    A variable that formulas name and nobody draws becomes an input of its own. The graph is
    acyclic unless the drawing is not; then a problem says so.
    """
    import networkx as nx

    dag: Dag = nx.MultiDiGraph()
    incoming: defaultdict[str, list[EdgeReading]] = defaultdict(list)
    touched: set[str] = set()
    for reading in forward:
        incoming[reading.edge.target].append(reading)
        touched |= {reading.edge.source, reading.edge.target}
    drawn = [node for node in drawing.nodes if node in touched]
    names = dict(_names(drawing, forward, drawn, incoming))
    computations = {node: _compute(drawing, node, incoming[node], names) for node in drawn}
    for node, computation in computations.items():
        dag.add_node(node, operation=computation.operation)
        for source, _ in computation.operands:
            if source not in computations:
                dag.add_node(source, operation=None)
                names.setdefault(source, source)
    for node, computation in computations.items():
        for index, (source, edge) in enumerate(computation.operands):
            dag.add_edge(source, node, key=index, flowchart_edge=edge)
    problems = [p for node in drawn for p in _wrong_arity(drawing, node, computations[node])]
    problems += _cycle(drawing, dag)
    operators = frozenset(
        node
        for node, computation in computations.items()
        if (operation := computation.operation) is not None
        and operation != IDENTITY
        and not is_unknown(operation.formula)
    )
    return Assembly(dag, names, operators, tuple(problems))


def _compute(
    drawing: Drawing, node: str, incoming: Sequence[EdgeReading], names: Mapping[str, str]
) -> _Computation:
    """Return what a node computes: by its operator, its formula, or the operator on its edge."""
    reading = drawing.nodes[node]
    operands: tuple[tuple[str, int | None], ...] = tuple(
        (r.edge.source, r.edge.index) for r in incoming
    )
    if not incoming:
        alone = reading.equation and _by_formula(reading.equation, (), names)
        return alone or _Computation(None)
    if reading.operator is not None:
        written = reading.operator.name if reading.operator.constant is None else None
        if written is not None and len(incoming) == 1:
            operands = (*operands, (names.get(written, written), None))
        operation = reading.operator.operation(len(operands))
        return _Computation(operation or unknown_function(node, len(operands)), operands)
    on_edge = incoming[0].operator if drawing.operates(incoming[0]) else None
    if len(incoming) == 1 and on_edge is not None and (operation := on_edge.operation(1)):
        return _Computation(operation, operands)
    if reading.definition is not None:
        computation = _by_formula(reading.definition, incoming, names)
        if computation is not None:
            return computation
    if len(incoming) == 1:
        return _Computation(IDENTITY, operands)
    return _Computation(unknown_function(node, len(incoming)), operands)


def _by_formula(
    formula: Expression, incoming: Sequence[EdgeReading], names: Mapping[str, str]
) -> _Computation | None:
    """Return the computation that a formula states, None if it does not use an operand drawn.

    A variable is the node of that name; one that nobody draws is an input of its own.
    """
    used = names_in_order(formula)
    edge_of = {reading.edge.source: reading.edge.index for reading in incoming}
    operands = tuple((names.get(name, name), edge_of.get(names.get(name, name))) for name in used)
    if not set(edge_of) <= {source for source, _ in operands}:
        return None
    placed = {name: Name(operand(index)) for index, name in enumerate(used)}
    placed_formula = expanded(substitute(formula, placed))
    return _Computation(Operation(None, placed_formula, len(used)), operands)


def _is_letter(reading: NodeReading, name: str) -> bool:
    """Return whether the name that was read is the letter of an operator: x, σ."""
    return reading.operator is not None and normal_name(reading.operator.spelling) == name


def _wrong_arity(drawing: Drawing, node: str, computation: _Computation) -> Iterator[Problem]:
    operation = computation.operation
    if (
        drawing.nodes[node].operator is None
        or operation is None
        or not is_unknown(operation.formula)
    ):
        return
    shown = drawing.flowchart.nodes[node]
    count = len(computation.operands)
    message = f"“{shown.text}” has {count} operand{'s' * (count != 1)}, which it cannot take"
    yield Problem("MG401", message, shown.label.span if shown.label else shown.span)


def _cycle(drawing: Drawing, dag: Dag) -> Iterator[Problem]:
    import networkx as nx

    if nx.is_directed_acyclic_graph(dag):
        return
    cycle = [source for source, *_ in nx.find_cycle(dag)]
    path = " → ".join([*cycle, cycle[0]])
    span = drawing.flowchart.nodes[cycle[0]].span
    yield Problem("MG402", f"the forward edges run in a circle: {path}", span)


def _names(
    drawing: Drawing,
    forward: Sequence[EdgeReading],
    drawn: Sequence[str],
    incoming: Mapping[str, Sequence[EdgeReading]],
) -> Mapping[str, str]:
    """Return which node computes each named value: what a node is called, then what edges carry.

    Inputs come first, so that a derived value which bears an input's name by mistake is seen.
    """
    carried = [
        (content.readings[0].name, reading.edge.source)
        for reading in forward
        for statement in reading.statements
        if isinstance(content := statement.sides[0].content, Formula)
        and isinstance(content.readings[0], Name)
    ]
    called = [
        (name, node)
        for node in drawn
        if (name := drawing.nodes[node].name) is not None
        and not (_is_letter(drawing.nodes[node], name) and incoming.get(node))
    ]
    names: dict[str, str] = {}
    for name, node in sorted([*called, *carried], key=lambda named: bool(incoming.get(named[1]))):
        names.setdefault(name, node)
    return names
