"""`mdgrad new` on the command line."""

from __future__ import annotations

import pytest

import mdgrad
from mdgrad.cli import main


def test_prints_a_diagram(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "L = (p - y)**2", "p=1/3", "y=-1e-1"]) == 0
    report = mdgrad.check(capsys.readouterr().out)
    assert report.summary.verified == report.summary.claims > 0


def test_prints_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "L = (p - y)**2", "--symbolic"]) == 0
    assert "2 · z1" in capsys.readouterr().out


def test_prints_values_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "y = w*x", "w=2", "x=3", "--forward-only"]) == 0
    assert '-->|"6"| End["y"]\n```' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["w*x"], "w=… x=…"),
        (["w*x", "w=2", "x=y"], "“x=y” does not give"),
        (["w*x", "w=2", "x="], "“x=” does not give"),
        (["w*x", "w=2", "x=9**9**9**9**9"], "does not give"),
        (["w*x", "w=2", "x=3", "--symbolic"], "takes no values"),
        (["w*", "w=2"], "cannot be read"),
        (["w*x₁", "w=2", "x₁=1", "x_1=2"], "x_1 is given twice"),
    ],
)
def test_misuse_is_told(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err
