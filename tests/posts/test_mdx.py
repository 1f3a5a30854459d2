"""MDX: components and their comments, and no indented code."""

from __future__ import annotations

import pytest

from mdgrad.posts import Flavor, find_blocks
from mdgrad.source import Span
from tests.posts.examples import (
    DIAGRAM,
    FLAVORS,
    assert_every_character_knows_its_place,
    assert_replaced_in_place,
    found,
)

PATH = "post.mdx"
FENCE = f"```mermaid\n{DIAGRAM}\n```\n"


def indented(text: str, by: int = 4) -> str:
    return "".join(" " * by + line for line in text.splitlines(keepends=True))


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize(
    ("post", "line"),
    [
        pytest.param(f"import A from './a'\n\n{FENCE}", 3, id="after-an-import"),
        pytest.param(f"<Tabs>\n{FENCE}</Tabs>\n", 2, id="in-a-component"),
        pytest.param(f"<Tabs>\n\n{FENCE}\n</Tabs>\n", 3, id="in-a-component-with-gaps"),
        pytest.param(f"<Tabs>\n  <TabItem>\n\n{indented(FENCE)}\n", 4, id="indented"),
        pytest.param(f":::note[Title]\n\n{FENCE}\n:::\n", 3, id="in-an-admonition"),
        pytest.param(f"<Mermaid chart={{`\n{DIAGRAM}\n`}} />\n", 1, id="attribute"),
        pytest.param(f"<Mermaid value={{`{DIAGRAM}`}}/>\n", 1, id="another-attribute"),
        pytest.param(f"<Mermaid>{{`\n{DIAGRAM}\n`}}</Mermaid>\n", 1, id="child"),
        pytest.param(f"<div>\n<Mermaid chart={{`{DIAGRAM}`}}/>\n</div>\n", 2, id="in-an-element"),
    ],
)
def test_a_diagram_in_mdx(post: str, line: int, flavor: Flavor) -> None:
    ((where, source),) = found(post, path=PATH, flavor=flavor)
    assert (where, source.strip("\n")) == (line, DIAGRAM)
    (block,) = find_blocks(post, path=PATH).blocks
    assert_every_character_knows_its_place(post, block)


@pytest.mark.parametrize(
    "post",
    [
        pytest.param("<Mermaid chart={chart} />\n", id="a-variable"),
        pytest.param("<Mermaid chart={`a --> ${b}`} />\n", id="a-substitution"),
        pytest.param("<Mermaids chart={`a --> b`} />\n", id="another-component"),
        pytest.param("```jsx\n<Mermaid chart={`a --> b`} />\n```\n", id="an-example"),
        pytest.param("<Mermaid chart={`a --> b\n", id="never-closed"),
    ],
)
def test_what_is_no_diagram_in_mdx(post: str) -> None:
    assert found(post, path=PATH) == []


@pytest.mark.parametrize("text", ["`", "${x}", "\\", "\\`", "$", "ŷ\nb --> c"])
def test_text_is_written_as_a_template_literal(text: str) -> None:
    post = f"<Mermaid chart={{`\n{DIAGRAM}\n`}} />\n"
    for start, end in [(3, 6), (len(DIAGRAM), len(DIAGRAM) + 1)]:
        assert_replaced_in_place(post, 0, Span(start, end), text, flavor="auto", path=PATH)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\\`", "`"),
        ("\\\\", "\\"),
        ("\\u{3b2}", "β"),
        ("\\u03b2", "β"),
        ("\\xb2", "²"),
        ("\\n", "\n"),
        ("\\$", "$"),
        ("\\\n", ""),
        ("\\\\`} />", "\\"),
    ],
)
def test_escapes_of_a_template_literal(written: str, read: str) -> None:
    post = f"<Mermaid chart={{`x{written}`}} />\n"
    (block,) = find_blocks(post, path=PATH).blocks
    assert block.source == "x" + read
