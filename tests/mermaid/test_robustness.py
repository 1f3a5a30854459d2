"""Any text gives a flowchart or a MermaidError with its place, in time linear in its length."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdgrad.mermaid import MermaidError, is_flowchart, parse, warnings
from mdgrad.source import Text
from tests.mermaid.generating import FRAGMENTS, generated


def read(source: str) -> bool:
    """Read `source` in all ways; return whether Mermaid would draw it."""
    is_flowchart(source)
    try:
        flowchart = parse(source)
    except MermaidError as refusal:
        error = refusal
    else:
        assert "".join(flowchart.pieces()) == source
        for warning in warnings(flowchart):
            assert 0 <= warning.span.start <= warning.span.end <= len(source)
        return True
    assert 1 <= error.line <= len(Text(source).line_starts)
    assert 1 <= error.column <= len(source) + 1
    assert 0 <= error.span.start <= error.span.end <= len(source)
    assert error.message
    return False


MANY = 100_000
FLOODS = {
    "square brackets": "[" * MANY,
    "square brackets on a node": "A" + "[" * MANY,
    "closed brackets": "A" + "[" * MANY + "]" * MANY,
    "round brackets": "A" + "(" * MANY,
    "braces": "A" + "{" * MANY,
    "subgraphs": "subgraph s\n" * 20_000,
    "nested subgraphs": "subgraph s\n" * 10_000 + "end\n" * 10_000,
    "YAML lists": "A@{ a: " + "[" * MANY + " }",
    "YAML mappings": "A@{ a: " + '{"}"' * 20_000 + " }",
    "YAML sequences": "A@{\n" + "- " * MANY + "\n}",
    "YAML questions": "A@{\n" + "? " * MANY + "\n}",
    "JSON": "%%{init: " + "[" * MANY + "}%%\nA",
    "tags": 'A["' + "<b>" * 20_000 + '"]',
    "blocks and formatting": 'A["' + "<b><p>" * 10_000 + '"]',
    "tags that never end": 'A["' + "<b " * MANY + '"]',
    "a megabyte on one line": "A-->B;" * 5_000 + "x" * 970_000,
    "a megabyte of label": 'A["' + "x" * 1_000_000 + '"]',
    "a megabyte of spaces": "A" + " " * 1_000_000 + "B",
    "dashes": "A " + "-" * MANY + " B",
    "NUL": "\0" * MANY,
    "lone surrogates": "\ud800" * MANY,
    "lone surrogates in a label": 'A["' + "\udfff" * MANY + '"]',
    "mixed line ends": "A\r\nB\rC\nD\n\rE\r\r\n" * 1000,
    "line separators": "A\u2028B\u2029C\x85D\x0bE\x0cF",
    "a digit for ever": "linkStyle " + "1" * MANY + " a:b",
    "a long number": "A@{ label: " + "1" * MANY + " }",
    "an exponent": "A@{ label: 1e999999999 }",
    "not a number": "A@{ label: .nan }",
    "huge entity": 'A["#99999999999999999999;"]',
}


@pytest.mark.parametrize("body", FLOODS.values(), ids=FLOODS)
def test_floods_are_read_or_refused(body: str) -> None:
    read(f"flowchart LR\n{body}")


@pytest.mark.parametrize(
    "source",
    ["", "\0", "\ud800", "\ufeff", "---", "---\n", "%%", "%%{", "<a =\"", "\r"],
    ids=repr,
)  # fmt: skip
def test_almost_nothing_is_refused(source: str) -> None:
    assert read(source) is False


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    read(text)
    read(f"flowchart LR\n{text}")


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes(data: bytes) -> None:
    read("flowchart LR\n" + data.decode("utf-8", "surrogateescape"))
    read("flowchart LR\n" + data.decode("latin-1"))


@settings(deadline=None)
@given(st.lists(st.sampled_from([*FRAGMENTS, "A", "B", "x", "@{ shape: rect }"]), max_size=25))
def test_any_jumble_of_syntax(pieces: list[str]) -> None:
    read("flowchart LR\n" + "".join(pieces))


def test_generated_sources_are_read_or_refused() -> None:
    drawn = [read(generated(number)) for number in range(50_000, 51_500)]
    assert 0.2 * len(drawn) < sum(drawn) < 0.8 * len(drawn)


GROWING: dict[str, Callable[[int], str]] = {
    "edges": lambda size: "A-->B\n" * size,
    "one chain": lambda size: "A" + "-->B" * size,
    "one line": lambda size: "A-->B;" * size,
    "labels": lambda size: "A[x] -- y --> B((z))\n" * size,
    "entities": lambda size: 'A["#35;"]\n' * size,
    "comments": lambda size: "A-->B\n%% c\n" * size,
    "edge ids": lambda size: "A e1@--> B\n" * size,
    "directions": lambda size: "direction LR\n" * size,
    "styles": lambda size: "style A fill:#fff;\n" * size,
    "data": lambda size: "A@{ shape: rect }\n" * size,
    "tags": lambda size: 'A["' + "<b><p></b>" * size + '"]',
    "traps": lambda size: "A x--> B\nx-->C\n" * size,
    "refused at the end": lambda size: "A-->B\n" * size + "A[",
    "comment marks": lambda size: "%% " * size,
    "bare links": lambda size: "A -- " + "- " * size,
}


def calls(source: str) -> int:
    """Return how many calls reading `source` takes: a measure of work that no load disturbs."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        read(source)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("growing", GROWING.values(), ids=GROWING)
def test_work_grows_with_the_length_alone(growing: Callable[[int], str]) -> None:
    small, large = (calls(f"flowchart LR\n{growing(size)}") for size in (50, 400))
    assert large <= 8 * small * 1.3 + 1000
