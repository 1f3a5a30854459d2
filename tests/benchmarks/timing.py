"""Whole processes, timed in turn, so that what else the machine does is shared by all of them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from time import perf_counter

__all__ = ["PYTHON", "Command", "Time", "environment", "medians", "peak_megabytes"]

PYTHON = sys.executable
Command = Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds on the clock, and of the processor, which other loads disturb less."""

    clock: float
    processor: float | None = None


def environment() -> dict[str, str]:
    """Return an environment in which modules are compiled once, as where they are installed."""
    root = Path(__file__).parents[2]
    known = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled = Path(tempfile.gettempdir()) / "mdgrad-benchmarks-compiled"
    return known | {
        "PYTHONPATH": os.pathsep.join((str(root / "src"), str(root))),
        "PYTHONPYCACHEPREFIX": str(compiled),
    }


def medians(
    commands: Sequence[Command], rounds: int, *, folder: Path, stdin: Sequence[str] = ()
) -> list[Time]:
    """Return the median time of each command, after a run that warms everything up.

    With no rounds the times are those of that first run.
    """
    texts = [*stdin, *[""] * len(commands)]
    times: list[list[Time]] = [[] for _ in commands]
    for at in range(rounds + 1):
        for command, text, measured in zip(commands, texts, times, strict=False):
            before, start = os.times(), perf_counter()
            _run(command, folder, text)
            clock, after = perf_counter() - start, os.times()
            processor = after.children_user + after.children_system
            processor -= before.children_user + before.children_system
            if at or not rounds:
                measured.append(Time(clock, processor))
    return [
        Time(median(one.clock for one in measured), mean(one.processor or 0 for one in measured))
        for measured in times
    ]


def peak_megabytes(command: Command, *, folder: Path) -> float:
    """Return the most memory that a process held."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    told = subprocess.run(
        [PYTHON, "-c", code, *command],
        cwd=folder, capture_output=True, text=True, check=True, env=environment(),
    )  # fmt: skip
    return int(told.stdout) / (2**20 if sys.platform == "darwin" else 2**10)


def _run(command: Command, folder: Path, text: str) -> None:
    done = subprocess.run(
        [*command], cwd=folder, input=text, capture_output=True, text=True, check=False,
        encoding="utf-8", env=environment(),
    )  # fmt: skip
    if done.returncode not in {0, 1}:
        raise RuntimeError(f"{command} failed: {done.stderr[-2000:]}")
