"""The reader reads as the real mermaid.js does, on thousands of generated and mutated sources."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from mdgrad.mermaid import is_flowchart
from mdgrad.posts import find_blocks
from tests.mermaid import real
from tests.mermaid.comparing import differences, ours, theirs
from tests.mermaid.generating import generated
from tests.mermaid.record import RECORDED, recording

pytestmark = pytest.mark.oracle


@pytest.fixture(scope="module")
def mermaid() -> Path:
    folder = real.installed()
    if folder is None:
        pytest.skip("node, npm or the network is missing")
    return folder


def compare(mermaid: Path, sources: Sequence[str]) -> tuple[list[str], list[str], int]:
    """Return the sources with another verdict, what differs in others, and how many both read."""
    verdicts, readings, both = [], [], 0
    for source, answer in zip(sources, real.answers(mermaid, sources), strict=True):
        mine, theirs_ = ours(source), theirs(answer)
        if (mine is None) != (theirs_ is None):
            verdicts.append(f"{source!r}: {answer.get('error', 'is read')}")
        elif mine is not None and theirs_ is not None:
            both += 1
            readings += [f"{source!r}: {told}" for told in differences(mine, theirs_)]
    return verdicts, readings, both


@pytest.mark.parametrize(
    "numbers", [range(300), pytest.param(range(300, 20_000), marks=pytest.mark.fuzz)], ids=str
)
def test_agrees_on_generated_sources(mermaid: Path, numbers: range) -> None:
    sources = [generated(number) for number in numbers]
    verdicts, readings, both = compare(mermaid, sources)
    assert readings == []
    assert len(verdicts) <= 0.005 * len(sources), verdicts
    assert both > 0.3 * len(sources)  # otherwise this would say little


def test_agrees_on_the_corpus(mermaid: Path, shared: Path) -> None:
    sources = [
        block.source
        for post in sorted((shared / "corpus").rglob("*.md"))
        for block in find_blocks(post.read_text(encoding="utf-8"), path=post.name).blocks
        if is_flowchart(block.source)
    ]
    verdicts, readings, both = compare(mermaid, sources)
    assert (verdicts, readings) == ([], [])
    assert both > 0


@pytest.mark.usefixtures("mermaid")
def test_what_is_recorded_is_what_mermaid_says() -> None:
    assert json.loads(RECORDED.read_text(encoding="utf-8")) == recording()
