"""The place of a label, cut out of its diagram, to try a spelling in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mdgrad.mermaid.errors import MermaidError
from mdgrad.mermaid.flowchart import Flowchart, Label
from mdgrad.mermaid.javascript import SPACE
from mdgrad.mermaid.reader import parse

__all__ = ["Slot", "slot_of"]

_BRACKETS = {
    "(((": (")))",), "((": ("))",), "([": ("])",), "(-": ("-)",), "(": (")",), "[[": ("]]",),
    "[(": (")]",), "[/": ("/]", "\\]"), "[\\": ("\\]", "/]"), "[": ("]",), "{{": ("}}",),
    "{": ("}",), ">": ("]",),
}  # fmt: skip
_OPENER = re.compile(r"(?:\(\(\(|\(\(|\(\[|\(-|\(|\[\[|\[\(|\[/|\[\\|\[|\{\{|\{|>)$")
_PROPERTIES = re.compile(r"\[\|[^|\n]*\|$")
_LINK_OPENER = re.compile(r"[xo<]?(?:--|==|-\.)$")
_LINK_CLOSER = re.compile(rf"[{SPACE}]*[xo<]?(?:--+[-xo>]|==+[=xo>]|-?\.+-[xo>]?)")
_SUBGRAPH = re.compile(rf"\bsubgraph[{SPACE}]+$")
_YAML_BLOCK = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\n]*)?\n[ \t]*$")
_LOOK_BACK = 100


@dataclass(frozen=True, slots=True)
class Slot:
    """The smallest diagram that has the label's place in it."""

    before: str
    after: str

    def reading(self, written: str) -> tuple[str, tuple[object, ...]] | None:
        """Return the label's text with `written` in its place, and all else that is read there.

        None where Mermaid would refuse, or would read no label.
        """
        try:
            flowchart = parse(self.before + written + self.after)
        except MermaidError:
            return None
        labels = _labels(flowchart)
        return (labels[0], _structure(flowchart)) if len(labels) == 1 else None


def slot_of(source: str, label: Label) -> Slot | None:
    """Return where the label stands, None where that is no place to write in."""
    start, end = label.outer.start, label.outer.end
    before = source[max(0, start - _LOOK_BACK) : start]
    if label.form == "data":
        is_block = _YAML_BLOCK.search(before)
        return None if is_block else Slot("flowchart LR\nA@{ label: ", " }")
    if _PROPERTIES.search(before):
        return Slot("flowchart LR\nA[|a:b|", "]")
    if before.endswith("|"):
        return Slot("flowchart LR\nA -->|", "| B")
    if opener := _OPENER.search(before):
        for closer in _BRACKETS[opener[0]]:
            if source.startswith(closer, end):
                return Slot(f"flowchart LR\nA{opener[0]}", closer)
    closer_found = _LINK_CLOSER.match(source, end)
    if closer_found and (link := _LINK_OPENER.search(before)):
        return Slot(f"flowchart LR\nA {link[0]}", f"{closer_found[0]} B")
    if _SUBGRAPH.search(before):
        return Slot("flowchart LR\nsubgraph ", "\nA\nend")
    return None


def _labels(flowchart: Flowchart) -> list[str]:
    return [label.text for label in flowchart.labels()]


def _structure(flowchart: Flowchart) -> tuple[object, ...]:
    """Return all that is read but the label."""
    return (
        tuple((node.id, node.shape, node.classes) for node in flowchart.nodes.values()),
        tuple((edge.source, edge.target, edge.arrow, edge.length) for edge in flowchart.edges),
        tuple((group.id, group.nodes, group.direction) for group in flowchart.subgraphs),
    )
