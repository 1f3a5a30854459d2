"""Each hostile post is answered within 2 s of the processor and 300 MB, and nothing is blessed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import mdgrad
from mdgrad.settings import Settings
from tests.hostile.posts import POSTS, in_node, on_edge

pytest.importorskip("resource")
ROOT = Path(__file__).parents[2]
GRAPH = in_node("m = x * 3 = 7")


@pytest.fixture(scope="module")
def taken() -> dict[str, tuple[float, float, list[str]]]:
    """Return seconds, megabytes at the most so far and verdicts, all from one process."""
    path = os.pathsep.join((str(Path(mdgrad.__file__).parents[1]), str(ROOT)))
    command = [sys.executable, "-m", "tests.hostile.measure"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    return {name: tuple(figures) for name, *figures in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", POSTS)
def test_every_hostile_post_is_answered(
    taken: dict[str, tuple[float, float, list[str]]], name: str
) -> None:
    seconds, megabytes, _ = taken[name]
    assert seconds < 2
    assert megabytes < 300


LIMITS = {
    "length": ("1+" * 2_500 + "1", "more than 4000 characters"),
    "length of a formula": ("1+" * 1_500 + "1", "more than 2000 characters"),
    "depth": ("(" * 900 + "1" + ")" * 900, "nested more than 50 deep"),
    "digits": ("7" * 1_000, "more than 400 digits"),
    "exponent": ("1e5000", "beyond 2000"),
    "exponent of a power": ("10**(10**10)", "beyond 10000"),
}


@pytest.mark.parametrize(("label", "limit"), LIMITS.values(), ids=LIMITS)
def test_what_is_past_a_limit_is_undecided_and_the_limit_is_named(label: str, limit: str) -> None:
    report = mdgrad.check(on_edge(label))
    told = [finding for finding in report.findings if finding.code == "MG901"]
    assert [limit in finding.message for finding in told] == [True]
    assert [c.verdict for c in report.claims if c.written == label] == ["undecided"]


def judged(text: str, settings: Settings) -> tuple[list[str | None], list[tuple[str, int]]]:
    """Return the status of every diagram, and the findings on limits with their lines."""
    report = mdgrad.check(text, settings=settings)
    limits = [(f.message, f.place.line) for f in report.findings if f.code == "MG901"]
    return [diagram.status for diagram in report.diagrams], limits


def test_the_diagrams_beyond_a_limit_are_not_judged_and_that_is_said_once() -> None:
    message = "the diagrams from here on are not judged: there are more than 1 (`max-blocks`)"
    statuses, limits = judged(GRAPH * 3, Settings(max_blocks=1))
    assert (statuses, limits) == (["wrong", None, None], [(message, 5)])
    assert judged(GRAPH * 3, Settings(max_blocks=3)) == (["wrong"] * 3, [])
    fixed = mdgrad.fix(GRAPH * 3, settings=Settings(max_blocks=1))
    assert fixed.text == GRAPH.replace("7", "6") + GRAPH * 2


def test_a_diagram_with_too_many_nodes_is_not_judged_and_that_is_said() -> None:
    message = "the diagram is not judged: it has more than 1 nodes (`max-nodes`)"
    assert judged(GRAPH, Settings(max_nodes=1)) == ([None], [(message, 1)])
    assert judged(GRAPH, Settings(max_nodes=2)) == (["wrong"], [])


def test_the_limits_admit_fifty_thousand_operators_with_an_operand_each() -> None:
    assert Settings().max_nodes >= 2 * 50_000
