"""A diagram is read as often however many labels are mended; an unreadable text harms no other."""

from __future__ import annotations

import pytest

import mdgrad
from mdgrad.mending import labels
from mdgrad.mermaid import parse
from mdgrad.mermaid.flowchart import Flowchart, Label
from mdgrad.mermaid.writer import write_label


def products(number: int, result: str) -> str:
    """Return a post of so many products, their results in bare labels."""
    lines = [
        f"x{i}[x{i}] -->|2.5| m{i}((×))\ny{i}[y{i}] -->|3| m{i}\nm{i} -->|{result}| o{i}[o{i}]"
        for i in range(number)
    ]
    return "\n".join(["```mermaid", "flowchart LR", *lines, "```", ""])


def test_reading_as_often_for_many_labels_as_for_few(monkeypatch: pytest.MonkeyPatch) -> None:
    readings: list[str] = []

    def counted(source: str) -> object:
        readings.append(source)
        return parse(source)

    monkeypatch.setattr(labels, "parse", counted)
    for number in (4, 32):
        readings.clear()
        assert mdgrad.fix(products(number, "8.5")).text == products(number, "7.5")
        assert len(readings) == 1


def test_one_text_that_cannot_be_read_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:

    def spoiled(flowchart: Flowchart, label: Label, text: str) -> object:
        where = flowchart.source[: label.span.start].count("\n")
        return [(label.span, "]|[")] if where == 12 else write_label(flowchart, label, text)

    monkeypatch.setattr(labels, "write_label", spoiled)
    right = products(9, "7.5").replace("|7.5| o3", '|"7.5"| o3')
    assert mdgrad.fix(products(9, "8.5")).text == right
