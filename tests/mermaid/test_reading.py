"""The reader reads as mermaid.js does: on sources of our own, whose answers are recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from mdgrad.mermaid import MermaidError, parse
from mdgrad.mermaid.flowchart import Flowchart
from tests.mermaid.cases import SOURCES
from tests.mermaid.comparing import differences, ours, theirs
from tests.mermaid.record import RECORDED

ANSWERS = json.loads(RECORDED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("source", SOURCES, ids=repr)
def test_reads_as_mermaid_does(source: str) -> None:
    mine, real = ours(source), theirs(ANSWERS[source])
    assert (mine is None) == (real is None)
    if mine is not None and real is not None:
        assert differences(mine, real) == []


def probed(shared: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for probe in json.loads((shared / "mermaid/probes.json").read_text(encoding="utf-8")):
        yield probe["source"], probe["mermaid12"]


def seen(flowchart: Flowchart) -> dict[str, Any]:
    """Return what the probes tell of a flowchart."""
    return {
        "direction": flowchart.direction,
        "nodes": [
            [node.id, node.text, node.shape, list(node.classes)]
            for node in flowchart.nodes.values()
        ],
        "edges": [
            [edge.source, edge.target, edge.text, edge.arrow, edge.stroke, edge.length, edge.id]
            for edge in flowchart.edges
        ],
        "subgraphs": [
            [group.id, group.title, list(group.nodes), group.direction]
            for group in flowchart.subgraphs
        ],
    }  # fmt: skip


def expected(answer: dict[str, Any]) -> dict[str, Any]:
    """Return what a probe says, with texts as a browser shows them."""
    return {
        "direction": answer["direction"],
        "nodes": [
            [name, unescape(text if isinstance(text, str) else json.dumps(text)), *rest]
            for name, text, *rest in answer["nodes"]
        ],
        "edges": [
            [source, target, unescape(text), arrow, stroke, length or 0, edge_id]
            for source, target, text, arrow, stroke, length, edge_id in answer["edges"]
        ],
        "subgraphs": [[name, unescape(title), *rest] for name, title, *rest in answer["subgraphs"]],
    }


def test_agrees_with_every_probe(shared: Path) -> None:
    wrong_verdicts, wrong_readings, count = [], [], 0
    for source, answer in probed(shared):
        count += 1
        try:
            flowchart = parse(source)
        except MermaidError:
            wrong_verdicts += [source] if answer["ok"] else []
            continue
        if not answer["ok"]:
            wrong_verdicts.append(source)
        elif seen(flowchart) != expected(answer):
            wrong_readings.append(source)
    assert wrong_readings == []
    assert len(wrong_verdicts) <= 0.005 * count, wrong_verdicts
