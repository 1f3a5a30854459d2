"""A right label made wrong is mended: the drawing is as right as before, often to the byte.

The mutants are wrong by construction (test_mutations.py). `fix` leaves a post as it is only where
the one label that told the slope of an unknown function is gone, so that nothing says what it was.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

import mdgrad
from mdgrad.mermaid import is_flowchart, parse
from mdgrad.posts import find_blocks
from tests.fixture_posts import EXAMPLES
from tests.test_mutations import NUMBER, ROOT, Place, all_wrong, derived_in, derived_labels

Mutant = tuple[Place, str]
SAMPLE = 30
"""So many mutants are tried in every run; all of them under the mark `fuzz`."""


def outcome(place: Place, mutant: str) -> str:
    """Return what `fix` makes of a mutant.

    It is the same bytes, as right as before (`verified`), told but left as it is since nothing says
    what an unknown function makes (`unknown`), or lost.
    """
    right = place.with_label(place.label)
    wrong = place.with_label(mutant)
    before, fixed = mdgrad.fix(right), mdgrad.fix(wrong)
    if fixed.text == before.text:
        return "same"
    statuses = [[d.status for d in one.report.diagrams] for one in (before, fixed)]
    told = [finding for finding in fixed.report.findings if not finding.fixable]
    if statuses[0] == statuses[1] and not any(f.code == "MG204" for f in told):
        return "verified"
    is_unknown = any("the function is unknown" in finding.message for finding in told)
    return "unknown" if is_unknown and fixed.text == wrong else "lost"


def has_one_text(place: Place) -> bool:
    """Return whether nothing else could be written: a whole number, bare, without a unit.

    Beside parallel edges a backward edge may state one share or their sum.
    """
    is_whole = NUMBER.fullmatch(place.label) is not None and "." not in place.label
    return is_whole and not any(
        max(Counter((edge.source, edge.target) for edge in parse(block.source).edges).values()) > 1
        for block in find_blocks(place.with_label(place.label), path="post.md").blocks
        if is_flowchart(block.source)
    )


def assert_restores(mutants: Sequence[Mutant]) -> None:
    """Assert that all mutants are mended, whole numbers to the byte; print the counts."""
    outcomes = [(place, mutant, outcome(place, mutant)) for place, mutant in mutants]
    counts = Counter(what for *_, what in outcomes)
    labels = len({(place.before, place.label) for place, _ in mutants})
    print(f"{labels} labels, {len(mutants)} mutants:", dict(counts))
    lost = [(place.label, mutant) for place, mutant, what in outcomes if what == "lost"]
    assert lost == []
    other = [
        (place.label, mutant)
        for place, mutant, what in outcomes
        if what == "verified" and has_one_text(place)
    ]
    assert other == []


def sample(mutants: Sequence[Mutant]) -> Sequence[Mutant]:
    return random.Random(2026).sample(mutants, min(SAMPLE, len(mutants)))


def of_fixtures() -> Sequence[Mutant]:
    """Return the mutants of the right fixtures of numbers; matrices have tests of their own."""
    right = [e for e in EXAMPLES if e.is_right and not e.name.startswith("shapes:")]
    return all_wrong([place for example in right for place in derived_in(example.source)])


def of_posts(paths: Iterable[Path]) -> Sequence[Mutant]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(paths)]
    return all_wrong([place for text in texts for place in derived_labels(text)])


def of_our_own_posts() -> Sequence[Mutant]:
    return of_posts((ROOT / "docs/examples").glob("*.md"))


def test_fixtures() -> None:
    assert_restores(sample(of_fixtures()))


def test_our_own_posts() -> None:
    assert_restores(sample(of_our_own_posts()))


def test_graphs_of_others(shared: Path) -> None:
    assert_restores(sample(of_posts((shared / "corpus/graphs").glob("*.md"))))


@pytest.mark.fuzz
def test_all_fixtures() -> None:
    assert_restores(of_fixtures())


@pytest.mark.fuzz
def test_all_of_our_own_posts() -> None:
    assert_restores(of_our_own_posts())


@pytest.mark.fuzz
def test_all_graphs_of_others(shared: Path) -> None:
    assert_restores(of_posts((shared / "corpus/graphs").glob("*.md")))
