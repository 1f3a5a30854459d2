"""`mdgrad fix`: what is written, what is told, what remains."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest

from mdgrad.cli.console import Console
from tests.cli.conftest import Run

UNSAFE = "6+7=12\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        pytest.param(b"", b"", 0, id="empty"),
        pytest.param(b"1+1=2\r\n\r", b"1+1=2\r\n\r", 0, id="right"),
        pytest.param(b"1+1=?", b"1+1=?", 0, id="undecided"),
        pytest.param(b"1+1=3", b"1+1=2", 0, id="wrong"),
        pytest.param(
            b"\xef\xbb\xbf1+1=3\r\n\t2+2=5\n\n\r",
            b"\xef\xbb\xbf1+1=2\r\n\t2+2=4\n\n\r",
            0,
            id="mark-and-mixed-line-ends-stay",
        ),
        pytest.param(UNSAFE.encode(), UNSAFE.encode(), 1, id="unsafe"),
        pytest.param(b"caf\xe9 1+1=3", b"caf\xe9 1+1=3", 2, id="not-utf-8"),
        pytest.param(b"1+1=bug 1+1=3", b"1+1=bug 1+1=3", 2, id="a-bug-of-ours"),
    ],
)
def test_files(run: Run, tmp_path: Path, before: bytes, after: bytes, status: int) -> None:
    post = tmp_path / "post.md"
    post.write_bytes(before)
    touched = post.stat().st_mtime_ns
    assert run("fix", "post.md").status == status
    assert post.read_bytes() == after
    assert (post.stat().st_mtime_ns != touched) == (before != after)
    assert run("fix", "post.md").status == status
    assert post.read_bytes() == after


def test_what_was_mended_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("1+1=3\n")
    (tmp_path / "b.md").write_text("1+1=2\n2+2=5 2+3=?\n")
    ran = run("fix", ".")
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[:2] == [
        "./a.md:1:5: mended: “3” is now “2”",
        "./b.md:2:5: mended: “5” is now “4”",
    ]
    assert lines[-1].startswith("2 labels mended; 2 posts, 2 computation graphs: 3 claims verified")


def test_a_post_left_alone_says_why(run: Run, tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text(UNSAFE)
    ran = run("fix", "post.md")
    assert "MG904 the post is left as it was" in ran.out
    assert "0 labels mended" in ran.out


def test_a_read_only_file_is_told_and_the_others_are_mended(run: Run, tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("1+1=3\n")
    (tmp_path / "a.md").chmod(0o444)
    ran = run("fix", "a.md", "b.md")
    assert ran.status == 2
    assert "a.md: not written: the file is read-only" in ran.err
    assert (tmp_path / "a.md").read_text() == "1+1=3\n"
    assert (tmp_path / "b.md").read_text() == "1+1=2\n"


@pytest.mark.parametrize(
    ("stdin", "out", "status"),
    [
        (b"1+1=2\r\n", "1+1=2\r\n", 0),
        ("호두 1+1=3\r\n".encode(), "호두 1+1=2\r\n", 0),
        (UNSAFE.encode(), UNSAFE, 1),
        (b"1+1=bug", "1+1=bug", 2),
        (b"\xff", "", 2),
    ],
    ids=["right", "wrong", "unsafe", "a-bug-of-ours", "not-utf-8"],
)
def test_a_filter_for_editors(run: Run, stdin: bytes, out: str, status: int) -> None:
    ran = run("fix", "-", stdin=stdin)
    assert (ran.out, ran.status) == (out, status)
    assert "labels mended" in ran.err or "label mended" in ran.err


@pytest.mark.parametrize(
    ("text", "status"),
    [("1+1=2\n", 0), ("1+1=3\n", 1), (UNSAFE, 1), ("1+1=?\n", 0)],
    ids=["right", "wrong", "unsafe", "undecided"],
)
def test_a_diff_writes_nothing(run: Run, tmp_path: Path, text: str, status: int) -> None:
    (tmp_path / "post.md").write_text(text)
    ran = run("fix", "--diff", "post.md")
    assert ran.status == status
    assert (tmp_path / "post.md").read_text() == text
    assert (ran.out != "") == (text == "1+1=3\n")


def test_a_diff_hides_nothing_on_a_terminal_and_is_exact_elsewhere() -> None:
    diff = "-\x1b]0;title\x07\n+\u202e2\n"
    shown, written = Terminal(), io.BytesIO()
    Console(io.BytesIO(), shown, shown, {"NO_COLOR": "1"}).show_diff(diff)
    assert shown.getvalue() == "-\\x1b]0;title\\x07\n+\\u202e2\n"
    file = io.TextIOWrapper(written, encoding="utf-8")
    Console(io.BytesIO(), file, file, {}).show_diff(diff)
    assert written.getvalue() == diff.encode()


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
def test_patch_does_what_fix_does(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a b.md").write_bytes(b"1+1=3\r\n" * 20 + b"no end 2+2=5")
    (tmp_path / "c.md").write_text("1+1=3\n")
    diff = run("fix", "--diff", "a b.md", "c.md").out
    subprocess.run(["patch", "--binary", "-p0", "-s"], input=diff.encode(), check=True)
    assert (tmp_path / "a b.md").read_bytes() == b"1+1=2\r\n" * 20 + b"no end 2+2=4"
    assert (tmp_path / "c.md").read_text() == "1+1=2\n"
