"""Right posts made wrong in one label are found wrong there; reworded rightly, they stay right.

The mutants are wrong, or right, by construction: whoever made them knows, not the tool under test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

import mdgrad
from mdgrad.posts import find_blocks
from mdgrad.source import Text

ROOT = Path(__file__).parents[1]
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Place:
    """A derived label of a right post: the block around it as a post of its own, and where."""

    before: str
    label: str
    after: str

    def with_label(self, label: str) -> str:
        return self.before + label + self.after

    @property
    def line_column(self) -> tuple[int, int]:
        return Text(self.before).line_column(len(self.before))


def derived_labels(post: str) -> Iterator[Place]:
    """Yield every label of the post that is verified and not given."""
    for block in find_blocks(post, path="post.md").blocks:
        text = post[block.span.start : block.span.end]
        source = Text(text)
        for claim in mdgrad.check(text).claims:
            if claim.verdict == "verified" and claim.certainty != "given":
                start = source.line_starts[claim.place.line - 1] + claim.place.column - 1
                end = start + len(claim.written)
                assert text[start:end] == claim.written
                yield Place(text[:start], claim.written, text[end:])


def wrong_numbers(label: str) -> Iterator[str]:
    """Yield numbers other than `label`: a digit, a sign, a factor, a decimal point, two swapped."""
    for index, old in enumerate(label):
        if old.isdigit():
            yield from (label[:index] + new + label[index + 1 :] for new in "0123456789")
    value = Fraction(label)
    changed = (-value, 2 * value, 10 * value, value / 10, value + 1, 1 / value, value * value)
    yield from (f"{float(number):.6g}" for number in changed)
    yield from (label[:i] + label[i + 1] + label[i] + label[i + 2 :] for i in range(len(label) - 1))


def wrong_formulas(label: str) -> Iterator[str]:
    """Yield formulas that are not equal to a gradient `label` which is not constant."""
    yield from (f"2 · {label}", f"-{label}", f"{label} + 1", "0", "1", "2")
    factors = label.split(" · ")
    for index, factor in enumerate(factors):
        rest = factors[:index] + factors[index + 1 :]
        if len(factors) > 1 and factor not in {"1", "∂z/∂z", "∂t/∂x"}:
            yield " · ".join(rest)
        if factor in {"x", "y"}:
            yield " · ".join([*rest, "y" if factor == "x" else "x"])
    if label.endswith("∂t/∂x"):
        yield label[:-1] + "y"


def is_wrong_number(label: str, mutant: str) -> bool:
    if not NUMBER.fullmatch(mutant):
        return False
    decimals = len(mutant.partition(".")[2])
    # A number with fewer decimals than the right one may just be rounded.
    return abs(Fraction(mutant) - Fraction(label)) > Fraction(1, 2 * 10**decimals)


def mutants(label: str) -> set[str]:
    if NUMBER.fullmatch(label):
        return {mutant for mutant in wrong_numbers(label) if is_wrong_number(label, mutant)}
    return set(wrong_formulas(label)) - {label}


def rewordings(place: Place) -> set[str]:
    """Return other ways to write what the label says."""
    label = place.label
    if NUMBER.fullmatch(label):
        decimals = "0" if "." in label else ".00"
        return {f"{label}원", f"₩{label}", f"$ {label}", f"{label} kg", label + decimals,
                f"≈ {label}", f"{label} ✓", label.replace("-", "−")} - {label}  # fmt: skip
    others = {label.replace("·", glyph) for glyph in "*×∙"} | {label.replace(" · ", "·")}
    others.add(label.replace("∂", "d"))
    others.add(" · ".join(reversed(label.split(" · "))))
    if label.endswith(" · 1"):
        others.add(label.removesuffix(" · 1"))
    return others - {label}


def other_forms(place: Place) -> Iterator[str]:
    """Yield the post with the label in pipes instead of between dashes."""
    match = re.search(r"-- (\"?)$", place.before)
    rest = re.match(r"\"? -->", place.after)
    if match and rest:
        before, after = place.before[: match.start()], place.after[rest.end() :]
        yield f'{before}-->|"{place.label}"|{after}'


def is_found(place: Place, label: str) -> bool:
    report = mdgrad.check(place.with_label(label))
    return any(
        finding.severity == "error"
        and (finding.place.line, finding.place.column) == place.line_column
        for finding in report.findings
    )


def stays_verified(text: str) -> bool:
    report = mdgrad.check(text)
    return [diagram.status for diagram in report.diagrams] == ["verified"]


class Counts(NamedTuple):
    labels: int
    wrong: int
    reworded: int


def assert_sound(post: str) -> Counts:
    """Assert that every mutant is found on its place and every rewording stays verified."""
    places = list(derived_labels(post))
    wrong = [(place, mutant) for place in places for mutant in sorted(mutants(place.label))]
    overlooked = [(place.label, mutant) for place, mutant in wrong if not is_found(place, mutant)]
    assert overlooked == []
    right = [place.with_label(label) for place in places for label in sorted(rewordings(place))]
    right += [form for place in places for form in other_forms(place)]
    accused = [text for text in right if not stays_verified(text)]
    assert accused == []
    return Counts(len(places), len(wrong), len(right))


def assert_mended(post: str, restored: Callable[[str], bool]) -> None:
    """Assert that `fix` gives back the very bytes wherever only one label text is right."""
    for place in derived_labels(post):
        for mutant in sorted(mutants(place.label)):
            fixed = mdgrad.fix(place.with_label(mutant)).text
            if restored(place.label):
                assert fixed == place.with_label(place.label), mutant
            assert stays_verified(fixed), mutant


def test_our_own_post_is_sound() -> None:
    counts = assert_sound((ROOT / "docs/examples/lemonade.md").read_text(encoding="utf-8"))
    assert counts == Counts(labels=14, wrong=382, reworded=110)


def test_the_seed_is_sound(shared: Path) -> None:
    counts = assert_sound((shared / "seed/post.md").read_text(encoding="utf-8"))
    assert counts == Counts(labels=22, wrong=547, reworded=172)


@pytest.mark.parametrize("name", ["lemonade"])
def test_mending_gives_our_own_numbers_back(name: str) -> None:
    post = (ROOT / f"docs/examples/{name}.md").read_text(encoding="utf-8")
    assert_mended(post, lambda label: NUMBER.fullmatch(label) is not None)


def test_mending_gives_the_seeds_labels_back(shared: Path) -> None:
    assert_mended((shared / "seed/post.md").read_text(encoding="utf-8"), lambda _: True)
