"""Some of many cases, the others only in long runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

__all__ = ["one_in"]


def one_in(count: int, cases: Iterable[Any]) -> list[Any]:
    """Return all cases as parameters of a test, of which the suite runs one in `count`."""
    return [
        pytest.param(case, marks=() if index % count == 0 else pytest.mark.fuzz)
        for index, case in enumerate(cases)
    ]
