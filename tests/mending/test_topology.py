"""Mending may change what labels say, and nothing else of a drawing."""

from __future__ import annotations

import pytest

from mdgrad.mending.topology import Skeleton, added_edges, topology
from mdgrad.settings import Settings

DRAWING = """\
flowchart LR
    %% the price of two
    A[walnut] -- 100 --> B((x 2))
    B -- 200 --> C[answer]
    subgraph S [title]
        C
    end
    linkStyle 1 stroke:red
"""


def drawn(source: str) -> tuple[Skeleton, ...]:
    return topology(f"text\n\n```mermaid\n{source}```\n", path="-", settings=Settings())


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("200", "210"),
        ("-- 200 -->", '-- "2 · 100" -->'),
        ("-- 200 -->", "-->|200|"),
        ("x 2", "× 2"),
        ("[walnut]", '["walnut<br>100"]'),
    ],
    ids=["number", "quotes", "pipes", "operator", "node"],
)
def test_the_same_drawing(written: str, instead: str) -> None:
    assert written in DRAWING
    assert drawn(DRAWING) == drawn(DRAWING.replace(written, instead))


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("LR", "RL"),
        ("--> C[answer]", "--> A[answer]"),
        ("200 -->", "200 --> D -->"),
        ("200 -->", "200 ==>"),
        ("200 -->", "200 --->"),
        ("((x 2))", "[x 2]"),
        ("[title]", "[other title]"),
        ("        C\n", "        B\n"),
        ("linkStyle 1", "linkStyle 0"),
        ("stroke:red", "stroke:blue"),
        ("price", "prize"),
        ("walnut]", "walnut"),
        ("    B --", "```\n\n```mermaid\nflowchart LR\n    B --"),
    ],
    ids=[
        "direction", "target", "new-edge", "other-link", "longer-link", "shape", "title",
        "subgraph", "styled-edge", "style", "comment", "unreadable", "two-blocks",
    ],
)  # fmt: skip
def test_another_drawing(written: str, instead: str) -> None:
    assert written in DRAWING
    assert drawn(DRAWING) != drawn(DRAWING.replace(written, instead))


def added(written: str, instead: str) -> tuple[tuple[int, int], ...] | None:
    assert written in DRAWING
    return added_edges(drawn(DRAWING), drawn(DRAWING.replace(written, instead)))


LAST = "    B -- 200 --> C[answer]\n"
END = "    linkStyle 1 stroke:red\n"


@pytest.mark.parametrize(
    ("written", "instead", "edges"),
    [
        ("200", "210", ()),
        (LAST, LAST + "    C -- 1 --> B\n", ((0, 2),)),
        (END, END + "    C -- 1 --> B\n    B -- 2 --> A\n", ((0, 2), (0, 3))),
        (END, "    C -- 1 --> B\n    linkStyle 1,2 stroke:red\n", ((0, 2),)),
        (END, END + "    C -- 1 --> B\n    linkStyle 2 stroke:red\n", ((0, 2),)),
        (LAST, LAST + "    C -- 1 --> Twin[ ]\n", ((0, 2),)),
    ],
    ids=["nothing", "edge", "two-edges", "style-extended", "style-added", "node-at-its-end"],
)
def test_what_is_added(written: str, instead: str, edges: tuple[tuple[int, int], ...]) -> None:
    assert added(written, instead) == edges


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("    A[walnut]", "    C -- 1 --> B\n    A[walnut]"),
        (LAST, "    C -- 1 --> B\n" + LAST),
        (LAST, LAST + "    Lonely[node]\n"),
        (LAST, LAST + "    C[other] -- 1 --> B((x 2))\n    style C fill:red\n"),
        ("        C\n", "        C\n        C -- 1 --> B\n"),
        (END, END + "    C -- 1 --> B\n    linkStyle 0 stroke:red\n"),
        (END, "    C -- 1 --> B\n    linkStyle 1,0,2 stroke:red\n"),
        (END, "    C -- 1 --> B\n    linkStyle 2 stroke:red\n"),
        (END, END + "    C -- 1 --> B\n    linkStyle default stroke:red\n"),
        (LAST, LAST + "    %% a word\n    C -- 1 --> B\n"),
        (LAST, LAST + "    subgraph T\n    C -- 1 --> B\n    end\n"),
        (LAST, "    C -- 1 --> B\n"),
    ],
    ids=[
        "before-the-first", "before-the-last", "node-alone", "style-of-an-old-node",
        "node-drawn-into-a-subgraph", "old-edge-styled", "style-of-another-old-edge",
        "style-taken-away", "all-edges-styled", "comment", "subgraph", "edge-replaced",
    ],
)  # fmt: skip
def test_more_than_an_addition(written: str, instead: str) -> None:
    assert added(written, instead) is None
