"""The quick look: a post without a diagram costs next to nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mdgrad.posts import find_blocks
from mdgrad.posts.quick import may_hold_diagrams


@pytest.mark.parametrize(
    "post",
    [
        "",
        "# Title\n\ntext\n",
        "```python\nprint()\n```\n",
        "Diagrams are drawn by Mermaid.\n\n```python\n```\n",
        "a > b, and [Mermaid](https://mermaid.js.org)\n",
        "<b>bold</b> mermaid\n\n<div class='x'>y</div>\n",
    ],
)
def test_a_post_without_diagrams_is_dismissed(post: str) -> None:
    assert not may_hold_diagrams(post)
    assert find_blocks(post).blocks == ()


@pytest.mark.parametrize(
    "tag",
    [
        '<div\n  class=\n  "mermaid">',
        '<div class="wide\n  mermaid">',
        '<div id="mermaid"\n  class="wide\n  mermaid">',
        '<div CLASS="mermaid">',
    ],
)
def test_a_tag_of_several_lines_is_not_dismissed(tag: str) -> None:
    post = f"{tag}\na --> b\n</div>\n"
    assert len(find_blocks(post).blocks) == 1


IMPORTED = """
import sys
import mdgrad
from mdgrad.posts import find_blocks
for path in ("post.md", "post.ipynb", "post.mdx"):
    find_blocks("{}", path=path)
    find_blocks("Mermaid draws flowcharts.", path=path)
print(*sorted({name.partition(".")[0] for name in sys.modules} & set(sys.argv[1:])))
"""


def test_what_is_dismissed_needs_no_library() -> None:
    libraries = ["markdown_it", "mdit_py_plugins", "networkx", "sympy", "pathspec"]
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *libraries], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
