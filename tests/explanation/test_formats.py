"""The other formats: what they hold, and that nothing of a post is markup in them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import mdgrad
from mdgrad.cli.arguments import EXPLANATIONS
from mdgrad.explanation.formats import SUFFIXES, render
from mdgrad.explanation.layout import laid_out
from mdgrad.explanation.notation import latex_name, latex_text
from tests.fixture_posts import POSTS

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "explanation.schema.json").read_text(encoding="utf-8"))
SLIP = (DOCS / "examples/slip.md").read_text(encoding="utf-8")
HOSTILE = st.one_of(
    st.text(st.characters(exclude_characters='"\r\n'), min_size=1, max_size=12),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "'><svg onload=alert(1)>",
            "\\input{/etc/passwd}",
            "$x$ % \\end{align*}",
            "[a](javascript:b) | *c* `d`",
            "</text><a href='//x'>",
        ]
    ),
)


def drawn(name: str) -> mdgrad.Explanation:
    """Return the explanation of a diagram whose nodes have a hostile text."""
    post = (
        f'```mermaid\ngraph LR\nx["{name}"] -- 2 --> m(("× 3")) -- 7 --> y["{name} y"]\n'
        "y -- 1 --> m -- 4 --> x\n```\n"
    )
    return mdgrad.explain(post, path=f"{name}.md")


class Page(HTMLParser):
    """What tags and attributes a page has, and whether they are balanced."""

    EMPTY = frozenset({"meta", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.stack: list[str] = []
        self.feed(html)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.EMPTY:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


@given(HOSTILE)
def test_nothing_of_a_post_is_html(name: str) -> None:
    page = Page(render(drawn(name), "html"))
    # A name, and a number, which is a label to be judged.
    harmless = [Page(render(drawn(text), "html")) for text in ("lemons", "1")]
    tags = {tag for other in harmless for tag in other.tags}
    attributes = {key for other in harmless for key, _ in other.attributes}
    assert set(page.tags) <= tags
    assert "svg" in tags
    assert page.tags.count("script") == 1
    assert {key for key, _ in page.attributes} <= attributes
    links = [value for key, value in page.attributes if key in {"href", "src"}]
    assert all(value is not None and value.startswith("#") for value in links)


def test_a_page_needs_nothing_from_elsewhere() -> None:
    html = render(mdgrad.explain(SLIP), "html")
    assert not re.search(r"https?:|url\((?!#)|@import|<link|<img", html)
    assert "default-src 'none'" in html


@given(HOSTILE)
def test_nothing_of_a_post_is_markdown(name: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(render(drawn(name), "markdown"))
    inline = {child.type for token in tokens for child in token.children or ()}
    assert inline <= {"text", "strong_open", "strong_close", "text_special", "softbreak"}
    blocks = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert blocks <= {
        "heading", "paragraph", "inline", "bullet_list", "list_item",
        "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip


@given(HOSTILE)
def test_nothing_of_a_post_is_latex(name: str) -> None:
    known = {"textbackslash", "textasciicircum", "textasciitilde"}
    assert set(re.findall(r"\\([A-Za-z]+)", latex_text(name))) <= known
    bare = re.sub(r"\\[{}$&#%_]", "", latex_text(name))
    assert not re.search(r"[$&#%_^~]", bare)
    assert bare.replace("{}", "").count("{") == 0


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("x", "x"),
        ("W12", "W_{12}"),
        ("θ", "\\theta"),
        ("Σ", "\\Sigma"),
        ("Α", "\\text{Α}"),
        ("x_1", "x_{1}"),
        ("loss", "\\mathit{loss}"),
        ("price of 50%", "\\text{price of 50\\%}"),
        ("가격", "\\text{가격}"),
    ],
)
def test_names_in_latex(name: str, written: str) -> None:
    assert latex_name(name) == written


def test_an_equation_in_latex() -> None:
    latex = render(mdgrad.explain(SLIP), "latex")
    fraction = "\\frac{\\partial \\mathit{Jug}}{\\partial M_{1}}"
    assert f"{fraction} &= " in latex
    assert latex.count("\\begin{align*}") == latex.count("\\end{align*}") == 4
    outside = latex.replace("\\{", "").replace("\\}", "")
    assert outside.count("{") == outside.count("}")


@pytest.mark.parametrize("post", POSTS[::2], ids=lambda post: post.stem)
def test_json_follows_the_schema(post: Path) -> None:
    explanation = mdgrad.explain(post.read_text(encoding="utf-8"), path=post.name)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(render(explanation, "json")))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_format_is_there_and_no_other() -> None:
    explanation = mdgrad.explain(SLIP)
    assert all(render(explanation, form) for form in EXPLANATIONS)
    assert set(SUFFIXES.values()) <= set(EXPLANATIONS)
    with pytest.raises(ValueError, match="no format pdf"):
        render(explanation, "pdf")


edges = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.integers(0, 2)), unique=True)


@given(edges)
def test_a_layout_draws_every_edge_from_left_to_right_and_nothing_twice(
    pairs: list[tuple[int, int, int]],
) -> None:
    nodes = [f"n{number}" for number in range(15)]
    forward = [(f"n{a}", f"n{b}", key) for a, b, key in pairs if a < b]
    layout = laid_out(nodes, forward)
    taken = {(layout.layer[node], layout.row[node]) for node in nodes}
    taken |= {bend for bends in layout.bends.values() for bend in bends}
    assert len(taken) == len(nodes) + sum(map(len, layout.bends.values()))
    for source, target, key in forward:
        way = [layout.layer[source], *(layer for layer, _ in layout.bends[source, target, key])]
        assert way == list(range(layout.layer[source], layout.layer[target]))
