"""Python's garbage collector, told to look seldom."""

from __future__ import annotations

import gc

__all__ = ["collect_seldom"]

_THRESHOLDS = (100_000, 20, 50)
"""New objects between two looks, and how many looks at the young bring one at their elders."""


def collect_seldom() -> None:
    """Let the collector of this process look for cycles less often.

    Nearly all that a check makes is freed without it, and looking for cycles among some hundred
    thousand nodes and labels again and again takes a fifth of the time.
    """
    gc.set_threshold(*_THRESHOLDS)
