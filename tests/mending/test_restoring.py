"""A right label made wrong is mended: the drawing is as right as before, often to the byte.

The mutants are wrong by construction (test_mutations.py). Where one changed input would explain
what is wrong, `fix` must not choose, and leaves the post as it is.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

import mdgrad
from tests.fixture_posts import EXAMPLES
from tests.test_mutations import NUMBER, ROOT, Place, all_wrong, derived_in, derived_labels

Mutant = tuple[Place, str]
SAMPLE = 60
"""So many mutants are tried in every run; all of them under the mark `fuzz`."""


def outcome(place: Place, mutant: str) -> str:
    """Return what `fix` makes of a mutant: the same bytes, as right as before, left, or lost."""
    right = place.with_label(place.label)
    wrong = place.with_label(mutant)
    before, fixed = mdgrad.fix(right), mdgrad.fix(wrong)
    if fixed.text == before.text:
        return "same"
    if any(finding.code == "MG204" for finding in fixed.report.findings):
        return "left" if fixed.text == wrong else "lost"
    statuses = [[d.status for d in one.report.diagrams] for one in (before, fixed)]
    return "verified" if statuses[0] == statuses[1] else "lost"


def has_one_text(label: str) -> bool:
    """Return whether nothing else could be written: a whole number, bare, without a unit."""
    return NUMBER.fullmatch(label) is not None and "." not in label


def assert_restores(mutants: Sequence[Mutant]) -> None:
    """Assert that no mutant is lost, and that whole numbers come back as they were; print both."""
    outcomes = [(place, mutant, outcome(place, mutant)) for place, mutant in mutants]
    counts = Counter(what for *_, what in outcomes)
    labels = len({(place.before, place.label) for place, _ in mutants})
    print(f"{labels} labels, {len(mutants)} mutants:", dict(counts))
    lost = [(place.label, mutant) for place, mutant, what in outcomes if what == "lost"]
    other = [
        (place.label, mutant)
        for place, mutant, what in outcomes
        if what == "verified" and has_one_text(place.label)
    ]
    assert (lost, other) == ([], [])
    assert counts["left"] <= len(mutants) / 20


def sample(mutants: Sequence[Mutant]) -> Sequence[Mutant]:
    return random.Random(2026).sample(mutants, min(SAMPLE, len(mutants)))


def of_fixtures() -> Sequence[Mutant]:
    """Return the mutants of the right fixtures of numbers; matrices have tests of their own."""
    right = [e for e in EXAMPLES if e.is_right and not e.name.startswith("shapes:")]
    return all_wrong([place for example in right for place in derived_in(example.source)])


def of_posts(paths: Iterable[Path]) -> Sequence[Mutant]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(paths)]
    return all_wrong([place for text in texts for place in derived_labels(text)])


def test_fixtures() -> None:
    assert_restores(sample(of_fixtures()))


def test_our_own_posts() -> None:
    assert_restores(sample(of_posts((ROOT / "docs/examples").glob("*.md"))))


@pytest.mark.fuzz
def test_all_fixtures() -> None:
    assert_restores(of_fixtures())
