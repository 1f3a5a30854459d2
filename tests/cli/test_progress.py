"""Long work shows itself on a terminal, and only there."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from mdgrad.cli.console import Console
from mdgrad.cli.progress import bar, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, seconds: float, **environment: str) -> str:
    console = Console(io.BytesIO(), io.StringIO(), stream, environment)
    names = ["호두.md", "b.md"]
    for _ in progress(names, names, console):
        time.sleep(seconds)
    return stream.getvalue()


def test_a_short_run_shows_nothing() -> None:
    assert shown(Terminal(), 0) == ""


@pytest.mark.parametrize(
    ("stream", "environment"),
    [(io.StringIO(), {}), (Terminal(), {"TERM": "dumb"})],
    ids=["pipe", "dumb"],
)
def test_nothing_is_shown_elsewhere(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, environment: dict[str, str]
) -> None:
    monkeypatch.setattr("mdgrad.cli.progress.PATIENCE", 0)
    assert shown(stream, 0.05, **environment) == ""


def test_a_long_run_shows_how_far_it_is_and_wipes_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mdgrad.cli.progress.PATIENCE", 0.05)
    told = shown(Terminal(), 0.4)
    assert re.search(r"0/2 posts, \d s  호두\.md", told)
    assert re.search(r"1/2 posts, \d s  b\.md", told)
    assert told.endswith("\r\x1b[K")


def test_it_is_wiped_out_after_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mdgrad.cli.progress.PATIENCE", 0)
    stream = Terminal()
    console = Console(io.BytesIO(), io.StringIO(), stream, {})
    work: Generator[str, None, None] = progress(["a"], ["a"], console)
    next(work)
    time.sleep(0.1)
    with pytest.raises(KeyboardInterrupt):
        work.throw(KeyboardInterrupt)
    assert stream.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("done", "total", "columns", "line"),
    [
        (0, 3, 80, "░░░░░░░░░░░░░░░░░░░░░░░░ 0/3 posts, 2 s  a\\x1bb.md"),
        (5, 10, 80, "████████████░░░░░░░░░░░░  5/10 posts, 2 s  a\\x1bb.md"),
        (1, 1, 30, "████████████████████████ 1/1 "),
        (1, 1, 10, "█████████"),
    ],
    ids=["none", "half", "cut", "narrow"],
)
def test_the_bar(done: int, total: int, columns: int, line: str) -> None:
    assert bar(done, total, "a\x1bb.md", 2.4, columns) == line


def test_a_real_terminal_is_left_clean(tmp_path: Path) -> None:
    """A program of 2 s in a pseudo-terminal: the bar comes, goes, and the summary stays."""
    (tmp_path / "slow.md").write_text("```mermaid\nflowchart LR\n    A --> B\n```\n")
    program = (
        "import sys, time, mdgrad.api\n"
        "judge = mdgrad.api.check_post\n"
        "def slow(*arguments, **options):\n"
        "    time.sleep(1.5)\n"
        "    return judge(*arguments, **options)\n"
        "mdgrad.api.check_post = slow\n"
        "from mdgrad.cli import main\n"
        "sys.exit(main(['check', 'slow.md']))\n"
    )
    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=follower, stdout=follower, stderr=follower, cwd=tmp_path, env=environment,
    ) as process:  # fmt: skip
        os.close(follower)
        told = b""
        while chunk := _read(leader):
            told += chunk
    os.close(leader)
    assert process.returncode == 0
    assert "0/1 posts, 1 s  slow.md" in told.decode()
    assert told.decode().rsplit("\x1b[K", 1)[1].strip().startswith("1 post, 0 computation graphs")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # what Linux says when the last program has gone
        return b""
