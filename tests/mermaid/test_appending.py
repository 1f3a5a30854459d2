"""What is appended to a flowchart changes nothing of what was there."""

from __future__ import annotations

import pytest

from mdgrad.mermaid import parse
from mdgrad.mermaid.appending import append_edges, append_link_style, extend_link_style
from mdgrad.source import Span

PLACES = [
    pytest.param("flowchart LR\nA --> B", "flowchart LR\nA --> B\nB --> A", id="at the end"),
    pytest.param("flowchart LR\nA --> B\n", "flowchart LR\nA --> B\nB --> A\n", id="line end"),
    pytest.param(
        "flowchart LR\n    A --> B\nC\n",
        "flowchart LR\n    A --> B\n    B --> A\nC\n",
        id="indented",
    ),
    pytest.param(
        "flowchart LR\r\n  A --> B\r\n  C\r\n",
        "flowchart LR\r\n  A --> B\r\n  B --> A\r\n  C\r\n",
        id="CR LF",
    ),
    pytest.param("flowchart LR;A --> B;C", "flowchart LR;A --> B\nB --> A;C", id="all on one line"),
    pytest.param(
        "flowchart LR\nsubgraph s\n  A --> B\nend\nlinkStyle 0 stroke:red",
        "flowchart LR\nsubgraph s\n  A --> B\n  B --> A\nend\nlinkStyle 0 stroke:red",
        id="in the subgraph of the last edge",
    ),
    pytest.param(
        "flowchart LR\n  A -->\n    B\n  C",
        "flowchart LR\n  A -->\n    B\n  B --> A\n  C",
        id="wrapped",
    ),
    pytest.param(
        "flowchart LR\nA --> B\n%% c\nC[x]",
        "flowchart LR\nA --> B\nB --> A\n%% c\nC[x]",
        id="comment",
    ),
]


def made(source: str, *replacements: tuple[Span, str]) -> str:
    for span, text in sorted(replacements, key=lambda one: one[0].start)[::-1]:
        source = source[: span.start] + text + source[span.end :]
    return source


@pytest.mark.parametrize(("before", "after"), PLACES)
def test_edges_follow_the_last_one(before: str, after: str) -> None:
    assert made(before, append_edges(parse(before), ["B --> A"])) == after


@pytest.mark.parametrize(("before", "after"), PLACES)
def test_no_index_moves(before: str, after: str) -> None:
    old, new = parse(before).edges, parse(after).edges
    assert [(one.source, one.target) for one in old] == [
        (one.source, one.target) for one in new[: len(old)]
    ]
    assert (new[-1].source, new[-1].target) == ("B", "A")


def test_a_flowchart_without_edges_takes_none() -> None:
    with pytest.raises(ValueError, match="no edge"):
        append_edges(parse("flowchart LR\nA"), ["A --> B"])


STYLES = [
    pytest.param(
        "A --> B --> C\nlinkStyle 0 stroke:red",
        "A --> B --> C\nlinkStyle 0,1 stroke:red",
        id="list extended",
    ),
    pytest.param(
        "A --> B\nlinkStyle 0 stroke:red,fill:none\nB --> C",
        "A --> B\nlinkStyle 0 stroke:red,fill:none\nB --> C\nlinkStyle 1 stroke:red,fill:none",
        id="list above the edge",
    ),
    pytest.param(
        "A --> B --> C\n  linkStyle default interpolate basis stroke:red",
        "A --> B --> C\n  linkStyle default interpolate basis stroke:red\n"
        "  linkStyle 1 interpolate basis stroke:red",
        id="default",
    ),
]


@pytest.mark.parametrize(("before", "after"), STYLES)
def test_a_style_is_extended(before: str, after: str) -> None:
    source = f"flowchart LR\n{before}"
    flowchart = parse(source)
    extended = made(source, extend_link_style(flowchart, flowchart.link_styles[-1], [1]))
    assert extended == f"flowchart LR\n{after}"
    assert "stroke:red" in parse(extended).edges[1].style


def test_edges_and_their_style_together() -> None:
    source = "flowchart LR\n  A --> B"
    flowchart = parse(source)
    edges = append_edges(flowchart, ["B --> A"])
    style = append_link_style(flowchart, [1], "stroke:red")
    assert edges[0] == style[0]
    both = source + edges[1] + style[1]
    assert both == "flowchart LR\n  A --> B\n  B --> A\n  linkStyle 1 stroke:red"
    assert parse(both).edges[1].style == ("stroke:red",)
