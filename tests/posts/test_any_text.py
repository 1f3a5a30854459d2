"""Any text whatever is read: without an exception, and in time that grows with its length."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdgrad.posts import Flavor, find_blocks
from mdgrad.posts.quick import may_hold_diagrams
from mdgrad.source import Span
from tests.posts.examples import EXAMPLES, FLAVORS, assert_every_character_knows_its_place
from tests.posts.test_oracles import PIECES

DIAGRAM = "```mermaid\na --> b\n```\n"
PATHS = ("post.md", "post.mdx", "post.ipynb", "post.mmd", "post.qmd")

scraps = st.sampled_from([
    *PIECES, "<div class='mermaid'>", "<pre class=mermaid>", "</div>", "</pre>", "<!-- mdgrad: off",
    "-->", "{{< mermaid >}}", "{{< /mermaid >}}", "{% mermaid %}", "{% endmermaid %}", ":::",
    "{mermaid}", "{note}", "!!! note\n", '=== "Tab"\n', "[^1]: ", "\r", "\r\n", "&lt;", "&#0;",
    "&#xD800;", "\\", "${", "<Mermaid chart={`", "`}/>", "{/* mdgrad: on */}", '"', "[", "{",
    '{"cells": [{"cell_type": "markdown", "source": ["', '"]}]}', "\\n", "\\ud83d", "\0", "\ufeff",
    "+++\n", "mdgrad: ", "ignore: [", "\ud800", "\u2028", "\x0b", "é",
])  # fmt: skip
texts = st.lists(scraps | st.text(max_size=3), max_size=30).map("".join)


@settings(max_examples=100, deadline=None)
@given(texts, st.sampled_from(PATHS), st.sampled_from(FLAVORS))
def test_any_text_is_read(text: str, path: str, flavor: Flavor) -> None:
    post = find_blocks(text, path=path, flavor=flavor)
    end = 0
    for block in post.blocks:
        assert 0 <= end <= block.span.start <= block.span.end <= len(text)
        assert block.line == post.text.line_column(block.span.start)[0]
        assert len(block.in_post(Span(0, len(block.source)))) >= 0
        end = block.span.end
    for problem in post.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)


@settings(max_examples=100, deadline=None)
@given(texts)
def test_every_character_of_any_diagram_knows_its_place(text: str) -> None:
    for block in find_blocks(text).blocks:
        assert_every_character_knows_its_place(text, block)


N = 2000
LONG = {
    "quotes": ">" * 3000 + " x\n" + DIAGRAM,
    "quotes-and-items": "> - " * N + "\n" + DIAGRAM,
    "items-on-one-line": "- " * N + "\n" + DIAGRAM,
    "items": "".join("  " * depth + "- x\n" for depth in range(300)) + DIAGRAM,
    "2-megabytes-on-one-line": "mermaid " * 250_000 + "\n" + DIAGRAM,
    "2-megabytes-in-a-diagram": "```mermaid\n" + "x" * 2_000_000 + "\n```\n",
    "100000-backticks": "`" * 100_000 + "mermaid\n" + DIAGRAM,
    "10000-fences": DIAGRAM * 10_000,
    "fences-never-closed": "> ```mermaid\n\n" * N,
    "fences-of-every-length": "".join("`" * (3003 - n) + "{note}\n" for n in range(1000)),
    "colons": ":::{note}\n" * N + DIAGRAM,
    "elements": "<div class=mermaid>\na\n</div>\n" * N,
    "elements-never-closed": "<div class=mermaid>\n\n" * N,
    "elements-in-elements": "<div>\n" * N + "<div class=mermaid>\n" + "</div>\n" * N,
    "elements-and-fences": "<div>\n" + "<p>```mermaid\n" * N,
    "fences-in-an-element": "<pre>\n" + DIAGRAM * N + "</pre>\n",
    "tags-never-closed": "<div class=mermaid " * N + "\n" + DIAGRAM,
    "comments": "<!-- mdgrad: ignore MG301 -->\n" * N + DIAGRAM,
    "comments-never-closed": "<div><!--\n\n" * N + DIAGRAM,
    "entities": "<pre class=mermaid>" + "&lt;&amp" * N + "</pre>",
    "indented-lines": "<pre class=mermaid>" + ("\n" + " " * 50) * N + "</pre>",
    "shortcodes-never-closed": "{{< mermaid >}}\n" * N,
    "components-never-closed": "<Mermaid chart={`\n" * N,
    "backslashes": "<Mermaid chart={`" + "\\" * N * 10 + "\n`}/>\n",
    "admonitions": "!!! note\n\n" * N + DIAGRAM,
    "admonitions-within": "".join("    " * n + "!!! note\n" for n in range(300)) + DIAGRAM,
    "tabs-of-content": ('=== "T"\n\n' + "\n" * 3) * N + DIAGRAM,
    "fences-in-a-paragraph": "x\n    ```mermaid\n" * N,
    "empty-lines": "\n" * N * 10 + DIAGRAM,
    "footnotes": ("[^a]: b\n" + "\n" * 50) * (N // 30) + DIAGRAM,
    "front-matter": "---\nmdgrad:\n" + "  - off\n" * N + DIAGRAM,
    "rules": "---\n" * N + DIAGRAM,
    "options": "```{mermaid}\n" + ":a: b\n" * N + "```\n",
    "options-never-closed": "```{mermaid}\n---\n" + "a: b\n" * N + "```\n",
    "carriage-returns": "\r" * N * 10 + DIAGRAM,
    "html-in-items": "- <div>\n" * N + DIAGRAM,
}


@pytest.mark.parametrize("name", LONG)
def test_long_posts(name: str) -> None:
    begun = time.process_time()
    find_blocks(LONG[name])
    assert time.process_time() - begun < 3


LONG_NOTEBOOKS = {
    "brackets": "[" * 200_000 + " mermaid ```",
    "objects": '{"cells": ' * 20_000 + "``` mermaid",
    "quotes": '{"cells": "' + '\\"' * 500_000 + "``` mermaid",
    "lines": json.dumps({"cells": [{"cell_type": "markdown", "source": [DIAGRAM] * 1500}]}),
    "cells": json.dumps({"cells": [{"cell_type": "markdown", "source": DIAGRAM}] * 1500}),
    "escapes": json.dumps(
        {"cells": [{"cell_type": "markdown", "source": "```mermaid\n" + "∂\\" * 10_000}]}
    ),
}


@pytest.mark.parametrize("name", LONG_NOTEBOOKS)
def test_long_notebooks(name: str) -> None:
    begun = time.process_time()
    find_blocks(LONG_NOTEBOOKS[name], path="post.ipynb")
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("name", LONG)
def test_a_quick_look_is_quick(name: str) -> None:
    begun = time.process_time()
    may_hold_diagrams(LONG[name])
    assert time.process_time() - begun < 0.3


def test_examples_cut_anywhere_are_read() -> None:
    for example in EXAMPLES:
        for end in range(len(example.post)):
            find_blocks(example.post[:end])
