"""A diff is what `patch` turns the old post into the new one with."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdgrad.mending.apply import apply_edits
from mdgrad.report import Edit
from mdgrad.reports.diff import unified_diff
from mdgrad.source import Span

PATCH = shutil.which("patch")


def test_nothing_changed_is_no_diff() -> None:
    assert unified_diff("a.md", "text\n", "text\n", ()) == ""


def test_a_diff_shows_three_lines_around() -> None:
    before = "".join(f"{number}\n" for number in range(1, 10))
    after = before.replace("5", "five")
    assert unified_diff("a.md", before, after, [Edit(Span(8, 9), "five")]) == (
        "--- a.md\n+++ a.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
    )


@pytest.mark.parametrize(
    ("path", "named"),
    [("a b.md", "a b.md\t"), ('a"b.md', '"a\\"b.md"'), ("호두.md", "호두.md")],
    ids=["blank", "quote", "other-script"],
)
def test_file_names_are_written_as_diff_does(path: str, named: str) -> None:
    diff = unified_diff(path, "1", "2", [Edit(Span(0, 1), "2")])
    assert diff.startswith(f"--- {named}\n+++ {named}\n@@ -1,1 +1,1 @@\n")


@st.composite
def mended(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text of short lines, with any line ends, and edits of it."""
    text = draw(st.text("ab\n", max_size=60).map(lambda text: text.replace("b\n", "b\r\n")))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    edits = {cut: Edit(Span(*cut), draw(st.text("xy\n", max_size=4))) for cut in pairs}
    return text, list(edits.values())


@pytest.mark.skipif(PATCH is None, reason="needs patch")
@settings(max_examples=60, deadline=None)
@given(post=mended())
def test_patch_applies_it(
    tmp_path_factory: pytest.TempPathFactory, post: tuple[str, list[Edit]]
) -> None:
    before, edits = post
    after = apply_edits(before, edits)
    diff = unified_diff("post.md", before, after, edits)
    if not diff:
        assert before == after
        return
    path = tmp_path_factory.mktemp("patch") / "post.md"
    path.write_bytes(before.encode())
    assert PATCH is not None
    command = [PATCH, "--binary", "-p0", "-s", "--no-backup-if-mismatch", "-F0"]
    subprocess.run(command, input=diff.encode(), check=True, cwd=path.parent)
    assert read(path) == after


def read(path: Path) -> str:
    """Return the text of `path`; `patch` removes a file that becomes empty."""
    return path.read_bytes().decode() if path.exists() else ""
