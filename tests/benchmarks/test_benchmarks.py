"""The benchmark runs, and what it measures is right: its figures are nobody's to test."""

from __future__ import annotations

from pathlib import Path

import pytest

import mdgrad
from mdgrad.mermaid import parse
from tests.benchmarks import drawings
from tests.benchmarks.__main__ import TINY, large, many, starting
from tests.conftest import ROOT


@pytest.mark.parametrize("number", range(20))
def test_a_random_post_has_17_edges_and_is_verified(number: int) -> None:
    assert len(parse(drawings.random_drawing(number)).edges) == 17
    report = mdgrad.check(drawings.random_post(number))
    assert [diagram.status for diagram in report.diagrams] == ["verified"]
    assert report.summary.verified == report.summary.claims == 17
    assert report.summary.missing == 1
    assert {c.certainty for c in report.claims if c.role == "gradient"} <= {"symbolic", "given"}


def test_random_posts_differ_and_are_always_the_same() -> None:
    posts = {drawings.random_post(number) for number in range(100)}
    assert len(posts) == 100
    assert posts == {drawings.random_post(number) for number in range(100)}


def test_the_large_drawing_is_verified() -> None:
    text = "\n".join(drawings.subtractions(50))
    report = mdgrad.check(f"```mermaid\n{text}\n```\n")
    assert [diagram.status for diagram in report.diagrams] == ["verified"]
    assert report.summary.verified == 50 * 4 + 2


@pytest.mark.tools
def test_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Without node, which not everyone has.
    monkeypatch.setattr("tests.mermaid.real.installed", lambda *_: None)
    seed = ROOT / "tests/fixtures/edges.md"
    rows = [*starting(seed, TINY, tmp_path), *many(TINY, tmp_path), *large(TINY, tmp_path, None)]
    assert len(rows) == 11
    assert all(str(row).startswith("| ") and str(row).endswith(" |") for row in rows)
