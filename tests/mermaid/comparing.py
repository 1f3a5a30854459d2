"""A flowchart as our reader has it and as mermaid.js has it, in one form."""

from __future__ import annotations

from html import unescape
from typing import Any

from mdgrad.mermaid import Flowchart, MermaidError, parse

Reading = dict[str, Any]


def ours(source: str) -> Reading | None:
    """Return what our reader makes of `source`, None where it refuses."""
    try:
        return reading(parse(source))
    except MermaidError:
        return None


def reading(flowchart: Flowchart) -> Reading:
    """Return what can be compared of a flowchart."""
    return {
        "direction": flowchart.direction,
        "nodes": [
            [node.id, node.text, node.shape, list(node.classes), list(node.style)]
            for node in flowchart.nodes.values()
        ],
        "edges": [
            [
                edge.source, edge.target, edge.text, edge.arrow, edge.stroke, edge.length, edge.id,
                list(edge.classes), list(edge.style),
            ]
            for edge in flowchart.edges
        ],
        "subgraphs": [
            [group.id, group.title, list(group.nodes), group.direction, list(group.classes)]
            for group in flowchart.subgraphs
        ],
        "classes": {name: list(style) for name, style in flowchart.classes.items()},
    }  # fmt: skip


def theirs(answer: Reading) -> Reading | None:
    """Return what mermaid.js makes of a source, None where it refuses."""
    if not answer["ok"]:
        return None
    default = answer["defaultStyle"] or []
    return {
        "direction": answer["direction"],
        "nodes": [
            [name, unescape(text), shape, classes, style]
            for name, text, shape, classes, style in answer["nodes"]
        ],
        "edges": [_edge(edge, default) for edge in answer["edges"]],
        "subgraphs": [[name, unescape(title), *rest] for name, title, *rest in answer["subgraphs"]],
        "classes": answer["classes"],
    }


def differences(mine: Reading, real: Reading) -> list[str]:
    """Return what differs, in words."""
    return [
        f"{name}: ours {mine[name]!r}, Mermaid's {real[name]!r}"
        for name in mine
        if mine[name] != real[name]
    ]


def _edge(edge: list[Any], default: list[str]) -> list[Any]:
    source, target, text, arrow, stroke, length, edge_id, classes, style = edge
    own = _written(style) or default
    return [source, target, unescape(text), arrow, stroke, length or 0, edge_id, classes, own]


def _written(style: list[str] | None) -> list[str]:
    """Return a link's style without the `fill:none` that Mermaid adds where there is no fill."""
    if style and style[-1] == "fill:none":
        without = style[:-1]
        if not any(one.startswith("fill") for one in without):
            return without
    return style or []
