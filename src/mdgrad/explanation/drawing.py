"""The drawing of a graph for a page: an SVG whose edges lead to their derivations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from mdgrad.explanation.layout import Layout, laid_out
from mdgrad.explanation.model import Derivation, ExplainedEdge, ExplainedGraph, ExplainedNode
from mdgrad.explanation.notation import Notation
from mdgrad.graphs.graph import EdgeKey
from mdgrad.reports.visible import cells, visible

__all__ = ["drawing", "is_drawable"]

_MOST_NODES, _MOST_EDGES = 120, 300
"""A larger graph is not drawn: nobody could read it."""
_CHARACTER, _LINE, _PADDING = 8, 18, 14
_BETWEEN_LAYERS, _ROW, _MARGIN = 110, 74, 16
_GLYPH = 3
"""Characters of an operator's glyph, to show beside the node's name."""
_LONGEST = 26
"""Characters of a text in a node; the whole of it is in the table."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A node as it is drawn."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


def is_drawable(graph: ExplainedGraph) -> bool:
    """Return whether a graph is of a size that people can read."""
    return 0 < len(graph.nodes) <= _MOST_NODES and len(graph.edges) <= _MOST_EDGES


def drawing(graph: ExplainedGraph, notation: Notation, name: str) -> str:
    """Return the SVG; its edges are links to `#{name}-e0`, `#{name}-e1` and so on."""
    layout = laid_out([one.node for one in graph.nodes], [one.edge for one in graph.edges])
    boxes, width, height = _boxes(graph.nodes, layout, notation)
    picture = _Picture(boxes, layout, notation, name)
    parts = [
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        f'role="group" aria-label="The computation graph">',
        f'<defs><marker id="{name}-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="10" '
        'markerHeight="10" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0 8 4 0 8z"/></marker></defs>',
        *(picture.edge(edge, number) for number, edge in enumerate(graph.edges)),
        *(_node(boxes[one.node], is_input=not _has_rule(one.value)) for one in graph.nodes),
        "</svg>",
    ]
    return "".join(parts)


def _has_rule(derivation: Derivation) -> bool:
    return any(side.kind == "rule" for side in derivation.sides)


def _boxes(
    nodes: Sequence[ExplainedNode], layout: Layout, notation: Notation
) -> tuple[dict[str, _Box], float, float]:
    """Return where each node is drawn, and how large the drawing is."""
    texts = {one.node: tuple(_lines(one, notation)) for one in nodes}
    widths: dict[int, float] = {}
    for one in nodes:
        layer = layout.layer[one.node]
        own = max(map(_columns, texts[one.node])) * _CHARACTER + 2 * _PADDING
        widths[layer] = max(widths.get(layer, 0), own)
    left: dict[int, float] = {}
    x: float = _MARGIN
    for layer in sorted(widths):
        left[layer] = x
        x += widths[layer] + _BETWEEN_LAYERS
    boxes = {}
    for one in nodes:
        layer, lines = layout.layer[one.node], texts[one.node]
        y = _MARGIN + layout.row[one.node] * _ROW
        boxes[one.node] = _Box(left[layer], y, widths[layer], len(lines) * _LINE + 12, lines)
    return boxes, x - _BETWEEN_LAYERS + _MARGIN, layout.rows * _ROW + _MARGIN


def _lines(node: ExplainedNode, notation: Notation) -> Iterator[str]:
    """Yield what stands in a node: its name, and its value where it has one."""
    name, shown = notation.expression(node.value.subject), visible(node.shown)
    yield _short(f"{name}: {shown}" if len(shown) <= _GLYPH and shown not in {"", name} else name)
    stated = [side for side in node.value.sides if side.kind != "numbers"]
    if stated:
        sign = "=" if stated[-1].is_exact else "≈"
        yield _short(f"{sign} {notation.expression(stated[-1].expression)}")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _columns(text: str) -> int:
    return sum(columns for _, columns in cells(text))


def _node(box: _Box, *, is_input: bool) -> str:
    kind = "input" if is_input else "operator"
    radius = box.height / 2 if is_input else 6
    lines = "".join(
        f'<text x="{box.x + box.width / 2:.1f}" y="{box.y + 18 + index * _LINE:.1f}">'
        f"{escape(line)}</text>"
        for index, line in enumerate(box.lines)
    )
    return (
        f'<g class="node {kind}"><rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="{radius:.0f}"/>{lines}</g>'
    )


@dataclass(frozen=True, slots=True)
class _Picture:
    """What it takes to draw an edge."""

    boxes: Mapping[str, _Box]
    layout: Layout
    notation: Notation
    name: str

    def edge(self, edge: ExplainedEdge, number: int) -> str:
        """Return an edge as a link to its derivation."""
        points = self._points(edge.edge)
        path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
        for (x1, y1), (x2, y2) in pairwise(points):
            middle = (x1 + x2) / 2
            path += f"C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        x, y = _before_the_end(*points[-2:])
        source, target = map(self.notation.manner.name, edge.edge[:2])
        told = escape("; ".join((f"From {source} to {target}", *_told(edge, self.notation))))
        label = escape(_gradient(edge, self.notation))
        return (
            f'<a class="edge" href="#{self.name}-e{number}" aria-label="{told}">'
            f'<path class="reach" d="{path}"/>'
            f'<path class="line" d="{path}" marker-end="url(#{self.name}-head)"/>'
            f'<text x="{x:.1f}" y="{y - 5:.1f}">{label}</text></a>'
        )

    def _points(self, edge: EdgeKey) -> list[tuple[float, float]]:
        """Return the points that an edge goes through, straight across the layers between."""
        start, end = self.boxes[edge[0]], self.boxes[edge[1]]
        points = [(start.x + start.width, start.y + start.height / 2)]
        columns = {self.layout.layer[node]: box for node, box in self.boxes.items()}
        for layer, row in self.layout.bends[edge]:
            column, y = columns[layer], _MARGIN + (row + 0.3) * _ROW
            points += [(column.x, y), (column.x + column.width, y)]
        return [*points, (end.x, end.y + end.height / 2 + self._shift(edge))]

    def _shift(self, edge: EdgeKey) -> float:
        """Return how far from a node's middle an edge arrives, so that edges stay apart."""
        arriving = [one for one in self.layout.bends if one[1] == edge[1]]
        arriving.sort(key=lambda one: (self.boxes[one[0]].y, one[2]))
        room = self.boxes[edge[1]].height - 12
        return (arriving.index(edge) + 0.5) / len(arriving) * room - room / 2


def _before_the_end(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Return the point of an edge's last curve where its label stands: clear of its siblings."""
    t = 0.7
    to_end = t**2 * (3 - 2 * t)
    (x1, y1), (x2, y2) = start, end
    across = ((1 - t) ** 3, 3 * t * (1 - t), t**3)
    x = across[0] * x1 + across[1] * (x1 + x2) / 2 + across[2] * x2
    return x, y1 + (y2 - y1) * to_end


def _gradient(edge: ExplainedEdge, notation: Notation) -> str:
    """Return the gradient along an edge as short as it can be told."""
    if edge.gradient is None:
        return ""
    results = [side for side in edge.gradient.sides if side.kind == "result"]
    if not results:
        return ""
    sign = "" if results[-1].is_exact else "≈ "
    return _short(sign + notation.expression(results[-1].expression))


def _told(edge: ExplainedEdge, notation: Notation) -> Iterator[str]:
    for word, derivation in (("local derivative", edge.local), ("gradient", edge.gradient)):
        if derivation is not None:
            yield visible(f"{word} {notation.written(derivation)}")
