"""The gate: whether a flowchart is a computation graph at all. What is none gets no word."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from mdgrad.graphs.assertions import Along, At, ComputationGraph, Target
from mdgrad.graphs.drawing import Drawing
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Blank, Formula, Shape

__all__ = ["claims_every_value", "claims_something", "may_compute"]


def may_compute(drawing: Drawing) -> bool:
    """Return whether a drawing has an operator and a claim at all: a quick look at the texts."""
    statements = [s for reading in drawing.edges for s in reading.statements]
    statements += [s for node in drawing.nodes.values() for s in node.statements]
    claims = any(
        isinstance(side.content, Quantity | Formula | Shape)
        for statement in statements
        for side in statement.sides
    )
    if not claims or drawing.is_program:
        return False
    return (
        any(
            node.operator or node.definition or node.is_derivative
            for node in drawing.nodes.values()
        )
        or any(reading.operator for reading in drawing.edges)
        or drawing.claims_derivative
        or _there_and_back(drawing)
    )


def _there_and_back(drawing: Drawing) -> bool:
    """Return whether arrows run both ways between some nodes."""
    pairs = {(reading.edge.source, reading.edge.target) for reading in drawing.edges}
    return any((target, source) in pairs for source, target in pairs if source != target)


def claims_something(graph: ComputationGraph, drawing: Drawing, operators: frozenset[str]) -> bool:
    """Return whether something is claimed about an operator's value or derivative.

    A sign is an operator wherever it has operands; a word (`max`, `log`) is one only where its own
    value and an operand's are claimed, since words are also names of other things.
    """
    claimed: set[Target | None] = {
        assertion.target
        for assertion in graph.assertions
        if not isinstance(assertion.side.content, Blank)
        and not (assertion.given and isinstance(assertion.side.content, Formula))
    }
    if any(problem.code == "MG402" for problem in graph.problems):
        return _every_operator_has_a_number(graph, drawing, operators)
    own = [node for node in graph.dag if node in operators]
    if own and _carries_back(graph):
        return True
    if any(_is_between_names(node, graph, drawing) for node in own):
        return True
    touched = {
        node
        for target in claimed
        if isinstance(target, Along)
        for key in target.edges
        for node in key[:2]
    }
    if own and any(assertion.role in {"gradient", "total"} for assertion in graph.assertions):
        leibniz = any(reading.claims_derivative for reading in drawing.edges)
        if leibniz or any(_computes(node, drawing) for node in own):
            return True
    if len(own) > 1 and _starts_from_numbers(graph, own):
        return True
    if any(_combines_shapes(node, graph) for node in own):
        return True
    spoken_of = touched | {target.node for target in claimed if isinstance(target, At)}
    valued = {target.node for target in claimed if isinstance(target, At)}
    return any(
        _is_spoken_of(node, graph, drawing, valued if _by_arrow(node, drawing) else spoken_of)
        for node in own
    )


def claims_every_value(graph: ComputationGraph, signs: Collection[str]) -> bool:
    """Return whether the values of `signs`, and of all that feeds them, are given as numbers.

    Then they are operators even if they have too few operands. Numbers that merely count the arrows
    are no values.
    """
    values = _numbers(graph)
    own = [node for node in graph.dag if node in signs]
    operands = {source for source, _ in graph.dag.in_edges(own)}
    counting = set(values.values()) == set(range(1, len(values) + 1))
    return bool(operands) and not counting and {*own, *operands} <= values.keys()


def _starts_from_numbers(graph: ComputationGraph, operators: Collection[str]) -> bool:
    """Return whether every input has a number and all else is computed from them by operators."""
    given = {
        assertion.target.node
        for assertion in graph.assertions
        if assertion.given
        and isinstance(assertion.target, At)
        and isinstance(assertion.side.content, Quantity)
    }
    inputs = {node for node in graph.dag if graph.dag.in_degree(node) == 0}
    return inputs == given and len(graph.dag) == len(inputs) + len(operators)


def _combines_shapes(node: str, graph: ComputationGraph) -> bool:
    """Return whether the shapes of a node's operands and of what it leads to are told."""
    told = {
        assertion.target.node
        for assertion in graph.assertions
        if assertion.role == "shape" and isinstance(assertion.target, At)
    }
    onward = {
        after
        for after in graph.dag.successors(node)
        if graph.dag.nodes[after]["operation"].operator == "identity"
    }
    return bool(told & {node, *onward}) and all(
        source in told for source, _ in graph.dag.in_edges(node)
    )


def _carries_back(graph: ComputationGraph) -> bool:
    """Return whether at least two arrows back, between the nodes of a forward pass, say something.

    Feedback and retries run back, too, and carry words.
    """
    saying = {
        assertion.edge
        for assertion in graph.assertions
        if assertion.edge in graph.backward
        and isinstance(assertion.side.content, Quantity | Formula)
    }
    return len(saying) > 1


def _computes(node: str, drawing: Drawing) -> bool:
    """Return whether a node itself shows what it computes: by a sign or a formula."""
    reading = drawing.nodes.get(node)
    if reading is None or reading.equation is not None:
        return True
    if reading.operator is not None:
        return reading.operator.is_glyph
    return reading.definition is not None


def _by_arrow(node: str, drawing: Drawing) -> bool:
    """Return whether what a node computes is written on the arrow into it alone."""
    reading = drawing.nodes.get(node)
    return reading is not None and reading.operator is None and reading.definition is None


def _is_between_names(node: str, graph: ComputationGraph, drawing: Drawing) -> bool:
    """Return whether a sign stands between arrows that all carry variables: x, y → × → z."""
    reading = drawing.nodes.get(node)
    if reading is None or reading.operator is None or not reading.operator.is_glyph:
        return False
    named = {
        assertion.target.node
        for assertion in graph.assertions
        if assertion.edge is not None
        and assertion.given
        and isinstance(assertion.target, At)
        and isinstance(assertion.side.content, Formula)
    }
    return node in named and all(source in named for source, _ in graph.dag.in_edges(node))


def _is_spoken_of(
    node: str, graph: ComputationGraph, drawing: Drawing, spoken_of: set[str]
) -> bool:
    reading = drawing.nodes.get(node)
    operator = reading.operator if reading is not None else None
    fed = any(source in spoken_of for source, _ in graph.dag.in_edges(node))
    if operator is not None and not operator.is_glyph:
        return node in spoken_of and fed
    return node in spoken_of or fed


def _every_operator_has_a_number(
    graph: ComputationGraph, drawing: Drawing, operators: frozenset[str]
) -> bool:
    """Return whether a drawing with a cycle means a computation: every operator's value is shown.

    Circuits of signal processing and feedback loops have signs and cycles, too, but no values.
    """
    own = operators & set(graph.dag)
    signs = [drawing.nodes[node].operator for node in own if node in drawing.nodes]
    return own <= _numbers(graph).keys() and all(
        sign is not None and sign.is_glyph for sign in signs
    )


def _numbers(graph: ComputationGraph) -> dict[str, Fraction]:
    """Return the number given as each node's value, where there is one."""
    return {
        assertion.target.node: assertion.side.content.value
        for assertion in graph.assertions
        if isinstance(assertion.target, At) and isinstance(assertion.side.content, Quantity)
    }
