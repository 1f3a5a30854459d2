"""What is odd about a post is told, and the rest of it is read."""

from __future__ import annotations

import pytest

from mdgrad.posts import find_blocks

GOOD = "```mermaid\nflowchart LR\na --> b\n```\n\n"


@pytest.mark.parametrize(
    ("opening", "path", "missing"),
    [
        ("```mermaid", "post.md", "```"),
        ("~~~~ mermaid", "post.md", "~~~~"),
        ("> ```mermaid", "post.md", "```"),
        ("- ```mermaid", "post.md", "```"),
        (":::mermaid", "post.md", ":::"),
        ('<div class="mermaid">', "post.md", "</div>"),
        ("<pre class=mermaid>", "post.md", "</pre>"),
        ("{{< mermaid >}}", "post.md", "{{< mermaid >}}"),
        ("{% mermaid %}", "post.md", "{% mermaid %}"),
        ("```{mermaid}", "post.qmd", "```"),
        ("```mermaid", "post.mdx", "```"),
    ],
)
def test_a_diagram_that_is_never_closed(opening: str, path: str, missing: str) -> None:
    text = f"{GOOD}{opening}\n"
    post = find_blocks(text, path=path)
    (problem,) = post.problems
    assert problem.kind == "unclosed"
    assert text[problem.span.start : problem.span.end] == opening.lstrip("> -")
    assert missing in problem.message
    assert post.blocks[0].line == 1


def test_every_unclosed_diagram_is_told() -> None:
    post = find_blocks("> ```mermaid\n> a --> b\n\ntext\n\n- ```mermaid\n  a --> b\n")
    assert [post.text.line_column(problem.span.start)[0] for problem in post.problems] == [1, 6]
    assert [block.line for block in post.blocks] == [1, 6]


@pytest.mark.parametrize(
    "text",
    [
        "```python\nx\n",
        "<div>\n\n",
        "<div class='mermaid'></div>\n",
        "`mermaid\n",
        "{{< figure >}}",
    ],
)
def test_what_is_left_open_without_a_diagram_is_no_matter_of_ours(text: str) -> None:
    assert find_blocks(text + "\n" + GOOD).problems == ()


@pytest.mark.parametrize("path", ["chain.mmd", "chain.mermaid", "CHAIN.MMD"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte-order-mark"])
def test_a_file_that_is_one_diagram(path: str, mark: str) -> None:
    (block,) = find_blocks(f"{mark}flowchart LR\r\na --> b", path=path).blocks
    assert (block.line, block.source) == (1, "flowchart LR\na --> b")
    assert block.write("x\ny") == "x\r\ny"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("```mermaid\na\n```\n", "a\n```"),
        ("````mermaid\na\n````\n", "`````"),
        ("{{< mermaid >}}\na\n{{< /mermaid >}}\n", "{{< /mermaid >}}"),
        ("```mermaid\na\n```\n", "a\rb"),
    ],
)
def test_what_a_container_cannot_hold_is_refused(text: str, written: str) -> None:
    (block,) = find_blocks(text).blocks
    with pytest.raises(ValueError, match="end"):
        block.write(written)
