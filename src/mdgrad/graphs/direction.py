"""Which edges run forward and which back, from all the evidence together.

Evidence that an edge runs back: it runs against one from a variable to an equation over it; its
label is a derivative; it runs against an edge drawn before; colour or dashes set it apart from
that edge; what remains must be acyclic. A drawing of its own runs back if its subgraph says so, or
if its labels are derivatives. Some draw from an operator to its operands: where only the turned
arrows give every operator its operands, they are turned.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mdgrad.graphs.drawing import Drawing, EdgeReading, subject_of
from mdgrad.mermaid.flowchart import Edge, Subgraph

__all__ = ["Directions", "directions", "reversed_reading"]

# A definition speaks loudest, then a derivative; looks come next; the order of writing decides only
# between equals. A derivative on one edge of a pair against looks and order on the other is truly
# balanced.
_DEFINITION, _DERIVATIVE, _LOOKS, _ORDER = 5, 4, 3, 1

_BACKWARD_WORDS = (
    "backward", "backprop", "back-prop", "back prop", "gradient flow", "reverse", "역전파",
    "逆伝播", "逆伝搬", "反向", "后向", "反傳", "rückwärts", "rétropropagation", "retropropag",
    "обратн",
)  # fmt: skip
_OPPOSITE = {"LR": "RL", "RL": "LR", "TB": "BT", "TD": "BT", "BT": "TB"}

Part = tuple[EdgeReading, ...]


@dataclass(frozen=True, slots=True)
class Directions:
    """The edges of a drawing, told apart."""

    forward: Part
    backward: Part
    """Edges that run back between the nodes of the forward drawing."""
    mirrored: tuple[Part, ...]
    """Backward drawings with nodes of their own."""
    derivative_graphs: tuple[Part, ...]
    """Parts whose nodes are derivatives."""
    loops: Part
    """Edges from a node to itself."""
    ambiguous: tuple[Edge, ...]
    """Edges whose direction the evidence leaves open."""


def directions(drawing: Drawing) -> Directions:
    """Return which edges of the drawing run forward and which back."""
    loops = tuple(reading for reading in drawing.edges if _is_loop(reading))
    rest = [reading for reading in drawing.edges if not _is_loop(reading)]
    forward: list[EdgeReading] = []
    backward: list[EdgeReading] = []
    mirrored: list[Part] = []
    derivative_graphs: list[Part] = []
    ambiguous: list[Edge] = []
    for component in _components(rest):
        if _is_derivative_graph(component, drawing):
            derivative_graphs.append(tuple(component))
        elif _runs_back(component, drawing):
            mirrored.append(tuple(component))
        elif _drawn_to_operands(component, drawing):
            forward += map(reversed_reading, component)
        else:
            _split(component, drawing, forward, backward, ambiguous)
    return Directions(
        tuple(sorted(forward, key=_index)),
        tuple(sorted(backward, key=_index)),
        tuple(mirrored),
        tuple(derivative_graphs),
        loops,
        tuple(ambiguous),
    )


def reversed_reading(reading: EdgeReading) -> EdgeReading:
    """Return an edge's reading as if the arrow were drawn the other way."""
    edge = reading.edge
    return replace(reading, edge=replace(edge, source=edge.target, target=edge.source))


def _index(reading: EdgeReading) -> int:
    return reading.edge.index


def _is_loop(reading: EdgeReading) -> bool:
    return reading.edge.source == reading.edge.target


def _components(readings: Sequence[EdgeReading]) -> list[list[EdgeReading]]:
    """Return the edges of each weakly connected part, parts and edges in the order written."""
    leader: dict[str, str] = {}

    def find(node: str) -> str:
        leader.setdefault(node, node)
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for reading in readings:
        leader[find(reading.edge.source)] = find(reading.edge.target)
    parts: defaultdict[str, list[EdgeReading]] = defaultdict(list)
    for reading in readings:
        parts[find(reading.edge.source)].append(reading)
    return list(parts.values())


def _nodes_of(component: Sequence[EdgeReading]) -> set[str]:
    return {node for reading in component for node in (reading.edge.source, reading.edge.target)}


def _is_derivative_graph(component: Sequence[EdgeReading], drawing: Drawing) -> bool:
    """Return whether every node of a part is a derivative, and says nothing else.

    Nodes that bear the names of the variables themselves (`x`, and below it `∂L/∂x = 6`) are the
    variables, unless the arrows come from ∂L/∂L.
    """
    nodes = {node: drawing.nodes[node] for node in _nodes_of(component)}
    if not all(node.is_derivative for node in nodes.values()):
        return False
    fed = {reading.edge.target for reading in component}
    roots = [subject for node in nodes.keys() - fed for subject in nodes[node].subjects]
    own = any(node.name == subject.by for node in nodes.values() for subject in node.subjects)
    return not own or any(subject.of == subject.by for subject in roots)


def _runs_back(component: Sequence[EdgeReading], drawing: Drawing) -> bool:
    """Return whether a part of the drawing is a backward drawing with nodes of its own."""
    nodes = _nodes_of(component)
    pairs = {(reading.edge.source, reading.edge.target) for reading in component}
    if any((target, source) in pairs for source, target in pairs):
        return False
    subgraph = next((s for s in drawing.flowchart.subgraphs if nodes <= set(s.nodes)), None)
    labelled = [reading for reading in component if reading.statements]
    derivatives = [reading for reading in labelled if _is_gradient(reading, drawing)]
    if subgraph is not None and _is_called_backward(subgraph):
        return True
    turned = (
        subgraph is not None
        and subgraph.direction is not None
        and _OPPOSITE.get(subgraph.direction) == drawing.flowchart.direction
    )
    if not labelled or _fits_its_operators(component, drawing):
        return False
    return 2 * len(derivatives) + turned > len(labelled) + bool(subgraph)


def _is_gradient(reading: EdgeReading, drawing: Drawing) -> bool:
    """Return whether an arrow bears a derivative, other than its target's by its source.

    From x to a, ∂a/∂x is the local derivative of a forward edge.
    """
    source, target = drawing.nodes[reading.edge.source], drawing.nodes[reading.edge.target]
    subjects = (subject_of(statement) for statement in reading.statements)
    is_local = any(s and s.of in target.names and s.by in source.names for s in subjects)
    return reading.claims_derivative and not is_local


def _is_called_backward(subgraph: Subgraph) -> bool:
    name = f"{subgraph.id} {subgraph.title}".casefold()
    return any(word in name for word in _BACKWARD_WORDS)


def _fits_its_operators(component: Sequence[EdgeReading], drawing: Drawing) -> bool:
    """Return whether the arrows as drawn, and only so, lead from operands to operators.

    Then derivatives on them are local ones, drawn on forward edges, as Colah draws them.
    """
    return _all_fed(component, drawing) and not _all_fed(
        [reversed_reading(reading) for reading in component], drawing
    )


def _drawn_to_operands(component: Sequence[EdgeReading], drawing: Drawing) -> bool:
    """Return whether a part is drawn from the operators to their operands, as trees often are.

    Where arrows run both ways between two nodes, some of them run back, and none is turned.
    """
    pairs = {(reading.edge.source, reading.edge.target) for reading in component}
    if any((target, source) in pairs for source, target in pairs):
        return False
    return not _all_fed(component, drawing) and _all_fed(
        [reversed_reading(reading) for reading in component], drawing
    )


def _all_fed(component: Sequence[EdgeReading], drawing: Drawing) -> bool:
    """Return whether there are operators and formulas and each gets operands it can take."""
    fed = Counter(reading.edge.target for reading in component)
    sources: defaultdict[str, set[str | None]] = defaultdict(set)
    for reading in component:
        sources[reading.edge.target].add(drawing.nodes[reading.edge.source].name)
    computing = 0
    for node in _nodes_of(component):
        shown = drawing.nodes[node]
        if shown.operator is not None and not shown.letter:
            computing += 1
            if not fed[node] or shown.operator.operation(fed[node]) is None:
                return False
        elif shown.equation is not None and fed[node]:
            computing += 1
            if not sources[node] & shown.mentioned:
                return False
    return computing > 0


def _split(
    component: Sequence[EdgeReading],
    drawing: Drawing,
    forward: list[EdgeReading],
    backward: list[EdgeReading],
    ambiguous: list[Edge],
) -> None:
    """Add the edges of one part to those that run forward, back, or cannot be told."""
    between: defaultdict[tuple[str, str], list[EdgeReading]] = defaultdict(list)
    for reading in component:
        between[reading.edge.source, reading.edge.target].append(reading)
    single: list[EdgeReading] = []
    paired_forward: list[EdgeReading] = []
    paired_backward: list[EdgeReading] = []
    for (source, target), ahead in between.items():
        against = between.get((target, source))
        if against is None:
            single += ahead
        elif ahead[0].edge.index < against[0].edge.index:
            evidence = _evidence(against, ahead, drawing) + _ORDER
            evidence -= _evidence(ahead, against, drawing)
            if evidence == 0:
                ambiguous += (reading.edge for reading in (*ahead, *against))
            elif evidence < 0:
                ahead, against = against, ahead  # noqa: PLW2901
            paired_forward += ahead
            paired_backward += against
    closing = _closing_cycles([*single, *paired_forward], paired_backward)
    forward += (r for r in (*single, *paired_forward) if r.edge.index not in closing)
    backward += paired_backward
    backward += (r for r in component if r.edge.index in closing)


def _evidence(
    readings: Sequence[EdgeReading], others: Sequence[EdgeReading], drawing: Drawing
) -> int:
    """Return how strongly `readings` look like the backward edges of a pair with `others`."""
    derivative = any(_is_gradient(reading, drawing) for reading in readings)
    derivative_there = any(_is_gradient(reading, drawing) for reading in others)
    marked = {mark for reading in readings for mark in _marks(reading.edge)}
    marked_there = {mark for reading in others for mark in _marks(reading.edge)}
    return (
        _DEFINITION * _lead_to_a_definition(others, drawing)
        + _DERIVATIVE * (derivative and not derivative_there)
        + _LOOKS * bool(marked - marked_there and not marked_there)
    )  # fmt: skip


def _lead_to_a_definition(readings: Sequence[EdgeReading], drawing: Drawing) -> bool:
    """Return whether edges lead from a variable to an equation over it: from t to u = t³."""
    ends = [(drawing.nodes[r.edge.source], drawing.nodes[r.edge.target]) for r in readings]
    return any(
        target.equation is not None and bool(source.names & target.mentioned)
        for source, target in ends
    )


def _marks(edge: Edge) -> set[str]:
    """Return what sets an edge's look apart: a colour of its own, dashes."""
    marks = {
        style.replace(" ", "").casefold()
        for style in edge.style
        if style.replace(" ", "").casefold().startswith(("stroke:", "color:", "stroke-dasharray:"))
    }
    return marks | {"dotted"} if edge.stroke == "dotted" else marks


def _closing_cycles(
    readings: Sequence[EdgeReading], backward: Sequence[EdgeReading]
) -> frozenset[int]:
    """Return the indices of the edges that look backward and close a cycle with the others."""
    looks = {mark for reading in backward for mark in _marks(reading.edge)}
    suspects = [r for r in readings if r.claims_derivative or _marks(r.edge) & (looks | {"dotted"})]
    if not suspects:
        return frozenset()
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph((r.edge.source, r.edge.target) for r in readings)
    component_of = {
        node: number
        for number, part in enumerate(nx.strongly_connected_components(graph))
        for node in part
    }
    return frozenset(
        r.edge.index for r in suspects if component_of[r.edge.source] == component_of[r.edge.target]
    )
