"""Running a target over many numbers, with a limit on the time that each may take."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator

__all__ = ["MOST_SECONDS", "failures"]

MOST_SECONDS = 10
"""What takes more time of the processor hangs: everything drawn is small."""


class Hang(BaseException):
    """An execution past `MOST_SECONDS`; no `except Exception` on the way can swallow it."""


def failures(
    target: Callable[[int], None], numbers: Iterable[int]
) -> Iterator[tuple[int, BaseException]]:
    """Yield each of the numbers that fails, with what was raised."""
    before = signal.signal(signal.SIGPROF, _hang)
    try:
        for number in numbers:
            signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
            try:
                target(number)
            except (Exception, Hang) as failure:
                yield number, failure
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _hang(_signal: int, _frame: object) -> None:
    raise Hang(f"more than {MOST_SECONDS} s")
