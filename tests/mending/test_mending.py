"""A mended post is delivered only if it was proved that nothing else changed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mdgrad.mending.mend import mend_post
from mdgrad.mending.safety import verify_rewrite
from mdgrad.mending.topology import Skeleton
from mdgrad.report import Edit, FileReport, Finding
from mdgrad.source import Place, Span, Text
from tests.sums import judge_sums


def nothing_drawn(_text: str) -> Sequence[Skeleton]:
    return ()


def drawn_anew(text: str) -> Sequence[Skeleton]:
    return (Skeleton((text,), {}),)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("no sums", "no sums", id="nothing-to-judge"),
        pytest.param("1+1=2 2+3=5\r\n", "1+1=2 2+3=5\r\n", id="all-right"),
        pytest.param("1+1=?", "1+1=?", id="undecided-is-left-alone"),
        pytest.param("1+1=3", "1+1=2", id="one"),
        pytest.param("\ufeff두 1+1=3\r\n5+5=5 \r", "\ufeff두 1+1=2\r\n5+5=10 \r", id="two"),
    ],
)
def test_wrong_labels_are_mended(before: str, after: str) -> None:
    fixed = mend_post(before, judge_sums, nothing_drawn)
    assert fixed.text == after
    assert fixed.changed == (before != after)
    assert fixed.report.summary.wrong == 0


def test_a_post_that_cannot_be_mended_safely_is_left_alone() -> None:
    fixed = mend_post("1+1=3 6+7=12", judge_sums, nothing_drawn)
    assert fixed.text == "1+1=3 6+7=12"
    assert not fixed.changed
    assert [finding.code for finding in fixed.report.findings] == ["MG201", "MG201", "MG904"]


def test_what_the_first_round_uncovers_is_mended_too() -> None:
    def one_at_a_time(text: str) -> FileReport:
        report = judge_sums(text)
        return FileReport("-", report.diagrams, report.findings[:1])

    fixed = mend_post("1+1=3 2+2=5 3+3=7", one_at_a_time, nothing_drawn)
    assert fixed.text == "1+1=2 2+2=4 3+3=6"
    assert [edit.span for edit in fixed.edits] == [Span(4, 5), Span(10, 11), Span(16, 17)]


RIGHT = Edit(Span(4, 5), "2")


@pytest.mark.parametrize(
    ("after", "edits", "reason"),
    [
        pytest.param("1+1=2 rest", [RIGHT], None, id="safe"),
        pytest.param("1+1=2 test", [RIGHT], "text outside", id="a-letter-outside"),
        pytest.param("1+1=2 rest ", [RIGHT], "text outside", id="a-blank-at-the-end"),
        pytest.param("1+1=2\u200b rest", [RIGHT], "text outside", id="a-character-unseen"),
        pytest.param("1+1=3 rest", [RIGHT], "text outside", id="an-edit-not-made"),
        pytest.param("1+1=2 rest", [], "text outside", id="an-edit-not-told"),
        pytest.param("1+1=? rest", [Edit(Span(4, 5), "?")], "not be verified", id="undecided"),
        pytest.param("1+1=4 rest", [Edit(Span(4, 5), "4")], "a second run", id="still-wrong"),
        pytest.param("1+1= rest", [Edit(Span(4, 5), "")], "claim nothing", id="label-lost"),
    ],
)
def test_an_unsafe_rewrite_is_told_apart(after: str, edits: list[Edit], reason: str | None) -> None:
    before = "1+1=3 rest"
    judged = (judge_sums(before), judge_sums(after))
    found = verify_rewrite(before, after, edits, judged=judged, topology=nothing_drawn)
    assert (found is None) if reason is None else reason in (found or "")


def test_a_rewrite_that_changes_the_drawing_is_unsafe() -> None:
    judged = (judge_sums("1+1=3"), judge_sums("1+1=2"))
    reason = verify_rewrite("1+1=3", "1+1=2", [RIGHT], judged=judged, topology=drawn_anew)
    assert reason == "the flowchart would be another one"


def test_a_rewrite_that_unverifies_another_label_is_unsafe() -> None:
    def moody(text: str) -> FileReport:
        """Verify the second sum only as long as the first is wrong."""
        return judge_sums(text if "1+1=3" in text else text.replace("2+2=4", "2+2=?"))

    before, after = "1+1=3 2+2=4", "1+1=2 2+2=4"
    judged = (moody(before), moody(after))
    reason = verify_rewrite(before, after, [RIGHT], judged=judged, topology=nothing_drawn)
    assert reason == "the label “4” would no longer be verified"


def test_the_refusal_stands_where_the_label_is() -> None:
    text = Text("first line\n6+7=12")
    report = mend_post(text.content, judge_sums, nothing_drawn).report
    refusal = report.findings[-1]
    assert isinstance(refusal, Finding)
    assert refusal.place == Place(2, 5, 2, 7)
    assert "left as it was" in refusal.message
