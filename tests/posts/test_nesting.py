"""A diagram is found however containers are nested around it, and keeps its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdgrad.posts import Flavor, find_blocks
from mdgrad.posts.quick import may_hold_diagrams
from mdgrad.source import Span
from tests.posts.examples import (
    DIAGRAM,
    FLAVORS,
    FOUR,
    assert_every_character_knows_its_place,
    assert_replaced_in_place,
    found,
)
from tests.posts.test_oracles import by_myst, by_python_markdown

SOURCES = st.lists(
    st.text(st.sampled_from("ab-> |\"'&;#<\\∂\t×²"), max_size=12).map(lambda line: f"x{line}"),
    min_size=1,
    max_size=4,
).map("\n".join)
"""Lines that no container could take for its own."""


def indented(lines: list[str], by: str) -> list[str]:
    return [by + line if line else line for line in lines]


def item(marker: str, indent: str) -> Callable[[list[str], int], list[str]]:
    """Return what makes lines a list's item."""
    return lambda lines, _: ["text", "", marker + "item", "", *indented(lines, indent), ""]


def quote(lines: list[str], _depth: int) -> list[str]:
    return ["", *("> " + line for line in lines), ""]


def tight_quote(lines: list[str], depth: int) -> list[str]:
    """Return a quote without spaces where it may be: one that is there belongs to the mark."""
    if any("\t" in line for line in lines):
        return quote(lines, depth)
    return ["", *(("> " if line.startswith(" ") else ">") + line for line in lines), ""]


def body(head: str) -> Callable[[list[str], int], list[str]]:
    """Return what makes lines the body of a head, indented by four."""
    return lambda lines, _: ["", head, "", *indented(lines, "    "), ""]


def between(first: str, last: str) -> Callable[[list[str], int], list[str]]:
    """Return what puts lines between two; `%` stands for marks that grow with the depth."""
    return lambda lines, depth: [
        first.replace("%", first[0] * (depth + 1)),
        "",
        *lines,
        "",
        last.replace("%", last[0] * (depth + 1)),
    ]


@dataclass(frozen=True)
class Container:
    around: Callable[[list[str], int], list[str]]
    flavors: str = "auto commonmark mkdocs myst quarto"


CONTAINERS = {
    "bullet": Container(item("- ", "  ")),
    "star": Container(item("*   ", "    ")),
    "number": Container(item("1. ", "   ")),
    "long-number": Container(item("123. ", "     ")),
    "quote": Container(quote),
    "tight-quote": Container(tight_quote),
    "details": Container(between("<details>", "</details>")),
    "admonition": Container(body("!!! note"), "auto mkdocs"),
    "collapsed": Container(body('??? info "More"'), "auto mkdocs"),
    "tab-of-content": Container(body('=== "Tab"'), "auto mkdocs"),
    "note": Container(between("````%{note}", "````%"), "auto myst"),
    "colon-note": Container(between("::::%{note}", "::::%")),
    "docusaurus": Container(between(":::note", ":::")),
    "callout": Container(between("::: {.callout-note}", ":::")),
}


def nested(names: list[str], source: str) -> str:
    """Return a post with a diagram in containers, the first of them the innermost."""
    lines = ["```mermaid", *source.split("\n"), "```"]
    for depth, name in enumerate(names):
        lines = ALL[name].around(lines, depth)
    return "\n".join(["text", "", *lines, "", "text", ""])


def flavors_of(names: list[str]) -> list[Flavor]:
    known = [ALL[name].flavors.split() for name in names]
    return [flavor for flavor in FLAVORS if all(flavor in own for own in known)]


TABS = {"tab": Container(item("-\t", "\t"))}
"""Only right as the outermost: how wide a tab is depends on where it stands."""

ALL = CONTAINERS | TABS


def nestings_of(names: Iterable[str]) -> st.SearchStrategy[list[str]]:
    inner = st.lists(st.sampled_from(sorted(names)), max_size=4)
    return st.tuples(inner, st.sampled_from([[], ["tab"]])).map(lambda pair: pair[0] + pair[1])


nestings = nestings_of(CONTAINERS)


@settings(max_examples=200, deadline=None)
@given(nestings, SOURCES, st.data())
def test_nested_containers(names: list[str], source: str, data: st.DataObject) -> None:
    post = nested(names, source)
    line = post.split("```mermaid")[0].count("\n") + 1
    assert may_hold_diagrams(post)
    for flavor in flavors_of(names):
        assert found(post, flavor=flavor) == [(line, source)]
    (block,) = find_blocks(post).blocks
    assert_every_character_knows_its_place(post, block)
    start, end = sorted(data.draw(st.tuples(*[st.integers(1, len(source))] * 2)))
    text = data.draw(st.sampled_from(["", "2.2", "×\nx --> y", "&lt;", "x\n\nx"]))
    assert_replaced_in_place(post, 0, Span(start, end), text, flavor="auto")


@settings(max_examples=100, deadline=None)
@given(nestings, st.sampled_from(["\r\n", "\r"]))
def test_nested_containers_with_other_line_ends(names: list[str], line_end: str) -> None:
    post = "\ufeff" + nested(names, DIAGRAM).replace("\n", line_end)
    assert [source for _, source in found(post)] == [DIAGRAM]


def sources(written: Iterable[str]) -> list[str]:
    return [source.strip("\n") for source in written]


@settings(max_examples=60, deadline=None)
@given(nestings_of({"star", "quote", "admonition", "collapsed", "tab-of-content"}))
def test_python_markdown_finds_it_too(names: list[str]) -> None:
    assert sources(by_python_markdown(nested(names, DIAGRAM))) == [DIAGRAM]


@settings(max_examples=60, deadline=None)
@given(
    nestings_of(
        name for name, one in CONTAINERS.items() if "myst" in one.flavors and name != "callout"
    )
)
def test_myst_finds_it_too(names: list[str]) -> None:
    assert sources(by_myst(nested(names, DIAGRAM))) == [DIAGRAM]


@pytest.mark.parametrize("flavor", FOUR)
@pytest.mark.parametrize("name", ALL)
def test_each_container(name: str, flavor: Flavor) -> None:
    """What another flavor knows is text, code or an error here."""
    expected = [DIAGRAM] if flavor in ALL[name].flavors.split() else []
    assert [source for _, source in found(nested([name], DIAGRAM), flavor=flavor)] == expected
