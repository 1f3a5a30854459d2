"""Every fixture post is judged as its comments say: see fixtures/README.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import mdgrad
from mdgrad.report import Finding

FIXTURES = Path(__file__).parent / "fixtures"
POSTS = sorted(path for path in FIXTURES.glob("*.md") if path.name != "README.md")

_EXAMPLE = re.compile(r"```mermaid\n.*?\n```\n(?P<comments>(?:<!-- .*? -->\n)*)", re.DOTALL)
_COMMENT = re.compile(r"<!-- (.*?) -->")
_FINDING = re.compile(
    r'(?P<code>MG\d+) "(?P<written>.*)" → "(?P<expected>.*?)"(?:: (?P<words>.*))?'
)


@dataclass(frozen=True)
class Example:
    name: str
    source: str
    comments: tuple[str, ...]


def examples() -> Iterator[Example]:
    for path in POSTS:
        text = path.read_text(encoding="utf-8")
        for match in _EXAMPLE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            comments = tuple(_COMMENT.findall(match["comments"]))
            yield Example(f"{path.stem}:{line}", match[0], comments)


EXAMPLES = list(examples())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_fixture(example: Example) -> None:
    report = mdgrad.check(example.source)
    (diagram,) = report.diagrams
    if example.comments == ("other",):
        assert (diagram.kind, report.findings) == ("other", ())
    elif example.comments == ("undecided",):
        assert diagram.status == "undecided"
        assert not [finding for finding in report.findings if finding.severity == "error"]
    elif not example.comments:
        assert [finding.message for finding in report.findings] == []
        assert diagram.status == "verified"
    else:
        assert diagram.status == "wrong"
        expected = [_FINDING.fullmatch(comment) for comment in example.comments]
        assert len(report.findings) == len(expected), [f.message for f in report.findings]
        for finding, match in zip(report.findings, expected, strict=True):
            assert match is not None
            assert_is(finding, match)


def assert_is(finding: Finding, expected: re.Match[str]) -> None:
    assert (finding.code, finding.written) == (expected["code"], expected["written"])
    if expected["expected"] != "?":
        assert finding.expected == expected["expected"]
    assert (expected["words"] or "") in finding.message


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if any("→" in comment for comment in example.comments)],
    ids=lambda example: example.name,
)
def test_mending_a_fixture(example: Example) -> None:
    wrong = [_FINDING.fullmatch(comment) for comment in example.comments]
    if any(match is None or match["expected"] == "?" for match in wrong):
        pytest.skip("there is no one right text")
    fixed = mdgrad.fix(example.source)
    assert [d.status for d in fixed.report.diagrams] == ["verified"]
    assert mdgrad.fix(fixed.text).text == fixed.text
