"""Posts of other authors: computation graphs are judged rightly, all other flowcharts not at all.

The posts are beside the project, if they are there; which of their diagrams are computation graphs,
and that all of these are right, was decided by reading them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import mdgrad
from mdgrad.report import Report

COMPUTATION_GRAPHS = {
    # A post, by the end of its name, and the lines of its computation graphs. Its other diagrams
    # (structure without values, two boxes “forward” and “backward”) are none.
    "autodiff-rust-part1-graphs.md": [68, 108, 180, 216, 236, 263, 314],
    "05-chain-rule-and-autodiff__docs__en.md": [64, 76],
    "03-backpropagation__docs__en.md": [37, 56, 79],
    "03_pytorch_autograd-explain.md": [57, 153],
}


def check(path: Path) -> Report:
    return mdgrad.check(path.read_text(encoding="utf-8"), path=path.name)


def posts_of(shared: Path, folder: str) -> list[Path]:
    posts = sorted((shared / "corpus" / folder).glob("*.md*"))
    assert posts
    return posts


def post_ending(shared: Path, end: str) -> Path:
    (path,) = (path for path in posts_of(shared, "graphs") if path.name.endswith(end))
    return path


def test_every_post_with_graphs_is_listed(shared: Path) -> None:
    listed = {post_ending(shared, end) for end in COMPUTATION_GRAPHS}
    assert listed == set(posts_of(shared, "graphs"))


@pytest.mark.parametrize("end", COMPUTATION_GRAPHS)
def test_computation_graphs_are_recognised(shared: Path, end: str) -> None:
    diagrams = check(post_ending(shared, end)).diagrams
    found = [diagram.line for diagram in diagrams if diagram.kind == "computation"]
    assert found == COMPUTATION_GRAPHS[end]


@pytest.mark.parametrize("end", COMPUTATION_GRAPHS)
def test_right_graphs_are_not_called_wrong(shared: Path, end: str) -> None:
    report = check(post_ending(shared, end))
    assert [f.message for f in report.findings if f.severity != "info"] == []
    assert not [diagram.line for diagram in report.diagrams if diagram.status == "wrong"]


def test_at_most_one_claim_in_twenty_is_undecided(shared: Path) -> None:
    reports = [check(path) for path in posts_of(shared, "graphs")]
    verdicts = [claim.verdict for report in reports for claim in report.claims]
    assert len(verdicts) > 60
    assert verdicts.count("undecided") <= len(verdicts) / 20


def test_right_posts_are_left_alone(shared: Path) -> None:
    """Whatever `fix` fills in, it changes no label that its author wrote out."""
    for path in posts_of(shared, "graphs"):
        before = path.read_text(encoding="utf-8")
        after = mdgrad.fix(before, path=path.name).text
        changed = [
            (old, new)
            for old, new in zip(before.splitlines(), after.splitlines(), strict=True)
            if old != new
        ]
        assert all("?" in old for old, _ in changed)


@pytest.mark.parametrize("folder", ["ordinary", "hard"])
def test_other_flowcharts_get_no_word(shared: Path, folder: str) -> None:
    for path in posts_of(shared, folder):
        report = check(path)
        assert [f"{f.code} {f.message}" for f in report.findings if f.code[:3] != "MG1"] == []


def test_what_the_command_line_says_of_other_flowcharts(shared: Path) -> None:
    """A folder of such posts ends with status 0 unless Mermaid itself refuses a block."""
    command = [sys.executable, "-m", "mdgrad", "check", "--ignore", "MG1"]
    done = subprocess.run(
        [*command, str(shared / "corpus/hard")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
