"""No number of a right diagram can be changed without a word: what is not read is not verified.

This looks at the text alone, not at the claims that mdgrad makes of it, so a label that is passed
over in silence is found here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import mdgrad
from tests.fixture_posts import EXAMPLES, examples

PUBLISHED = Path(__file__).parent / "published"
RIGHT = [
    example
    for example in (
        *EXAMPLES,
        *(e for path in sorted(PUBLISHED.glob("[!R]*.md")) for e in examples(path)),
    )
    if example.is_right and all(drawing.status == "verified" for drawing in example.drawings)
]

NUMBER = re.compile(r"(?<![\w.₀-₉^#;&,])\d+(?:\.\d+)?(?![\w.]*\w)")
NO_LABELS = re.compile(
    r"^\s*(?:linkStyle|style|classDef|class|%%|```|<!--|graph|flowchart|direction|subgraph)"
)

SAYS_NOTHING = {
    # A line of a diagram, and a number in it that may be another one, because nothing in the
    # diagram depends on it.
    ('L["Loss"] -- "dE/dh2" --> B["Layer 2\\nh2 = tanh(u2)"]', "2"): "the number of a layer",
    ("""B -- "dE/du2 = dE/dh2 * tanh'(u2)" --> A["Layer 1\\nh1 = tanh(u1)"]""", "1"):
        "the number of a layer",
    ('a["a = 4"] -- "[1]" --> m["× = 12"]', "1"): "a tag",
    ('b["b = 3"] -- "[1]" --> m', "1"): "a tag",
    ('m -- "[2] forward" --> s["square = 144"]', "2"): "a tag",
    ("o -.->|1| s", "1"): "the rest are local derivatives, which any upstream leaves alone",
    ("Out -- 1 --> A", "1"): "the rest are local derivatives",
    ('o -.->|"1"| s', "1"): "the rest are local derivatives",
    ('BT[ ] -- 1 --> BS((+))', "1"): "the rest are local derivatives",
    ('Z -- "$$1$$" --> M', "1"): "the rest name what they are derivatives of",
    ('o -- 1 --> s', "1"): "all that follows from it is blank",
    ('q --> r["r = q + 3 = 7<br/>grad = 1"]', "1"): "all that follows from it is blank",
    ("o -- 1.00 --> s", "1.00"): "0.17 is right for 1.03 as well",
    ('h --> g["+<br/>= 24.7041<br/>grad = 1"]', "1"): "no other gradient is drawn",
    ('A["가격<br>x = 1200"] -->|×3| B["합계<br>y = 3x"]', "1200"): "an input of formulas alone",
    ('c["c = 4"] -->|"×(-1)"| s', "4"): "an operand of a sum without a value",
    ('E -- "$$u$$" --> A(("$$+ 1$$"))', "1"): "the summand of a sum without a value",
    ('w[w] -- "-1.00" --> k', "1.00"): "the smaller operand of max",
    ('w["w = -1.00<br/>grad = 0.00"] --> k', "1.00"): "the smaller operand of max",
    ('w["w = -1.00"] --> q', "1.00"): "the smaller operand of max",
    ('d1 --> t1["× 3"]', "3"): "a factor of zero",
    ('d2 --> t2["× 4"]', "4"): "a factor of zero",
    ('da["dL/da = -y/a + (1-y)/(1-a)"] -->|"da/dz = a(1-a)"| dz["dL/dz = dL/da * a(1-a)"]', "1"):
        "the derivative of a loss that is not drawn",
}  # fmt: skip
ROUNDED_AWAY = frozenset({"0.25", "0", "0.596884378", "6.8813735870195432", "2.03"})
"""Numbers whose last digit is lost in the rounding of everything that follows from them."""


NOT_YET = {
    # What is passed over and should not be.
    (
        'e2["dE/dE = 1"] --> o2["dE/do = 2(o - t)"] --> h2["dE/dh = dE/do * (1 - o^2)"]',
        "1",
    ),
}


class Change(NamedTuple):
    line: str
    number: str
    source: str


def changes(source: str) -> Iterator[Change]:
    """Yield the source with one number another, by three in its last digit, for each number."""
    start = 0
    for line in source.splitlines(keepends=True):
        for match in NUMBER.finditer("" if NO_LABELS.match(line) else line):
            other = match[0][:-1] + str((int(match[0][-1]) + 3) % 10)
            before, after = source[: start + match.start()], source[start + match.end() :]
            yield Change(line.strip(), match[0], before + other + after)
        start += len(line)


def is_silent(change: Change) -> bool:
    report = mdgrad.check(change.source)
    accused = any(finding.severity != "info" for finding in report.findings)
    if any(claim.reason == "it is what float32 arithmetic gives" for claim in report.claims):
        return False  # said in so many words
    return not accused and {d.status for d in report.diagrams} == {"verified"}


def may_be_silent(change: Change) -> bool:
    return change.number in ROUNDED_AWAY or (change.line, change.number) in SAYS_NOTHING


ALL = [change for example in RIGHT for change in changes(example.source)]


def silent(chosen: list[Change]) -> list[tuple[str, str]]:
    return [(c.line, c.number) for c in chosen if is_silent(c) and not may_be_silent(c)]


def test_some_changes_are_not_passed_over() -> None:
    assert set(silent(random.Random(7).sample(ALL, 150))) <= NOT_YET


@pytest.mark.fuzz
def test_no_change_is_passed_over() -> None:
    assert set(silent(ALL)) == NOT_YET


@pytest.mark.parametrize(
    ("drawing", "codes"),
    [
        ("A[ ] -- 2 --> M((×)) -- 6 --> C[ ]", ["MG401"]),
        ('A["a = 2"] --> M["× = 6"]', ["MG401"]),
        ("A[ ] -- 1 --> M((+)) -- 2 --> C[ ]", []),  # the numbers count the arrows
        ("A[ ] -- buy --> M((×)) -- 6 --> C[ ]", []),
    ],
)
def test_an_operator_with_too_few_operands_is_told(drawing: str, codes: list[str]) -> None:
    report = mdgrad.check(f"```mermaid\nflowchart LR\n  {drawing}\n```\n")
    assert [finding.code for finding in report.findings] == codes
