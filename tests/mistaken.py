"""Mistakes people make, each as the number it gives, and circuits drawn with one in five dialects.

Nothing here knows mdgrad: values and gradients are those of `tests.circuits`, and a local
derivative is how an operator's own value changes with one operand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, NamedTuple

from tests.circuits import STEP, Circuit, EdgeKeyNumbers, Node, exactly, printed

__all__ = ["DIALECTS", "Drawn", "Oracle", "Place", "derivatives_alone", "mistaken_numbers"]


Labels = Mapping["Place", str]


class Place(NamedTuple):
    """What a label speaks of: the value of a node, its gradient, or the gradient along an edge."""

    role: Literal["value", "total", "share"]
    node: int
    edge: EdgeKeyNumbers | None = None


@dataclass(frozen=True)
class Oracle:
    """Every number of a circuit."""

    circuit: Circuit

    @cached_property
    def values(self) -> list[Any]:
        return self.circuit.values()

    @cached_property
    def along(self) -> dict[EdgeKeyNumbers, Any]:
        return {edge: self.circuit.gradient(edge) for edge in self.circuit.edges()}

    def total(self, node: int) -> Any:
        if node == len(self.circuit.nodes) - 1:
            return exactly(Fraction(1))
        return sum(self.along[edge] for edge in self.out_edges(node))

    def out_edges(self, node: int) -> list[EdgeKeyNumbers]:
        return [edge for edge in self.circuit.edges() if edge[0] == node]

    def operands(self, node: int) -> list[Any]:
        return [self.values[source] for source in self.circuit.nodes[node].operands]

    def applied(self, node: int, operands: list[Any]) -> Any:
        """Return what an operator makes of other operands than its own."""
        kind, constant = self.circuit.nodes[node].kind, self.circuit.nodes[node].constant
        assert kind is not None
        return kind.function(*operands, *([] if constant is None else [exactly(constant)]))

    def slope(self, node: int, index: int, operands: list[Any]) -> Any:
        """Return an operator's derivative by one operand."""
        ahead, behind = operands[:], operands[:]
        ahead[index] += STEP
        behind[index] -= STEP
        return (self.applied(node, ahead) - self.applied(node, behind)) / (2 * STEP)

    @cached_property
    def labels(self) -> Labels:
        """Every label of the circuit drawn rightly."""
        count = len(self.circuit.nodes)
        places = [Place(role, node) for node in range(count) for role in ("value", "total")]
        places += [Place("share", edge[0], edge) for edge in self.circuit.edges()]
        return {place: printed(self.right(place)) for place in places}

    def right(self, place: Place) -> Any:
        """Return what a label should say."""
        if place.role == "value":
            return self.values[place.node]
        return self.total(place.node) if place.edge is None else self.along[place.edge]


def mistaken_numbers(oracle: Oracle, place: Place) -> Iterator[tuple[str, Any]]:
    """Yield words by which mdgrad names a mistake, with a number that the mistake gives."""
    yield "the sign is the other way round", -oracle.right(place)
    yield from _slips(oracle, place)
    if place.role == "value":
        yield from _mistaken_values(oracle, place.node)
        return
    edges = oracle.out_edges(place.node)
    edge = place.edge or (edges[0] if len(edges) == 1 else None)
    if edge is not None:
        yield from _mistaken_gradients(oracle, edge)
    else:
        yield from _incomplete(oracle, place.node, " is missing", " is counted twice")


def _slips(oracle: Oracle, place: Place) -> Iterator[tuple[str, Any]]:
    """Yield what a slip of the pen makes of the right label."""
    for power in (-3, -2, -1, 1, 2, 3):
        yield "the decimal point has slipped", oracle.right(place) * exactly(Fraction(10) ** power)
    right = oracle.labels[place]
    for start in range(len(right) - 1):
        pair = right[start : start + 2]
        turned = right[:start] + pair[::-1] + right[start + 2 :]
        if pair.isdigit() and turned != right and not turned.lstrip("-").startswith("0"):
            yield "two digits are swapped", exactly(Fraction(turned))


def _mistaken_values(oracle: Oracle, node: int) -> Iterator[tuple[str, Any]]:
    operands = oracle.operands(node)
    if len(operands) > 1:
        product = exactly(Fraction(1))
        for value in operands:
            product *= value
        yield "that is the sum of the operands", sum(operands)
        yield "that is the product of the operands", product
    if len(operands) == 2:
        with suppress(ZeroDivisionError):
            yield "are the other way round", oracle.applied(node, operands[::-1])
    yield from (("that is an operand passed on unchanged", value) for value in operands)


def _mistaken_gradients(oracle: Oracle, edge: EdgeKeyNumbers) -> Iterator[tuple[str, Any]]:
    source, node, index = edge
    operands, upstream = oracle.operands(node), oracle.total(node)
    local = oracle.slope(node, index, operands)
    for other in oracle.along:
        if other[1] == node and other[2] != index:
            yield "the two are swapped", oracle.along[other]
    if len(operands) == 1:
        with suppress(ValueError):  # where it has no value
            yield "at its output", upstream * oracle.slope(node, 0, [oracle.values[node]])
    for words, part in _incomplete(oracle, node, "is missing in", "is counted twice in"):
        yield words, part * local
    yield "own value, not times", upstream * oracle.values[source]
    yield "that is the upstream gradient alone", upstream
    yield "that is the local derivative alone", local
    if len(oracle.out_edges(source)) > 1:
        yield "that is the total gradient of", oracle.total(source)
    yield "that is the value of", oracle.values[source]
    yield "that is the output of", oracle.values[node]


def _incomplete(oracle: Oracle, node: int, less: str, more: str) -> Iterator[tuple[str, Any]]:
    """Yield the gradient of a node that is used several times, one path missing or twice."""
    edges = oracle.out_edges(node)
    for edge in edges if len(edges) > 1 else ():
        yield less, oracle.total(node) - oracle.along[edge]
        yield more, oracle.total(node) + oracle.along[edge]


class Drawn(NamedTuple):
    """A diagram, and the line on which each label stands first."""

    lines: list[str]
    where: dict[Place, int]


GLYPHS = {"add": "+", "subtract": "-", "multiply": "×", "divide": "/", "power": "**"}


def name_of(circuit: Circuit, node: int) -> str:
    """Return the variable that a node's value is called by."""
    return f"{'v' if circuit.nodes[node].kind else 'x'}{node}"


def _operator(node: Node) -> str:
    assert node.kind is not None
    glyph = GLYPHS.get(node.kind.name, node.kind.name)
    return glyph if node.constant is None else f"{glyph} {float(node.constant):g}"


def _equation(circuit: Circuit, position: int) -> str:
    node = circuit.nodes[position]
    if node.kind is None:
        return name_of(circuit, position)
    names = [name_of(circuit, source) for source in node.operands]
    names += [] if node.constant is None else [f"{float(node.constant):g}"]
    glyph = GLYPHS.get(node.kind.name)
    joined = f" {glyph} ".join(names) if glyph and len(names) > 1 else ""
    formula = joined or f"{node.kind.name}({', '.join(names)})"
    return f"{name_of(circuit, position)} = {formula}"


def _edges(circuit: Circuit, labels: Labels) -> Drawn:
    """Return operators in nodes, values on the arrows, gradients on arrows back."""
    nodes = [
        f'n{position}["{name_of(circuit, position)}"]'
        if node.kind is None
        else f'n{position}(("{_operator(node)}"))'
        for position, node in enumerate(circuit.nodes)
    ]
    return _with_arrows(["flowchart LR", *nodes, 'out["out"]'], circuit, labels, "n", "n")


def _two_drawings(circuit: Circuit, labels: Labels) -> Drawn:
    """Return the forward pass and the backward pass apart."""
    lines = ["flowchart LR"]
    for ids in "fb":
        lines += [
            f'{ids}{position}(["{name_of(circuit, position)}"])'
            if node.kind is None
            else f'{ids}{position}(("{_operator(node)}"))'
            for position, node in enumerate(circuit.nodes)
        ]
    return _with_arrows(lines, circuit, labels, "f", "b")


def _with_arrows(
    lines: list[str], circuit: Circuit, labels: Labels, forward: str, back: str
) -> Drawn:
    last, where = len(circuit.nodes) - 1, dict[Place, int]()

    def draw(place: Place, tail: str, head: str) -> None:
        where.setdefault(place, len(lines))
        lines.append(f"{tail} -- {labels[place]} --> {head}")

    apart = forward != back
    ends = ("fout", "bout") if apart else ("out", "out")
    lines += ["subgraph Forward"] if apart else []
    for source, target, _ in circuit.edges():
        draw(Place("value", source), f"{forward}{source}", f"{forward}{target}")
    draw(Place("value", last), f"{forward}{last}", ends[0])
    lines += ["end", "subgraph Backward"] if apart else []
    draw(Place("total", last), ends[1], f"{back}{last}")
    for edge in sorted(circuit.edges(), key=lambda edge: -edge[1]):
        draw(Place("share", edge[0], edge), f"{back}{edge[1]}", f"{back}{edge[0]}")
    lines += ["end"] if apart else []
    return Drawn(lines, where)


def _nodes(circuit: Circuit, labels: Labels) -> Drawn:
    """Return operators, values and gradients in the nodes."""

    def text(position: int) -> str:
        node = circuit.nodes[position]
        return name_of(circuit, position) if node.kind is None else f"{_operator(node)}<br/>"

    return _in_nodes(circuit, labels, text)


def _equations(circuit: Circuit, labels: Labels) -> Drawn:
    """Return an equation, a value and a gradient in every node."""
    return _in_nodes(circuit, labels, lambda position: _equation(circuit, position))


def _in_nodes(circuit: Circuit, labels: Labels, text: Callable[[int], str]) -> Drawn:
    lines, where = ["flowchart LR"], dict[Place, int]()
    for position in range(len(circuit.nodes)):
        value, gradient = Place("value", position), Place("total", position)
        where[value] = where[gradient] = len(lines)
        label = f"{text(position)} = {labels[value]}<br/>grad = {labels[gradient]}"
        lines.append(f'n{position}["{label}"]')
    lines += [f"n{source} --> n{target}" for source, target, _ in circuit.edges()]
    return Drawn(lines, where)


def _derivative_graph(circuit: Circuit, labels: Labels) -> Drawn:
    """Return equations with values, and beside them the derivatives with arrows of their own."""
    lines, where = ["flowchart LR"], dict[Place, int]()
    for position in range(len(circuit.nodes)):
        where[Place("value", position)] = len(lines)
        value = labels[Place("value", position)]
        lines.append(f'n{position}["{_equation(circuit, position)} = {value}"]')
    lines += [f"n{source} --> n{target}" for source, target, _ in circuit.edges()]
    alone = derivatives_alone(circuit, labels)
    where |= {place: line + len(lines) - 1 for place, line in alone.where.items()}
    return Drawn(lines + alone.lines[1:], where)


def derivatives_alone(circuit: Circuit, labels: Labels) -> Drawn:
    """Return a graph of derivatives, with the local ones on its arrows."""
    lines, where = ["flowchart LR"], dict[Place, int]()
    oracle = Oracle(circuit)
    last = len(circuit.nodes) - 1
    for position in reversed(range(len(circuit.nodes))):
        place = Place("total", position)
        where[place] = len(lines)
        derivative = f"∂{name_of(circuit, last)}/∂{name_of(circuit, position)}"
        lines.append(f'd{position}["{derivative} = {labels[place]}"]')
    for source, target, index in circuit.edges():
        local = printed(oracle.slope(target, index, oracle.operands(target)))
        lines.append(f'd{target} -->|"{local}"| d{source}')
    return Drawn(lines, where)


DIALECTS: Mapping[str, Callable[[Circuit, Labels], Drawn]] = {
    "edges": _edges, "two drawings": _two_drawings, "nodes": _nodes, "equations": _equations,
    "derivative graph": _derivative_graph,
}  # fmt: skip
