"""The same work by others: `python rivals.py torch|micrograd|sympy COUNT`, which prints seconds.

The work is a chain of COUNT subtractions, each of the two results before it: built, run forward and
backward. This file stands alone, so that an interpreter that has them can run it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any


def torch_seconds(count: int) -> float:
    """Return how long PyTorch takes, eagerly."""
    import torch

    def run() -> None:
        a, b = (torch.tensor(float(number), requires_grad=True) for number in (3, 5))
        for _ in range(count):
            a, b = b, b - a
        b.backward()

    run()
    return _best(run)


def micrograd_seconds(count: int) -> float:
    """Return how long micrograd takes; its depth-first search needs a deep stack."""
    import threading

    from micrograd.engine import Value

    times: list[float] = []

    def run() -> None:
        a, b = Value(3), Value(5)
        for _ in range(count):
            a, b = b, b - a
        b.backward()

    sys.setrecursionlimit(10 * count + 1000)
    threading.stack_size(2**29)
    thread = threading.Thread(target=lambda: times.append(_best(run, 1)))
    thread.start()
    thread.join()
    return times[0]


def sympy_seconds(count: int) -> float:
    """Return how long sympy takes the way most people would: one expression, differentiated."""
    import sympy

    def run() -> None:
        a, b = first, second = sympy.symbols("a b")
        for _ in range(count):
            a, b = b, sympy.Add(b, -a, evaluate=False)
        for variable in (first, second):
            sympy.diff(b, variable).subs({first: 3, second: 5})

    return _best(run, 1)


def _best(run: Callable[[], Any], rounds: int = 3) -> float:
    times = []
    for _ in range(rounds):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    by = {"torch": torch_seconds, "micrograd": micrograd_seconds, "sympy": sympy_seconds}
    print(by[sys.argv[1]](int(sys.argv[2])))
