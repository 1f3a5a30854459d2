"""Faults that the system itself makes: a disk that takes no more, Ctrl-C at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import mdgrad
from tests.sampling import one_in

resource = pytest.importorskip("resource")

WRONG = (
    "```mermaid\nflowchart LR\n    X[ ] -- 2 --> M((×))\n    Y[ ] -- 3 --> M\n"
    "    M -- 7 --> Z[ ]\n    Z -- 1 --> M\n    M -- 3 --> X\n    M -- 2 --> Y\n```\n"
)
RIGHT = WRONG.replace("7", "6")
LIMITED = """
import resource, signal, sys
from mdgrad.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
most = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
sys.exit(main(sys.argv[2:]))
"""
"""Runs mdgrad where no file may grow beyond so many bytes: the write itself fails."""


def environment(folder: Path) -> dict[str, str]:
    source = str(Path(mdgrad.__file__).parents[1])
    return {**os.environ, "PYTHONPATH": source, "XDG_CACHE_HOME": str(folder / "caches")}


def limited(most: int, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(most), *arguments],
        cwd=folder, env=environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("most", one_in(2, [0, 1, len(WRONG) // 2, len(RIGHT.encode()) - 1]))
def test_a_disk_that_takes_no_more_leaves_the_old_post(tmp_path: Path, most: int) -> None:
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "post.md").write_text(WRONG, encoding="utf-8")
    done = limited(most, "fix", "posts", folder=tmp_path)
    assert done.returncode == 2
    assert "posts/post.md: not written: File too large" in done.stderr
    assert [path.name for path in posts.iterdir()] == ["post.md"]
    assert (posts / "post.md").read_text(encoding="utf-8") == WRONG


def test_a_disk_with_room_for_the_post_takes_it(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text(WRONG, encoding="utf-8")
    done = limited(len(RIGHT.encode()), "fix", "post.md", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "post.md").read_text(encoding="utf-8") == RIGHT


@pytest.mark.parametrize("most", one_in(2, [0, 100]))
def test_a_cache_that_cannot_be_written_is_none(tmp_path: Path, most: int) -> None:
    (tmp_path / "post.md").write_text(WRONG, encoding="utf-8")
    told = limited(1 << 30, "check", "--no-cache", "post.md", folder=tmp_path)
    for _ in range(2):
        done = limited(most, "check", "post.md", folder=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (1, told.stdout, told.stderr)
    assert not [path for path in tmp_path.rglob("*.new") if path.is_file()]


POSTS = 60
MOMENTS = [random.Random(at).uniform(0.05, 1.6) for at in range(40)]
"""Seconds after which a run is interrupted: some while it imports, some when it is over."""


def interrupted(arguments: list[str], seconds: float, folder: Path) -> int:
    """Run mdgrad, interrupt it, and return its status once nothing of it is left."""
    # What a shell runs in the background ignores it, and all that this starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-m", "mdgrad", *arguments],
        cwd=folder, env=environment(folder), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    signal.signal(signal.SIGINT, before)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    if process.returncode == 130:
        assert said == b"mdgrad: interrupted\n"
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return process.returncode
        time.sleep(0.05)
    pytest.fail("a process is left")


@pytest.mark.parametrize("seconds", one_in(40, MOMENTS))
def test_ctrl_c_leaves_whole_posts(tmp_path: Path, seconds: float) -> None:
    paths = [tmp_path / f"{number}.md" for number in range(POSTS)]
    for path in paths:
        path.write_text(WRONG, encoding="utf-8")
    status = interrupted(["fix", "--no-cache", "."], seconds, tmp_path)
    # Before mdgrad has begun, Python itself ends with the signal.
    assert status in {0, 130, -signal.SIGINT, 1}
    assert {path.read_text(encoding="utf-8") for path in paths} <= {WRONG, RIGHT}
    assert not list(tmp_path.glob(".mdgrad-*"))


@pytest.mark.tools
@pytest.mark.parametrize("seconds", one_in(40, MOMENTS))
def test_ctrl_c_leaves_no_worker(tmp_path: Path, seconds: float) -> None:
    for number in range(450):
        (tmp_path / f"{number}.md").write_text(f"{number}\n\n{WRONG}", encoding="utf-8")
    command = ["check", "--no-cache", "--jobs", "2", "."]
    assert interrupted(command, seconds, tmp_path) in {130, -signal.SIGINT, 1}
