"""Many posts: judged here, or by the workers of an executor, and told in their order all the same.

What goes to a worker is a batch of texts, what comes back are their reports; so the workers may
stand on other machines, and need no file of ours. A worker that dies takes no post with it: its
batch is judged again, post by post, in a process of ours, and a post that kills that too is
reported.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from time import perf_counter
from typing import TYPE_CHECKING, Final, TypeVar

from mdgrad.report import FileReport, Report
from mdgrad.settings import Settings
from mdgrad.unjudged import failed, unread

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from typing import Unpack

    from mdgrad.api import Options

__all__ = ["Task", "check_files", "judged", "judged_where_it_pays", "processors"]

_BATCH: Final = 16
"""Posts in a batch, so that handing them over costs little beside judging them."""
_WINDOW: Final = 1024
"""Posts that are looked ahead: what is held at once, however many there are."""
_PATIENCE: Final = 1.0
"""Seconds of judging, after which it is worth asking whether processes would pay."""
_WORTH: Final = 2.0
"""Seconds of judging ahead that pay for starting processes, each of which imports sympy."""

_DEFAULTS: Final = Settings()

_MANY: Final = 400
"""Posts ahead that pay for processes at once, however little each of them takes."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Task:
    """A post to judge."""

    text: str
    path: str
    settings: Settings


def check_files(
    paths: Iterable[str | os.PathLike[str]],
    *,
    executor: Executor | None = None,
    settings: Settings = _DEFAULTS,
    **options: Unpack[Options],
) -> Report:
    """Return the report on the posts at `paths`, in their order.

    With an `executor` its workers judge: any `concurrent.futures.Executor` does, be it a
    `ProcessPoolExecutor` or that of a Dask or Ray cluster whose machines have mdgrad. Files are
    read here. One that cannot be read, or whose judging killed its process twice, has a report
    that says so in its `error`. Takes the other arguments as `mdgrad.check` does.
    """
    settings = replace(settings, **options)
    items = (_read(os.fspath(path), settings) for path in paths)
    reports = (not_read or report for not_read, report in judged(items, executor))
    return Report(tuple(report for report in reports if report is not None))


def _read(path: str, settings: Settings) -> tuple[FileReport | None, Task | None]:
    """Return the task of judging the post at `path`, or the report on one that is not read."""
    from mdgrad.files.reading import FileTooLargeError, UnreadableFileError, read_post

    try:
        return None, Task(read_post(path, max_bytes=settings.max_bytes).text, path, settings)
    except (UnreadableFileError, FileTooLargeError) as error:
        return unread(path, error, settings), None


def processors() -> int:
    """Return how many processes may run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def judged(
    items: Iterable[tuple[T, Task | None]], executor: Executor | None
) -> Iterator[tuple[T, FileReport | None]]:
    """Yield every item with the report on its task, in order; None for one without a task.

    The tasks go to `executor`, or are judged here.
    """
    if executor is None:
        for item, task in items:
            yield item, None if task is None else _judge(task)
        return
    from mdgrad.processes import processes

    with processes(1) as careful:
        yield from _in_order(items, executor, careful)


def judged_where_it_pays(
    items: Iterable[tuple[T, Task | None]], jobs: int
) -> Iterator[tuple[T, FileReport | None]]:
    """Yield as `judged` does, from at most `jobs` processes, once there is enough to judge."""
    items = iter(items)
    if jobs == 1:
        yield from judged(items, None)
        return
    ahead: deque[tuple[T, Task | None]] = deque()
    spent, size, to_come, posts = 0.0, 0, 0, 0
    while True:
        for item, task in islice(items, _WINDOW - len(ahead)):
            ahead.append((item, task))
            if task is not None:
                posts, to_come = posts + 1, to_come + len(task.text)
        if not ahead:
            return
        if posts >= _MANY or (spent > _PATIENCE and spent * to_come > _WORTH * size):
            break
        item, task = ahead.popleft()
        if task is None:
            yield item, None
            continue
        start = perf_counter()
        report = _judge(task)
        spent, size = spent + perf_counter() - start, size + len(task.text)
        posts, to_come = posts - 1, to_come - len(task.text)
        yield item, report
    from mdgrad.processes import processes

    with processes(jobs) as executor:
        yield from judged(chain(ahead, items), executor)


@dataclass(slots=True)
class _Batch:
    """Tasks that go to a worker together."""

    tasks: list[Task] = field(default_factory=list)
    future: Future[list[FileReport]] | None = None
    _reports: list[FileReport] | None = None

    def submit(self, executor: Executor) -> None:
        """Hand the batch over; an executor that takes none any more leaves it to `reports`."""
        with suppress(Exception):  # each executor has its own for workers that died
            self.future = executor.submit(_judge_all, self.tasks)

    def reports(self, careful: Executor) -> list[FileReport]:
        """Return the reports, of which `careful` makes those that a worker took with it."""
        if self._reports is None:
            with suppress(Exception):
                self._reports = None if self.future is None else self.future.result()
        if self._reports is None:
            self._reports = [_judge_alone(task, careful) for task in self.tasks]
        return self._reports


def _in_order(
    items: Iterable[tuple[T, Task | None]], executor: Executor, careful: Executor
) -> Iterator[tuple[T, FileReport | None]]:
    waiting: deque[tuple[T, _Batch | None, int]] = deque()
    batch = _Batch()

    def first() -> tuple[T, FileReport | None]:
        item, its_batch, at = waiting.popleft()
        return item, None if its_batch is None else its_batch.reports(careful)[at]

    for item, task in items:
        waiting.append((item, None if task is None else batch, len(batch.tasks)))
        if task is not None:
            batch.tasks.append(task)
        if len(batch.tasks) == _BATCH:
            batch.submit(executor)
            batch = _Batch()
        while len(waiting) > _WINDOW and waiting[0][1] is not batch:
            yield first()
    if batch.tasks:
        batch.submit(executor)
    while waiting:
        yield first()


def _judge(task: Task) -> FileReport:
    # Imported here because a run that finds every post judged before needs nothing that judges.
    from mdgrad.api import judge

    try:
        return judge(task.text, path=task.path, settings=task.settings)
    except Exception as bug:  # one post must not keep the others from being judged
        return failed(task.path, bug)


def _judge_all(tasks: list[Task]) -> list[FileReport]:
    return [_judge(task) for task in tasks]


def _judge_alone(task: Task, careful: Executor) -> FileReport:
    from concurrent.futures import BrokenExecutor

    try:
        return careful.submit(_judge, task).result()
    except BrokenExecutor:
        return FileReport(task.path, error="not judged: the process that judged it died, twice")
