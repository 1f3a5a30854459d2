"""A part of what a label shows is found again in what is written."""

from __future__ import annotations

import pytest

from mdgrad.mermaid import parse
from mdgrad.mermaid.alignment import place_in_source
from mdgrad.source import Span

PARTS = [
    pytest.param("x = 2.5", "2.5", "2.5", id="as written"),
    pytest.param("x<br/>= 6", "= 6", "= 6", id="after a line break"),
    pytest.param("x<BR />= 6<br>", "x<br>", "x<BR />", id="with a line break"),
    pytest.param("#35;1 = 2", "1", "1", id="after an entity"),
    pytest.param("a #quot;b#quot;", '"b"', "#quot;b#quot;", id="entities themselves"),
    pytest.param("a &lt; b", "< b", "&lt; b", id="an entity of HTML"),
    pytest.param("<b>x</b> = 3", "= 3", "= 3", id="after tags"),
    pytest.param("<b>x = 3", "3", "3", id="inside a tag that is not closed"),
    pytest.param("<i>a</i><br>5", "5", "5", id="after several tags"),
    pytest.param("List<T> 5", "5", "5", id="after a tag that vanishes"),
]


@pytest.mark.parametrize(("written", "part", "expected"), PARTS)
def test_a_part_is_found(written: str, part: str, expected: str) -> None:
    source = f'flowchart LR\nA["{written}"]'
    label = parse(source).nodes["A"].label
    assert label is not None
    start = label.text.rindex(part)
    place = place_in_source(source, label, Span(start, start + len(part)))
    assert place is not None
    assert source[place.start : place.end] == expected


def test_half_an_entity_has_no_place() -> None:
    source = 'flowchart LR\nA["#8811;x<br/>y"]'
    label = parse(source).nodes["A"].label
    assert label is not None
    assert label.text == "≫x<br>y"
    assert place_in_source(source, label, Span(2, 4)) is None
