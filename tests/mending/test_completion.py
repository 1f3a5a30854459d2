"""`--complete` draws the missing gradients in the diagram's own dialect, and moves nothing.

In each case the lines that `+` marks are those added, worked out by hand; `~` marks a line that is
extended, both spellings with `→` between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import mdgrad
from mdgrad.mermaid import parse
from mdgrad.posts import find_blocks
from tests.mermaid import real
from tests.mermaid.comparing import theirs

CASES = {
    "forward-alone": """\
  flowchart LR
      A[a] -- 2 --> M((×))
      B[b] -- 3 --> M
      M -- 6 --> O[out]
+     O -- 1 --> M
+     M -- 3 --> A
+     M -- 2 --> B
+     linkStyle 3,4,5 stroke:red,stroke-width:2px,color:red""",
    "author's-red": """\
  flowchart LR
      A[a] -- 2 --> M((×))
      B[b] -- 3 --> M
      M -- 6 --> O[out]

      O -- 1 --> M
      M -- 3 --> A
+     M -- 2 --> B

~     linkStyle 3,4 stroke:crimson → linkStyle 3,4,5 stroke:crimson
      style A fill:#eee""",
    "style-above-the-edges": """\
  flowchart LR
      A[a] -- 2 --> M((×))
      B[b] -- 3 --> M
      O[out] -- 1 --> M
      linkStyle 2 stroke:crimson
      M -- 6 --> O
+     M -- 3 --> A
+     M -- 2 --> B
+     linkStyle 3,4 stroke:crimson""".replace("linkStyle 3,4", "linkStyle 4,5"),
    "pipes-and-dashes": """\
  graph TD
      a[a] -->|4| s(("**2"))
      s -->|16| h((× 10))
      h -->|160| out[out]
      out -.->|1| h
      h -.->|10| s
+     s -.->|80| a""",
    "link-without-a-label": """\
  flowchart LR
      A[a] -- 2 --> M((×))
      B[b] -- 3 --> M
      M -- 6 --> O[out]
      O -. 1 .-> M
~     M -.-> A → M -.->|3| A
+     M -. 2 .-> B""".replace("+     M -. 2 .-> B", "      M -. 2 .-> B"),
    "an-operator-on-the-way": """\
  flowchart LR
      A[a] -- 2 --> M((×))
      B[b] -- 3 --> M
      M -- 6 --> P((+))
      C[c] -- 1 --> P
      P -- 7 --> O[out]
      O -- 1 --> P
+     P -- 1 --> M
+     P -- 1 --> C
+     M -- 3 --> A
+     M -- 2 --> B
~     linkStyle 5 stroke:red → linkStyle 5,6,7,8,9 stroke:red""",
    "both-operands-the-same": """\
  flowchart LR
      X[x] -- 7 --> M((×))
      X -- 7 --> M
      M -- 49 --> O[out]
+     O -- 1 --> M
+     M -- 7 --> X
+     M -- 7 --> X
+     linkStyle 3,4,5 stroke:red,stroke-width:2px,color:red""",
    "negative": """\
  flowchart LR
      A[a] -- 9 --> M((−))
      B[b] -- 4 --> M
      M -- 5 --> O[out]
+     O -- 1 --> M
+     M -- 1 --> A
+     M -- "-1" --> B
+     linkStyle 3,4,5 stroke:red,stroke-width:2px,color:red""",
    "chain-of-symbols": """\
  flowchart LR
      X[ ] -- "x" --> A((+))
      Y[ ] -- "y" --> A
      A -- "t" --> P(("**2"))
      P -- "z" --> Z[ ]
      Z -- "∂z/∂z" --> P
      P -- "∂z/∂z · ∂z/∂t" --> A
      A -- "∂z/∂z · ∂z/∂t · ∂t/∂x" --> X
+     A -- "∂z/∂z · ∂z/∂t · ∂t/∂y" --> Y
~     linkStyle 4,5,6 stroke:red; → linkStyle 4,5,6,7 stroke:red;""",
    "two-drawings": """\
  flowchart LR
      classDef bare fill:none,stroke:none
      subgraph Forward
          Lx[ ]:::bare -- x --> M1((×))
          Ly[ ]:::bare -- y --> M1
          M1 -- z --> Lz[ ]:::bare
      end
      subgraph Backward
          direction RL
          Rz[ ]:::bare -- "∂L/∂z" --> M2((×))
          M2 -- "∂L/∂z · y" --> Rx[ ]:::bare
+         M2 -- "∂L/∂z · x" --> Ry[ ]:::bare
      end
~     linkStyle 3,4 stroke:red → linkStyle 3,4,5 stroke:red""",
    "two-drawings-backward-first": """\
  flowchart LR
      subgraph Backward
          direction RL
          bz[ ] -- "∂L/∂z" --> bm((×))
          bm -- "∂L/∂z · y" --> bx[ ]
+         by[ ]
      end
      subgraph Forward
          fx[ ] -- x --> fm((×))
          fy[ ] -- y --> fm
          fm -- z --> fz[ ]
      end
+     bm -- "∂L/∂z · x" --> by
~     linkStyle 0,1 stroke:red → linkStyle 0,1,5 stroke:red""",
    "not-into-a-subgraph": """\
  flowchart LR
      A[a] -- 2 --> M((×))
      B[b] -- 3 --> M
      subgraph S [the rest]
          M -- 6 --> P((+ 1))
          P -- 7 --> O[out]
      end
+     O -- 1 --> P
+     P -- 1 --> M
+     M -- 3 --> A
+     M -- 2 --> B
+     linkStyle 4,5,6,7 stroke:red,stroke-width:2px,color:red""",
    "nodes-forward-alone": """\
  graph LR
~     x["x = 3"] --> m["×<br>= 15"] → x["x = 3<br>grad = 6"] --> m["×<br>= 15<br>grad = 1"]
~     y["y = 5"] --> m → y["y = 5<br>grad = 3"] --> m
~     m --> s["+<br>= 18"] → m --> s["+<br>= 18<br>grad = 1"]
      x --> s""",
    "nodes-in-the-author's-words": """\
  graph LR
      x["x = 3<br/>sensitivity: 5"] --> m["×<br/>= 15<br/>sensitivity: 1"]
~     y[y = 5] --> m → y["y = 5<br/>sensitivity: 3"] --> m""",
    "equations": """\
  graph LR
~     x["x = 2"] --> y["y = 3x = 6"] --> z["z = y² = 36"] → x["x = 2<br/>grad = 36"] --> \
y["y = 3x = 6<br/>grad = 12"] --> z["z = y² = 36<br/>grad = 1"]""",
    "equations-with-gradients-on-arrows": """\
  graph LR
      w["w"] --> z["z = w*x"]
      x["x"] --> z
      z --> s["s = z + b"]
      b["b"] --> s
      s --> a["a = exp(s)"]
      s -.->|"∂a/∂s · 1"| z
      a -.->|"∂a/∂s"| s
+     s -.->|"∂a/∂s · 1"| b
+     z -.->|"∂a/∂z · x"| w
+     z -.->|"∂a/∂z · w"| x""",
    "a-function-that-the-author-names": """\
  graph LR
      x["x"] --> mul["*"]
      w["w"] --> mul
      mul -- "u = w*x" --> act["tanh"]
      act -- "h = tanh(u)" --> out["h"]
+     out -- "∂h/∂h" --> act
+     act -- "∂h/∂u" --> mul
+     mul -- "∂h/∂u * ∂u/∂x" --> x
+     mul -- "∂h/∂u * ∂u/∂w" --> w
+     linkStyle 4,5,6,7 stroke:red,stroke-width:2px,color:red""",
    "worked-out-from-1": """\
  flowchart LR
      X[ ] -- "x" --> T((tanh))
      T -- "h" --> A((+))
      B[ ] -- "b" --> A
      A -- "s" --> Q(("**2"))
      Q -- "E" --> O[ ]
      O -. "1" .-> Q
      Q -. "2 · s" .-> A
+     A -. "2 · s" .-> T
+     A -. "2 · s" .-> B
+     T -. "2 · s · tanh'(x)" .-> X""",
    "what-only-follows-is-left": """\
  flowchart LR
~     x["x = 5"] --> d["× 2 = 10"] --> e["done"] → x["x = 5<br/>grad = 2"] --> \
d["× 2 = 10<br/>grad = 1"] --> e["done"]""",
    "numbers-beside-derivatives": """\
  graph LR
~     x["x = 2"] -->|"∂z/∂x"| z["z = x·y = 6"] → x["x = 2<br/>grad = 3"] -->\
|"∂z/∂x"| z["z = x·y = 6"]
~     y["y = 3"] --> z → y["y = 3<br/>grad = 2"] --> z""",
    "katex": """\
  flowchart LR
      X["$$X \\in \\mathbb{R}^{N \\times 4}$$"] --> A[Affine]
      W["$$W \\in \\mathbb{R}^{4 \\times 2}$$"] --> A
      A --> Y["$$Y \\in \\mathbb{R}^{N \\times 2}$$"]
      Y -.->|"$$\\frac{\\partial L}{\\partial Y}$$"| A
      A -.->|"$$\\frac{\\partial L}{\\partial Y} W^\\top$$"| X
+     A -.->|"$$X^\\top \\cdot \\frac{\\partial L}{\\partial Y}$$"| W""",
    "nodes-by-leibniz": """\
  graph LR
      x["x = 3<br/>∂m/∂x = 5"] --> m["m = x * y = 15"]
~     y["y = 5"] --> m → y["y = 5<br/>∂m/∂y = 3"] --> m""",
}  # fmt: skip


def before_and_after(case: str) -> tuple[str, str]:
    before: list[str] = []
    after: list[str] = []
    for line in case.split("\n"):
        mark, rest = line[:1], line[2:]
        indent = rest[: len(rest) - len(rest.lstrip())]
        old, arrow, new = rest.partition(" → ") if mark == "~" else (rest, "", rest)
        if mark != "+":
            before.append(old)
        after.append(indent + new if arrow else rest)
    return tuple("```mermaid\n" + "\n".join(lines) + "\n```\n" for lines in (before, after))  # type: ignore[return-value]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_completing(case: str) -> None:
    before, after = before_and_after(case)
    fixed = mdgrad.fix(before, complete=True)
    assert fixed.text == after
    assert [diagram.status for diagram in fixed.report.diagrams] == ["verified"]
    assert fixed.report.summary.missing == 0
    assert mdgrad.fix(after, complete=True).text == after
    assert mdgrad.fix(before).text == before


@pytest.mark.parametrize("first", range(3))
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_added_lines_end_as_the_line_before_them(case: str, first: int) -> None:
    ends = ("\n", "\r\n", "\r")
    before = after = f"```mermaid{ends[first - 1]}"
    end = ends[first]
    for number, line in enumerate(case.split("\n"), first):
        mark, rest = line[:1], line[2:]
        end = end if mark == "+" else ends[number % len(ends)]
        old, arrow, new = rest.partition(" → ") if mark == "~" else (rest, "", rest)
        indent = rest[: len(rest) - len(rest.lstrip())]
        before += "" if mark == "+" else old + end
        after += (indent + new if arrow else rest) + end
    assert mdgrad.fix(before + "```\n", complete=True).text == after + "```\n"


@pytest.mark.oracle
def test_mermaid_reads_what_is_drawn() -> None:
    """Mermaid itself reads every edge that was there as before, and behind them the new ones."""
    folder = real.installed()
    if folder is None:
        pytest.skip("node, npm or the network is missing")
    posts = [before_and_after(case) for case in CASES.values()]
    pairs = [(before, mdgrad.fix(before, complete=True).text) for before, _ in posts]
    sources = [
        find_blocks(text, path="post.md").blocks[0].source for pair in pairs for text in pair
    ]
    read = [theirs(answer) for answer in real.answers(folder, sources)]
    for name, before, after in zip(CASES, read[::2], read[1::2], strict=True):
        assert before is not None, name
        assert after is not None, name
        assert after["direction"] == before["direction"], name
        assert {node[0] for node in before["nodes"]} <= {node[0] for node in after["nodes"]}, name
        ends = [[edge[:2] for edge in reading["edges"]] for reading in (before, after)]
        assert ends[1][: len(ends[0])] == ends[0], name
        assert all(edge[2] for edge in after["edges"][len(ends[0]) :]), name
        assert after != before, name


FORWARD = """\
```mermaid
flowchart LR
    A[a] -- 2 --> M((×))
    B[b] -- 3 --> M
    M -- 6 --> O[out]
```
"""
BOTH = """\
```mermaid
flowchart LR
    A[a] -- 2 --> M((×))
    B[b] -- 3 --> M
    M -- 6 --> O[out]
    O -- 1 --> M
    M -- 3 --> A
    M -- 2 --> B
```
"""

UNTOUCHED = {
    "complete": BOTH,
    "drawn-again-with-its-gradients": FORWARD + "\nand back:\n\n" + BOTH,
    "a-backward-block-of-its-own": FORWARD + "\nand back:\n\n" + """\
```mermaid
flowchart RL
    O2[ ] -- "grad = 1" --> M2((×))
    M2 -- "grad = 3" --> A2[ ]
    M2 -- "grad = 2" --> B2[ ]
```
""",
    "not-judged": FORWARD.replace("LR", "LR\n    %% mdgrad: off"),
    "several-outputs": FORWARD.replace("M -- 6 --> O[out]", "M -- 6 --> O[out]\n    M -- 6 --> P"),
    "unknown-operator": FORWARD.replace("((×))", "((f))"),
    "no-graph": "```mermaid\nflowchart LR\n    A -- 200 --> B{ok?}\n    B -- 404 --> C\n```\n",
    "backward-drawn-alone": """\
```mermaid
graph RL
    L["Loss"] -- "dE/dh2" --> B["Layer 2\\nh2 = tanh(u2)"]
    B -- "dE/du2 = dE/dh2 * tanh'(u2)" --> A["Layer 1\\nh1 = tanh(u1)"]
    A -- "dE/du1 = dE/dh1 * tanh'(u1)" --> I["Input"]
```
""",
    "gradients-in-nodes-of-their-own": """\
```mermaid
graph TB
    subgraph Forward
        in1["x"] --> h1["h = w x + b"] --> o1["o = tanh(h)"]
    end
    subgraph Backward
        o2["do/do = 1"] --> h2["do/dh = 1 - o^2"] --> w2["do/dw = do/dh * x"]
    end
```
""",
    "the-gradient-in-all-is-told": """\
```mermaid
graph LR
    a["a = 5"] --> d["d = 3a = 15"]
    a --> e["e = a·d = 75"]
    d --> e
    e -.->|"∂e/∂a = d + a·3 = 30"| a
    e -.->|"∂e/∂d = a = 5"| d
```
""",
    "not-all-can-be-told": """\
```mermaid
flowchart LR
    p["p = 20000"] --> s["sum = 23000"]
    s --> t["× 1.1 = 25300"]
```
""",
    "every-total-is-told": """\
```mermaid
graph LR
    x["x = 3<br/>grad = 5"] --> m["×<br/>= 15"]
    y["y = 5<br/>grad = 3"] --> m
```
""",
}  # fmt: skip


@pytest.mark.parametrize("post", UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_nothing_to_complete(post: str) -> None:
    assert mdgrad.fix(post, complete=True).text == post


def test_a_wrong_label_is_mended_before_the_rest_is_drawn() -> None:
    fixed = mdgrad.fix(FORWARD.replace("-- 6 -->", "-- 7 -->"), complete=True)
    assert fixed.text == mdgrad.fix(FORWARD, complete=True).text
    assert fixed.drawn == 3


def kept_in_order(before: str, after: str) -> bool:
    lines = iter(after.splitlines())
    styles = ("linkStyle",)
    return all(
        any(line == other or line.lstrip().startswith(styles) for other in lines)
        for line in before.splitlines()
    )


def added_labels(before: str, after: str) -> Iterator[list[tuple[str, str, str]]]:
    """Yield for each diagram the edges that are new: source, label, target."""
    posts = [find_blocks(text, path="post.md").blocks for text in (before, after)]
    for old, new in zip(*posts, strict=True):
        edges = parse(new.source).edges[len(parse(old.source).edges) :]
        yield [(edge.source, edge.text, edge.target) for edge in edges]


def test_our_own_unfinished_post() -> None:
    post = (Path(__file__).parent / "unfinished.md").read_text(encoding="utf-8")
    fixed = mdgrad.fix(post, complete=True)
    assert list(added_labels(post, fixed.text)) == [
        [("M2", "70", "Tip"), ("M1", "24", "Bread"), ("M1", "4.2", "Loaves")],
        [("A", "∂c/∂c · ∂c/∂s · ∂s/∂b", "B")],
    ]
    assert kept_in_order(post, fixed.text)
    assert {diagram.status for diagram in fixed.report.diagrams} == {"verified"}
    assert mdgrad.check(fixed.text, strict=True).findings == ()
    assert mdgrad.fix(fixed.text, complete=True).text == fixed.text


def test_the_seed(shared: Path) -> None:
    """Its prose says what the unfinished drawings lack: 110 for the count, 200 for the tax."""
    post = (shared / "seed/post.md").read_text(encoding="utf-8")
    fixed = mdgrad.fix(post, complete=True)
    drawn = list(added_labels(post, fixed.text))
    assert sorted(drawn[3]) == sorted(drawn[7]) == [("M1", "110", "WC"), ("M2", "200", "Tax")]
    assert drawn[4] == [("Plus", "∂z/∂z · ∂z/∂t · ∂t/∂y", "Y")]
    assert drawn[5] == drawn[6] == []
    assert kept_in_order(post, fixed.text)
    assert {diagram.status for diagram in fixed.report.diagrams} == {"verified"}
    assert mdgrad.check(fixed.text, strict=True).findings == ()
    assert mdgrad.fix(fixed.text, complete=True).text == fixed.text
