"""What people read: the line, carets under exactly the label, nothing hidden."""

from __future__ import annotations

import io

import pytest

from mdgrad.report import FileReport, Finding, Report, Severity
from mdgrad.reports.colour import PLAIN, palette
from mdgrad.reports.excerpt import excerpt
from mdgrad.reports.text import render_findings, render_summary
from mdgrad.reports.visible import visible
from mdgrad.source import Place, Text
from tests.sums import judge_sums


def marked(line: str) -> tuple[str, Place]:
    """Return `line` without the guillemets that mark the label in it, and the label's place."""
    start, end = line.index("«"), line.index("»") - 1
    return line.replace("«", "").replace("»", ""), Place(1, start + 1, 1, end + 1)


@pytest.mark.parametrize(
    ("line", "shown", "carets"),
    [
        pytest.param("A -- «2.5» --> B", "A -- 2.5 --> B", "     ^^^", id="plain"),
        pytest.param("«2.5»", "2.5", "^^^", id="whole-line"),
        pytest.param("호두 «220원» x", "호두 220원 x", "     ^^^^^", id="wide-characters"),
        pytest.param("\tA «1»", "    A 1", "      ^", id="tab"),
        pytest.param("ab\t«1»\t2", "ab  1   2", "    ^", id="tab-in-the-middle"),
        pytest.param("y\u0302 = «y\u0302»", "y\u0302 = y\u0302", "    ^", id="combining-marks"),
        pytest.param("\u1112\u1169 «1»", "\u1112\u1169 1", "   ^", id="hangul-in-pieces"),
        pytest.param("∂L/∂x «×2»", "∂L/∂x ×2", "      ^^", id="ambiguous-width-is-narrow"),
        pytest.param("a\x1b[31m «1»", "a\\x1b[31m 1", "          ^", id="terminal-escape"),
        pytest.param("\u202e «1»", "\\u202e 1", "       ^", id="bidirectional-control"),
        pytest.param("a|«»|", "a||", "  ^", id="empty-label"),
    ],
)
def test_carets_stand_under_the_label(line: str, shown: str, carets: str) -> None:
    one = excerpt(*marked(line))
    assert (one.line, one.carets) == (shown, carets)


@pytest.mark.parametrize("before", [0, 39, 40, 41, 109, 110, 5_000, 1_000_000])
@pytest.mark.parametrize("after", [0, 10, 1_000_000])
@pytest.mark.parametrize("filling", ["x", "두", "\t"])
def test_long_lines_are_cut_around_the_label(before: int, after: int, filling: str) -> None:
    one = excerpt(*marked(filling * before + "«2.5»" + filling * after))
    assert len(one.line) <= 120
    if filling == "x":
        assert one.line[one.carets.index("^") :].startswith("2.5")
    assert one.carets.count("^") == 3
    assert one.line.endswith("…") == (after > 10)


def test_a_label_over_several_lines_is_underlined_on_its_first() -> None:
    assert excerpt("ab cd", Place(1, 4, 3, 2)).carets == "   ^^"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("∂z/∂x · 1.1 ≈ 호두", "∂z/∂x · 1.1 ≈ 호두"),
        ("a\nb\r\tc", "a\\x0ab\\x0d\\x09c"),
        ("\x1b]8;;http://x\x07", "\\x1b]8;;http://x\\x07"),
        ("\u2066\u200b\ufeff\u2028", "\\u2066\\u200b\\ufeff\\u2028"),
        ("\udcff", "\\udcff"),
        ("\U000e0041", "\\U000e0041"),
    ],
    ids=["as-it-is", "line-ends", "hyperlink", "invisible", "not-utf-8", "tag"],
)
def test_what_would_be_hidden_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_finding_names_place_code_line_and_both_texts() -> None:
    post = "호두\n\n1+1=2 2+2=5\n"
    report = Report((judge_sums(post, path="post.md"),))
    assert list(render_findings(report, {"post.md": Text(post)})) == [
        "post.md:3:11: MG201 the sum is 4",
        "  |",
        "3 | 1+1=2 2+2=5",
        "  |           ^",
        "  written:  5",
        "  expected: 4",
        "",
    ]


@pytest.mark.parametrize(
    ("severity", "shown"),
    [("error", "MG201 "), ("warning", "MG201 (warning) "), ("info", "MG201 (info) ")],
)
def test_severity_is_said_unless_it_is_an_error(severity: Severity, shown: str) -> None:
    finding = Finding("MG201", severity, Place(1, 1, 1, 2), "message")
    report = Report((FileReport("a.md", findings=(finding,)),))
    assert next(render_findings(report, {})) == f"a.md:1:1: {shown}message"


@pytest.mark.parametrize(
    ("post", "summary"),
    [
        ("", "1 post, 0 computation graphs: 0 claims verified, 0 wrong, 0 undecided"),
        ("1+1=2", "1 post, 1 computation graph: 1 claim verified, 0 wrong, 0 undecided"),
        (
            "1+1=2 2+2=5 3+3=? 4+4=8",
            "1 post, 1 computation graph: 2 claims verified, 1 wrong, 1 undecided; "
            "1 can be mended by `mdgrad fix`",
        ),
    ],
    ids=["nothing", "one", "all-verdicts"],
)
def test_the_summary_counts_every_verdict(post: str, summary: str) -> None:
    assert render_summary(Report((judge_sums(post),))) == summary


def test_the_summary_counts_files_that_were_not_read() -> None:
    report = Report((FileReport("a.md", error="no such file"), judge_sums("1+1=2")))
    assert render_summary(report).startswith("1 post,")
    assert render_summary(report).endswith("; 1 file not read")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "coloured"),
    [
        (io.StringIO(), {}, False),
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
    ids=["pipe", "terminal", "no-color", "empty-no-color", "dumb", "forced", "no-color-wins"],
)
def test_colour(stream: io.StringIO, environment: dict[str, str], coloured: bool) -> None:
    assert (palette(stream, environment) != PLAIN) == coloured


def test_a_path_is_a_link_on_a_terminal_alone() -> None:
    finding = Finding("MG201", "error", Place(1, 1, 1, 2), "message")
    report = Report((FileReport("/a b\x07.md", findings=(finding,)),))
    on_terminal = next(render_findings(report, {}, palette(Terminal(), {})))
    assert "\x1b]8;;file:///a%20b%07.md\x1b\\/a b\\x07.md:1:1\x1b]8;;\x1b\\" in on_terminal
    for plain in (palette(Terminal(), {"NO_COLOR": "1"}), palette(io.StringIO(), {})):
        assert "\x1b" not in next(render_findings(report, {}, plain))
    in_a_log = next(render_findings(report, {}, palette(io.StringIO(), {"FORCE_COLOR": "1"})))
    assert "\x1b]8" not in in_a_log
