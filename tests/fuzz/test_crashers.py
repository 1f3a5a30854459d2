"""What once failed, replayed: each post is judged, mended and told without an exception."""

from __future__ import annotations

import pytest

import mdgrad
from mdgrad.reports.formats import render
from mdgrad.source import Text

DIGITS = "9" * 5_000
"""More than Python's own limit on reading an integer (`sys.set_int_max_str_digits`)."""

CRASHERS = {
    "an entity's number is past Python's integers": f'x["x = &#{DIGITS};"] --> m["x * 2 = 4"]',
    "the same as Mermaid writes it": f'x["x = #{DIGITS};"] --> m["x * 2 = 4"]',
    "the same in an attribute": f'x["<b title=\'&#{DIGITS};\'>x = 2</b>"] --> m["x * 2 = 4"]',
    "the same with zeros before it": f'x["x = &#{"0" * 5_000}65;"] --> m["x * 2 = 4"]',
    "a step of gradient descent": 'w["w = 4"] --> n["w_new = w - 0.1 * dL/dw = 3.8"]',
    "a derivative among the factors": 'x["x = 4"] --> s["s = x * relu\'(x) = 4"]',
    "an input that is a derivative": 'b["b = 2∂L/∂z"] --> s["s = b * 3 = 4"]',
    "a circle of arrows, some of which run back": """
        X[x] -- 3 --> M((×))
        X -- 3 --> A((+))
        Y[y] -- 5 --> M
        M -- 15 --> A
        A -- dL/dw = dL/dz * x --> Out[out]
        Out -- 1 --> A
        A -- 1 --> M
        A -- 1 --> X
        M -- 6 --> X
        linkStyle 5,6,1,8 stroke:red""",
    "a lone surrogate in a finding": 'x["x = 2"] --> m["x * 2 = \ud800 5"]',
    "a lone surrogate where Mermaid stops": "graph L\ud800R",
}


@pytest.mark.parametrize("source", CRASHERS.values(), ids=CRASHERS)
def test_what_once_failed(source: str) -> None:
    post = f"```mermaid\nflowchart LR\n{source}\n```\n"
    report = mdgrad.fix(post).report
    for name in ("json", "github", "gitlab", "sarif", "junit", "rdjson"):
        render(name, report, {"-": Text(post)})


@pytest.mark.parametrize("digits", ["65", "0065", "0" * 5_000 + "65"], ids=len)
def test_entities_mean_what_they_mean_in_html(digits: str) -> None:
    label = f'A["#{digits};"]'
    assert mdgrad.mermaid.parse(f"flowchart LR\n{label}").nodes["A"].text == "A"


@pytest.mark.parametrize("digits", ["1114112", "999999999", DIGITS], ids=len)
def test_what_is_no_character_shows_as_one(digits: str) -> None:
    label = f'A["#{digits};"]'
    assert mdgrad.mermaid.parse(f"flowchart LR\n{label}").nodes["A"].text == "\ufffd"
