"""Every fixture post is judged as its comments say: see fixtures/README.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import mdgrad
from mdgrad.report import Diagram, Finding, Report
from tests.fixture_posts import EXAMPLES, FIXTURES, POSTS, Drawing, Example, Expected
from tests.sampling import one_in

_SAID_OF_UNDECIDED = frozenset({"MG203", "MG302", "MG403", "MG404", "MG405", "MG406", "MG901"})


def each(chosen: Iterable[Example]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test on every example chosen; those not judged rightly yet must fail."""
    cases = [
        pytest.param(
            example,
            id=example.name,
            marks=[pytest.mark.xfail(reason=example.not_yet)] if example.not_yet else [],
        )
        for example in chosen
    ]
    return pytest.mark.parametrize("example", cases)


@each(EXAMPLES)
def test_fixture(example: Example) -> None:
    report = mdgrad.check(example.source)
    assert len(report.diagrams) == len(example.drawings)
    for diagram, drawing in zip(report.diagrams, example.drawings, strict=True):
        assert_judged(diagram, findings_on(report, drawing.lines), drawing)


def findings_on(report: Report, lines: range) -> list[Finding]:
    return [finding for finding in report.findings if finding.place.line in lines]


def assert_judged(diagram: Diagram, findings: list[Finding], drawing: Drawing) -> None:
    told = "; ".join(f"{f.code} {f.place.line}: {f.message}" for f in findings)
    if drawing.status == "other":
        assert (diagram.kind, told) == ("other", "")
        return
    if drawing.status == "not wrong":
        assert diagram.status != "wrong", told
        assert not [finding for finding in findings if finding.severity != "info"], told
        return
    if drawing.status == "undecided":
        findings = [finding for finding in findings if finding.code not in _SAID_OF_UNDECIDED]
    assert [(f.code, without_dollars(f.written)) for f in findings] == [
        (expected.code, expected.written) for expected in drawing.findings
    ], told
    assert (diagram.kind, diagram.status) == ("computation", drawing.status), told
    for finding, expected in zip(findings, drawing.findings, strict=True):
        assert_says(finding, expected)


def without_dollars(label: str | None) -> str:
    """Return a label as a reader sees it: the dollars around KaTeX do not show."""
    return (label or "").removeprefix("$$").removesuffix("$$")


def assert_says(finding: Finding, expected: Expected) -> None:
    if expected.expected not in {None, "?"}:
        assert without_dollars(finding.expected) == expected.expected, finding.message
    assert expected.words in finding.message


def has_one_right_text(example: Example) -> bool:
    accused = [f for d in example.drawings for f in d.findings if f.expected is not None]
    return (
        example.not_yet is None
        and bool(accused)
        and not any(f.code == "MG206" for d in example.drawings for f in d.findings)
        and not any(finding.expected == "?" for finding in accused)
    )


def leaves_nothing_to_do(example: Example) -> bool:
    """Return whether nothing is wrong and nothing is blank."""
    return example.not_yet is None and not any(
        finding.expected is not None or finding.code in {"MG207", "MG306"}
        for drawing in example.drawings
        for finding in drawing.findings
    )


@each(filter(has_one_right_text, EXAMPLES))
def test_mending_a_fixture(example: Example) -> None:
    fixed = mdgrad.fix(example.source)
    assert {d.status for d in fixed.report.diagrams if d.kind == "computation"} == {"verified"}
    assert mdgrad.fix(fixed.text).text == fixed.text


@each(example for example in EXAMPLES if leaves_nothing_to_do(example))
def test_mending_leaves_what_is_right(example: Example) -> None:
    assert mdgrad.fix(example.source).text == example.source


@pytest.mark.parametrize("path", one_in(2, POSTS), ids=lambda path: path.stem)
def test_diagrams_of_one_post_do_not_disturb_each_other(path: Path) -> None:
    """Diagrams that only share letters say the same together as each of them alone."""
    together = mdgrad.check(path.read_text(encoding="utf-8")).findings
    for example in EXAMPLES:
        stem, _, line = example.name.rpartition(":")
        if stem == path.stem and example.not_yet is None:
            lines = range(int(line), int(line) + example.source.count("\n"))
            alone = mdgrad.check(example.source).findings
            assert [f.written for f in together if is_error(f) and f.place.line in lines] == [
                f.written for f in alone if is_error(f)
            ], example.name


def ways_of_drawing() -> list[str]:
    readme = (FIXTURES / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\| .* \| `(.+)\.md` \|$", readme, re.MULTILINE)


@pytest.mark.parametrize("way", ways_of_drawing())
def test_every_way_of_drawing_has_right_and_wrong_examples(way: str) -> None:
    own = [example for example in EXAMPLES if example.name.startswith(f"{way}:")]
    wrong = [e for e in own if any(drawing.status == "wrong" for drawing in e.drawings)]
    right = [e for e in own if all(drawing.status == "verified" for drawing in e.drawings)]
    assert len(right) >= 3
    assert len(wrong) >= 3


def test_every_fixture_is_a_way_of_drawing() -> None:
    assert {path.stem for path in POSTS} - {"other"} == set(ways_of_drawing())


def is_error(finding: Finding) -> bool:
    return finding.severity == "error"
