"""Understanding a flowchart: from what is drawn to computation graphs and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mdgrad.graphs.assembly import Assembly, assemble
from mdgrad.graphs.asserting import asserting
from mdgrad.graphs.assertions import Along, Between, ComputationGraph, Problem, Target
from mdgrad.graphs.derivative_graph import alone, speaks_of_graph, stated_about
from mdgrad.graphs.direction import Directions, Part, directions
from mdgrad.graphs.directives import Directives, read_directives
from mdgrad.graphs.drawing import Drawing, EdgeReading
from mdgrad.graphs.earlier import Earlier, carried_numbers
from mdgrad.graphs.gate import claims_every_value, claims_something, may_compute
from mdgrad.graphs.matching import match_drawings
from mdgrad.graphs.mirrored import about_another, all_backward, find_mirrored, turned_around
from mdgrad.graphs.parts import Piece, pieces_of
from mdgrad.graphs.roles import assertions_of
from mdgrad.graphs.texts import read_drawing
from mdgrad.mermaid.flowchart import Flowchart
from mdgrad.messages import Message

__all__ = ["understand"]

_FUNCTION_LETTERS = frozenset("fghFGHφϕψ")


def understand(flowchart: Flowchart, earlier: Sequence[Earlier] = ()) -> Earlier:
    """Return the computation graphs that a flowchart draws: one for each connected part.

    There are none where it has no operator or formula over its own operands, or claims no value,
    formula or derivative about them: then it is no computation graph and gets no word. `earlier`
    are the drawings before it in the same post, which it may go on from.
    """
    directives = read_directives(flowchart)
    known = frozenset(name for drawn in earlier for graph in drawn.graphs for name in graph.names)
    drawing = read_drawing(flowchart, known)
    if not may_compute(drawing):
        return Earlier(drawing, (), ())
    found = directions(drawing)
    if directives.backward:
        found = _settled(found, directives)
    if directives.backward_of is not None:
        found = all_backward(found)
        earlier = [drawn for drawn in earlier if drawn.name == directives.backward_of[0]]
    if not found.forward and found.mirrored:
        graphs = tuple(_backward_alone(drawing, found, directives, earlier))
        return Earlier(drawing, (), graphs, directives.name)
    graphs = tuple(_graphs(drawing, found, directives, earlier))
    return Earlier(drawing, found.forward, graphs, directives.name)


def _settled(found: Directions, directives: Directives) -> Directions:
    """Return the directions as a `backward` directive settles them."""
    parts = (found.forward, found.backward, *found.mirrored, *found.derivative_graphs)
    edges = sorted((r for part in parts for r in part), key=lambda reading: reading.edge.index)
    back = [r for r in edges if r.edge.index in directives.backward]
    ahead = tuple(r for r in edges if r.edge.index not in directives.backward)
    ends = {end for r in ahead for end in (r.edge.source, r.edge.target)}
    own = tuple(r for r in back if {r.edge.source, r.edge.target} <= ends)
    mirrored = tuple(r for r in back if r not in own)
    return replace(
        found,
        forward=ahead,
        backward=own,
        mirrored=(mirrored,) if mirrored else (),
        derivative_graphs=(),
        ambiguous=(),
    )


def _graphs(
    drawing: Drawing, found: Directions, directives: Directives, earlier: Sequence[Earlier]
) -> Iterator[ComputationGraph]:
    """Yield the graphs of the forward drawing, with all that is said about each."""
    assembly = assemble(drawing, _ordered(found.forward, directives))
    backward = bool(found.backward or found.mirrored) or drawing.claims_derivative
    bare = []
    for piece in pieces_of(drawing, assembly, directives, backward=backward):
        graph = _bare(drawing, piece, directives)
        bare.append(replace(graph, carried=carried_numbers(graph, earlier)))
    matches = _matched(drawing, found, bare)
    if drawing.claims_derivative:  # then no operator is only guessed to be one
        assembly = replace(assembly, guessed=frozenset())
    told: list[ComputationGraph] = []
    for graph in bare:
        mine = [match for match in matches if match.graph is graph]
        told += _with_claims(drawing, found, graph, assembly, mine)
    yield from told
    for part in found.derivative_graphs:
        yield from _derivative_graph(part, drawing, directives, told or bare, earlier)


def _bare(drawing: Drawing, piece: Piece, directives: Directives) -> ComputationGraph:
    """Return a part as a graph of which nothing is said yet."""
    problems = list(piece.problems)
    if (
        directives.output is not None
        and directives.span is not None
        and directives.output not in {*piece.names, *piece.dag}
    ):
        message = Message("no node is called {name}", name=directives.output)
        problems.append(Problem("MG903", message, directives.span))
    return ComputationGraph(
        drawing.flowchart, piece.dag, piece.output, piece.names, (), tuple(problems), directives,
        {}, assumptions=piece.assumptions,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Match:
    """A backward drawing matched to a forward one."""

    part: Part
    graph: ComputationGraph
    forward_node: Mapping[str, str] | None
    """From its nodes to the forward drawing's; None where the two do not match."""


def _matched(
    drawing: Drawing, found: Directions, graphs: Sequence[ComputationGraph]
) -> list[_Match]:
    """Return each backward drawing with the forward part that it is the mirror of."""
    matches = []
    for part in found.mirrored:
        fitting = [
            (graph, matched)
            for graph in graphs
            if (matched := _match(drawing, found, graph, drawing, part)) is not None
        ]
        if len(fitting) == 1:
            matches.append(_Match(part, *fitting[0]))
        elif graphs:
            matches.append(_Match(part, graphs[0], None))
    return matches


def _match(
    whole: Drawing, found: Directions, graph: ComputationGraph, drawing: Drawing, part: Part
) -> Mapping[str, str] | None:
    ahead = [r for r in found.forward if r.edge.source in graph.dag]
    return match_drawings(whole, ahead, drawing, part)


def _with_claims(
    drawing: Drawing,
    found: Directions,
    graph: ComputationGraph,
    assembly: Assembly,
    matches: Sequence[_Match],
) -> Iterator[ComputationGraph]:
    """Yield a part with what is said about it, if that makes it a computation graph."""
    problems = list(graph.problems)
    ambiguous = [edge for edge in found.ambiguous if edge.source in graph.dag]
    if ambiguous:
        edges = ", ".join(str(edge.index) for edge in ambiguous)
        message = Message(
            "the evidence is balanced on which of the edges {edges} run back; "
            "say it with “%% mdgrad: backward …”",
            edges=edges,
        )
        problems.append(Problem("MG403", message, ambiguous[0].span))
    own = Directions(
        tuple(r for r in found.forward if r.edge.source in graph.dag),
        tuple(r for r in found.backward if r.edge.source in graph.dag),
        tuple(match.part for match in matches),
        (),
        tuple(r for r in found.loops if r.edge.source in graph.dag),
        (),
    )
    against: dict[int, Target] = {}
    _pair(own.backward, {node: node for node in graph.dag}, graph, against)
    for match in matches:
        if match.forward_node is None:
            message = Message("the backward drawing does not match the forward drawing")
            problems.append(Problem("MG404", message, match.part[0].edge.span))
        else:
            _pair(match.part, match.forward_node, graph, against)
    along = {index: target for index, target in against.items() if isinstance(target, Along)}
    graph = replace(graph, problems=tuple(problems), backward=along)
    nodes = {node: mine for match in matches for node, mine in (match.forward_node or {}).items()}
    graph = _asserting(drawing, own, graph, against, nodes)
    certain = assembly.operators - assembly.guessed
    if not certain and graph.backward:
        # Unknown functions only: what is right of any function can be told.
        certain = frozenset(n for n in graph.dag if n in drawing.nodes and _is_function(drawing, n))
    misfed = {node for node, problem in assembly.problems if problem.code == "MG401"}
    if certain & set(graph.dag):
        if claims_something(graph, drawing, certain):
            yield graph
    elif misfed & set(graph.dag) and claims_every_value(graph, misfed):
        yield graph


def _is_function(drawing: Drawing, node: str) -> bool:
    """Return whether a node is drawn as a function that is not named: f, g."""
    return drawing.nodes[node].name in _FUNCTION_LETTERS


def _asserting(
    drawing: Drawing,
    found: Directions,
    graph: ComputationGraph,
    against: Mapping[int, Target],
    mirrored: Mapping[str, str],
) -> ComputationGraph:
    """Return the graph with what the drawing's labels assert about it."""
    return asserting(graph, assertions_of(drawing, found, graph, against, mirrored))


def _ordered(forward: Part, directives: Directives) -> Part:
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


def _pair(
    readings: Sequence[EdgeReading],
    forward_node: Mapping[str, str],
    graph: ComputationGraph,
    against: dict[int, Target],
) -> None:
    """Add what each backward edge runs against; parallel ones pair up in order.

    An arrow that skips operators runs against all the paths between its ends.
    """
    between: dict[tuple[str, str], list[int]] = {}
    for reading in readings:
        source = forward_node.get(reading.edge.target)
        target = forward_node.get(reading.edge.source)
        if source is not None and target is not None:
            between.setdefault((source, target), []).append(reading.edge.index)
    for (source, target), indices in between.items():
        if not graph.dag.has_edge(source, target):
            if len(indices) == 1 and _leads_to(source, target, graph):
                against[indices[0]] = Between(target, source, onward=True)
            continue
        keys = [(source, target, int(key)) for key in graph.dag[source][target]]
        for position, index in enumerate(indices):
            one_each = len(indices) == len(keys)
            against[index] = Along((keys[position],) if one_each else tuple(keys))


def _leads_to(source: str, target: str, graph: ComputationGraph) -> bool:
    import networkx as nx

    return source in graph.dag and target in graph.dag and nx.has_path(graph.dag, source, target)


def _derivative_graph(
    part: Part,
    drawing: Drawing,
    directives: Directives,
    graphs: Sequence[ComputationGraph],
    earlier: Sequence[Earlier],
) -> Iterator[ComputationGraph]:
    """Yield a derivative graph, as claims about the graph whose derivatives it draws if known."""
    before = [graph for drawn in reversed(earlier) for graph in reversed(drawn.graphs)]
    for known in (*graphs, *before):
        if known.dag.number_of_edges() and speaks_of_graph(part, drawing, known):
            graph = about_another(known, drawing, directives)
            yield asserting(graph, stated_about(part, drawing, graph))
            return
    graph_alone = alone(part, drawing, directives)
    if graph_alone is not None:
        yield graph_alone


def _backward_alone(
    drawing: Drawing, found: Directions, directives: Directives, earlier: Sequence[Earlier]
) -> Iterator[ComputationGraph]:
    """Yield the graphs of a flowchart that draws the backward pass and nothing else."""
    on_their_own: list[Part] = []
    for part in found.mirrored:
        mirrored = find_mirrored(part, drawing, earlier)
        if mirrored is None:
            on_their_own.append(part)
            continue
        graph = about_another(mirrored[0], drawing, directives)
        against: dict[int, Target] = {}
        _pair(part, mirrored[1], graph, against)
        graph = replace(graph, backward={i: t for i, t in against.items() if isinstance(t, Along)})
        alone = replace(found, forward=(), backward=(), mirrored=(part,), loops=())
        yield _asserting(drawing, alone, graph, against, mirrored[1])
    if on_their_own:
        turned = turned_around(replace(found, mirrored=tuple(on_their_own)))
        for graph in _graphs(drawing, turned, directives, earlier):
            yield _unmatched(graph, directives, earlier)


def _unmatched(
    graph: ComputationGraph, directives: Directives, earlier: Sequence[Earlier]
) -> ComputationGraph:
    """Return the graph with a problem if it should mirror another drawing and does not."""
    if directives.backward_of is None:
        return graph
    name, span = directives.backward_of
    if earlier:
        message = Message(
            "the backward drawing does not match the forward drawing {name}", name=name
        )
        problem = Problem("MG404", message, span)
    else:
        problem = Problem(
            "MG903", Message("no drawing before this one is called {name}", name=name), span
        )
    return replace(graph, problems=(*graph.problems, problem))
