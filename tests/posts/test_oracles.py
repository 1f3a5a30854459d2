"""Containers are read as the programs read them that draw the posts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mdgrad.posts import Flavor
from tests.posts.examples import EXAMPLES, Example, found

PIECES = (
    "```mermaid\n", "``` mermaid\n", "~~~mermaid\n", "````\n", "```\n", "~~~\n", "```python\n",
    "a --> b\n", "text\n", "\n", "\n\n", "> ", ">", "- ", "1. ", "10) ", "  ", "    ", "\t", " ",
    "# ", "---\n", "\n\n<!--\n", "-->\n", "<div>\n", "</div>\n", "`", "* * *\n",
)  # fmt: skip
"""What posts are made of, put together at random."""

posts = (
    st.lists(st.sampled_from(PIECES), max_size=25)
    .map("".join)
    .filter(lambda post: not post.startswith("---"))  # front matter is no part of CommonMark
)


def by_markdown_it(post: str) -> list[tuple[int, str]]:
    """Return line and content of the fences of Mermaid that markdown-it finds."""
    tokens = MarkdownIt("commonmark", {"maxNesting": 80}).parse(post)
    fences = [t for t in tokens if t.type == "fence" and t.info.split()[:1] == ["mermaid"]]
    return [((t.map or [0])[0] + 1, t.content.rstrip()) for t in fences]


@settings(max_examples=200, deadline=None)
@given(posts)
def test_commonmark_reads_fences_as_markdown_it_does(post: str) -> None:
    ours = [(line, source.rstrip()) for line, source in found(post, flavor="commonmark")]
    assert ours == by_markdown_it(post)


def by_python_markdown(post: str) -> list[str]:
    """Return the sources that Python-Markdown hands to Mermaid, set up as Material for MkDocs."""
    markdown = pytest.importorskip("markdown")
    pytest.importorskip("pymdownx")
    sources: list[str] = []

    def diagram(source: str, *_arguments: Any, **_keywords: Any) -> str:
        sources.append(source)
        return f"<p>diagram-{len(sources) - 1}-</p>"

    fences = [{"name": "mermaid", "class": "mermaid", "format": diagram}]
    page = markdown.markdown(
        post,
        extensions=[
            "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "pymdownx.details",
            "pymdownx.superfences", "pymdownx.tabbed",
        ],
        extension_configs={
            "pymdownx.superfences": {"custom_fences": fences},
            "pymdownx.tabbed": {"alternate_style": True},
        },
    )  # fmt: skip
    # A fence that turns out to be indented code is put back as text, one in a comment is not seen.
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    shown = sorted({int(number) for number in re.findall(r"diagram-(\d+)-", page)})
    return [sources[number] for number in shown]


def by_myst(post: str) -> list[str]:
    """Return the sources that MyST hands to Mermaid, set up as sphinxcontrib-mermaid asks for."""
    parser = pytest.importorskip("myst_parser.docutils_").Parser()
    docutils, rst = (
        pytest.importorskip("docutils.core"),
        pytest.importorskip("docutils.parsers.rst"),
    )
    nodes = pytest.importorskip("docutils.nodes")
    sources: list[str] = []

    def keep(self: Any) -> list[Any]:
        sources.append("\n".join(self.content))
        return []

    def read(self: Any) -> list[Any]:
        node = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]

    words = {
        "has_content": True,
        "optional_arguments": 1,
        "final_argument_whitespace": True,
        "option_spec": dict.fromkeys(("align", "name", "open"), rst.directives.unchanged),
    }
    diagram = type("Diagram", (rst.Directive,), {**words, "run": keep})
    rst.directives.register_directive("mermaid", diagram)
    prose = type("Prose", (rst.Directive,), {**words, "run": read})
    for name in ("dropdown", "tab-set", "tab-item"):
        rst.directives.register_directive(name, prose)
    overrides = {
        "myst_enable_extensions": ["colon_fence", "deflist"],
        "myst_fence_as_directive": {"mermaid"},
        "report_level": 5,
    }
    docutils.publish_doctree(post, parser=parser, settings_overrides=overrides)
    return sources


ORACLES: dict[Flavor, Callable[[str], list[str]]] = {"mkdocs": by_python_markdown, "myst": by_myst}

LENIENT = {
    "fences: capitals": "nobody writes Mermaid's name and means something else",
    "fences: a closing fence longer than the opening one": "CommonMark closes it",
    "fences: indented by up to three": "as in CommonMark",
    "fences: indentation that is the author's own stays": "a tab, which Mermaid takes for a blank",
    "fences: options after the word": "some versions draw it, some show it as code",
    "fences: braces right after the word": "GitLab draws it",
    "fences: a cell with options in its braces": "R Markdown's way",
    "fences: front matter of the diagram's own": "MyST reads it and Mermaid would: no difference",
    "fences: never closed": "a finding says so",
    "lists_and_quotes: as a list item": "as in CommonMark",
    "lists_and_quotes: less deep than the fence": "as in CommonMark",
    "lists_and_quotes: ended by the end of its item": "as in CommonMark",
    "lists_and_quotes: quotes within quotes, written in two ways": "as in CommonMark",
    "lists_and_quotes: a quote ends at a line without its mark": "as in CommonMark",
    "lists_and_quotes: a quote in a list": "as in CommonMark",
    "no_diagrams: an example shown by a directive": "no syntax of MkDocs, but an example",
    "myst: colons with a bare word, as on Azure": "it can mean nothing else",
    "myst: colons right before the word": "it can mean nothing else",
    "other_sites: a callout of Quarto": "an error in MyST",
    "other_sites: columns of Quarto": "an error in MyST",
}
"""Where we read otherwise than MkDocs or MyST, and why."""


@pytest.mark.parametrize("flavor", ORACLES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_examples_in_the_flavor_s_own_program(example: Example, flavor: Flavor) -> None:
    if "<div" in example.post or "<pre" in example.post:
        pytest.skip("elements of HTML are left to the browser")
    theirs = [source.strip("\n") for source in ORACLES[flavor](example.post)]
    ours = [source.strip("\n") for _, source in example.found_in(flavor)]
    if example.name not in LENIENT:
        assert ours == theirs


def test_no_leniency_is_listed_for_nothing() -> None:
    assert LENIENT.keys() <= {example.name for example in EXAMPLES}


def test_public_posts_are_read_as_markdown_it_reads_them(shared: Path) -> None:
    paths = sorted((shared / "corpus").rglob("*.md"))
    assert paths
    for path in paths:
        post = path.read_text(encoding="utf-8")
        if not post.startswith("---"):
            theirs = by_markdown_it(post)
            lines = {line for line, _ in theirs}
            ours = [(line, source.rstrip()) for line, source in found(post, flavor="commonmark")]
            assert [one for one in ours if one[0] in lines] == theirs
