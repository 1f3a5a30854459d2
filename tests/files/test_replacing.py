"""A file is replaced whole or not at all, and stays what it was otherwise."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"a\r\nb\nc\r", b"a\r\nB\nc\r", id="mixed-line-ends"),
        pytest.param(b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfA\n", id="byte-order-mark"),
        pytest.param(b"a", b"A", id="no-last-line-end"),
        pytest.param(b"a\n\n\n", b"A\n\n\n", id="several-last-line-ends"),
        pytest.param(b"a", b"", id="nothing-left"),
        pytest.param("호두 ∂".encode(), "호두 ∂∂".encode(), id="other-scripts"),
    ],
)
def test_what_is_written_is_what_was_asked_for(post: Path, before: bytes, after: bytes) -> None:
    post.write_bytes(before)
    replace_file(str(post), before, after)
    assert post.read_bytes() == after


def test_a_link_stays_a_link(post: Path) -> None:
    link = post.parent / "link.md"
    link.symlink_to("post.md")
    replace_file(str(link), BEFORE, AFTER)
    assert link.is_symlink()
    assert post.read_bytes() == AFTER


def test_a_link_to_another_folder_and_a_link_to_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    post, link = tmp_path / "elsewhere/post.md", tmp_path / "link.md"
    post.write_bytes(BEFORE)
    (tmp_path / "middle.md").symlink_to("elsewhere/post.md")
    link.symlink_to("middle.md")
    replace_file(str(link), BEFORE, AFTER)
    assert (post.read_bytes(), link.is_symlink()) == (AFTER, True)
    assert names(tmp_path / "elsewhere") == ["post.md"]


def test_a_link_to_nothing_and_a_link_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "nothing.md").symlink_to("missing.md")
    (tmp_path / "circle.md").symlink_to("circle.md")
    for name in ("nothing.md", "circle.md"):
        with pytest.raises(UnwritableFileError, match="not written"):
            replace_file(str(tmp_path / name), BEFORE, AFTER)
    assert sorted(names(tmp_path)) == ["circle.md", "nothing.md"]


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


def test_a_vanished_file_is_not_made_again(post: Path) -> None:
    post.unlink()
    with pytest.raises(UnwritableFileError, match="vanished"):
        replace_file(str(post), BEFORE, AFTER)
    assert names(post.parent) == []


@pytest.mark.parametrize(
    ("function", "raised"),
    [
        ("fsync", OSError(28, "No space left on device")),
        ("fsync", KeyboardInterrupt()),
        ("replace", OSError(5, "Input/output error")),
        ("replace", KeyboardInterrupt()),
    ],
    ids=["disk-full", "interrupted", "not-put-in-place", "interrupted-late"],
)
def test_a_failure_leaves_the_old_file(
    post: Path, monkeypatch: pytest.MonkeyPatch, function: str, raised: BaseException
) -> None:
    def fail(*_arguments: object) -> None:
        raise raised

    monkeypatch.setattr(os, function, fail)
    with pytest.raises((UnwritableFileError, KeyboardInterrupt)):
        replace_file(str(post), BEFORE, AFTER)
    assert post.read_bytes() == BEFORE
    assert names(post.parent) == ["post.md"]


def test_a_full_disk_is_said_and_leaves_the_old_file(tmp_path: Path) -> None:
    """A real limit on the size of files, which the system keeps for a process of its own."""
    resource = pytest.importorskip("resource")
    post = tmp_path / "post.md"
    post.write_bytes(BEFORE)
    program = (
        "import signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from mdgrad.files.replacing import *\n"
        "try: replace_file(sys.argv[1], b'2.5\\r\\n', b'x' * 5000)\n"
        "except UnwritableFileError as error: print(error)\n"
    )
    command = [sys.executable, "-c", program, str(post)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert resource
    assert done.stdout == "not written: File too large\n"
    assert post.read_bytes() == BEFORE
    assert names(tmp_path) == ["post.md"]
