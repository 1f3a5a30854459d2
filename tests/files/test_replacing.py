"""A file is replaced whole or not at all, and stays what it was otherwise."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mdgrad.files.replacing import UnwritableFileError, replace_file

BEFORE, AFTER = b"2.5\r\n", b"2.2\r\n"


@pytest.fixture
def post(tmp_path: Path) -> Path:
    path = tmp_path / "post.md"
    path.write_bytes(BEFORE)
    return path


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664, 0o200])
def test_the_mode_stays(post: Path, mode: int) -> None:
    post.chmod(mode)
    replace_file(str(post), BEFORE, AFTER)
    assert stat.S_IMODE(post.stat().st_mode) == mode
    post.chmod(0o600)
    assert post.read_bytes() == AFTER


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_no_temporary_file_is_left(post: Path) -> None:
    replace_file(str(post), BEFORE, AFTER)
    assert names(post.parent) == ["post.md"]


def test_a_link_stays_a_link(post: Path) -> None:
    link = post.parent / "link.md"
    link.symlink_to("post.md")
    replace_file(str(link), BEFORE, AFTER)
    assert link.is_symlink()
    assert post.read_bytes() == AFTER


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_the_owner_stays(post: Path) -> None:
    os.chown(post, 12345, 54321)
    replace_file(str(post), BEFORE, AFTER)
    assert (post.stat().st_uid, post.stat().st_gid) == (12345, 54321)


def test_what_an_editor_saved_meanwhile_is_not_lost(post: Path) -> None:
    post.write_bytes(b"saved meanwhile")
    with pytest.raises(UnwritableFileError, match="changed after it was read"):
        replace_file(str(post), BEFORE, AFTER)
    assert post.read_bytes() == b"saved meanwhile"
    assert names(post.parent) == ["post.md"]


def test_a_read_only_file_is_respected(post: Path) -> None:
    post.chmod(0o444)
    with pytest.raises(UnwritableFileError, match="read-only"):
        replace_file(str(post), BEFORE, AFTER)
    assert post.read_bytes() == BEFORE


def test_hard_links_are_not_parted(post: Path) -> None:
    (post.parent / "other.md").hardlink_to(post)
    with pytest.raises(UnwritableFileError, match="other names"):
        replace_file(str(post), BEFORE, AFTER)
    assert post.read_bytes() == BEFORE


def test_a_long_name_leaves_room_for_the_temporary_one(tmp_path: Path) -> None:
    post = tmp_path / ("두" * 84 + ".md")
    post.write_bytes(BEFORE)
    replace_file(str(post), BEFORE, AFTER)
    assert post.read_bytes() == AFTER


REWRITE_FOR_EVER = """
import sys
from mdgrad.files.replacing import replace_file
path, before, after = sys.argv[1], b"a" * 300_000, b"b" * 300_000
while True:
    replace_file(path, before, after)
    before, after = after, before
"""


@pytest.mark.parametrize("delay", [0.0, 0.01, 0.02, 0.03, 0.05])
def test_a_kill_leaves_the_old_file_or_the_new(tmp_path: Path, delay: float) -> None:
    post = tmp_path / "post.md"
    post.write_bytes(b"a" * 300_000)
    started = post.stat().st_mtime_ns
    with subprocess.Popen([sys.executable, "-c", REWRITE_FOR_EVER, str(post)]) as process:
        while post.stat().st_mtime_ns == started:
            time.sleep(0.001)
        time.sleep(delay)
        process.kill()
    assert post.read_bytes() in (b"a" * 300_000, b"b" * 300_000)


def test_a_vanished_file_is_not_made_again(post: Path) -> None:
    post.unlink()
    with pytest.raises(UnwritableFileError, match="vanished"):
        replace_file(str(post), BEFORE, AFTER)
    assert names(post.parent) == []


@pytest.mark.parametrize(
    ("function", "raised"),
    [("fsync", OSError(28, "No space left on device")), ("fsync", KeyboardInterrupt())],
    ids=["disk-full", "interrupted"],
)
def test_a_failure_leaves_the_old_file(
    post: Path, monkeypatch: pytest.MonkeyPatch, function: str, raised: BaseException
) -> None:
    def fail(_descriptor: int) -> None:
        raise raised

    monkeypatch.setattr(os, function, fail)
    with pytest.raises((UnwritableFileError, KeyboardInterrupt)):
        replace_file(str(post), BEFORE, AFTER)
    assert post.read_bytes() == BEFORE
    assert names(post.parent) == ["post.md"]
