"""An explanation as machines read it; `docs/explanation.schema.json` describes it."""

from __future__ import annotations

import json
from typing import Final

from mdgrad import __version__
from mdgrad.explanation.model import (
    Derivation,
    ExplainedDiagram,
    ExplainedEdge,
    ExplainedGraph,
    ExplainedLabel,
    ExplainedNode,
    Explanation,
)
from mdgrad.explanation.notation import Notation, plain_notation
from mdgrad.reports.json import claim_as_json

__all__ = ["SCHEMA", "as_json", "render_json"]

SCHEMA: Final = "mdgrad.explanation/1"
"""Changes whenever a key is added, gone, or means something else."""


def render_json(explanation: Explanation) -> str:
    """Return an explanation as JSON text."""
    return json.dumps(as_json(explanation), ensure_ascii=False, indent=2)


def as_json(explanation: Explanation) -> dict[str, object]:
    """Return an explanation as `json.dumps` takes it."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "path": explanation.path,
        "diagrams": [_diagram(diagram) for diagram in explanation.diagrams],
    }


def _diagram(diagram: ExplainedDiagram) -> dict[str, object]:
    return {
        "line": diagram.line,
        "status": diagram.status,
        "graphs": [_graph(graph) for graph in diagram.graphs],
    }


def _graph(graph: ExplainedGraph) -> dict[str, object]:
    notation = plain_notation(graph)
    return {
        "output": graph.output,
        "remarks": list(graph.remarks),
        "nodes": [_node(node, graph, notation) for node in graph.nodes],
        "edges": [_edge(edge, notation) for edge in graph.edges],
        "labels": [_label(label, notation) for label in graph.labels],
    }


def _node(node: ExplainedNode, graph: ExplainedGraph, notation: Notation) -> dict[str, object]:
    return {
        "node": node.node,
        "name": graph.names.get(node.node, node.node),
        "shown": node.shown,
        "value": _derivation(node.value, notation),
        "gradient": _derivation(node.gradient, notation),
    }


def _edge(edge: ExplainedEdge, notation: Notation) -> dict[str, object]:
    source, target, operand = edge.edge
    return {
        "source": source,
        "target": target,
        "operand": operand,
        "edge": edge.drawn_as,
        "local": _derivation(edge.local, notation),
        "gradient": _derivation(edge.gradient, notation),
    }


def _label(label: ExplainedLabel, notation: Notation) -> dict[str, object]:
    return {
        **claim_as_json(label.claim),
        "message": label.message,
        "derivation": _derivation(label.derivation, notation),
    }


def _derivation(derivation: Derivation | None, notation: Notation) -> dict[str, object] | None:
    if derivation is None:
        return None
    return {
        "subject": notation.subject(derivation),
        "sides": [
            {
                "kind": side.kind,
                "text": notation.expression(side.expression),
                "exact": side.is_exact,
            }
            for side in derivation.sides
        ],
        "note": derivation.note,
    }
