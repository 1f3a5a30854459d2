"""Explanations as text: what is told, in which order, and how wide."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mdgrad
from mdgrad.explanation.formats import render
from mdgrad.explanation.text import render_text, width
from mdgrad.reports.colour import Palette
from tests.fixture_posts import EXAMPLES

POSTS = Path(__file__).parents[2] / "docs/examples"
SLIP = (POSTS / "slip.md").read_text(encoding="utf-8")
LEMONADE = (POSTS / "lemonade.md").read_text(encoding="utf-8")
FAN_OUT = """\
```mermaid
graph LR
x["x = 3<br/>grad = 7"] --> m["×<br/>= 6"]
c["c = 2"] --> m
m --> s["+<br/>= 21"]
x --> k["× 5<br/>= 15"]
k --> s
```
"""


def told(text: str, line: int | None = None, column: int | None = None) -> list[str]:
    explanation = mdgrad.explain(text, path="post.md", line=line, column=column)
    return [row.strip() for row in render(explanation, columns=120).split("\n")]


def test_a_diagram_is_explained_forward_locally_and_backward() -> None:
    rows = told(LEMONADE, 29)
    forward, local, backward = map(
        rows.index, ("Forward pass", "Local derivatives", "Backward pass")
    )
    assert "M1 = price of a lemon · lemons = 40 · 3 = 120  (drawn as “×”)" in rows[forward:local]
    assert "∂M1/∂lemons = price of a lemon = 40" in rows[local:backward]
    assert "∂Jug/∂lemons = ∂Jug/∂M1 · ∂M1/∂lemons = 1.5 · 40 = 60" in rows[backward:]


def test_a_value_that_takes_two_ways_has_its_shares_and_their_sum() -> None:
    rows = told(FAN_OUT)
    whole = rows.index("∂s/∂x = ∂s/∂m · ∂m/∂x + ∂s/∂k · ∂k/∂x = 1 · 2 + 1 · 5 = 7")
    assert sorted(rows[whole - 2 : whole]) == [
        "∂s/∂x over k = ∂s/∂k · ∂k/∂x = 1 · 5 = 5",
        "∂s/∂x over m = ∂s/∂m · ∂m/∂x = 1 · 2 = 2",
    ]


@pytest.mark.parametrize("column", [None, 11])
def test_a_wrong_label_is_told_with_what_is_right_and_the_mistake(column: int | None) -> None:
    rows = told(SLIP, 15, column)
    assert rows[2] == "line 15, column 11: “60” is a gradient, wrong"
    said = " ".join(rows[3:])
    assert "is 4.5, not 60: that is the gradient of “×”'s other operand “lemons”" in said
    assert said.endswith("= ∂Jug/∂M1 · ∂M1/∂(price of a lemon) = 1.5 · 3 = 4.5")


def test_a_place_is_a_label_or_the_labels_of_a_line_or_the_diagram_around_it() -> None:
    two = "```mermaid\ngraph LR\nx -- 2 --> m((× 3)) -- 6 --> y[ ]\n```\n"
    at_column = told(two, 3, 6)
    assert [row.partition("“")[2] for row in at_column if row.startswith("line")] == [
        "2” is a value, verified: given"
    ]
    on_line = mdgrad.explain(two, line=3).diagrams[0]
    assert [label.claim.written for _, label in on_line.labels()] == ["2", "6"]
    around = mdgrad.explain(two, line=4).diagrams[0]
    assert around.is_whole
    assert mdgrad.explain(two, line=5).diagrams == ()


def test_what_is_rounded_is_not_said_to_be_equal() -> None:
    post = '```mermaid\ngraph LR\nz["z = 2"] --> a["sigmoid<br/>≈ 0.88"]\n```\n'
    rows = told(post)
    assert "a = sigmoid(z) = 1/(1 + exp(−z)) = 1/(1 + exp(−2)) ≈ 0.880797" in rows
    assert "∂a/∂z = a · (1 − a) ≈ 0.880797 · (1 − 0.880797) ≈ 0.104994" in rows
    third = '```mermaid\ngraph LR\na["a = 1"] --> d["÷ 3<br/>= 0.33"]\n```\n'
    assert "d = a/3 = 1/3 ≈ 0.333333" in told(third)


def test_without_numbers_the_chain_rule_is_written_in_symbols() -> None:
    post = """\
```mermaid
graph LR
    x[ ] -->|x| m((×)) -->|z| z[ ]
    y[ ] -->|y| m
    z -->|∂L/∂z| m -->|∂L/∂z · y| x
    m -->|∂L/∂z · x| y
```
"""
    rows = told(post)
    assert (
        "∂L/∂x = ∂L/∂m · ∂m/∂x = ∂L/∂m · y" in rows or "∂L/∂x = ∂L/∂z · ∂z/∂x = ∂L/∂z · y" in rows
    )


def test_of_several_outputs_none_is_chosen() -> None:
    post = '```mermaid\ngraph LR\na["a = 2"] --> m["× 3<br/>= 6"]\na --> n["+ 1<br/>= 3"]\n```\n'
    rows = told(post)
    assert any(row.startswith("It has several outputs, m and n, so no gradients") for row in rows)
    assert "Backward pass" not in rows
    chosen = told(post.replace("graph LR", "graph LR\n%% mdgrad: output m"))
    assert "∂m/∂a = ∂m/∂m · ∂m/∂a = 1 · 3 = 3" in chosen


def test_a_derivative_at_a_kink_is_said_to_be_a_convention() -> None:
    rows = told('```mermaid\ngraph LR\nz["z = 0"] --> r["relu<br/>= 0"]\n```\n')
    assert "1[x > 0] is 1 where x > 0, and 0 elsewhere." in rows
    assert "∂r/∂z = 1[z > 0] = 1[0 > 0] = 0  (a convention: it has no derivative there)" in rows


def test_a_diagram_that_is_switched_off_is_left_alone() -> None:
    assert (
        mdgrad.explain(SLIP.replace("flowchart LR", "flowchart LR\n%% mdgrad: off")).diagrams == ()
    )
    assert mdgrad.explain("A post without diagrams.").diagrams == ()


def test_no_line_is_wider_than_the_terminal() -> None:
    longest_word = 34
    for example in EXAMPLES:
        explanation = mdgrad.explain(example.source)
        for columns in (40, 60, 80, 132):
            for line in render_text(explanation, columns):
                over = [word for word in line.split() if width(word) > longest_word]
                assert width(line) <= columns or over, line


def test_colour_is_there_only_where_it_is_asked_for() -> None:
    explanation = mdgrad.explain(SLIP)
    assert "\x1b" not in "\n".join(render_text(explanation, 80))
    red = Palette(error="\x1b[31m", reset="\x1b[0m")
    assert "\x1b[31mline 15" in "\n".join(render_text(explanation, 80, red))


@given(name=st.text(st.characters(exclude_characters='"\r\n'), min_size=1, max_size=20))
def test_nothing_invisible_of_a_post_reaches_the_terminal(name: str) -> None:
    post = f'```mermaid\ngraph LR\nx["{name}"] -- 2 --> m(("× 3")) -- 6 --> y["{name}"]\n```\n'
    text = render(mdgrad.explain(post, path="po\x1bst.md"))
    invisible = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not [one for one in text if one != "\n" and unicodedata.category(one) in invisible]
