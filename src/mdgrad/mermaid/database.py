"""The flowchart while it is read: what mermaid's `flowDb.ts` does with each statement."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Literal

from mdgrad.mermaid.errors import RefusalError
from mdgrad.mermaid.flowchart import (
    Diagnostic,
    Edge,
    Label,
    LinkStyle,
    Node,
    Stroke,
    StyleStatement,
    Subgraph,
)
from mdgrad.messages import Message
from mdgrad.source import Span

__all__ = ["Database", "Link"]


_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written, before it is known what it links."""

    arrow: str
    stroke: Stroke
    length: int
    id: str | None
    label: Label | None
    label_position: Literal["pipe", "inline"] | None
    span: Span


@dataclass(slots=True)
class _Vertex:
    id: str
    span: Span
    text: str
    shape: str | None = None
    label: Label | None = None
    classes: list[str] = field(default_factory=list)
    style: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    source: str
    target: str
    link: Link
    id: str
    """The author's, or Mermaid's own (`L_A_B_0`)."""
    is_authors_id: bool
    statement: Span = _NOWHERE
    style: tuple[str, ...] = ()
    classes: list[str] = field(default_factory=list)


class Database:
    """Nodes, edges and subgraphs, as they come."""

    def __init__(self) -> None:
        self.vertices: dict[str, _Vertex] = {}
        self.lines: list[_Line] = []
        self.subgraphs: dict[str, Subgraph] = {}
        self.subgraph_count = 0
        self.owned: set[str] = set()
        self.link_styles: list[LinkStyle] = []
        self.styles: list[StyleStatement] = []
        self.default_style: tuple[str, ...] = ()
        self.classes: dict[str, list[str]] = {}
        self.notes: list[Diagnostic] = []
        self._line_ids: dict[str, _Line] = {}
        self._ended = 0
        self._subgraph_classes: dict[str, list[str]] = {}
        self._parallel: Counter[tuple[str, str]] = Counter()

    def add_vertex(
        self,
        vertex_id: str,
        span: Span,
        label: Label | None = None,
        shape: str | None = None,
        style: tuple[str, ...] = (),
    ) -> None:
        """Add a node, or what is new about it."""
        if vertex_id in self._line_ids:
            return
        vertex = self.vertices.get(vertex_id)
        if vertex is None:
            vertex = self.vertices[vertex_id] = _Vertex(vertex_id, span, vertex_id)
        if label is not None:
            if vertex.label is not None and vertex.label.text != label.text:
                message = Message(
                    "`{node}` is labelled `{label}` further up; Mermaid shows the last label alone",
                    node=vertex_id,
                    label=vertex.label.text,
                )
                self.notes.append(Diagnostic("MG118", message, label.span))
            vertex.text = label.text
            vertex.label = label
        if shape is not None:
            vertex.shape = shape
        vertex.style += style

    def takes_data_elsewhere(self, owner: str, *, has_data: bool) -> bool:
        """Return whether data for `owner` is for a subgraph or an edge, not for a node."""
        return (has_data and owner in self.subgraphs) or owner in self._line_ids

    def set_data(self, vertex_id: str, label: Label | None, shape: str | None) -> None:
        """Give a node the label and the shape that its `@{ … }` names."""
        self.add_vertex(vertex_id, _NOWHERE, label, shape)

    def hide_id(self, vertex_id: str) -> None:
        """Show no text on a node that has a picture and would show its id."""
        vertex = self.vertices[vertex_id]
        if vertex.text == vertex_id:
            vertex.text = ""

    def add_edges(self, sources: list[str], targets: list[str], link: Link) -> None:
        """Add an edge from every source to every target; the id goes to the one in the corner."""
        for source in sources:
            for target in targets:
                owns_id = source == sources[-1] and target == targets[0]
                self._add_edge(source, target, link, link.id if owns_id else None)

    def _add_edge(self, source: str, target: str, link: Link, edge_id: str | None) -> None:
        is_authors_id = bool(edge_id) and edge_id not in self._line_ids
        if not is_authors_id or edge_id is None:
            count = self._parallel[source, target]
            edge_id = f"L_{source}_{target}_{count + 1 if count else 0}"
        self._parallel[source, target] += 1
        line = _Line(source, target, link, edge_id, is_authors_id)
        self.lines.append(line)
        self._line_ids.setdefault(edge_id, line)

    def end_statement(self, span: Span) -> None:
        """Tell the edges added since the last call where their statement stands."""
        for line in self.lines[self._ended :]:
            line.statement = span
        self._ended = len(self.lines)

    def add_class(self, ids: str, name: str) -> None:
        """Give the class to every node, edge and subgraph of the list."""
        for owner in ids.split(","):
            for found in (self.vertices.get(owner), self._line_ids.get(owner)):
                if found:
                    found.classes.append(name)
            if owner in self.subgraphs:
                self._subgraph_classes.setdefault(owner, []).append(name)

    def define_classes(self, ids: str, style: tuple[str, ...]) -> None:
        r"""Add to what the classes of the list say; `\,` is a comma inside a value."""
        parts = ",".join(style).replace("\\,", "§§§").replace(",", ";").replace("§§§", ",")
        for name in ids.split(","):
            self.classes.setdefault(name, []).extend(parts.split(";"))

    def add_subgraph(self, subgraph: Subgraph) -> str:
        """Add a subgraph with those members that no earlier one has; return its id.

        One without an id gets `subGraph0` or so; one whose id is known adds to that.
        """
        subgraph_id = subgraph.id or f"subGraph{self.subgraph_count}"
        self.subgraph_count += 1
        new = [
            member
            for member in dict.fromkeys(subgraph.nodes)
            if member not in self.owned and member != subgraph_id
        ]
        self.owned.update(new)
        existing = self.subgraphs.get(subgraph_id)
        self.subgraphs[subgraph_id] = (
            replace(existing, nodes=(*existing.nodes, *new))
            if existing
            else replace(subgraph, id=subgraph_id, nodes=tuple(new))
        )
        return subgraph_id

    def style_links(self, statement: LinkStyle, start: int) -> None:
        """Give the edges of the list the style; they must exist already."""
        self.link_styles.append(statement)
        if statement.indices is None:
            self.default_style = statement.style or self.default_style
            return
        for index in statement.indices:
            if index >= len(self.lines):
                raise RefusalError(
                    Message(
                        "there is no edge {edge} yet: {number} edges stand before this linkStyle, "
                        "counted from 0",
                        edge=index,
                        number=len(self.lines),
                    ),
                    (start, start),
                    code="MG105",
                )
            if statement.style:
                self.lines[index].style = statement.style

    def nodes(self) -> dict[str, Node]:
        """Return the nodes by id."""
        return {
            vertex.id: Node(
                vertex.id, vertex.text, vertex.shape, vertex.label, vertex.span,
                tuple(vertex.classes), tuple(vertex.style),
            )
            for vertex in self.vertices.values()
        }  # fmt: skip

    def edges(self) -> tuple[Edge, ...]:
        """Return the edges in Mermaid's order."""
        return tuple(
            Edge(
                index, line.source, line.target, line.link.label.text if line.link.label else "",
                line.link.label, line.link.label_position, line.link.arrow, line.link.stroke,
                line.link.length, line.id if line.is_authors_id else None, line.link.span,
                line.statement, line.style or self.default_style, tuple(line.classes),
            )
            for index, line in enumerate(self.lines)
        )  # fmt: skip

    def groups(self, inherited: str | None) -> tuple[Subgraph, ...]:
        """Return the subgraphs in the order in which they end, with the direction inherited."""
        return tuple(
            replace(
                subgraph,
                direction=subgraph.direction or inherited,
                classes=tuple(self._subgraph_classes.get(subgraph.id, ())),
            )
            for subgraph in self.subgraphs.values()
        )
