"""Edits change what they name and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdgrad.mending.apply import apply_edits, compatible_edits, compose, moved
from mdgrad.report import Edit, Finding
from mdgrad.source import Place, Span


def edit(start: int, end: int, replacement: str) -> Edit:
    return Edit(Span(start, end), replacement)


def finding(*edits: Edit) -> Finding:
    return Finding("MG201", "error", Place(1, 1, 1, 2), "wrong", edits=edits)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param([], "0123456789", id="nothing"),
        pytest.param([edit(2, 4, "__")], "01__456789", id="same-length"),
        pytest.param([edit(2, 4, "")], "01456789", id="deletion"),
        pytest.param([edit(10, 10, "x")], "0123456789x", id="insertion-at-the-end"),
        pytest.param([edit(8, 9, "b"), edit(0, 1, "a")], "a1234567b9", id="any-order"),
        pytest.param([edit(2, 4, "a"), edit(4, 6, "b")], "01ab6789", id="side-by-side"),
    ],
)
def test_edits_are_applied(edits: list[Edit], expected: str) -> None:
    assert apply_edits("0123456789", edits) == expected


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param([edit(2, 5, "a"), edit(4, 6, "b")], id="overlapping"),
        pytest.param([edit(2, 5, "a"), edit(2, 5, "b")], id="the-same-place"),
        pytest.param([edit(9, 11, "a")], id="past-the-end"),
        pytest.param([edit(-1, 1, "a")], id="before-the-start"),
    ],
)
def test_edits_that_make_no_sense_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit"):
        apply_edits("0123456789", edits)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([finding(edit(4, 5, "b")), finding(edit(0, 1, "a"))],
                     [edit(0, 1, "a"), edit(4, 5, "b")], id="in-order-of-the-text"),
        pytest.param([finding(edit(0, 1, "a")), finding(edit(0, 1, "a"))],
                     [edit(0, 1, "a")], id="equal-edits-count-once"),
        pytest.param([finding(edit(0, 3, "a")), finding(edit(2, 4, "b"))],
                     [edit(0, 3, "a")], id="the-first-of-two-that-overlap"),
        pytest.param([finding(edit(0, 1, "a")), finding(edit(0, 1, "b"), edit(5, 6, "c"))],
                     [edit(0, 1, "a")], id="a-finding-is-mended-whole-or-not-at-all"),
        pytest.param([finding(edit(3, 3, "a")), finding(edit(3, 3, "b"))],
                     [edit(3, 3, "a")], id="one-insertion-at-a-place"),
        pytest.param([finding(edit(0, 9, "a")), finding(edit(2, 3, "b"))],
                     [edit(0, 9, "a")], id="inside-another"),
    ],
)  # fmt: skip
def test_edits_of_findings_are_made_compatible(
    findings: list[Finding], expected: list[Edit]
) -> None:
    assert list(compatible_edits(findings)) == expected


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> list[Edit]:
    """Edits of a text of `length`, apart from one another or side by side."""
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=10)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    words = st.text("abc", max_size=3)
    edits = [edit(start, end, draw(words)) for start, end in pairs]
    return [
        one for index, one in enumerate(edits) if one.span not in {e.span for e in edits[:index]}
    ]


@given(data=st.data(), text=st.text("0123456789", max_size=30))
def test_two_rounds_are_one(data: st.DataObject, text: str) -> None:
    first = data.draw(edits_of(len(text)))
    between = apply_edits(text, first)
    second = data.draw(edits_of(len(between)))
    assert apply_edits(text, compose(between, first, second)) == apply_edits(between, second)


@given(data=st.data(), text=st.text("0123456789", max_size=30))
def test_replacements_are_found_again(data: st.DataObject, text: str) -> None:
    edits = data.draw(edits_of(len(text)))
    after = apply_edits(text, edits)
    ordered = sorted(edits, key=lambda one: one.span)
    assert [after[span.start : span.end] for span in moved(edits)] == [
        one.replacement for one in ordered
    ]
