"""A label that is rewritten reads as the new text, and nothing else in the diagram changes."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from mdgrad.mermaid import Flowchart, parse
from mdgrad.mermaid.writer import UnwritableLabel, write_label
from tests.mermaid import real
from tests.mermaid.comparing import Reading, differences, reading, theirs

KEEPS_ITS_FORM = [
    ("A -- 1 --> B", "2.5", "A -- 2.5 --> B"),
    ("A --1--> B", "2", "A --2--> B"),
    ("A -->|1| B", "x=2", "A -->|x=2| B"),
    ("A -->| 1 | B", "2", "A -->| 2 | B"),
    ('A -- "1" --> B', "f(x)", 'A -- "f(x)" --> B'),
    ('A -->|"1"| B', "a|b", 'A -->|"a|b"| B'),
    ("A == 1 ==> B", "2.5", "A == 2.5 ==> B"),
    ("A -. 1 .-> B", "25", "A -. 25 .-> B"),
    ("A[1]", "x y", "A[x y]"),
    ("A[ 1 ]", "2", "A[ 2 ]"),
    ('A["1"]', 'say "x"', 'A["say #quot;x#quot;"]'),
    ('A["1"]', "x<br>= 3", 'A["x<br>= 3"]'),
    ('A["1"]', "#35;", 'A["#35;35;"]'),
    ('A["1"]', "&lt;", 'A["#amp;lt;"]'),
    ("A[1]", "a#lt;b", "A[a#35;lt;b]"),
    ('A["`1`"]', "**2**", 'A["`**2**`"]'),
    ("A@{ label: 1 }", "two", "A@{ label: two }"),
    ("A@{ label: 'one' }", "it's", "A@{ label: 'it''s' }"),
    ("subgraph s[1]\nA\nend", "x > 0", "subgraph s[x > 0]\nA\nend"),
    ("subgraph a b\nA\nend", "c d", "subgraph c d\nA\nend"),
]
CHANGES_ITS_FORM = [
    ("A -. 1 .-> B", "1.5", 'A -. "1.5" .-> B'),
    ("A == 1 ==> B", "x=1", 'A == "x=1" ==> B'),
    ("A -- 1 --> B", "x -- y", 'A -- "x -- y" --> B'),
    ("A --1--> B", "other", 'A --"other"--> B'),
    ("A(1)", "-3.0", 'A("-3.0")'),
    ("A((1))", "-", 'A(("-"))'),
    ("A[1]", "f(x)", 'A["f(x)"]'),
    ("A[ 1 ]", "f(x)", 'A["f(x)"]'),
    ("A -->| 1 | B", "f(x)", 'A -->|"f(x)"| B'),
    ("A[1]", "/x", 'A["/x"]'),
    ("A[1]", "\\sigma", 'A["\\sigma"]'),
    ("A@{ label: 1 }", "1.50", "A@{ label: '1.50' }"),
    ("A@{ label: 1 }", "a}b", 'A@{ label: "a}b" }'),
]
CANNOT_BE_WRITTEN = [
    ('A["1"]', ""),
    ("A[1]", ""),
    ('A["1"]', " x"),
    ('A["1"]', "x\t"),
    ('A["1"]', "x\n%% y"),
    ('A["1"]', "direction LR"),
    ("A -- 1 --> B", "the direction  TB"),
    ('A["1"]', "x\ry"),
    ('A["1"]', "x\ufeff"),
    ("subgraph s\nA\nend", "t"),
]


def rewritten(source: str, text: str) -> str:
    """Return the source with its only label saying `text`."""
    flowchart = parse(source)
    (label,) = flowchart.labels()
    for span, replacement in write_label(flowchart, label, text):
        source = source[: span.start] + replacement + source[span.end :]
    return source


def header(body: str) -> str:
    return f"flowchart LR\n{body}"


@pytest.mark.parametrize(("before", "text", "after"), KEEPS_ITS_FORM)
def test_the_form_stays(before: str, text: str, after: str) -> None:
    assert rewritten(header(before), text) == header(after)


@pytest.mark.parametrize(("before", "text", "after"), CHANGES_ITS_FORM)
def test_the_form_changes_where_mermaid_forbids_the_text(
    before: str, text: str, after: str
) -> None:
    assert rewritten(header(before), text) == header(after)


@pytest.mark.parametrize(("before", "text"), CANNOT_BE_WRITTEN)
def test_what_mermaid_cannot_read_is_refused(before: str, text: str) -> None:
    with pytest.raises(UnwritableLabel):
        rewritten(header(before), text)


PLACES = [
    "A -- 1 --> B", "A --1--> B", 'A -- "1" --> B', "A -->|1| B", 'A -->|"1"| B', "A == 1 ==> B",
    "A -. 1 .-> B", "A x--1--x B", "A <-- 1 --> B", "A --1--- B", "A[1]", 'A["1"]', "A(1)",
    "A((1))", "A(((1)))", "A([1])", "A[[1]]", "A[(1)]", "A{1}", "A{{1}}", "A[/1/]", "A[\\1\\]",
    "A[/1\\]", "A[\\1/]", "A>1]", "A(-1-)", "A[|a:b|1]", 'A["`1`"]', 'A -- "`1`" --> B',
    "A@{ label: 1 }", 'A@{ label: "1" }', "A@{ label: '1' }", "subgraph s[1]\nA\nend",
    'subgraph s["1"]\nA\nend', "A[\n 1\n]", 'A -- 1 --> B\nlinkStyle 0 stroke:red',
]  # fmt: skip
FRAGMENTS = (
    "\" # ; & < > | [ ] ( ) { } ` - -- = . / \\ % %% x o v @ : , ' ~ ^ * end 🎉 a 1 ∂ "
    "direction LR #35; &lt; <br> <br/> <b> </b> <!-- %%{ }%% ﬂ° ¶ß"
)
TREACHEROUS = st.lists(st.sampled_from([*FRAGMENTS.split(" "), " ", "\n"]), max_size=8)
TEXTS = st.one_of(TREACHEROUS.map("".join), st.text(max_size=12))


def masked(flowchart: Flowchart, text: str) -> Reading:
    """Return what is read, with the label's text blotted out."""
    blotted = reading(flowchart)
    for kind, at in (("nodes", 1), ("edges", 2), ("subgraphs", 1)):
        for row in blotted[kind]:
            row[at] = "…" if row[at] == text else row[at]
    return blotted


@settings(deadline=None)
@given(st.sampled_from(PLACES), TEXTS)
def test_any_text_reads_back_or_is_refused(place: str, text: str) -> None:
    source = header(place)
    try:
        after = rewritten(source, text)
    except UnwritableLabel:
        return
    flowchart = parse(after)
    assert [label.text for label in flowchart.labels()] == [text]
    assert masked(flowchart, text) == masked(parse(source), "1")


@settings(deadline=None)
@given(st.sampled_from(PLACES), st.text("abcxyz0123456789.=+-*/^(), <>|σ∂≈×", min_size=1))
def test_every_text_of_mathematics_can_be_written(place: str, text: str) -> None:
    text = text.strip()
    if text and not any(letter.isalpha() for letter in text.split("<", 1)[-1][:1]):
        assert next(parse(rewritten(header(place), text)).labels()).text == text


@pytest.mark.oracle
def test_any_text_reads_back_in_the_real_mermaid() -> None:
    folder = real.installed()
    if folder is None:
        pytest.skip("node, npm or the network is missing")
    found: list[tuple[str, str]] = []

    @seed(1)
    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(PLACES), TEXTS)
    def collect(place: str, text: str) -> None:
        with suppress(UnwritableLabel):
            found.append((rewritten(header(place), text), text))

    collect()
    answers = real.answers(folder, [source for source, _ in found])
    for (source, text), answer in zip(found, answers, strict=True):
        real_reading = theirs(answer)
        assert real_reading is not None, (source, answer)
        assert differences(reading(parse(source)), real_reading) == [], source
        rows = [*real_reading["nodes"], *real_reading["subgraphs"], *real_reading["edges"]]
        assert text in {row[1] for row in rows} | {row[2] for row in real_reading["edges"]}
