"""A wrong label gets the right text in its author's manner, and nothing around it changes.

Every case is one diagram with one label (or what follows from it) in two spellings: the wrong one
and, after `→`, the right one, worked out by hand.
"""

from __future__ import annotations

import re

import pytest

import mdgrad

_CASE = re.compile(r"«(?P<wrong>.*?) → (?P<right>.*?)»")

TIMES = """\
flowchart LR
    A[a] -- 2 --> M((×))
    B[b] -- 3 --> M
    M -- {} --> O[out]"""
GRADIENT = """\
flowchart LR
    A[a] -- 2.5 --> M((×))
    B[b] -- 4 --> M
    M -- 10 --> O[out]
    O -- 1 --> M
    M -- {} --> A"""


def in_nodes(text: str) -> str:
    return f"""\
graph LR
    x["x = 3"] --> m["×<br/>= 15"]
    y["y = 5"] --> m
    m --> s["{text}"]
    x --> s"""


def of_x(text: str) -> str:
    """Return a drawing of s = x·y + x, with what is said of x: its gradient is 5 + 1 = 6."""
    return f"""\
graph LR
    x["x = 3<br/>{text}"] --> m["×<br/>= 15<br/>grad = 1"]
    y["y = 5"] --> m
    m --> s["+<br/>= 18<br/>grad = 1"]
    x --> s"""


CASES = {
    "number": TIMES.format("«7 → 6»"),
    "minus-sign": GRADIENT.replace("-- 4 -->", "-- −4 -->").replace("-- 10 -->", "-- −10 -->")
    .format('"«−5 → −4»"'),
    "sign-lost": GRADIENT.replace("-- 4 -->", '-- "-4" -->').replace("-- 10 -->", '-- "-10" -->')
    .format('"«4 → -4»"'),
    "tail-of-digits": GRADIENT.replace("2.5", "2.25").replace("-- 10 -->", "-- «9.25 → 9» -->")
    .format("4"),
    "decimal-comma": TIMES.replace("-- 2 -->", "-- 2,5 -->").format("«8,5 → 7,5»"),
    "decimal-comma-padded": TIMES.replace("-- 2 -->", "-- 2,50 -->").format("«8,50 → 7,50»"),
    "thousands": TIMES.replace("-- 2 -->", '-- "1,000" -->').format('"«3,001 → 3,000»"'),
    "thousands-by-points": TIMES.replace("-- 2 -->", '-- "1.000,50" -->')
    .format('"«3.001,00 → 3.001,50»"'),
    "thousands-as-the-others": TIMES.replace("-- 2 -->", '-- "1,000" -->')
    .format("«200 → 3,000»"),
    "padded-as-the-others": TIMES.replace("-- 2 -->", "-- 2.0 -->")
    .replace("-- 3 -->", "-- 3.0 -->").format("«7 → 6.0»"),
    "currency-before": TIMES.format("₩«5 → 6»"),
    "currency-behind": TIMES.format('"«5 → 6» €"'),
    "unit": TIMES.format("«5 → 6» kg"),
    "won": TIMES.format("«5 → 6»원"),
    "percent": TIMES.replace("-- 2 -->", "-- 2% -->").format('"«5 → 6»%"'),
    "mark-of-approval": TIMES.format('"«5 → 6» ✓"'),
    "approximately": TIMES.replace("-- 3 -->", "-- 0.333 -->").format('"≈ «0.8 → 0.7»"'),
    "approximately-a-whole-number": TIMES.format('"≈ «0.166667 → 6»"'),
    "approximately-keeps-its-digits": TIMES.replace("-- 2 -->", "-- 2.345 -->")
    .format('"≈ «6.04 → 7.04»"'),
    "node-number": in_nodes("s = m + x<br/>= «19 → 18»").replace("s = m + x", "+"),
    "node-equality": in_nodes("+<br/>15 + 3 = «17 → 18»"),
    "node-arithmetic": in_nodes("+<br/>15 + «4 → 3» = 18"),
    "node-both-sides": in_nodes("+<br/>15 + «4 → 3» = «19 → 18»"),
    "share": of_x("grad = 1·«3 → 5» + 1·1 = 6"),
    "share-and-sum": of_x("grad = 1·«3 → 5» + 1·1 = «4 → 6»"),
    "other-order": of_x("grad = 1·1 + «4 → 5»·1 = «5 → 6»"),
    "asterisks": of_x("grad = «4 → 5» * 1 + 1 * 1 = «5 → 6»"),
    "crosses": of_x("grad = «4 → 5» × 1 + 1 × 1 = «5 → 6»"),
    "adjoint": of_x("adj: «5 → 6»"),
    "leibniz": of_x("∂s/∂x = «5 → 6»").replace("+<br/>= 18", "s = m + x = 18")
    .replace("×<br/>= 15", "m = x·y = 15"),
}  # fmt: skip

BACKWARD_ALONE = """\
graph RL
    L["Loss"] -- "dE/dh" --> B["Layer 2\\nh = tanh(u)"]
    B -- "dE/du = «{} → dE/dh * tanh'(u)»" --> A["Layer 1\\nu = w·x"]"""

RATES = """\
graph BT
    x["x = 2"] --> mul["×<br/>local rate: y={}"]
    y["y = 3"] --> mul
    mul --> add["+<br/>local rate: {}"]
    x --> add"""

CASES |= {
    "term-too-many": TIMES.replace("-- 2 -->", "-- 1/2 -->").format('"«3/2 + 1 → 3/2»"'),
    "factor-too-many": in_nodes("+<br/>«2 · 15 → 15» + 3 = 18"),
    "term-too-many-in-a-node": in_nodes("+<br/>15 + 3«  + 1 → » = 18").replace("  +", " +"),
    "terms-before-factors": of_x("grad = 1·5 + 1·1«  + 1 → » = 6").replace("  +", " +"),
    "backward-alone-term": BACKWARD_ALONE.format("dE/dh * tanh'(u) + 1"),
    "backward-alone-factor": BACKWARD_ALONE.format("2 · dE/dh * tanh'(u)"),
    "backward-alone-brackets": BACKWARD_ALONE.format("2 · (dE/dh * tanh'(u))"),
    "rate-of-the-operand-named": RATES.format("«9 → 3»", "1, 1"),
    "rate-with-the-number-of-another": RATES.format("«2 → 3»", "1, 1"),
    "rate-of-any-operand": RATES.format("3", "1, «4 → 1»"),
    "derivative-with-a-factor": of_x("grad = 6").replace("grad = 6", "x")
    .replace("x --> s", 's -.->|"«2 · ∂s/∂x → ∂s/∂x» = y + 1 = 6"| x\n    x --> s')
    .replace("x = 3<br/>x", "x = 3").replace("×<br/>= 15<br/>grad = 1", "m = x·y = 15")
    .replace("+<br/>= 18<br/>grad = 1", "s = m + x = 18"),
}  # fmt: skip

DERIVATIVES = """\
graph RL
    a["dL/da = 2(a - y)"] -->|"da/dz = a(1-a)"| z["dL/dz = {}"]
    z --> w["dL/dw = dL/dz * x"]"""

CASES |= {
    "derivative-graph-sign": DERIVATIVES.format("«-(dL/da * a(1-a)) → dL/da * a(1-a)»"),
    "derivative-graph-factor": DERIVATIVES.format("«3 · (dL/da * a(1-a)) → dL/da * a(1-a)»"),
    "derivative-graph-anew": DERIVATIVES.format("«dL/da + a → dL/da * a * (1 - a)»"),
    "coefficient": """\
graph LR
    a["a"] --> l["l = (a-y)^2"]
    y["y"] --> l
    l -.->|"dl/da = «6(a-y) → 2(a-y)»"| a""",
    "coefficient-without-a-sign": """\
graph LR
    t["t"] --> u["u = t³"] --> g["g = 5u"]
    g -.->|"5"| u
    u -.->|"«5 · 2t → 5 · 3t²»"| t""",
    "derivative-on-an-arrow-forward": """\
flowchart LR
    t -- "∂u/∂t" --> u["u = t³"]
    u -- "«2 · ∂g/∂u → ∂g/∂u»" --> g["g = 5u"]
    g -. "5" .-> u
    u -. "15t²" .-> t""",
    "upstream-1-is-no-factor": """\
flowchart LR
    X[ ] -- a --> M((×))
    Y[ ] -- b --> M
    M -- c --> Q(("**2"))
    Q -- l --> O[ ]
    O -- 1 --> Q
    Q -- "«3 · c → 2 · c»" --> M
    M -- "2 · c · b" --> X
    linkStyle 4,5,6 stroke:red""",
    "name-twice": """\
graph LR
    w["w"] --> m["×"]
    x["x"] --> m
    m -- "u = «w*w → w*x»" --> s["u²"]""",
    "local-derivative-left-out": """\
flowchart LR
    P[ ] -- p --> M((×))
    Q[ ] -- q --> M
    M -- r --> S(("**2"))
    S -- s --> End[ ]
    End -- "∂s/∂s" --> S
    S -- "∂s/∂r" --> M
    M -- "«1 → ∂s/∂r · q»" --> P
    M -- "∂s/∂r · p" --> Q
    linkStyle 4,5,6,7 stroke:red""",
}

COPIES = """\
graph LR
    a["a = {}"] -->|{}| m["mul"]
    b["b = -2"] -->|"-2"| m
    m -->|"-12"| s["add"]
    a -->|{}| s
    s -->|"-6"| o["out"]"""

CASES |= {
    # Which of the numbers of one input is the slip, the rest of the drawing tells.
    "first-of-the-copies": COPIES.format("«9 → 6»", 6, 6),
    "second-of-the-copies": COPIES.format(6, "«9 → 6»", 6),
    "last-of-the-copies": COPIES.format(6, 6, "«9 → 6»"),
    "two-of-the-copies": COPIES.format("«9 → 6»", "«9 → 6»", 6),
    "all-copies-but-one-differ": COPIES.format("«9 → 6»", 6, "«7 → 6»"),
}  # fmt: skip

SYMBOLS = """\
flowchart LR
    X[ ] -- {x} --> M((×))
    Y[ ] -- {y} --> M
    M -- {z} --> Z[ ]
    Z -- "{upstream}" --> M
    M -- "{gradient}" --> X
    linkStyle 3,4 stroke:red"""


def symbols(gradient: str, upstream: str = "∂L/∂z", *, x: str = "x", y: str = "y") -> str:
    return SYMBOLS.format(x=x, y=y, z="z", upstream=upstream, gradient=gradient)


CASES |= {
    "factored": symbols("«∂L/∂z · x → ∂L/∂z · y»"),
    "asterisk": symbols("«∂L/∂z * x → ∂L/∂z * y»"),
    "tight": symbols("«∂L/∂z·x → ∂L/∂z·y»"),
    "d": symbols("«dL/dz · x → dL/dz · y»", "dL/dz"),
    "short-upstream": symbols("«E · x → E · y»", "E"),
    "subscripts": symbols("«E · x₁ → E · x₂»", "E", x="x₁", y="x₂"),
    "underscores": symbols("«E · x_1 → E · x_2»", "E", x="x_1", y="x_2"),
    "chain": symbols("«∂z/∂z · ∂z/∂y → ∂z/∂z · ∂z/∂x»", "∂z/∂z"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_fixing(case: str) -> None:
    wrong = _CASE.sub(lambda match: match["wrong"], f"Text.\n\n```mermaid\n{case}\n```\n")
    right = _CASE.sub(lambda match: match["right"], f"Text.\n\n```mermaid\n{case}\n```\n")
    assert mdgrad.check(right).diagrams[0].status == "verified"
    fixed = mdgrad.fix(wrong)
    assert fixed.text == right
    assert [diagram.status for diagram in fixed.report.diagrams] == ["verified"]


CHAIN = """\
```mermaid
flowchart LR
    A[a] -- 2 --> M((×))
    B[b] -- 3 --> M
    M -- {} --> N((× 10))
    N -- {} --> P((+ 1))
    P -- {} --> O[out]
    O -- 1 --> P
    P -- 1 --> N
    N -- {} --> M
    M -- {} --> A
```
"""
RIGHT = CHAIN.format(6, 60, 61, 10, 30)


@pytest.mark.parametrize(
    ("labels", "roots"),
    [
        pytest.param((5, 50, 51, 10, 30), {"50": "5", "51": "5"}, id="values"),
        pytest.param((6, 60, 61, 11, 33), {"33": "11"}, id="gradients"),
        pytest.param((6, 70, 71, 10, 30), {"71": "70"}, id="from-the-middle"),
        pytest.param((7, 70, 71, 10, 30), {"70": "7", "71": "7"}, id="another-slip"),
        pytest.param((6, 60, 61, 5, 15), {"15": "5"}, id="half-a-gradient"),
        pytest.param((5, 50, 51, 11, 33), {"50": "5", "51": "5", "33": "11"}, id="both-ways"),
    ],
)
def test_consequences_are_mended_with_their_root(
    labels: tuple[int, ...], roots: dict[str, str]
) -> None:
    wrong = CHAIN.format(*labels)
    fixed = mdgrad.fix(wrong)
    assert fixed.text == RIGHT
    told = {wrong[edit.span.start : edit.span.end]: edit.reason for edit in fixed.edits}
    lines = wrong.split("\n")
    for label, reason in told.items():
        root = roots.get(label)
        line = next((n for n, text in enumerate(lines, 1) if f"-- {root} --" in text), None)
        assert reason == (root and f"it follows from the wrong {root} on line {line}"), label
    assert told.keys() >= roots.keys()


def test_what_follows_by_hand_from_what_is_mended_stays() -> None:
    """2/7 is 0.29; 0.29 · 7 = 2.03 and 2.03 + 1 = 3.03, worked out by hand."""
    chain = """\
```mermaid
flowchart LR
    A[a] -- 2 --> D((/))
    B[b] -- 7 --> D
    D -- {} --> M((* 7))
    M -- 2.03 --> N((+ 1))
    N -- {} --> O[out]
```
"""
    wrong = mdgrad.check(chain.format(0.22, 3.03)).findings
    assert [(f.code, f.written) for f in wrong] == [
        ("MG201", "0.22"), ("MG203", "2.03"), ("MG203", "3.03"),
    ]  # fmt: skip
    fixed = mdgrad.fix(chain.format(0.22, 3.03))
    assert fixed.text == chain.format(0.29, 3.03)
    assert [diagram.status for diagram in fixed.report.diagrams] == ["verified"]
    assert mdgrad.fix(chain.format(0.22, 3.04)).text == chain.format(0.29, 3)


COPIES_ALIKE = """\
```mermaid
flowchart LR
    X[x] -- 2 --> M((×))
    A[a] -- 5 --> M
    X -- 3 --> N((×))
    B[b] -- 4 --> N
    M -- 10 --> P((+))
    N -- 12 --> P
```
"""
UNTOUCHED = {
    "two-numbers-of-an-input-with-equal-right": COPIES_ALIKE,
    "one-input-explains-it": CHAIN.format(8, 80, 81, 10, 40),
    "undecided": "```mermaid\nflowchart LR\n    A[a] --> M((×))\n    B[b] -- 3 --> M\n"
                 "    M -- 6 --> O[o]\n```\n",
    "no-graph": "```mermaid\nflowchart LR\n    A -- 1 --> B{ok?}\n    B -- 404 --> C\n```\n",
    "all-right": RIGHT,
    "ignored": RIGHT.replace("-- 61 -->", "-- 62 -->")
               .replace("flowchart LR", "flowchart LR\n    %% mdgrad: ignore MG201"),
    "off": RIGHT.replace("-- 61 -->", "-- 62 -->")
           .replace("flowchart LR", "flowchart LR\n    %% mdgrad: off"),
}  # fmt: skip


@pytest.mark.parametrize("post", UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_left_alone(post: str) -> None:
    fixed = mdgrad.fix(post, complete=False)
    assert (fixed.text, fixed.edits) == (post, ())
