"""Notes under diagrams: every label with how it comes about, nothing of the post unescaped."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

import mdgrad
from mdgrad.explanation.steps import Step, steps_of
from mdgrad.integrations.notes import note
from tests.integrations.site import RIGHT


def steps(text: str, number: int) -> list[Step]:
    return list(steps_of(mdgrad.explain(text).diagrams[number]))


def test_the_chain_rule_is_written_out() -> None:
    told = {step.subject: (step.rule, step.numbers, step.written) for step in steps(RIGHT, 1)}
    assert told["M1"] == ("price of a lemon · lemons", "40 · 3 = 120", "120")
    assert told["∂Jug/∂lemons"] == ("∂Jug/∂M1 · ∂M1/∂lemons", "1.5 · 40 = 60", "60")
    assert told["∂Jug/∂(price of a lemon)"][1:] == ("1.5 · 3 = 4.5", "4.5")
    assert told["lemons"] == ("", "3", "3")


def test_a_sum_over_paths_is_written_out() -> None:
    text = (
        '```mermaid\ngraph LR\nx["x = 3<br/>grad = 7"] --> m["×<br/>= 6"]\nc["c = 2"] --> m\n'
        'm --> s["+<br/>= 21"]\nx --> k["× 5<br/>= 15"]\nk --> s\n```\n'
    )
    total = next(step for step in steps(text, 0) if step.written == "7")
    assert total.rule == "∂s/∂m · ∂m/∂x + ∂s/∂k · ∂k/∂x"
    assert total.numbers == "1 · 2 + 1 · 5 = 7"


class Tags(HTMLParser):
    """The tags of a text, balanced or not."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.text: list[str] = []
        stack: list[str] = []
        self.stack = stack
        self.feed(html)
        assert not stack

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        self.attributes[tag] = dict(attrs)
        self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "\x1b]0;x\x07"],
    ids=["script", "attribute", "entity", "terminal"],
)
def test_everything_of_the_post_is_escaped(hostile: str) -> None:
    html = note((Step(hostile, hostile, hostile, hostile, hostile),), badge=True, table=True)
    tags = Tags(html)
    assert set(tags.opened) == {
        "div", "p", "span", "details", "summary", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert not re.search(r"[\x00-\x1f]", html)
    if hostile.isprintable():
        assert tags.text.count(hostile) == 5


def test_people_who_use_a_keyboard_or_hear_the_page_get_everything() -> None:
    tags = Tags(note(tuple(steps(RIGHT, 1)), badge=True, table=True))
    assert "Checked by mdgrad: all 14 labels are right" in "".join(tags.text)
    assert tags.attributes["span"]["aria-hidden"] == "true"  # a mark is no word
    assert tags.attributes["div"]["tabindex"] == "0"  # what scrolls can be reached
    assert tags.attributes["div"]["aria-label"]
    assert tags.attributes["th"]["scope"] == "row"


@pytest.mark.parametrize(("badge", "table"), [(True, False), (False, True)])
def test_what_is_not_asked_for_is_not_there(badge: bool, table: bool) -> None:
    html = note(tuple(steps(RIGHT, 0)), badge=badge, table=table)
    assert ("mdgrad-badge" in html, "<table" in html) == (badge, table)
