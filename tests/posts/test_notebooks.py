"""Notebooks: diagrams in Markdown cells, and the way back through JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdgrad.posts import find_blocks
from mdgrad.source import Span
from tests.posts.examples import (
    EXAMPLES,
    Example,
    assert_every_character_knows_its_place,
    assert_replaced_in_place,
    found,
)

PATH = "post.ipynb"
SOURCE = 'flowchart LR\n\ta["\\ ∂ 𝄞"] --> b'
POST = f"# A chain\n\n```mermaid\n{SOURCE}\n```\n"


def notebook(*cells: tuple[str, str | list[str]]) -> dict[str, object]:
    return {
        "cells": [
            {"cell_type": kind, "id": str(number), "metadata": {}, "source": source}
            for number, (kind, source) in enumerate(cells)
        ],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
    }


def in_lines(post: str) -> list[str]:
    return post.splitlines(keepends=True)


WRITTEN: dict[str, Callable[[object], str]] = {
    "as-jupyter-does": lambda cells: json.dumps(cells, indent=1, ensure_ascii=False) + "\n",
    "ascii": lambda cells: json.dumps(cells, indent=1),
    "on-one-line": json.dumps,
    "dense": lambda cells: json.dumps(cells, separators=(",", ":")),
    "crlf": lambda cells: json.dumps(cells, indent=2).replace("\n", "\r\n"),
    "byte-order-mark": lambda cells: "\ufeff" + json.dumps(cells),
}
SPLIT: dict[str, Callable[[str], str | list[str]]] = {
    "lines": in_lines,
    "one-text": lambda post: post,
    "pieces": lambda post: [post[:30], post[30:]],
}


@pytest.mark.parametrize("split", SPLIT)
@pytest.mark.parametrize("written", WRITTEN)
def test_a_diagram_in_a_notebook(written: str, split: str) -> None:
    text = WRITTEN[written](notebook(("code", "1 + 1"), ("markdown", SPLIT[split](POST))))
    (block,) = find_blocks(text, path=PATH).blocks
    assert block.source.rstrip("\n") == SOURCE
    assert text[block.span.start :].startswith("```mermaid")
    assert block.line == text[: block.span.start].count("\n") + 1
    assert_every_character_knows_its_place(text, block)


@pytest.mark.parametrize("split", ["lines", "one-text"])
@pytest.mark.parametrize("written", WRITTEN)
def test_replacing_in_a_notebook_leaves_a_notebook(written: str, split: str) -> None:
    text = WRITTEN[written](notebook(("markdown", SPLIT[split](POST)), ("markdown", "x")))
    for replacement in ('"\\ ŷ\t', "x\n  b --> c\n\nx", ""):
        for start, end in [(0, 9), (12, 13), (15, 20), (len(SOURCE), len(SOURCE))]:
            assert_replaced_in_place(
                text, 0, Span(start, end), replacement, flavor="auto", path=PATH
            )
            (block,) = find_blocks(text, path=PATH).blocks
            place = block.in_post(Span(start, end))
            mended = text[: place.start] + block.write(replacement) + text[place.end :]
            (cell, _) = json.loads(mended.removeprefix("\ufeff"))["cells"]
            expected = SOURCE[:start] + replacement + SOURCE[end:]
            assert "".join(cell["source"]) == POST.replace(SOURCE, expected)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_example_in_a_cell(example: Example) -> None:
    text = json.dumps(notebook(("markdown", in_lines(example.post))), indent=1)
    expected = [source for _, source in example.found_in("auto")]
    assert [source for _, source in found(text, path=PATH)] == expected
    for block in find_blocks(text, path=PATH).blocks:
        assert_every_character_knows_its_place(text, block)


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(notebook(("code", POST)), id="code"),
        pytest.param(notebook(("raw", POST)), id="raw"),
        pytest.param({"cells": [{"source": POST}]}, id="of-no-kind"),
        pytest.param({"metadata": {"source": POST, "cell_type": "markdown"}}, id="no-cell"),
        pytest.param([POST], id="no-notebook"),
        pytest.param(POST, id="a-text"),
    ],
)
def test_what_is_no_markdown_cell(cells: object) -> None:
    post = find_blocks(json.dumps(cells), path=PATH)
    assert (post.blocks, post.problems) == ((), ())


def test_a_directive_in_one_cell_speaks_of_the_next() -> None:
    cells = notebook(("markdown", "<!-- mdgrad: off -->"), ("markdown", POST))
    (block,) = find_blocks(json.dumps(cells), path=PATH).blocks
    assert [directive.text for directive in block.directives] == ["off"]


GOOD = json.dumps(notebook(("markdown", in_lines(POST))), indent=1)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        pytest.param("# Title\n", 0, id="markdown"),
        pytest.param("# ```mermaid\n", 0, id="markdown-with-a-diagram"),
        pytest.param("", 0, id="empty"),
        pytest.param(GOOD + "}", len(GOOD), id="after-the-end"),
        pytest.param(GOOD[: GOOD.index("flowchart")] + "\n", None, id="cut-off"),
        pytest.param('{"cells": [1, 2,, 3]}', 16, id="two-commas"),
        pytest.param('{"cells": ["```mermaid", 2,, 3]}', 27, id="two-commas-with-a-diagram"),
        pytest.param('{"a": "\n"}', 7, id="line-end-in-a-text"),
    ],
)
def test_what_is_no_json_is_told_with_its_place(text: str, offset: int | None) -> None:
    post = find_blocks(text, path=PATH)
    (problem,) = post.problems
    assert (problem.kind, post.blocks) == ("notebook", ())
    assert offset is None or problem.span.start == offset
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)


@pytest.mark.parametrize(
    "text", ["[" * 50_000 + "]" * 50_000, "9" * 10_000, "NaN"], ids=["deep", "digits", "nan"]
)
def test_json_that_is_hard_to_read_is_json(text: str) -> None:
    assert find_blocks(text, path=PATH).problems == ()
    with_name = f'["```mermaid", {text}]'
    assert find_blocks(with_name, path=PATH).problems == ()


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(values, st.text(max_size=2), st.integers(0), st.booleans())
def test_ours_and_python_s_json_agree(value: object, extra: str, at: int, ascii_only: bool) -> None:
    """The same texts are JSON, whether or not a diagram may be in them."""
    text = json.dumps([value, "```mermaid"], ensure_ascii=ascii_only)
    text = text[: at % len(text)] + extra + text[at % len(text) :]
    try:
        json.loads(text, parse_int=str)
        is_json = True
    except json.JSONDecodeError:
        is_json = False
    assert (find_blocks(text, path=PATH).problems == ()) == is_json
