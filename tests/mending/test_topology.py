"""Mending may change what labels say, and nothing else of a drawing."""

from __future__ import annotations

import pytest

from mdgrad.mending.topology import topology
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


def drawn(source: str) -> object:
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
