"""Right drawings of matrices made wrong in one label are found wrong there; reworded, they stay so.

The mutants are wrong, or right, by construction: (2, 3) is not (3, 2), and matrices that are not
square can be multiplied in one order only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import mdgrad
from tests.fixture_posts import EXAMPLES, Example
from tests.test_mutations import Place, derived_in, is_found, stays_verified

SHAPE = re.compile(r"(?P<open>[(\[])(?P<inside>[^()\[\]·@]*)[)\]]")
PRODUCT = re.compile(r"(?P<left>[^·@*\s]+) (?P<times>[·@*]) (?P<right>[^·@*\s]+)")
TRANSPOSE = re.compile(r"ᵀ|\.T|\^T|\^\\top")

RIGHT = [e for e in EXAMPLES if e.name.startswith("shapes:") and e.is_right]


def dimensions(label: str) -> list[str] | None:
    """Return the dimensions of a shape in brackets, None for any other label."""
    match = SHAPE.fullmatch(label)
    return [one.strip() for one in match["inside"].split(",") if one.strip()] if match else None


def shape(axes: list[str], like: str = "(") -> str:
    comma = "," if len(axes) == 1 and like[0] == "(" else ""
    return f"[{', '.join(axes)}]" if like[0] == "[" else f"({', '.join(axes)}{comma})"


def wrong_shapes(axes: list[str], label: str) -> Iterator[str]:
    """Yield shapes that are not that of `axes`: turned, an axis more or less, another length."""
    if axes[::-1] != axes:
        yield shape(axes[::-1], label)
    if len(axes) > 1:
        yield from (shape(axes[:axis] + axes[axis + 1 :], label) for axis in range(len(axes)))
    yield shape([*axes, "5"], label)
    for axis, length in enumerate(axes):
        if length.isdigit():
            yield shape([*axes[:axis], str(int(length) + 5), *axes[axis + 1 :]], label)


def wrong_products(label: str) -> Iterator[str]:
    """Yield products of matrices in the wrong order, or with a transpose left out or too many."""
    match = PRODUCT.fullmatch(label)
    if match is None or not TRANSPOSE.search(label) or re.search(r"\b[a-z]\b|⊙", label):
        # Some write vectors as rows, and others as columns.
        return
    left, times, right = match.groups()
    yield f"{right} {times} {left}"
    yield TRANSPOSE.sub("", label)
    yield f"2 {times} {label}"
    yield f"-{label}"


def mutants(place: Place) -> set[str]:
    axes = dimensions(place.label)
    found = wrong_products(place.label) if axes is None else wrong_shapes(axes, place.label)
    return set(found) - {place.label}


def rewordings(label: str) -> set[str]:
    """Return other ways to write a shape or a product of matrices."""
    axes = dimensions(label)
    if axes is not None:
        others = {label.replace(", ", ","), f"$${label}$$"}
        if len(axes) > 1:
            others |= {f"[{', '.join(axes)}]", f"({', '.join(axes)})"}
        return others - {label}
    match = PRODUCT.fullmatch(label)
    if match is None or not TRANSPOSE.search(label) or "\\" in label:
        return set()
    others = {TRANSPOSE.sub(other, label) for other in ("ᵀ", "^T", ".T")}
    others |= {label.replace(match["times"], glyph) for glyph in "·@"}
    others.add(re.sub(r"(\w)(?:ᵀ|\.T|\^T)", r"transpose(\1)", label))
    return others - {label}


def named(examples: list[Example]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("example", examples, ids=[one.name for one in examples])


@named(RIGHT)
def test_every_wrong_label_is_found_on_its_place(example: Example) -> None:
    places = list(derived_in(example.source))
    wrong = [(place, mutant) for place in places for mutant in sorted(mutants(place))]
    overlooked = [(place.label, mutant) for place, mutant in wrong if not is_found(place, mutant)]
    assert overlooked == []


@named(RIGHT)
def test_every_rewording_stays_verified(example: Example) -> None:
    right = [
        (place.label, other, place.with_label(other))
        for place in derived_in(example.source)
        for other in sorted(rewordings(place.label))
    ]
    accused = [(label, other) for label, other, text in right if not stays_verified(text)]
    assert accused == []


@pytest.mark.parametrize(
    ("formulas", "verdicts"),
    [
        ("Y = X W", ["verified"]),
        ("Y = X W = W X", ["verified", "undecided"]),
        ("Y = X W<br>Y = 2 X W", ["verified", "undecided"]),
    ],
)
def test_only_the_formula_that_a_node_computes_by_is_verified(
    formulas: str, verdicts: list[str]
) -> None:
    report = mdgrad.check(
        "```mermaid\nflowchart LR\n"
        f'    X["X<br>(N, 4)"] --> D["matmul<br>{formulas}"]\n'
        '    W["W<br>(4, 2)"] --> D\n    D --> Y["Y<br>(N, 2)"]\n```\n'
    )
    assert [claim.verdict for claim in report.claims if claim.role == "formula"] == verdicts


def test_there_are_mutants_to_find() -> None:
    places = [place for example in RIGHT for place in derived_in(example.source)]
    assert sum(len(mutants(place)) for place in places) > 100
    assert sum(len(rewordings(place.label)) for place in places) > 50
