"""What is found in every container and every flavour, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from mdgrad.posts import Flavor, find_blocks
from mdgrad.posts.quick import may_hold_diagrams
from mdgrad.source import Span
from tests.posts.examples import (
    EXAMPLES,
    FLAVORS,
    Example,
    assert_every_character_knows_its_place,
    assert_replaced_in_place,
    found,
)

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
each_flavor = pytest.mark.parametrize("flavor", FLAVORS)
WORD = re.compile(r"\S+")


def mixed(count: int) -> list[str]:
    return [("\r\n", "\n", "\r")[number % 3] for number in range(count)] + [""]


LINE_ENDS: dict[str, Callable[[str], str]] = {
    "lf": lambda post: post,
    "crlf": lambda post: post.replace("\n", "\r\n"),
    "cr": lambda post: post.replace("\n", "\r"),
    "mixed": lambda post: "".join(map(str.__add__, post.split("\n"), mixed(post.count("\n")))),
    "byte-order-mark": lambda post: "\ufeff" + post,
    "front-matter": lambda post: "---\ntitle: x\n---\n" + post,
    "no-last-line-end": lambda post: post.removesuffix("\n"),
}


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 100
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES)


@each_flavor
@each_example
def test_what_is_found(example: Example, flavor: Flavor) -> None:
    assert found(example.post, flavor=flavor) == example.found_in(flavor)


@each_example
def test_line_ends_and_what_comes_before(example: Example) -> None:
    for name, change in LINE_ENDS.items():
        post = change(example.post)
        shift = 3 if name == "front-matter" else 0
        expected = [(line + shift, source) for line, source in example.found_in("auto")]
        assert (name, found(post)) == (name, expected)
        for block in find_blocks(post).blocks:
            assert_every_character_knows_its_place(post, block)


@each_example
def test_replacing_a_word_replaces_it_alone(example: Example) -> None:
    for change in LINE_ENDS.values():
        post = change(example.post)
        for number, block in enumerate(find_blocks(post).blocks):
            for word in WORD.finditer(block.source):
                assert_replaced_in_place(post, number, Span(*word.span()), 'ŷ&"<\\', flavor="auto")


@each_example
def test_lines_can_be_added(example: Example) -> None:
    for number, block in enumerate(find_blocks(example.post).blocks):
        end = len(block.source.rstrip())
        if end:
            assert_replaced_in_place(
                example.post, number, Span(end, end), "\nb --> c\n\nc --> d", flavor="auto"
            )


@each_example
def test_a_quick_look_dismisses_no_diagram(example: Example) -> None:
    if example.expected:
        assert may_hold_diagrams(example.post)
