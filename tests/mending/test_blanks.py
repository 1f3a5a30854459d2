"""Blanks are told as left open, and filled with what belongs there, like the labels around them."""

from __future__ import annotations

import re

import pytest

import mdgrad

_CASE = re.compile(r"«(?P<blank>.*?) → (?P<right>.*?)»")

FORWARD = """\
flowchart LR
    A[a] -- 2 --> M((×))
    B[b] -- 3 --> M
    M -- {} --> O[out]"""
BOTH = """\
flowchart LR
    A[a] -- 2 --> M((×))
    B[b] -- 3 --> M
    M -- 6 --> O[out]
    O -- {} --> M
    M -- {} --> A
    M -- {} --> B
    linkStyle 3,4,5 stroke:red"""
SYMBOLS = """\
flowchart LR
    X[ ] -- x --> A((+))
    Y[ ] -- y --> A
    A -- t --> P(("**2"))
    P -- z --> Z[ ]
    Z -- {} --> P
    P -- {} --> A
    A -- {} --> X
    A -- {} --> Y
    linkStyle 4,5,6,7 stroke:red"""

CASES = {
    "question-mark": FORWARD.format("«? → 6»"),
    "quoted": FORWARD.format('"«? → 6»"'),
    "ellipsis": FORWARD.format("«… → 6»"),
    "three-dots": FORWARD.format("«... → 6»"),
    "underscores": FORWARD.format("«___ → 6»"),
    "to-do": FORWARD.format("«TODO → 6»"),
    "empty-label": FORWARD.format('"«  → 6»"'),
    "in-a-unit": FORWARD.replace("-- 2 -->", "-- 2 kg -->").replace("-- 3 -->", "-- 3 kg -->")
    .format("«? → 6 kg»"),
    "in-money": FORWARD.replace("-- 2 -->", "-- ₩2 -->").replace("-- 3 -->", "-- ₩3 -->")
    .format("«? → ₩6»"),
    "unit-beside-it": FORWARD.replace("-- 2 -->", "-- 2 kg -->").format("«? → 6» kg"),
    "currency-behind-it": FORWARD.replace("-- 2 -->", '-- "2 €" -->').format('"«___ → 6» €"'),
    "currency-before-it": FORWARD.replace("-- 2 -->", "-- ₩2 -->").format("₩«? → 6»"),
    "hangul-unit": FORWARD.replace("-- 2 -->", "-- 2원 -->").format("«? → 6»원"),
    "to-do-in-a-unit": FORWARD.replace("-- 2 -->", "-- 2 kg -->").format("«TODO → 6» kg"),
    "unit-in-a-node": """\
graph LR
    x["x = 3 €"] --> m["×<br/>= «? → 15» €"]
    y["y = 5"] --> m""",
    "percent": FORWARD.replace("-- 2 -->", '-- "20%" -->').format('"«? → 60»%"'),
    "percent-and-a-space": FORWARD.replace("-- 2 -->", '-- "12.5 %" -->').format('"«… → 37.5» %"'),
    "percent-in-a-node": """\
graph LR
    x["x = 10%"] --> m["×<br/>= «? → 50»%"]
    y["y = 5"] --> m""",
    "gradient-in-percent": BOTH.replace("-- 6 -->", '-- "600%" -->')
    .format("1", '"«? → 300»%"', "2"),
    "gradient-in-a-unit": BOTH.replace("-- 6 -->", "-- 6 € -->").format("1", "«? → 3» €", "2 €"),
    "decimal-comma": FORWARD.replace("-- 2 -->", "-- 2,5 -->").format("«? → 7,5»"),
    "gradients": BOTH.format("1", "«? → 3»", "«? → 2»"),
    "first-gradient": BOTH.format("«? → 1»", "3", "2"),
    "all-gradients": BOTH.format("«? → 1»", "«? → 3»", "«? → 2»"),
    "empty-gradient": BOTH.format("1", "3", '"«  → 2»"'),
    "upstream-from-beyond": BOTH.format("10", "30", "«? → 20»"),
    "chain": SYMBOLS.format('"∂z/∂z"', '"∂z/∂z · ∂z/∂t"', '"∂z/∂z · ∂z/∂t · ∂t/∂x"',
                            '"«? → ∂z/∂z · ∂z/∂t · ∂t/∂y»"'),
    "worked-out": SYMBOLS.format("E", '"E · 2 · t"', '"E · 2 · t · 1"', '"«? → E · 2 · t · 1»"'),
    "number-among-symbols": SYMBOLS.format("«? → ∂z/∂z»", '"∂z/∂z · ∂z/∂t"',
                                           '"∂z/∂z · ∂z/∂t · ∂t/∂x"', '"∂z/∂z · ∂z/∂t · ∂t/∂y"')
    .replace("«? → ∂z/∂z»", '"«? → ∂z/∂z»"'),
    "nodes": """\
graph LR
    x["x = 3<br/>grad = «? → 6»"] --> m["×<br/>= «? → 15»<br/>grad = «? → 1»"]
    y["y = 5<br/>grad = 3"] --> m
    m --> s["+<br/>15 + 3 = «? → 18»<br/>grad = 1"]
    x --> s""",
    "value-behind-its-name": """\
graph TD
    p["p = 2"] --> mul["* (multiply)"]
    q["q = 9"] --> mul
    mul -->|"a = «? → 18»"| out["output"]""",
    "input-told-in-its-node": """\
graph LR
    a["a = 6"] -->|"«? → 6»"| m["mul"]
    b["b = 2"] -->|"«? → 2»"| m
    m -->|"«? → 12»"| o["out"]
    o -.->|"1"| m
    m -.->|"2"| a
    m -.->|"6"| b""",
    "katex": """\
graph LR
    x["$$x$$"] --> z["$$z = x^2$$"]
    z -.->|"$$«? → \\frac{\\partial z}{\\partial x}»$$"| x""",
    "derivative-of-a-square": """\
graph RL
    e["dE/dE = 1"] --> o["dE/do = «? → 2 · (o - t)»"]
    subgraph forward
        in["o"] --> E["E = (o - t)²"]
    end""",
    "sensitivities": """\
graph BT
    x["x = 3<br/>sensitivity: «? → 5»"] --> m["multiply<br/>3 × 5 = 15<br/>sensitivity: 1"]
    y["y = 5<br/>sensitivity: «? → 3»"] --> m""",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_filling(case: str) -> None:
    blank = _CASE.sub(lambda match: match["blank"], f"```mermaid\n{case}\n```\n")
    right = _CASE.sub(lambda match: match["right"], f"```mermaid\n{case}\n```\n")
    fixed = mdgrad.fix(blank)
    assert fixed.text == right
    assert [diagram.status for diagram in fixed.report.diagrams] == ["verified"]
    assert mdgrad.fix(right).text == right


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_telling(case: str) -> None:
    """A blank is an info, and an error only where strictness is asked for."""
    blank = _CASE.sub(lambda match: match["blank"], f"```mermaid\n{case}\n```\n")
    rights = [match["right"] for match in _CASE.finditer(case)]
    told = [f for f in mdgrad.check(blank).findings if f.code in {"MG207", "MG306"}]
    assert sorted(finding.expected or "" for finding in told) == sorted(rights)
    assert {(finding.severity, finding.fixable) for finding in told} == {("info", True)}
    strictly = mdgrad.check(blank, strict=True).findings
    assert sum(f.severity == "error" for f in strictly if f.code in {"MG207", "MG306"}) == len(told)


def test_an_answer_that_cannot_be_known_is_left_open() -> None:
    post = "```mermaid\nflowchart LR\n A[a] -- ? --> M((×))\n B[b] -- 3 --> M\n M -- ? --> O\n```\n"
    fixed = mdgrad.fix(post)
    assert fixed.text == post


@pytest.mark.parametrize("words", ["TODO later", "... etc", "? maybe"])
def test_words_behind_a_blank_are_no_unit(words: str) -> None:
    post = f"```mermaid\n{FORWARD.format(words)}\n```\n"
    assert mdgrad.fix(post).text == post


@pytest.mark.parametrize("blank", ["?", "…", "TODO"])
def test_blanks_elsewhere_get_no_word(blank: str) -> None:
    post = f"```mermaid\nflowchart LR\n A[ask] -- {blank} --> B{{ok}}\n B -- 2 --> C\n```\n"
    assert mdgrad.check(post).findings == ()
