"""A wrong label is mended in every container, and not one other byte is touched."""

from __future__ import annotations

import json

import pytest

import mdgrad
from tests.posts.test_nesting import ALL, nested

SOURCE = 'flowchart LR\nx["x = 2"] --> m["x * 3 = 7"]'
HTML = SOURCE.replace(">", "&gt;")
IN_QUOTE = HTML.replace("\n", "\n> ")
CELL = f"# A post\n\n```mermaid\n{SOURCE}\n```\n"
NOTEBOOK = {"cells": [{"cell_type": "markdown", "source": CELL.splitlines(keepends=True)}]}

POSTS = {
    **{name: (nested([name], SOURCE), "post.md") for name in ALL},
    "crlf-quote": (nested(["quote"], SOURCE).replace("\n", "\r\n"), "post.md"),
    "byte-order-mark": ("\ufeff" + nested(["bullet"], SOURCE), "post.md"),
    "mixed": ("a\r\nb\r" + nested([], SOURCE), "post.md"),
    "never-closed": (nested([], SOURCE).rpartition("```")[0], "post.md"),
    "div": (f'<div class="mermaid">\n{HTML}\n</div>\n', "post.md"),
    "pre-in-a-quote": (f"> <pre class='mermaid'>\n> {IN_QUOTE}\n> </pre>\n", "post.md"),
    "hugo": (f"{{{{< mermaid >}}}}\n{SOURCE}\n{{{{< /mermaid >}}}}\n", "post.md"),
    "component": (f"<Mermaid chart={{`\n{SOURCE}\n`}} />\n", "post.mdx"),
    "notebook": (json.dumps(NOTEBOOK, indent=1), "post.ipynb"),
    "ascii-notebook-on-one-line": (json.dumps(NOTEBOOK), "post.ipynb"),
    "diagram": (SOURCE, "post.mmd"),
}


@pytest.mark.parametrize("name", POSTS)
def test_one_digit_is_mended(name: str) -> None:
    post, path = POSTS[name]
    assert "= 7" in post
    fixed = mdgrad.fix(post, path=path)
    assert fixed.text == post.replace("= 7", "= 6")
    assert mdgrad.fix(fixed.text, path=path).text == fixed.text
    (finding,) = [f for f in mdgrad.check(post, path=path).findings if f.code.startswith("MG2")]
    lines = post.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert lines[finding.place.line - 1][finding.place.column - 1 :].startswith(
        finding.written or "?"
    )
