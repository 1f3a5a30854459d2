"""The promises that hold for any text, tried on much of it.

`MDGRAD_FUZZ=100000 pytest -m fuzz tests/fuzz` tries so many of each; `python -m tests.fuzz` counts.
"""

from __future__ import annotations

import os

import pytest

from tests.fuzz.running import failures
from tests.fuzz.targets import TARGETS

A_FEW = {"labels": 1_000, "reader": 500, "containers": 300, "check": 30, "fix": 20}


@pytest.mark.parametrize("name", TARGETS)
def test_a_few(name: str) -> None:
    assert list(failures(TARGETS[name], range(A_FEW[name]))) == []


@pytest.mark.fuzz
@pytest.mark.parametrize("name", TARGETS)
def test_many(name: str) -> None:
    most = int(os.environ.get("MDGRAD_FUZZ", "2000"))
    assert list(failures(TARGETS[name], range(10**6, 10**6 + most))) == []


def test_what_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.running.MOST_SECONDS", 0.05)

    def hangs_at_2(number: int) -> None:
        while number == 2:
            pass

    assert [number for number, _ in failures(hangs_at_2, range(4))] == [2]
