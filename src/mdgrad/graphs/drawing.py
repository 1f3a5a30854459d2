"""The drawing: every node's and edge's text read, before anything is concluded from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mdgrad.expressions.fold import mentioned_in
from mdgrad.expressions.tokens import normal_name
from mdgrad.expressions.tree import Call, Derivative, Expression, Name, Power, Product, Sum
from mdgrad.graphs.operator_text import OperatorText, read_operator
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Formula, Statement, Words, is_symbol, read_label
from mdgrad.mermaid.flowchart import Edge, Flowchart

__all__ = ["Drawing", "EdgeReading", "NodeReading", "claims_derivative", "read_drawing"]


@dataclass(frozen=True, slots=True)
class NodeReading:
    """What a node's text can mean."""

    id: str
    operator: OperatorText | None
    name: str | None
    """The variable's name, in normal spelling."""
    statements: tuple[Statement, ...]
    """What the text says beside the operator."""

    @property
    def letter(self) -> tuple[Statement, ...]:
        """The first line, where it is a letter that may be the operator itself: x, σ."""
        first = self.statements[:1]
        return first if self.operator and first and is_symbol(first[0].sides[0].text) else ()

    @property
    def equation(self) -> Expression | None:
        """The definition, where it stands behind the node's own name and `=`."""
        for statement in self.statements:
            first = statement.sides[0].content
            named = isinstance(first, Formula) and isinstance(first.readings[0], Name)
            if named and len(statement.sides) > 1:
                return self.definition
        return None

    @property
    def definition(self) -> Expression | None:
        """The formula that the node says its value is: w·x + b in `z = w*x + b`."""
        for statement in self.statements:
            if statement.keyword in {"gradient", "local", "shape"} or claims_derivative(statement):
                continue
            for side in statement.sides:
                if isinstance(side.content, Formula):
                    formula = side.content.readings[0]
                    if mentioned_in(formula) and not isinstance(formula, Name):
                        return formula
        return None


@dataclass(frozen=True, slots=True)
class EdgeReading:
    """An edge and what its label can mean."""

    edge: Edge
    statements: tuple[Statement, ...]
    operator: OperatorText | None = None
    """The operator that the label can be read as: `×1.2`, `+50`, `sigmoid`."""

    @property
    def claims_derivative(self) -> bool:
        """Whether the label says that it is a derivative: `∂L/∂z · y`, `grad = 2.2`."""
        return any(claims_derivative(statement) for statement in self.statements)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A flowchart with its texts read."""

    flowchart: Flowchart
    nodes: Mapping[str, NodeReading]
    edges: tuple[EdgeReading, ...]
    """All edges but the invisible ones (`~~~`), in Mermaid's order."""

    def operates(self, reading: EdgeReading) -> bool:
        """Return whether an edge itself is drawn as an operator, between nodes that are none.

        `+50` and `-3` are operators only where no node is one; elsewhere they are numbers.
        """
        if reading.operator is None:
            return False
        ends = (self.nodes[reading.edge.source], self.nodes[reading.edge.target])
        if any(end.operator is not None for end in ends):
            return False
        is_number = any(
            isinstance(side.content, Quantity) for s in reading.statements for side in s.sides
        )
        operators = (node.operator for node in self.nodes.values() if node.operator)
        return not (is_number and any(not is_symbol(o.spelling) for o in operators))


def read_drawing(flowchart: Flowchart) -> Drawing:
    """Return the flowchart with every label read, by the names that exist in it."""
    variables = _variables(flowchart)
    subgraphs = {subgraph.id for subgraph in flowchart.subgraphs}
    edges = tuple(
        _read_edge(edge, variables)
        for edge in flowchart.edges
        if edge.stroke != "invisible" and not {edge.source, edge.target} & subgraphs
    )
    nodes = {
        node.id: _read_node(node.id, node.text, variables)
        for node in flowchart.nodes.values()
        if node.id not in subgraphs
    }
    return Drawing(flowchart, nodes, edges)


def claims_derivative(statement: Statement) -> bool:
    """Return whether a statement is about a derivative."""
    if statement.keyword in {"gradient", "local"}:
        return True
    first = statement.sides[0].content
    return isinstance(first, Formula) and _has_derivative(first.readings[0])


def _has_derivative(expression: Expression) -> bool:
    pending: list[Expression] = [expression]
    while pending:
        match pending.pop():
            case Derivative():
                return True
            case Sum(parts) | Product(parts):
                pending += parts
            case Power(base, exponent):
                pending += (base, exponent)
            case Call(_, arguments, order):
                if order:
                    return True
                pending += arguments
            case _:
                pass
    return False


def _variables(flowchart: Flowchart) -> frozenset[str]:
    """Return the names that the diagram introduces: symbols, and words that stand in nodes."""
    names: set[str] = set()
    labels = [(node.text, True) for node in flowchart.nodes.values()]
    labels += [(edge.text, False) for edge in flowchart.edges]
    for text, in_node in labels:
        for line in read_label(text):
            first = line.sides[0]
            name = first.text
            introduces = isinstance(first.content, Formula) or in_node or len(line.sides) > 1
            is_word = in_node and name.isidentifier() and read_operator(name) is None
            if introduces and (is_symbol(name) or is_word):
                names.add(normal_name(name))
    return frozenset(names)


def _read_edge(edge: Edge, variables: frozenset[str]) -> EdgeReading:
    operator = read_operator(edge.text, variables)
    if operator is not None and operator.is_glyph and operator.constant is None:
        operator = None
    return EdgeReading(edge, read_label(edge.text, variables), operator)


def _read_node(node: str, text: str, variables: frozenset[str]) -> NodeReading:
    statements = read_label(text, variables)
    sides = statements[0].sides if statements else ()
    operator = read_operator(sides[0].text, variables) if sides else None
    if operator is not None and is_symbol(sides[0].text):
        # A letter (x, σ) may be a sign or a variable; the edges into the node decide.
        operator = operator if len(sides) == 1 else None
    elif operator is not None:
        whole = text[sides[0].span.start : sides[-1].span.end]
        valued = read_operator(whole, variables) if operator.name and len(sides) > 1 else None
        # In `× w₁=3` the number is the variable's, not the node's.
        operator = valued or operator
        statements = statements[1:] if valued else _without_first_side(statements)
    name: str | None = None
    for statement in statements:
        first = statement.sides[0]
        if isinstance(first.content, Formula) and isinstance(first.content.readings[0], Name):
            name = first.content.readings[0].name
            break
        if isinstance(first.content, Words) and first.text.isidentifier() and not operator:
            name = normal_name(first.text)
            break
    return NodeReading(node, operator, name, statements)


def _without_first_side(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    first, *rest = statements
    if len(first.sides) == 1:
        return tuple(rest)
    return (Statement(first.sides[1:], first.keyword), *rest)
