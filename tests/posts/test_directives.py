"""What a post tells mdgrad: in comments, and in its front matter."""

from __future__ import annotations

import pytest

import mdgrad
from mdgrad.posts import find_blocks, settings_in

DIAGRAM = "```mermaid\nflowchart LR\na --> b\n```\n"


def told_to_blocks(post: str, path: str | None = None) -> list[list[str]]:
    """Return the words of every block's directives, each as it stands at its place."""
    for block in find_blocks(post, path=path).blocks:
        for directive in block.directives:
            written = post[directive.span.start : directive.span.end]
            assert " ".join(written.split()).lower() == directive.text.lower()
    return [[d.text for d in block.directives] for block in find_blocks(post, path=path).blocks]


def problems(post: str, path: str | None = None) -> list[tuple[str, str, str]]:
    """Return kind, text at the place, and message of every problem."""
    return [
        (problem.kind, post[problem.span.start : problem.span.end], problem.message)
        for problem in find_blocks(post, path=path).problems
    ]


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        pytest.param("D D", [[], []], id="none"),
        pytest.param("<!-- mdgrad: off -->\nD D", [["off"], ["off"]], id="off-holds-on"),
        pytest.param(
            "D <!-- mdgrad: off -->\nD <!-- mdgrad: on -->\nD", [[], ["off"], []], id="on-again"
        ),
        pytest.param(
            "<!-- mdgrad: ignore MG301 -->\nD D",
            [["ignore MG301"], []],
            id="ignore-is-for-the-next",
        ),
        pytest.param(
            "<!-- mdgrad: ignore MG301, MG201 -->\nD",
            [["ignore MG301, MG201"]],
            id="several-codes",
        ),
        pytest.param(
            "<!-- mdgrad: ignore MG301 -->\n\n<!-- mdgrad: ignore MG201 -->\nD",
            [["ignore MG301", "ignore MG201"]],
            id="several-comments",
        ),
        pytest.param("<!--mdgrad:off-->\nD", [["off"]], id="without-spaces"),
        pytest.param("<!--\n mdgrad:\n   off\n-->\nD", [["off"]], id="several-lines"),
        pytest.param("<!-- MDGRAD: OFF -->\nD", [["off"]], id="capitals"),
        pytest.param("> <!-- mdgrad: off -->\n\nD", [["off"]], id="in-a-quote"),
        pytest.param("- <!-- mdgrad: off -->\n\nD", [["off"]], id="in-a-list"),
        pytest.param("<div><!-- mdgrad: off --></div>\n\nD", [["off"]], id="within-html"),
        pytest.param("{/* mdgrad: off */}\nD", [["off"]], id="a-comment-of-mdx"),
        pytest.param("```html\n<!-- mdgrad: off -->\n```\nD", [[]], id="an-example-says-nothing"),
        pytest.param("    <!-- mdgrad: off -->\n\nD", [[]], id="nor-does-indented-code"),
        pytest.param("`<!-- mdgrad: off -->`\n\nD", [[]], id="nor-does-inline-code"),
        pytest.param("<!-- off -->\nD", [[]], id="another-comment"),
        pytest.param("---\nmdgrad: off\n---\nD D", [["off"], ["off"]], id="front-matter"),
        pytest.param(
            "---\nmdgrad: off\n---\nD <!-- mdgrad: on -->\nD", [["off"], []], id="on-after-all"
        ),
    ],
)
def test_which_diagrams_are_spoken_of(post: str, expected: list[list[str]]) -> None:
    post = post.replace("D", "\n" + DIAGRAM) if "MDGRAD" not in post else post[:-1] + DIAGRAM
    assert told_to_blocks(post) == expected
    assert problems(post) == []
    assert told_to_blocks(post.replace("\n", "\r\n")) == expected


@pytest.mark.parametrize(
    "words",
    ["of", "ignore", "ignore MG30", "ignore MG301 please", "ignore all", "disable", "", "off on"],
)
def test_an_unknown_directive_is_told(words: str) -> None:
    post = f"# Title\n\n<!-- mdgrad: {words} -->\n{DIAGRAM}"
    ((kind, place, message),) = problems(post)
    assert (kind, place) == ("directive", words)
    assert "`off`, `on` and `ignore`" in message
    assert told_to_blocks(post) == [[]]


YAML = {
    "off": ("mdgrad: off", "off"),
    "quoted": ('"mdgrad": "off"', "off"),
    "false": ("mdgrad: false", "false"),
    "among-others": ("title: A chain\nmdgrad: off # for now\ntags: [a]", "off"),
}


@pytest.mark.parametrize("name", YAML)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte-order-mark"])
def test_a_post_is_switched_off(name: str, line_end: str, mark: str) -> None:
    yaml, place = YAML[name]
    post = mark + f"---\n{yaml}\n---\n{DIAGRAM}".replace("\n", line_end)
    off = settings_in(post).off
    assert off is not None
    assert post[off.start : off.end] == place
    assert len(find_blocks(post).blocks[0].directives) == 1


@pytest.mark.parametrize(
    ("yaml", "ignored"),
    [
        pytest.param("mdgrad:\n  ignore: MG301", "MG301", id="one"),
        pytest.param("mdgrad:\n  ignore: mg301, MG2", "MG301 MG2", id="text"),
        pytest.param("mdgrad:\n  ignore: [MG301, MG201]", "MG301 MG201", id="list"),
        pytest.param(
            "mdgrad:\n  ignore:\n    - MG301 # why\n    - MG201", "MG301 MG201", id="lines"
        ),
        pytest.param("mdgrad: {ignore: [MG301]}", "MG301", id="flow"),
        pytest.param("mdgrad:\n\n  # why\n  ignore: MG3\n\ntitle: x", "MG3", id="gaps"),
        pytest.param("mdgrad:", "", id="nothing"),
        pytest.param("mdgrad: on", "", id="on"),
        pytest.param("x:\n  mdgrad: off", "", id="another-s"),
        pytest.param("mdgrads: off", "", id="another-key"),
    ],
)
def test_a_post_ignores_codes(yaml: str, ignored: str) -> None:
    post = f"---\n{yaml}\n---\n{DIAGRAM}"
    settings = settings_in(post)
    assert [directive.text for directive in settings.ignores] == ignored.split()
    for directive in settings.ignores:
        assert directive.text in post[directive.span.start : directive.span.end].upper()
    assert settings.off is None
    assert problems(post) == []


def test_a_post_says_its_flavor_and_how_strict_it_is() -> None:
    post = f"---\nmdgrad:\n  strict: true\n  flavor: mkdocs\n---\n```{{mermaid}}\na\n```\n{DIAGRAM}"
    settings = settings_in(post)
    assert (settings.strict, settings.flavor) == (True, "mkdocs")
    assert [block.line for block in find_blocks(post).blocks] == [9]


@pytest.mark.parametrize(
    ("yaml", "place", "message"),
    [
        pytest.param("mdgrad: of", "of", "knows `off`", id="word"),
        pytest.param("mdgrad:\n  of: true", "true", "no setting `of`", id="setting"),
        pytest.param("mdgrad:\n  - off", "mdgrad", "knows `off`", id="list"),
        pytest.param("mdgrad:\n  strict: maybe", "maybe", "true or false", id="strict"),
        pytest.param("mdgrad:\n  flavor: github", "github", "auto, commonmark", id="flavor"),
        pytest.param("mdgrad:\n  ignore: [MG301, 3]", "3", "codes such as", id="number"),
        pytest.param("mdgrad:\n  ignore: E501", "E501", "no code", id="code"),
        pytest.param("mdgrad:\n  ignore: {a: b}", "mdgrad", "codes such as", id="mapping"),
    ],
)
def test_what_is_odd_in_front_matter_is_told(yaml: str, place: str, message: str) -> None:
    post = f"---\ntitle: x\n{yaml}\n---\n{DIAGRAM}"
    ((kind, where, said),) = problems(post)
    assert (kind, where) == ("directive", place)
    assert message in said


def test_what_is_no_yaml_is_told_with_its_place() -> None:
    post = f"---\nmdgrad: {{ignore: [MG301}}\n---\n{DIAGRAM}"
    (problem,) = find_blocks(post).problems
    assert problem.kind == "directive"
    assert post[4:].startswith("mdgrad")
    assert 4 < problem.span.start <= post.index("\n---\n`") + 1


def test_toml_is_not_read_and_that_is_told() -> None:
    ((_, place, message),) = problems(f'+++\ntitle = "x"\nmdgrad = "off"\n+++\n{DIAGRAM}')
    assert place == 'mdgrad = "off"'
    assert "YAML only" in message


@pytest.mark.parametrize(
    "post",
    [
        pytest.param("---\nmdgrad: off\n\n" + DIAGRAM, id="never-closed"),
        pytest.param("\n---\nmdgrad: off\n---\n" + DIAGRAM, id="not-at-the-top"),
        pytest.param("----\nmdgrad: off\n---\n" + DIAGRAM, id="four-dashes"),
        pytest.param("---\n" + DIAGRAM + "mdgrad: off\n---\n", id="a-rule"),
    ],
)
def test_what_is_no_front_matter(post: str) -> None:
    assert settings_in(post).off is None
    assert len(find_blocks(post).blocks) == 1


WRONG = '```mermaid\nflowchart LR\nx["x = 2"] --> m["x * 3 = 7"]\n```\n'


def codes(post: str) -> list[str]:
    return [finding.code for finding in mdgrad.check(post).findings]


def test_findings_are_ignored_in_a_whole_post() -> None:
    before = codes(WRONG)
    assert before
    listed = ", ".join(sorted(set(before)))
    assert codes(f"---\nmdgrad:\n  ignore: [{listed}]\n---\n{WRONG}{WRONG}") == []


def test_an_ignore_that_ignores_nothing_in_the_post_is_told() -> None:
    post = f"---\nmdgrad:\n  ignore: [MG5]\n---\n{WRONG}"
    report = mdgrad.check(post)
    (finding,) = [finding for finding in report.findings if finding.code == "MG902"]
    assert (finding.place.line, finding.place.column) == (3, 12)
