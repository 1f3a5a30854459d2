"""Many posts are judged by any executor as by none, in their order, whatever happens to workers."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import mdgrad
from mdgrad.cli import main
from mdgrad.many import Task, _in_order, judged, judged_where_it_pays
from mdgrad.settings import Settings
from tests.conftest import ROOT

POSTS = sorted((ROOT / "tests/published").glob("*s*.md"))[:4]


def diagram(number: int) -> str:
    """Return a post whose product is right for even numbers."""
    right = number % 2 == 0
    return (
        "```mermaid\nflowchart LR\n"
        f"    X[ ] -- {number} --> M((×))\n    Y[ ] -- 3 --> M\n"
        f"    M -- {3 * number + (not right)} --> Z[ ]\n    Z -- 1 --> M\n"
        f"    M -- 3 --> X\n    M -- {number} --> Y\n```\n"
    )


@pytest.fixture
def posts(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number}.md" for number in range(2, 102)]
    for number, path in enumerate(paths, 2):
        path.write_text(diagram(number), encoding="utf-8")
    return paths


def wrong(report: mdgrad.Report) -> list[str]:
    assert all(file.error is None for file in report.files)
    return [Path(file.path).stem for file in report.files if file.findings]


ODD = [str(number) for number in range(2, 102) if number % 2]


def spawned() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))


@pytest.mark.parametrize(
    "executor",
    [lambda: None, lambda: ThreadPoolExecutor(3), spawned],
    ids=["none", "threads", "processes"],
)
def test_any_executor_judges_as_check_does(executor: Callable[[], Executor | None]) -> None:
    expected = tuple(
        mdgrad.check(post.read_text(encoding="utf-8"), path=str(post), strict=True).files[0]
        for post in POSTS
    )
    workers = executor()
    try:
        assert mdgrad.check_files(POSTS, executor=workers, strict=True).files == expected
    finally:
        if workers is not None:
            workers.shutdown()


def test_what_cannot_be_read_has_its_place_in_the_report(posts: list[Path]) -> None:
    paths = [posts[0], posts[0].with_name("none.md"), posts[1]]
    report = mdgrad.check_files(paths, executor=None)
    assert [file.path for file in report.files] == [str(path) for path in paths]
    assert [file.error for file in report.files] == [None, "no such file or folder", None]


def test_nothing_is_lost_with_a_worker(posts: list[Path]) -> None:
    with spawned() as executor:
        executor.submit(len, "").result()

        def kill() -> None:
            for child in multiprocessing.active_children():
                child.kill()

        killed = threading.Timer(0.3, kill)
        killed.start()
        report = mdgrad.check_files(posts * 4, executor=executor)
        killed.join()
    assert wrong(report) == ODD * 4


class Broken(Executor):
    """An executor whose workers all die, some when they are handed a task, some later."""

    def __init__(self) -> None:
        self.asked = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.asked += 1
        if self.asked % 2:
            raise BrokenExecutor("gone")
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("died"))
        return future


def test_what_no_worker_judges_is_judged_here(posts: list[Path]) -> None:
    executor = Broken()
    assert wrong(mdgrad.check_files(posts, executor=executor)) == ODD
    assert executor.asked > 2


def test_a_post_that_kills_every_process_is_reported() -> None:
    task = Task(diagram(2), "post.md", Settings())
    [(_, report)] = _in_order([(None, task)], Broken(), Dying())
    assert report is not None
    assert report.error == "not judged: the process that judged it died, twice"
    assert report.path == "post.md"


class Dying(Executor):
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("died"))
        return future


def test_items_without_a_task_keep_their_place() -> None:
    task = Task(diagram(3), "post.md", Settings())
    items = [(number, task if number % 7 == 0 else None) for number in range(3000)]
    with ThreadPoolExecutor(2) as executor:
        found = list(judged(items, executor))
    assert [item for item, _ in found] == list(range(3000))
    assert [item for item, report in found if report is not None] == list(range(0, 3000, 7))


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes start at once."""
    monkeypatch.setattr("mdgrad.many._PATIENCE", -1.0)
    monkeypatch.setattr("mdgrad.many._WORTH", -1.0)


def checked(capsys: pytest.CaptureFixture[str], jobs: str, folder: Path) -> tuple[int, str, str]:
    status = main(["check", "--no-cache", "--jobs", jobs, str(folder)])
    return status, *capsys.readouterr()


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("jobs", ["2", "auto"])
def test_the_report_is_the_same_whatever_the_jobs(
    posts: list[Path], capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    (posts[3]).write_bytes(b"\0")
    folder = posts[0].parent
    expected = checked(capsys, "1", folder)
    assert expected[1].count("MG2") >= 49
    assert checked(capsys, jobs, folder) == expected


@pytest.mark.parametrize("count", [5, 6])
def test_many_posts_ahead_start_processes_at_once(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    started: list[int] = []

    @contextmanager
    def threads(jobs: int) -> Iterator[Executor]:
        started.append(jobs)
        with ThreadPoolExecutor(jobs) as executor:
            yield executor

    monkeypatch.setattr("mdgrad.many._MANY", 6)
    monkeypatch.setattr("mdgrad.processes.processes", threads)
    tasks = [Task(diagram(number), f"{number}.md", Settings()) for number in range(count)]
    items = [(None, None), *((None, task) for task in tasks), (None, None)]
    reports = [report for _, report in judged_where_it_pays(items, 2)]
    assert [report and report.path for report in reports] == [
        None, *(f"{number}.md" for number in range(count)), None,
    ]  # fmt: skip
    assert bool(started) == (count == 6)


@pytest.mark.usefixtures("eager")
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there are no signals here")
def test_a_killed_process_changes_no_report(
    posts: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = posts[0].parent
    expected = checked(capsys, "1", folder)
    killed: list[int] = []

    def kill() -> None:
        # Until one was there to be killed, or the run is over.
        for _ in range(1000):
            for child in multiprocessing.active_children():
                if child.pid is not None:
                    os.kill(child.pid, signal.SIGKILL)
                    killed.append(child.pid)
                    return
            time.sleep(0.01)

    thread = threading.Thread(target=kill)
    thread.start()
    told = checked(capsys, "2", folder)
    thread.join()
    assert killed
    assert told == expected


@pytest.mark.parametrize(
    ("count", "seconds"),
    [
        pytest.param(200, [0.5], marks=pytest.mark.tools),
        pytest.param(20_000, [2.0, 10.0], marks=pytest.mark.fuzz),
    ],
)
def test_a_dask_cluster_judges_as_this_machine_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, seconds: list[float]
) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setenv("DASK_DISTRIBUTED__WORKER__DAEMON", "False")
    posts = [tmp_path / f"{number}.md" for number in range(count)]
    for number, path in enumerate(posts):
        path.write_text(diagram(number), encoding="utf-8")
    killed: list[int] = []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):

        def kill() -> None:
            pid = next(iter(cluster.workers.values())).pid
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

        timers = [threading.Timer(one, kill) for one in seconds]
        for timer in timers:
            timer.start()
        report = mdgrad.check_files(posts, executor=client.get_executor())
        for timer in timers:
            timer.join()
    assert len(set(killed)) == len(seconds)
    assert wrong(report) == [str(number) for number in range(count) if number % 2]
