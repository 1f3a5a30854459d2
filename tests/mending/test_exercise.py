"""A solved diagram becomes an exercise: `?` where something is worked out, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

import mdgrad
from mdgrad.mending.exercise import Blanking

EDGES = """\
# Two of them

```mermaid
flowchart LR
    A[a] -- 2 --> M((×))
    B[b] -- "3 kg" --> M
    M -- {value} --> O[out]
    O -- 1 --> M
    M -- {of_a} --> A
    M -- "{of_b}" --> B
    linkStyle 3,4,5 stroke:red
```
"""
SOLVED = {"value": "6", "of_a": "3", "of_b": "2"}
NODES = """\
```mermaid
graph LR
    x["x = 3<br/>grad = {of_x}"] --> m["×<br/>= {product}<br/>grad = {of_m}"]
    y["y = 5<br/>grad = {of_y}"] --> m
    m --> s["+<br/>{sum}"]
    x --> s
```
"""
SOLVED_NODES = {
    "of_x": "5·1 + 1 = 6",
    "product": "15",
    "of_m": "1",
    "of_y": "3",
    "sum": "15 + 3 = 18",
}


@pytest.mark.parametrize(
    ("blanking", "blank"),
    [
        ("gradients", {"of_a", "of_b"}),
        ("values", {"value"}),
        ("all", {"value", "of_a", "of_b"}),
    ],
)
def test_on_edges(blanking: Blanking, blank: set[str]) -> None:
    exercise = mdgrad.exercise(EDGES.format(**SOLVED), blanking)
    assert exercise.text == EDGES.format(**SOLVED | dict.fromkeys(blank, "?"))
    assert not [f for f in exercise.report.findings if f.severity != "info"]


@pytest.mark.parametrize(
    ("blanking", "blank"),
    [("gradients", {"of_x", "of_y", "of_m"}), ("values", {"product", "sum"})],
)
def test_in_nodes(blanking: Blanking, blank: set[str]) -> None:
    """`15 + 3 = 18` says one thing in two ways, and leaves one blank."""
    exercise = mdgrad.exercise(NODES.format(**SOLVED_NODES), blanking)
    assert exercise.text == NODES.format(**SOLVED_NODES | dict.fromkeys(blank, "?"))


def test_fix_solves_it() -> None:
    solved = EDGES.format(**SOLVED)
    assert mdgrad.fix(mdgrad.exercise(solved, "all").text).text == solved


def test_the_answers_of_a_student() -> None:
    answers = EDGES.format(value="6", of_a="2", of_b="?")
    told = [(f.code, f.written, f.expected) for f in mdgrad.check(answers).findings]
    assert told == [("MG301", "2", "3"), ("MG306", "?", "2")]


@pytest.mark.parametrize("blanking", ["gradients", "values", "all"])
def test_what_is_given_stays(blanking: Blanking) -> None:
    post = """\
```mermaid
graph LR
    p["p = u*v"] --> q["q = p + w"] --> r["r = sigmoid(q)"]
```

```mermaid
flowchart LR
    A[ask] -- 3 --> B{ok?}
```
"""
    assert mdgrad.exercise(post, blanking).text == post


def test_a_diagram_that_could_not_be_told_is_left_with_the_reason() -> None:
    """Nothing but the derivatives says which way these arrows run."""
    post = """\
```mermaid
flowchart RL
    Z[ ] -- "∂z/∂z" --> M((×))
    M -- "∂z/∂z · y" --> X[x]
    M -- "∂z/∂z · x" --> Y[y]
```
"""
    exercise = mdgrad.exercise(post, "gradients")
    assert exercise.text == post
    assert [finding.code for finding in exercise.report.findings] == ["MG904"]


def test_a_label_that_would_speak_of_something_else_is_left_with_the_reason() -> None:
    """With `?` on them, these arrows would carry the values x and y."""
    post = """\
```mermaid
graph LR
    x -->|"∂y/∂x"| y["y = x²"] -->|"∂z/∂y"| z["z = sin(y)"]
```
"""
    exercise = mdgrad.exercise(post, "gradients")
    assert exercise.text == post
    assert [finding.code for finding in exercise.report.findings] == ["MG904"]


@pytest.mark.parametrize("blanking", ["gradients", "values", "all"])
def test_our_own_post(blanking: Blanking) -> None:
    root = Path(__file__).parents[2]
    post = (root / "docs/examples/lemonade.md").read_text(encoding="utf-8")
    exercise = mdgrad.exercise(post, blanking)
    assert exercise.changed
    solved = mdgrad.fix(exercise.text)
    assert solved.text == post
    assert {d.status for d in solved.report.diagrams} == {"verified"}
    assert mdgrad.exercise(exercise.text, blanking).text == exercise.text
