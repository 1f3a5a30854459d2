"""What a walk leaves out is what git leaves out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from mdgrad.files.walking import find_posts

POSTS = (
    "a.md", "b.md", "build/a.md", "build/keep/a.md", "docs/a.md", "docs/b.md", "docs/build/a.md",
    "docs/deep/er/a.md", "docs/deep/a b.md", "docs/deep/[x].md", "docs/#a.md", "docs/!a.md",
    "docs/é.md",
)  # fmt: skip


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("at_the_top", "in_docs"),
    [
        ("*.md", ""),
        ("*.md\n!a.md", ""),
        ("build", ""),
        ("build/", ""),
        ("/build/", ""),
        ("build/\n!build/keep/", ""),
        ("build/*\n!build/keep/", ""),
        ("docs/*/a.md", ""),
        ("docs/**/a.md", ""),
        ("**/deep/**", ""),
        ("/*\n!/docs", ""),
        ("docs/deep/a\\ b.md", ""),
        ("docs/deep/\\[x\\].md", ""),
        ("docs/deep/[[]x].md", ""),
        ("docs/deep/?x?.md", ""),
        ("\\#a.md\n\\!a.md", ""),
        ("# a.md\n\n   \n", ""),
        ("a.md  \nb.md\\ ", ""),
        ("é.md", ""),
        ("docs/[a-b].md", ""),
        ("docs/[!a]*.md", ""),
        ("*.md", "!*.md"),
        ("", "a.md\n/deep"),
        ("docs/", "!a.md"),
        ("a.md", "!/a.md"),
    ],
)
def test_a_walk_is_as_git_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_the_top: str, in_docs: str
) -> None:
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    for name in POSTS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    (tmp_path / ".gitignore").write_text(at_the_top, encoding="utf-8")
    (tmp_path / "docs/.gitignore").write_text(in_docs, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q"], check=True)
    command = ["git", "ls-files", "-z", "--others", "--exclude-standard", "--", "*.md"]
    listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    ours = {Path(one.path).as_posix() for one in find_posts(["."]) if one.notice is None}
    assert ours == set(listed.split("\0")) - {""}
