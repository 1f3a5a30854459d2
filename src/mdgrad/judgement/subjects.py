"""What an assertion speaks of, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mdgrad.graphs.assertions import Along, Assertion, At, Between, ComputationGraph
from mdgrad.messages import Message
from mdgrad.report import Role

__all__ = ["shown", "subject"]

_ALONE: Final[Mapping[Role, Message]] = {
    "value": Message("the value"),
    "gradient": Message("the gradient"),
    "total": Message("the total"),
    "local": Message("the local"),
    "formula": Message("the formula"),
    "shape": Message("the shape"),
}


def subject(assertion: Assertion, graph: ComputationGraph) -> Message:
    """Return what an assertion speaks of."""
    if assertion.told_as is not None:
        return _in_derivative_graph(assertion, graph)
    match assertion.role, assertion.target:
        case (("value" | "formula"), At(node)):
            return Message("the value of {node}", node=shown(node, graph))
        case "total", At(node):
            return Message("the gradient of {node}", node=shown(node, graph))
        case "shape", At(node):
            return Message("the shape of {node}", node=shown(node, graph))
        case "shape", Along(((node, _, _), *_)) | Between(_, node):
            return Message("the shape of the gradient of {node}", node=shown(node, graph))
        case "local", Along(((source, node, _), *_)):
            ends = {"start": shown(node, graph), "end": shown(source, graph)}
            return Message("the local derivative from {start} to {end}", **ends)
        case _, Along(((source, node, _), *_)):
            ends = {"start": shown(node, graph), "end": shown(source, graph)}
            return Message("the gradient from {start} to {end}", **ends)
        case "local", Between(of, by):
            ends = {"of": shown(of, graph), "by": shown(by, graph)}
            return Message("the local derivative of {of} by {by}", **ends)
        case _, Between(of, by):
            ends = {"of": shown(of, graph), "by": shown(by, graph)}
            return Message("the gradient of {of} by {by}", **ends)
        case _:
            return _ALONE[assertion.role]


def _in_derivative_graph(assertion: Assertion, graph: ComputationGraph) -> Message:
    is_total = assertion.told_as == "total"
    if assertion.node is None:
        on_arrow = Message("the gradient on the arrow")
        return on_arrow if is_total else Message("the local derivative on the arrow")
    node = shown(assertion.node, graph)
    if is_total:
        return Message("the gradient in {node}", node=node)
    return Message("the local derivative in {node}", node=node)


def shown(node: str, graph: ComputationGraph) -> str:
    """Return how the author knows a node: its id, with how the drawing calls it if otherwise."""
    caption = graph.caption(node)
    return node if caption in {node, f"“{node}”"} else f"{node} {caption}"
