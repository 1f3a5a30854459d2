"""Nothing of a source is lost in a flowchart, and everything that is read knows its place."""

from __future__ import annotations

import pytest

from mdgrad.mermaid import MermaidError, parse
from mdgrad.source import Span
from tests.mermaid.cases import SOURCES
from tests.mermaid.generating import generated


@pytest.mark.parametrize("batch", range(10))
def test_pieces_joined_are_the_source(batch: int) -> None:
    sources = [generated(number) for number in range(batch * 200, batch * 200 + 200)]
    for source in (*sources, *SOURCES):
        try:
            flowchart = parse(source)
        except MermaidError:
            continue
        assert "".join(flowchart.pieces()) == source
        for label in flowchart.labels():
            assert 0 <= label.outer.start <= label.span.start
            assert label.span.end <= label.outer.end <= len(source)


SOURCE = """flowchart LR
    A[one] -- 1.5 --> B("two") -->|three| C & D
    subgraph s["four"]
    end
    style A fill:#f9f,stroke:red
    classDef hot,cold color:blue
    class A,B hot
    linkStyle 0,1 stroke:red,fill:none
    linkStyle default interpolate basis
"""


def test_every_label_has_its_place() -> None:
    flowchart = parse(SOURCE)
    assert [text(label.span) for label in flowchart.labels()] == [
        "one", "two", "1.5", "three", "three", "four",
    ]  # fmt: skip


def test_every_link_and_statement_has_its_place() -> None:
    first, second, third = parse(SOURCE).edges
    assert text(first.span) == "-- 1.5 -->"
    assert text(second.span) == text(third.span) == "-->|three|"
    statement = 'A[one] -- 1.5 --> B("two") -->|three| C & D'
    assert [text(edge.statement) for edge in (first, second, third)] == [statement] * 3


def test_every_style_has_its_place() -> None:
    flowchart = parse(SOURCE)
    assert [
        (text(style.span), text(style.names_span), text(style.style_span))
        for style in flowchart.styles
    ] == [
        ("style A fill:#f9f,stroke:red", "A", "fill:#f9f,stroke:red"),
        ("classDef hot,cold color:blue", "hot,cold", "color:blue"),
        ("class A,B hot", "A,B", "hot"),
    ]
    red, curve = flowchart.link_styles
    assert text(red.span) == "linkStyle 0,1 stroke:red,fill:none"
    assert text(red.indices_span) == "0,1"
    assert red.style_span is not None
    assert text(red.style_span) == "stroke:red,fill:none"
    assert (text(curve.indices_span), curve.style_span) == ("default", None)


def text(span: Span) -> str:
    return SOURCE[span.start : span.end]
