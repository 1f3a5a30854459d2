"""A process that is killed leaves, of every post, the old one or the new one."""

from __future__ import annotations

import os
import random
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

import mdgrad

OLD, NEW = b"a" * 300_000, b"b" * 200_000

REWRITE = """
import os, sys
from mdgrad.files.replacing import replace_file
old, new = b"a" * 300_000, b"b" * 200_000
while True:
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            before = file.read()
        replace_file(path, before, new if before == old else old)
        os.write(1, b".")
"""


def killed_while_rewriting(paths: list[Path], seconds: float) -> int:
    """Rewrite the files in a process, kill it after so many seconds; return how many it wrote."""
    command = [sys.executable, "-c", REWRITE, *map(str, paths)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert select.select([process.stdout], [], [], 30)[0]
        time.sleep(seconds)
        process.kill()
        return len(process.stdout.read())


def kill_until(folder: Path, rewrites: int) -> None:
    paths = [folder / f"{number}.md" for number in range(5)]
    for path in paths:
        path.write_bytes(OLD)
    moments = random.Random(rewrites)
    done = 0
    while done < rewrites:
        done += killed_while_rewriting(paths, moments.uniform(0, 0.04))
        assert [path.read_bytes() in (OLD, NEW) for path in paths] == [True] * 5
        # What a killed process leaves is no post, so that no walk finds it.
        left = {path.name for path in folder.iterdir()} - {path.name for path in paths}
        assert all(name.startswith(".mdgrad-") and not Path(name).suffix for name in left)


def test_kills_during_40_rewrites(tmp_path: Path) -> None:
    kill_until(tmp_path, 40)


@pytest.mark.fuzz
def test_kills_during_500_rewrites(tmp_path: Path) -> None:
    kill_until(tmp_path, 500)


WRONG = '# Post {}\r\n\n```mermaid\nflowchart LR\nx["x = 2"] --> m["x * 3 = 7"]\n```\n'


@pytest.mark.fuzz
def test_kills_during_500_posts_mended(tmp_path: Path) -> None:
    posts = {tmp_path / f"{number:03}.md": WRONG.format(number) for number in range(500)}
    for path, text in posts.items():
        path.write_bytes(text.encode())
    right = {path: mdgrad.fix(text).text.encode() for path, text in posts.items()}
    assert all(right[path] != text.encode() for path, text in posts.items())
    moments = random.Random(500)
    command = [sys.executable, "-m", "mdgrad", "fix", str(tmp_path)]
    kills = 0
    while any(path.read_bytes() != right[path] for path in posts):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=dict(os.environ)) as process:
            try:
                process.wait(timeout=moments.uniform(0.5, 3.0) if kills < 20 else 300)
            except subprocess.TimeoutExpired:
                process.kill()
                kills += 1
        for path, text in posts.items():
            assert path.read_bytes() in (text.encode(), right[path])
    assert kills
