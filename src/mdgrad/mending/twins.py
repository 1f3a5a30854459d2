"""Twins: the nodes of a backward drawing that stand for those of the forward drawing.

Where backward edges run between the forward drawing's own nodes, each node is its own twin. A
drawing of its own may lack an end point; then one is made like the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mdgrad.graphs.assertions import ComputationGraph
from mdgrad.graphs.graph import EdgeKey, Operation
from mdgrad.mermaid.flowchart import Flowchart, Node
from mdgrad.source import Span

__all__ = ["Twins"]

_OPENER = re.compile(r"[\[({>][\[({/\\]{0,2}\s*\"?$")
_INDENT = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Twins:
    """Which node of the backward drawing stands for which of the forward drawing."""

    graph: ComputationGraph
    known: Mapping[str, str]
    """From a forward node to its twin; empty where nodes are their own twins."""
    made: dict[str, str] = field(default_factory=dict)
    """The twins that are to be added."""

    @classmethod
    def of(cls, graph: ComputationGraph) -> Twins:
        """Return the twins that a graph's backward edges tell."""
        edges = graph.flowchart.edges
        known: dict[str, str] = {}
        for index, along in graph.backward.items():
            source, target, _ = along.edges[0]
            known |= {target: edges[index].source, source: edges[index].target}
        if all(node == twin for node, twin in known.items()):
            known = {}
        return cls(graph, known)

    def ends(self, edge: EdgeKey) -> tuple[str, str] | None:
        """Return what to write on both sides of the link that runs back along `edge`.

        None where that cannot be drawn: the operator has no twin, or none can be made for the
        operand.
        """
        source, target, _ = edge
        if not self.known:
            return target, source
        start = self.known.get(target)
        if start is None:
            return None
        end = self.known.get(source) or self.made.get(source)
        if end is not None:
            return start, end
        return self._new(source, start)

    def declared(self, edge: EdgeKey) -> list[tuple[Span, str]]:
        """Return the statements that a twin made for `edge` needs besides the edge itself."""
        twin = self.made.get(edge[0])
        model = self._model()
        if twin is None or model is None:
            return []
        flowchart = self.graph.flowchart
        needed = []
        if _is_apart(model, flowchart):
            line = _line_after(model.span, _declaration(twin, model, flowchart), flowchart)
            needed.append(line)
        if model.style:
            style = f"style {twin} {','.join(model.style)}"
            needed.append(
                _line_after(flowchart.edges[-1].statement, style, flowchart, at_end=False)
            )
        return needed

    def _new(self, source: str, start: str) -> tuple[str, str] | None:
        """Return the ends of an edge to a twin made for an input."""
        model = self._model()
        operation: Operation | None = self.graph.dag.nodes[source]["operation"]
        if model is None or operation is not None:
            return None
        twin = self._id(source)
        self.made[source] = twin
        flowchart = self.graph.flowchart
        if _is_apart(model, flowchart):
            return start, twin
        return start, _declaration(twin, model, flowchart)

    def _model(self) -> Node | None:
        """Return the end point that new ones are made like: one that shows no name of its own."""
        dag = self.graph.dag
        inputs = [twin for node, twin in self.known.items() if dag.nodes[node]["operation"] is None]
        nodes = [self.graph.flowchart.nodes[twin] for twin in inputs]
        return next((node for node in nodes if node.label is not None and not node.text), None)

    def _id(self, node: str) -> str:
        """Return an id that is to `node` what the other twins' ids are to their nodes'."""
        taken = self.graph.flowchart.nodes
        for forward, twin in self.known.items():
            for made in _alike(forward, twin, node):
                if made not in taken:
                    return made
        made = f"{node}_grad"
        while made in taken:
            made += "_"
        return made


def _alike(forward: str, twin: str, node: str) -> list[str]:
    """Return ids for `node` by how `twin` differs from `forward`: at the front or at the end."""
    shared = 0
    while shared < min(len(forward), len(twin)) and forward[-1 - shared] == twin[-1 - shared]:
        shared += 1
    found = []
    front, back = forward[: len(forward) - shared], twin[: len(twin) - shared]
    if shared and back and node.startswith(front) and node != forward:
        found.append(back + node[len(front) :])
    shared = 0
    while shared < min(len(forward), len(twin)) and forward[shared] == twin[shared]:
        shared += 1
    front, back = forward[shared:], twin[shared:]
    if shared and back and node.endswith(front) and node != forward:
        found.append(node[: len(node) - len(front)] + back)
    return found


def _declaration(twin: str, model: Node, flowchart: Flowchart) -> str:
    """Return a node written like the model: `Ry[ ]:::hidden`."""
    classes = "".join(f":::{name}" for name in model.classes)
    if model.label is None:
        return twin + classes
    source = flowchart.source
    opener = _OPENER.search(source, max(0, model.label.outer.start - 4), model.label.span.start)
    brackets = opener[0].strip() if opener else "["
    bare = brackets.rstrip('"')
    closer = "".join({"[": "]", "(": ")", "{": "}", ">": "]"}.get(c, c) for c in reversed(bare))
    blank = '" "' if brackets.endswith('"') else " "
    return f"{twin}{bare}{blank}{closer}{classes}"


def _is_apart(model: Node, flowchart: Flowchart) -> bool:
    """Return whether the last edge stands outside the subgraph that the model is in.

    A node first mentioned there would not join the model's subgraph.
    """
    inside = [group for group in flowchart.subgraphs if model.id in group.nodes]
    home = min(inside, key=lambda group: len(group.span), default=None)
    last = flowchart.edges[-1].statement
    return home is not None and not home.span.start <= last.start <= last.end <= home.span.end


def _line_after(
    place: Span, statement: str, flowchart: Flowchart, *, at_end: bool = True
) -> tuple[Span, str]:
    """Return a statement on a line of its own below a place, indented as that."""
    source = flowchart.source
    start = source.rfind("\n", 0, place.start) + 1
    indent = _INDENT.match(source, start)
    end = source.find("\n", place.end) if at_end else place.end
    end = len(source) if end < 0 else end
    return Span(end, end), "\n" + (indent[0] if indent else "") + statement
