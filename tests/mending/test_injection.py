"""What a label shows is never copied into another one where it would mean something to Mermaid."""

from __future__ import annotations

import pytest

import mdgrad

HEADS = {
    "a tag": "x #lt;img src=y onerror=z#gt;: backward ",
    "the beginning of a tag": "x #lt;img: grad ",
    "a directive": "x %% mdgrad: backward ",
}
"""What stands before a gradient as its author writes it, but is shown to readers otherwise."""


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_the_authors_words_before_a_gradient_are_not_taken_for_markup(head: str) -> None:
    drawing = f'x["x = 3<br/>{head}5"] --> m["× = 15"]\n    y["y = 5"] --> m'
    post = f"```mermaid\nflowchart LR\n    {drawing}\n```\n"
    fixed = mdgrad.fix(post, complete=True)
    assert fixed.edits
    assert fixed.text == post.replace("y = 5", "y = 5<br/>grad = 3")
