"""Every label is where it is said to be, whatever is taken away before Mermaid parses."""

from __future__ import annotations

import pytest

from mdgrad.mermaid import MermaidError, parse

EDGE_LABELS = [
    pytest.param("flowchart LR\nA -- 100 --> B", "100", id="inline"),
    pytest.param('flowchart LR\nA -- "100" --> B', "100", id="inline quoted"),
    pytest.param("flowchart LR\nA -->| 100 |B", "100", id="pipe"),
    pytest.param('flowchart LR\nA -->|"1 < 2"|B', "1 < 2", id="pipe quoted"),
    pytest.param("flowchart LR\r\nA\r\nA -. x .-> B\r\n", "x", id="CR LF"),
    pytest.param("---\ntitle: t\n---\nflowchart LR\nA == x ==> B", "x", id="front matter"),
    pytest.param("%%{init: {}}%%\n\n%% c\nflowchart LR\n%% c\nA -- x --> B", "x", id="comments"),
]


@pytest.mark.parametrize(("source", "text"), EDGE_LABELS)
def test_edge_label_stands_at_its_span(source: str, text: str) -> None:
    (edge,) = parse(source).edges
    assert edge.label is not None
    assert edge.text == text
    assert source[edge.label.span.start : edge.label.span.end] == text


REJECTED = [
    pytest.param("flowchart LR\nA -> B", (2, 3), id="no such link"),
    pytest.param("%% c\n%% c\nflowchart LR\n\n%% c\nA[]", (6, 3), id="after comments"),
    pytest.param("---\ntitle: t\n---\nflowchart LR\nA((-))", (5, 3), id="after front matter"),
    pytest.param('flowchart LR\nA["#quot;"]\nB[#35; "x"]', (3, 8), id="after entities"),
]


@pytest.mark.parametrize(("source", "place"), REJECTED)
def test_what_mermaid_rejects_has_its_place(source: str, place: tuple[int, int]) -> None:
    with pytest.raises(MermaidError) as caught:
        parse(source)
    assert (caught.value.line, caught.value.column) == place
