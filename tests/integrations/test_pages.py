"""Pages of a site: lines of the file, and where notes stand."""

from __future__ import annotations

import pytest

from mdgrad.integrations.pages import annotated, page_of, verified_blocks
from mdgrad.settings import Settings
from mdgrad.source import Place
from tests.integrations.site import FRONT_MATTER

BODY = "one\n\ntwo\nthree\n"


@pytest.mark.parametrize(
    ("shown", "file", "lines"),
    [
        pytest.param("a\nb", None, [1, 2], id="no-file"),
        pytest.param(BODY, BODY, [1, 2, 3, 4], id="the-file-itself"),
        pytest.param("one\n\ntwo", "\none\n\ntwo\n\n\n", [2, 3, 4], id="blank-lines-around"),
        pytest.param(BODY, FRONT_MATTER + BODY, [7, 8, 9, 10], id="front-matter"),
        pytest.param(
            "one\n\nNEW\nNEW\ntwo\nthree\n", BODY, [1, 2, 2, 2, 3, 4], id="lines-put-in-by-a-plugin"
        ),
        pytest.param("one\nthree\n", BODY, [1, 4], id="lines-taken-out-by-a-plugin"),
        pytest.param("ONE\n\ntwo\nthree", BODY, [1, 2, 3, 4], id="a-line-changed-by-a-plugin"),
        pytest.param("NEW\ntwo", FRONT_MATTER + BODY, [6, 9], id="front-matter-and-changes"),
        pytest.param("", BODY, [], id="nothing"),
        pytest.param(
            "one\n\n2\nthree\n3\n", "one\n\n{{ a }}\nthree\n{{ b }}\n", [1, 2, 3, 4, 5], id="macros"
        ),
    ],
)
def test_lines_are_those_of_the_file(shown: str, file: str | None, lines: list[int]) -> None:
    page = page_of(shown, file)
    assert page.text[page.start :] == shown
    above = page.text[: page.start].count("\n")
    numbers = range(1, len(shown.rstrip("\n").split("\n")) + 1) if shown else []
    assert [page.line(above + number) for number in numbers] == lines


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a\n``` \nb", "a\n``` \n\nNOTE\n\nb", id="plain"),
        pytest.param("a\n```", "a\n```\n\nNOTE\n\n", id="at-the-end"),
        pytest.param("- a\n\n  ```\n- b\n", "- a\n\n  ```\n\n  NOTE\n\n- b\n", id="in-a-list"),
        pytest.param("a\n- ```\nb", "a\n- ```\n\n  NOTE\n\nb", id="at-the-start-of-an-item"),
        pytest.param("> > ```\n> a\n", "> > ```\n> >\n> > NOTE\n> >\n> a\n", id="in-quotes"),
        pytest.param("1. ```\n", "1. ```\n\n   NOTE\n\n", id="in-a-numbered-list"),
    ],
)
def test_a_note_stands_in_the_container_of_its_diagram(before: str, after: str) -> None:
    line = next(n for n, text in enumerate(before.split("\n"), start=1) if "```" in text)
    column = len(before.split("\n")[line - 1]) + 1
    assert annotated(before, {Place(line, 1, line, column): "NOTE"}, str) == after


def test_only_verified_diagrams_have_notes() -> None:
    import mdgrad

    right = "```mermaid\ngraph LR\nx -- 2 --> m((× 3))\nm -- 6 --> y[ ]\n```\n"
    wrong = right.replace("6", "7")
    other = "```mermaid\ngraph LR\na --> b\n```\n"
    exercise = right.replace("6", "?")
    text = right + wrong + other + exercise + right
    report = mdgrad.check(text).files[0]
    places = [place for place, _, _ in verified_blocks(text, report, Settings())]
    assert [place.line for place in places] == [1, 20]
