"""Right posts made wrong in one label are found wrong there; reworded rightly, they stay right.

The mutants are wrong, or right, by construction: whoever made them knows, not the tool under test.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

import mdgrad
from mdgrad.posts import find_blocks
from mdgrad.source import Text
from tests.fixture_posts import EXAMPLES

ROOT = Path(__file__).parents[1]
LEMONADE = (ROOT / "docs/examples/lemonade.md").read_text(encoding="utf-8")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
QUANTITY = re.compile(
    r"(?P<before>[^\w.∂√π+*/^(=]*?)(?P<number>[-−–]?[0-9][0-9,]*(?:\.[0-9]+)?)(?P<after>[^0-9/^…]*)"
)
"""A number with whatever stands around it: currency, units, marks."""
NAME = re.compile(r"(?<![\w∂\\.])(?!d\w?/)[a-zA-Zα-ωσ_][A-Za-z0-9_₀-₉]*(?![\w(\[{'.]|\s*/\s*[d∂])")
DERIVATIVE = re.compile(r"∂|\\partial|\\frac|(?<![A-Za-z])d\w*\s*/\s*d\w")
EQUALS_BEFORE = re.compile(r"(?:[^=\n\"|<>]+=)*\s*$")
EQUALS_AFTER = re.compile(r"\s*(?:=[^=\n\"|<>]+)*")
"""The other sides of an equality, before and behind one of them."""
KNOWN_WORDS = frozenset({"exp", "log", "ln", "sin", "cos", "sqrt", "tanh", "e", "frac", "cdot"})


@dataclass(frozen=True)
class Place:
    """A derived label of a right post: the post around it, and where."""

    before: str
    label: str
    after: str
    defines: bool = False
    """Whether it is a formula in a node: another formula there makes another node, no wrong one."""

    def with_label(self, label: str) -> str:
        return self.before + label + self.after

    @property
    def line_column(self) -> tuple[int, int]:
        return Text(self.before).line_column(len(self.before))


Mutant = tuple[Place, str]
"""A place, and a label that is wrong there."""


def derived_labels(post: str) -> Iterator[Place]:
    """Yield every label of each block, taken alone, that is verified and not given."""
    for block in find_blocks(post, path="post.md").blocks:
        yield from derived_in(post[block.span.start : block.span.end])


def derived_in(text: str) -> Iterator[Place]:
    source = Text(text)
    for claim in mdgrad.check(text).claims:
        if claim.verdict == "verified" and claim.certainty != "given":
            start = source.line_starts[claim.place.line - 1] + claim.place.column - 1
            end = start + len(claim.written)
            assert text[start:end] == claim.written
            defines = claim.role == "formula" and claim.node is not None
            yield Place(text[:start], claim.written, text[end:], defines)


def wrong_numbers(label: str) -> Iterator[str]:
    """Yield numbers other than `label`: a digit, a sign, a factor, a decimal point, two swapped."""
    for index, old in enumerate(label):
        if old.isdigit():
            yield from (label[:index] + new + label[index + 1 :] for new in "0123456789")
    value = number(label)
    changed = [-value, 2 * value, 10 * value, value / 10, value + 1, value * value]
    changed += [1 / value] if value else []
    yield from (f"{float(other):.6g}" for other in changed)
    yield from (label[:i] + label[i + 1] + label[i] + label[i + 2 :] for i in range(len(label) - 1))


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", "").replace("−", "-").replace("–", "-"))


def is_wrong_number(label: str, mutant: str) -> bool:
    """Return whether no number rounds to both: a number with fewer digits may just be rounded."""
    if not re.fullmatch(r"[-−–]?[0-9][0-9,]*(?:\.[0-9]+)?", mutant):
        return False
    units = [Fraction(1, 10 ** len(text.partition(".")[2])) for text in (label, mutant)]
    return abs(number(mutant) - number(label)) >= sum(units) / 2


def wrong_formulas(label: str) -> Iterator[str]:
    """Yield formulas that are not equal to a `label` which is not zero."""
    first = label if re.fullmatch(r"[^-+−]*", label) else f"({label})"
    yield from (f"2 · {first}", f"-{first}", f"{label} + 1")
    if not re.search(r"[A-Za-zα-ω∂]", label):
        return
    if "∂" in label and " · " in label:
        yield from ("0", "1", "2")
    factors = re.split(r" [·×*] ", label)
    if len(factors) > 1 and not re.search(r"[-+−]", label):
        for index, factor in enumerate(factors):
            if NAME.fullmatch(factor) and factor not in KNOWN_WORDS:
                yield " · ".join(factors[:index] + factors[index + 1 :])


def swapped_names(label: str) -> Iterator[str]:
    """Yield the formula with one name where another belongs; of a product and a sum alike."""
    if DERIVATIVE.search(label):
        return
    names = [match for match in NAME.finditer(label) if match[0] not in KNOWN_WORDS]
    for match in names:
        for other in sorted({name[0] for name in names} - {match[0]}):
            yield label[: match.start()] + other + label[match.end() :]


def mutants(place: Place) -> set[str]:
    """Return labels that are wrong where that of `place` is right."""
    label = place.label
    has_names = re.search(r"[A-Za-zα-ω]", label) is not None
    if place.defines and has_names:
        return set()
    quantity = QUANTITY.fullmatch(label)
    if quantity:
        start, end = quantity.span("number")
        if "≈" in label and quantity["number"].endswith("0"):
            return set()
        return {
            label[:start] + other + label[end:]
            for other in wrong_numbers(quantity["number"])
            if is_wrong_number(quantity["number"], other)
        }
    unfit = re.search(r"[…?\\]|≈|✓|<|:|\[", label) or label.startswith("(")
    if unfit or NAME.fullmatch(label):
        return set()
    return (set(wrong_formulas(label)) | set(swapped_names(label))) - {label}


def rewordings(place: Place) -> set[str]:
    """Return other ways to write what the label says."""
    label = place.label
    if NUMBER.fullmatch(label):
        # 0.29 may be rounded, and 0.290 wrong.
        decimals = "" if "." in label else ".00"
        others = {f"{label}원", f"₩{label}", f"$ {label}", f"{label} kg", label + decimals,
                  f"{label} ✓", label.replace("-", "−")} - {label}  # fmt: skip
        # Nobody multiplies by about 2.
        return others if place.before.endswith(tuple("×*·")) else others | {f"≈ {label}"}
    others = {label.replace("·", glyph) for glyph in "*×∙"} | {label.replace(" · ", "·")}
    others.add(label.replace("∂", "d"))
    if not re.search(r"[-+−]", label):
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
    """Return whether a wrong label is an error on its place.

    Where it is one side of an equality, the error may stand on another: one of the two is wrong.
    """
    report = mdgrad.check(place.with_label(label))
    line, column = place.line_column
    before, after = EQUALS_BEFORE.search(place.before), EQUALS_AFTER.match(place.after)
    start = column - (len(before[0]) if before else 0)
    end = column + len(label) + (len(after[0]) if after else 0)
    return any(
        finding.severity == "error"
        and finding.place.line == line
        and (finding.place.column == column or start <= finding.place.column < end)
        for finding in report.findings
    )


def is_accused(text: str) -> bool:
    return any(finding.severity == "error" for finding in mdgrad.check(text).findings)


def stays_verified(text: str) -> bool:
    report = mdgrad.check(text)
    return [diagram.status for diagram in report.diagrams] == ["verified"]


class Counts(NamedTuple):
    labels: int
    wrong: int
    reworded: int


def all_mutants(post: str) -> list[Mutant]:
    return [(place, mutant) for place in derived_labels(post) for mutant in sorted(mutants(place))]


def assert_sound(post: str) -> Counts:
    """Assert that every mutant is found on its place and every rewording stays verified."""
    places = list(derived_labels(post))
    wrong = all_mutants(post)
    overlooked = [(place.label, mutant) for place, mutant in wrong if not is_found(place, mutant)]
    assert overlooked == []
    right = [place.with_label(label) for place in places for label in sorted(rewordings(place))]
    right += [form for place in places for form in other_forms(place)]
    accused = [text for text in right if not stays_verified(text)]
    assert accused == []
    return Counts(len(places), len(wrong), len(right))


def assert_mended(chosen: Sequence[Mutant], restored: Callable[[str], bool]) -> None:
    """Assert that `fix` gives back the very bytes wherever only one label text is right."""
    for place, mutant in chosen:
        fixed = mdgrad.fix(place.with_label(mutant)).text
        if restored(place.label):
            assert fixed == place.with_label(place.label), mutant
        assert stays_verified(fixed), mutant


def some(mutants: Sequence[Mutant], count: int = 80) -> list[Mutant]:
    return random.Random(2026).sample(mutants, count)


def test_our_own_post_is_sound() -> None:
    counts = assert_sound(LEMONADE)
    assert counts == Counts(labels=14, wrong=378, reworded=106)


def test_the_seed_is_sound(shared: Path) -> None:
    counts = assert_sound((shared / "seed/post.md").read_text(encoding="utf-8"))
    assert counts.labels == 22
    assert counts.wrong > 500
    assert counts.reworded == 168


def is_number(label: str) -> bool:
    return NUMBER.fullmatch(label) is not None


def test_mending_gives_our_own_numbers_back() -> None:
    assert_mended(some(all_mutants(LEMONADE)), is_number)


def test_mending_gives_the_seeds_labels_back(shared: Path) -> None:
    seed = (shared / "seed/post.md").read_text(encoding="utf-8")
    assert_mended(some(all_mutants(seed)), lambda _: True)


@pytest.mark.fuzz
def test_mending_gives_all_labels_back(shared: Path) -> None:
    assert_mended(all_mutants(LEMONADE), is_number)
    seed = (shared / "seed/post.md").read_text(encoding="utf-8")
    assert_mended(all_mutants(seed), lambda _: True)


@pytest.fixture(scope="module")
def fixture_labels() -> list[Place]:
    """Return every derived label of every right fixture of numbers.

    Matrices do not commute: test_shape_mutations.py has mutants of their own.
    """
    return [
        place
        for example in EXAMPLES
        if example.is_right and not example.name.startswith("shapes:")
        for place in derived_in(example.source)
    ]


NOT_WRONG = {
    # What a label of the fixtures may say as well, or what cannot be told from it; and why.
    ("7", "14"): "an arrow against two parallel ones may state one share or their sum",
    ("2.03", "2.00"): "2.03 is 0.29 × 7, as printed; 2.00 is exact",
    ("0.12", "0.13"): "0.125 is rounded to the even digit or up",
    ("0.13", "0.12"): "0.125 is rounded to the even digit or up",
    ("100,000", "100,500"): "317² is 100,489",
    ("301,000", "301,500"): "3 · 317² is 301,467",
    ("301,000", "300,000"): "3 × 100,000, as printed",
    ("0.50", "0.51"): "0.17 × 3.00, as printed",
    ("0.51", "0.50"): "the exact 0.504…",
    ("0.29131263", "0.29131261"): "the exact tanh(0.3)",
    ("0.29131263", "0.29131266"): "float32, good to one unit in the last place",
    ("0.08486305", "0.08486304"): "the exact square of tanh(0.3)",
    ("0.08486305", "0.08486306"): "float32, good to one unit in the last place",
    ("0.08486305", "0.08486307"): "float32, good to one unit in the last place",
    ("0.30000000000000004", "0.30000000000000000"): "the exact sum",
    ("0.9000000000000001", "0.9000000000000000"): "the exact product",
    ("∂E/∂y · 0.25", "0"): "in 0 = 0.1 the one may be the other rounded",
    ("∂E/∂u · 3", "0"): "in 0 = 0.3 the one may be the other rounded",
}


def show(figures: str) -> None:
    """Print what a run has counted; pytest shows it with `-s`, or when the test fails."""
    print(figures)


def assert_finds(chosen: Sequence[Mutant]) -> None:
    """Assert that all wrong labels are found on their place; print the others."""
    silent = [(place, mutant) for place, mutant in chosen if not is_found(place, mutant)]
    overlooked = [pair for pair in silent if (pair[0].label, pair[1]) not in NOT_WRONG]
    for place, mutant in overlooked:
        show(f"overlooked: {mutant!r} for {place.label!r} in\n{place.with_label(mutant)}")
    wrong = len(chosen) - len(silent) + len(overlooked)
    show(f"{wrong - len(overlooked)} of {wrong} wrong labels found on their place")
    assert overlooked == []


def assert_accuses_none(chosen: Sequence[str]) -> None:
    accused = [text for text in chosen if is_accused(text)]
    show(f"{len(chosen) - len(accused)} of {len(chosen)} right rewordings not accused")
    assert accused == []


def all_wrong(places: Sequence[Place]) -> list[Mutant]:
    return [
        (place, mutant)
        for place in places
        for mutant in sorted(mutants(place))
        # Mermaid reads no brackets in a label without quotes.
        if "(" not in mutant or "(" in place.label or place.before.endswith('"')
    ]


def all_reworded(places: Sequence[Place]) -> list[str]:
    return [place.with_label(label) for place in places for label in sorted(rewordings(place))]


def test_some_wrong_labels_of_the_fixtures_are_found(fixture_labels: list[Place]) -> None:
    assert len(fixture_labels) > 400
    assert_finds(random.Random(2026).sample(all_wrong(fixture_labels), 120))


def test_some_rewordings_of_the_fixtures_are_not_accused(fixture_labels: list[Place]) -> None:
    assert_accuses_none(random.Random(2026).sample(all_reworded(fixture_labels), 60))


@pytest.mark.fuzz
def test_all_wrong_labels_of_the_fixtures_are_found(fixture_labels: list[Place]) -> None:
    assert_finds(all_wrong(fixture_labels))


@pytest.mark.fuzz
def test_no_rewording_of_the_fixtures_is_accused(fixture_labels: list[Place]) -> None:
    assert_accuses_none(all_reworded(fixture_labels))
