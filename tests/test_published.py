"""Worked examples that are in print: every published figure is right, and no other in its place.

`published/README.md` says how the drawings are written.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import mdgrad
from mdgrad.report import Claim
from mdgrad.source import Text
from tests.fixture_posts import Example, examples

POSTS = sorted(
    path for path in (Path(__file__).parent / "published").glob("*.md") if path.name != "README.md"
)
PUBLISHED = [example for path in POSTS for example in examples(path)]

FOLLOWS_BY_HAND = {
    # A figure that may stand for the published one, because it follows by one operation from the
    # figures printed beside it. Each: the post, the published figure, the other, how it follows.
    ("cs231n", "0.39", "0.40", "0.20 × 2"),
    ("cs231n", "-0.39", "-0.40", "0.20 × (-2)"),
    ("cs231n", "-0.59", "-0.60", "0.20 × (-3)"),
    (
        "mazur",
        "0.274811083",
        "0.274811084",
        "half the square of 0.74136507, which is 0.2748110835…",
    ),
    ("micrograd", "0.2041", "0.2040", "0.0204 × 10"),
}

_NUMBER = re.compile(r"[-−(]*(?P<digits>[0-9]+(?:\.[0-9]+)?)\)?")


@dataclass(frozen=True)
class Figure:
    """A published figure that follows from others, and where it stands in its drawing."""

    source: str
    claim: Claim

    @property
    def start(self) -> int:
        place = self.claim.place
        return Text(self.source).line_starts[place.line - 1] + place.column - 1

    def replaced(self, other: str) -> str:
        return self.source[: self.start] + other + self.source[self.start + len(self.written) :]

    @property
    def written(self) -> str:
        return self.claim.written


def figures(source: str) -> list[Figure]:
    """Return every number in a drawing that mdgrad says follows from others."""
    claims = mdgrad.check(source).claims
    return [
        Figure(source, claim)
        for claim in claims
        if claim.verdict == "verified"
        and claim.certainty != "given"
        and _NUMBER.fullmatch(claim.written)
    ]


def neighbours(figure: str) -> Iterator[str]:
    """Yield the figure made greater and smaller by one in its last digit."""
    match = _NUMBER.fullmatch(figure)
    assert match
    digits = match["digits"]
    decimals = len(digits.partition(".")[2])
    units = int(digits.replace(".", ""))
    for changed in (units + 1, units - 1):
        text = str(abs(changed)).zfill(decimals + 1)
        whole, fraction = text[: len(text) - decimals], text[len(text) - decimals :]
        number = f"{whole}.{fraction}" if decimals else whole
        sign = "-" if changed < 0 else ""
        yield figure.replace(digits, sign + number).replace("--", "")


def cases(chosen: list[Example]) -> list[object]:
    return [
        pytest.param(
            example,
            id=example.name,
            marks=[pytest.mark.xfail(reason=example.not_yet, strict=True)]
            if example.not_yet
            else [],
        )
        for example in chosen
    ]


@pytest.mark.parametrize("example", cases(PUBLISHED))
def test_published_figures_are_right(example: Example) -> None:
    report = mdgrad.check(example.source)
    said = [(f.code, f.written) for drawing in example.drawings for f in drawing.findings]
    assert [(finding.code, finding.written) for finding in report.findings] == said
    assert [diagram.status for diagram in report.diagrams] == [d.status for d in example.drawings]
    assert len(figures(example.source)) == example.figures


def others(path: Path) -> list[tuple[Figure, str]]:
    """Return the figures of a post, each with those that might stand in its place."""
    drawn = [figure for example in examples(path) for figure in figures(example.source)]
    return [(figure, other) for figure in drawn for other in neighbours(figure.written)]


def overlooked(chosen: list[tuple[Figure, str]]) -> set[tuple[str, str]]:
    return {
        (figure.written, other)
        for figure, other in chosen
        if not (is_found(figure, other) or is_float(figure, other))
    }


def following(path: Path) -> set[tuple[str, str]]:
    return {(right, other) for post, right, other, _ in FOLLOWS_BY_HAND if post == path.stem}


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.stem)
def test_some_other_figures_are_found(path: Path) -> None:
    """Only the figures that follow by hand may stand for published ones."""
    pairs = others(path)
    assert overlooked(random.Random(2026).sample(pairs, min(5, len(pairs)))) <= following(path)


@pytest.mark.fuzz
@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.stem)
def test_all_other_figures_are_found(path: Path) -> None:
    """Only the figures that follow by hand may stand for published ones, and all of them do."""
    assert overlooked(others(path)) == following(path)


def is_float(figure: Figure, other: str) -> bool:
    """Return whether the changed figure is what floating-point arithmetic may give, too."""
    place = figure.claim.place
    return any(
        claim.place.line == place.line
        and claim.place.column == place.column
        and claim.reason in {f"it is what float{bits} arithmetic gives" for bits in (32, 64)}
        for claim in mdgrad.check(figure.replaced(other)).claims
    )


def is_found(figure: Figure, other: str) -> bool:
    """Return whether the changed figure is an error on its very place."""
    place = figure.claim.place
    return any(
        finding.severity == "error"
        and (finding.place.line, finding.place.column) == (place.line, place.column)
        for finding in mdgrad.check(figure.replaced(other)).findings
    )


def worked_examples() -> Iterator[tuple[str, list[Example]]]:
    """Yield each worked example: a section of a post, or a whole one, with all its drawings."""
    for path in POSTS:
        lines = path.read_text(encoding="utf-8").splitlines()
        sections: dict[str, list[Example]] = {}
        for example in examples(path):
            above = lines[: int(example.name.rpartition(":")[2])]
            headings = [line.lstrip("# ") for line in above if line.startswith("#")]
            sections.setdefault(headings[-1], []).append(example)
        yield from sections.items()


@pytest.mark.parametrize(("title", "drawn"), list(worked_examples()))
def test_each_worked_example_is_drawn_in_three_dialects(title: str, drawn: list[Example]) -> None:
    """Dialects differ in what they claim: values, totals, shares, slopes, in nodes or on edges."""
    dialects = {
        frozenset(
            (claim.role, claim.edge is not None) for claim in mdgrad.check(example.source).claims
        )
        for example in drawn
    }
    assert len(dialects) >= 3, title


def test_what_follows_by_hand_is_listed() -> None:
    """The list in `published/README.md` is this one, and its figures are in the posts."""
    folder = Path(__file__).parent / "published"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    listed = sorted(line for line in readme.splitlines() if re.match(r"\| `\w+\.md` ", line))
    assert listed == sorted(
        f"| `{post}.md` | {right} | {other} | {how} |"
        for post, right, other, how in FOLLOWS_BY_HAND
    )
    for post, right, *_ in FOLLOWS_BY_HAND:
        assert right in (folder / f"{post}.md").read_text(encoding="utf-8")
