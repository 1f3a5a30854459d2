"""Which files a command line stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from mdgrad.files.walking import find_posts


def grow(root: Path, files: str) -> None:
    """Make the named files, which hold `text`, or what stands after `=` with `;` as line end."""
    for name in files.split():
        path, _, content = name.partition("=")
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content.replace(";", "\n") or "text")


def found(*paths: str, exclude: tuple[str, ...] = ()) -> list[str]:
    return [one.path for one in find_posts(paths, exclude=exclude) if one.notice is None]


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param("d/b.md d/a.md d/c/x.md", "d/a.md d/b.md d/c/x.md", id="in-order-of-name"),
        pytest.param(
            "d/a.MD d/a.markdown d/a.mdx d/a.qmd d/a.Rmd d/a.mmd d/a.mermaid d/a.ipynb d/a.myst",
            "d/a.MD d/a.Rmd d/a.ipynb d/a.markdown d/a.mdx d/a.mermaid d/a.mmd d/a.myst d/a.qmd",
            id="every-kind-of-post",
        ),
        pytest.param("d/a.md d/a.txt d/a.py d/md", "d/a.md", id="nothing-else"),
        pytest.param("d/.git/a.md d/.x/a.md d/a.md", "d/a.md", id="no-hidden-folders"),
        pytest.param(
            "d/node_modules/a.md d/venv/a.md d/.venv/a.md d/a.md", "d/a.md", id="no-packages"
        ),
        pytest.param("d/.gitignore=b.md; d/a.md d/b.md d/c/b.md", "d/a.md", id="gitignore"),
        pytest.param("d/.gitignore=/b.md; d/b.md d/c/b.md", "d/c/b.md", id="anchored"),
        pytest.param("d/.gitignore=c/; d/a.md d/c/b.md", "d/a.md", id="ignored-folder"),
        pytest.param(
            "d/.gitignore=*.md; d/c/.gitignore=!b.md; d/a.md d/c/a.md d/c/b.md",
            "d/c/b.md",
            id="the-deeper-gitignore-wins",
        ),
        pytest.param(
            ".git/config .gitignore=b.md; d/a.md d/b.md", "d/a.md", id="gitignore-above-in-repo"
        ),
        pytest.param(".gitignore=b.md; d/b.md", "d/b.md", id="gitignore-above-outside-a-repo"),
        pytest.param(
            ".git/config .gitignore=d/; d/a.md", "d/a.md", id="ignored-but-named-outright"
        ),
        pytest.param("d/.gitignore=!;///; d/a.md", "d/a.md", id="invalid-patterns-are-passed-over"),
    ],
)
def test_a_folder_stands_for_its_posts(tmp_path: Path, files: str, expected: str) -> None:
    grow(tmp_path, files)
    assert found("d") == expected.split()


@pytest.mark.parametrize(
    ("paths", "exclude", "expected"),
    [
        pytest.param("notes.txt", "", "notes.txt", id="any-suffix-if-named"),
        pytest.param("missing.md", "", "missing.md", id="missing-is-left-to-the-reader"),
        pytest.param("-", "*", "-", id="stdin-is-never-excluded"),
        pytest.param("d/a.md d d/../d/a.md", "", "d/a.md d/b.md", id="each-once"),
        pytest.param("d/a.md", "a.md", "", id="excluded-although-named"),
        pytest.param("d/a.md", "/a.md", "d/a.md", id="exclude-is-anchored-here"),
        pytest.param("d", "d/a.md", "d/b.md", id="excluded-in-a-folder"),
        pytest.param("d d/a.md", "d/", "", id="excluded-folder"),
        pytest.param("d", "*.md !b.md", "d/b.md", id="taken-back-in"),
    ],
)
def test_named_and_excluded(tmp_path: Path, paths: str, exclude: str, expected: str) -> None:
    grow(tmp_path, "d/a.md d/b.md notes.txt")
    assert found(*paths.split(), exclude=tuple(exclude.split())) == expected.split()


def test_a_walk_never_follows_links(tmp_path: Path) -> None:
    grow(tmp_path, "outside/a.md d/b.md")
    (tmp_path / "d/link.md").symlink_to(tmp_path / "outside/a.md")
    (tmp_path / "d/folder").symlink_to(tmp_path / "outside")
    (tmp_path / "d/loop").symlink_to(tmp_path / "d")
    assert found("d") == ["d/b.md"]
    assert found("d/link.md") == ["d/link.md"]


def test_a_folder_without_posts_is_said(tmp_path: Path) -> None:
    grow(tmp_path, "d/a.txt")
    assert [one.notice for one in find_posts(["d"])] == ["no posts in this folder"]


def test_a_deep_tree_is_walked(tmp_path: Path) -> None:
    deep = "/".join(["d"] * 400)
    grow(tmp_path, f"{deep}/a.md")
    assert found("d") == [f"{deep}/a.md"]
