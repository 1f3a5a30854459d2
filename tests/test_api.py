"""The Python interface: text in, a report or a mended text out."""

from __future__ import annotations

import subprocess
import sys

import pytest

import mdgrad
from mdgrad.settings import Settings
from tests.sums import judge_sums


@pytest.fixture(autouse=True)
def _sums(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mdgrad.api.check_post", judge_sums)


def test_check_returns_a_report() -> None:
    report = mdgrad.check("1+1=2 1+1=3", path="post.md")
    assert isinstance(report, mdgrad.Report)
    assert report.files[0].path == "post.md"
    assert (report.summary.verified, report.summary.wrong) == (1, 1)


def test_fix_returns_the_mended_text() -> None:
    fixed = mdgrad.fix("1+1=3\r\n")
    assert isinstance(fixed, mdgrad.Fixed)
    assert fixed.text == "1+1=2\r\n"
    assert fixed.report.summary.wrong == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, ["info"]),
        ({"strict": True}, ["error"]),
        ({"ignore": ("MG2",)}, []),
        ({"select": ("MG3",)}, []),
        ({"settings": Settings(strict=True)}, ["error"]),
        ({"settings": Settings(strict=True), "strict": False}, ["info"]),
    ],
    ids=["default", "strict", "ignore", "select", "settings", "keyword-over-settings"],
)
def test_options(options: dict[str, object], told: list[str]) -> None:
    report = mdgrad.check("1+1=?", **options)  # type: ignore[arg-type]
    assert [finding.severity for finding in report.findings] == told


@pytest.mark.parametrize(("own", "told"), [("false", "info"), ("true", "error")])
@pytest.mark.parametrize("asked", [False, True])
def test_what_a_post_says_of_itself_is_nearest(own: str, told: str, asked: bool) -> None:
    post = f"---\nmdgrad:\n  strict: {own}\n---\n1+1=?\n"
    (finding,) = mdgrad.check(post, strict=asked).findings
    assert finding.severity == told


def test_an_option_that_does_not_exist_is_misuse() -> None:
    with pytest.raises(TypeError, match="stric"):
        mdgrad.check("", stric=True)  # type: ignore[call-arg]


def test_a_name_that_does_not_exist() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        mdgrad.chekc  # noqa: B018 -- the access is the test
    assert set(dir(mdgrad)) == set(mdgrad.__all__)


@pytest.mark.parametrize("module", ["sympy", "networkx", "markdown_it", "pathspec", "argparse"])
def test_import_is_light(module: str) -> None:
    code = f"import sys, mdgrad; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("module", ["sympy", "networkx", "markdown_it", "pathspec"])
def test_a_post_without_diagrams_needs_none_of_the_large_libraries(module: str) -> None:
    code = f"import sys, mdgrad; mdgrad.check('text'); sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
