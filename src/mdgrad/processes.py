"""Processes of ours, which are replaced when one of them dies."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from types import FrameType
from typing import Any, ParamSpec, TypeVar

from mdgrad.garbage import collect_seldom

__all__ = ["processes"]

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """Give processes, which are started when there is something to do, and ended after it."""
    own = _Processes(jobs)
    try:
        yield own
    finally:
        own.stop()


class _Processes(Executor):
    """A pool, and another one when that is broken."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Hand a task over, to new processes if one of the last has died."""
        if self._pool is not None:
            try:
                return self._pool.submit(fn, *args, **kwargs)
            except BrokenExecutor:
                self._pool.shutdown(wait=False)
        # Never by a bare fork, since a thread may be drawing the progress.
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            context.set_forkserver_preload(["mdgrad.api", "sympy", "networkx", "markdown_it"])
        self._pool = ProcessPoolExecutor(self._jobs, context, _begin)
        with _interrupts_later():
            return self._pool.submit(fn, *args, **kwargs)

    def stop(self) -> None:
        """End the processes, whatever they are at."""
        if self._pool is not None:
            pool = self._pool
            running = list((pool._processes or {}).values())
            manager: Any = pool._executor_manager_thread
            pool.shutdown(wait=False, cancel_futures=True)
            for process in running:
                process.terminate()
                process.join()
            if manager is not None:
                manager.join()  # as it ends, Python must not, or it would write to a closed pipe


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold Ctrl-C back while processes start: one that is half started could not be ended."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is interrupted
        return
    held: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda *interrupt: held.append(interrupt))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if held and callable(before):
            before(*held[0])


def _begin() -> None:
    """Leave Ctrl-C to the process that a person started, and judge as that does."""
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
