"""The drawing: every node's and edge's text read, before anything is concluded from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mdgrad.expressions.fold import mentioned_in, postorder
from mdgrad.expressions.names import normal_name
from mdgrad.expressions.tree import Call, Derivative, Expression, Name
from mdgrad.graphs.operator_text import OperatorText
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Formula, Statement, Words
from mdgrad.mermaid.flowchart import Edge, Flowchart

__all__ = [
    "Drawing", "EdgeReading", "NodeReading", "claims_derivative", "has_derivative", "numbers_in",
    "subject_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NodeReading:
    """What a node's text can mean."""

    id: str
    operator: OperatorText | None
    name: str | None
    """The variable's name, in normal spelling."""
    statements: tuple[Statement, ...]
    """What the text says beside the operator."""
    other_names: tuple[str, ...] = ()
    """What else it is called: price in `price<br>x = 1200`."""

    @property
    def names(self) -> frozenset[str]:
        """What the node is called, or would be if its letter were no operator: x, σ."""
        named = {normal_name(self.operator.spelling)} if self.operator and self.letter else set()
        return frozenset({*named, *self.other_names} | ({self.name} if self.name else set()))

    @property
    def letter(self) -> tuple[Statement, ...]:
        """The first line, where it is a letter that may be the operator itself: x, σ."""
        first = self.statements[:1]
        if self.operator is None or not first or len(first[0].sides) > 1:
            return ()
        return first if first[0].sides[0].text == self.operator.spelling else ()

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
    def mentioned(self) -> frozenset[str]:
        """The names that the definition speaks of, none without a definition."""
        return mentioned_in(self.definition) if self.definition is not None else frozenset()

    @property
    def is_derivative(self) -> bool:
        """Whether the node is a derivative, as in a derivative graph, and no value besides."""
        return (
            self.operator is None
            and bool(self.subjects)
            and all(subject_of(s) is not None or _only_names(s) for s in self.statements)
        )

    @property
    def subjects(self) -> tuple[Derivative, ...]:
        """The derivatives that the text states, in order."""
        return tuple(d for s in self.statements if (d := subject_of(s)) is not None)

    @property
    def definition(self) -> Expression | None:
        """The formula that the node says its value is: w·x + b in `z = w*x + b`."""
        for statement in self.statements:
            if statement.keyword in {"gradient", "local", "shape"} or claims_derivative(statement):
                continue
            for index, side in enumerate(statement.sides):
                if isinstance(side.content, Formula):
                    formula = side.content.readings[0]
                    is_name = isinstance(formula, Name) and (index == 0 or statement.keyword)
                    if mentioned_in(formula) and not is_name:
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
    has_weights: bool = False
    """Whether factors stand on arrows into sums alone, where they can only be weights."""
    repeats_values: bool = False
    """Whether some arrow carries the very number that the node it leaves shows."""
    is_program: bool = False
    """Whether it gives variables new values on the way: it is a program, and computes no graph."""
    has_signs: bool = False
    """Whether some node is an operator beyond doubt: no letter that may be a variable."""
    tells_shapes: bool = False
    """Whether shapes are told, so that the sum of one value is that of its elements."""
    numbers_are_slopes: bool = False
    """Whether bare numbers on arrows stand for local derivatives, as the other arrows tell them."""

    @property
    def statements(self) -> Iterator[Statement]:
        """What the labels state, those in nodes first."""
        for node in self.nodes.values():
            yield from node.statements
        for reading in self.edges:
            yield from reading.statements

    @property
    def _formulas(self) -> Iterator[Expression]:
        """Every side of a statement that is a formula."""
        for statement in self.statements:
            for side in statement.sides:
                if isinstance(side.content, Formula):
                    yield side.content.readings[0]

    @property
    def claims_derivative(self) -> bool:
        """Whether any label says that it is a derivative."""
        return any(map(claims_derivative, self.statements))

    @property
    def mentioned(self) -> frozenset[str]:
        """Every name that any label speaks of."""
        return frozenset(name for formula in self._formulas for name in mentioned_in(formula))

    @property
    def derivatives(self) -> frozenset[Derivative]:
        """Every derivative that any label speaks of."""
        return frozenset(
            part
            for formula in self._formulas
            for part, _ in postorder(formula)
            if isinstance(part, Derivative)
        )

    def operates(self, reading: EdgeReading) -> bool:
        """Return whether an edge itself is drawn as an operator, between nodes that are none.

        `+50` and `-3` are operators only where no node is one and numbers are no local derivatives.
        """
        if reading.operator is None:
            return False
        ends = (self.nodes[reading.edge.source], self.nodes[reading.edge.target])
        if any(end.operator is not None for end in ends):
            return False
        is_number = any(
            isinstance(side.content, Quantity) for s in reading.statements for side in s.sides
        )
        return not (is_number and (self.has_signs or self.numbers_are_slopes))


def numbers_in(statements: Sequence[Statement]) -> frozenset[Fraction]:
    """Return the numbers that a text gives as values."""
    return frozenset(
        side.content.value
        for statement in statements
        if statement.keyword in {None, "value"} and not claims_derivative(statement)
        for side in statement.sides
        if isinstance(side.content, Quantity)
    )


def subject_of(statement: Statement) -> Derivative | None:
    """Return the derivative of which a statement tells what it is: ∂L/∂x in `∂L/∂x = 2·3`.

    A derivative on its own is its own subject.
    """
    first = statement.sides[0].content
    if statement.keyword in {"local", "shape"} or not isinstance(first, Formula):
        return None
    reading = first.readings[0]
    return reading if isinstance(reading, Derivative) else None


def _only_names(statement: Statement) -> bool:
    """Return whether a statement is nothing but words or a name."""
    content = statement.sides[0].content
    is_name = isinstance(content, Formula) and isinstance(content.readings[0], Name)
    return len(statement.sides) == 1 and (is_name or isinstance(content, Words))


def claims_derivative(statement: Statement) -> bool:
    """Return whether a statement is about a derivative."""
    if statement.keyword in {"gradient", "local"}:
        return True
    first = statement.sides[0].content
    return isinstance(first, Formula) and has_derivative(first.readings[0])


def has_derivative(expression: Expression) -> bool:
    """Return whether a derivative is a part of a formula: `∂L/∂x`, `f'(x)`."""
    return any(
        isinstance(part, Derivative) or (isinstance(part, Call) and part.order > 0)
        for part, _ in postorder(expression)
    )
