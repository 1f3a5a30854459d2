"""The examples on the page about labels are read as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mdgrad.expressions.tree import Derivative
from mdgrad.labels.content import Blank, Content, Formula, Shape, Words
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import read_label

PAGE = Path(__file__).parents[2] / "docs" / "labels.md"
DIAGRAM = frozenset("awxyzL")
KINDS = {"number", "formula", "derivative", "shape", "blank", "words"}


def examples() -> Iterator[tuple[str, str]]:
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if len(cells) == 2 and cells[1].rstrip(" |") in KINDS:
            for text in re.findall(r"`([^`]+)`", cells[0]):
                yield text, cells[1].rstrip(" |")


def kind(content: Content) -> str:
    match content:
        case Quantity():
            return "number"
        case Formula((Derivative(), *_)):
            return "derivative"
        case Formula():
            return "formula"
        case Shape():
            return "shape"
        case Blank():
            return "blank"
        case Words():
            return "words"
        case _:
            return "unread"


def test_the_page_has_examples_of_every_kind() -> None:
    assert {kind for _, kind in examples()} == KINDS


@pytest.mark.parametrize(("text", "expected"), list(examples()))
def test_an_example_is_read_as_the_page_says(text: str, expected: str) -> None:
    ((side,),) = [statement.sides for statement in read_label(text, DIAGRAM)]
    assert kind(side.content) == expected
