"""Which configuration holds for a post: the nearest, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from mdgrad.configuration import Nearest

FILES = {
    "pyproject.toml": '[tool.mdgrad]\nselect = ["MG201"]\nexclude = ["/a/old/", "*.tmp.md"]',
    "a/pyproject.toml": "[project]\nname = 'nothing of ours'",
    "a/b/mdgrad.toml": 'select = ["MG301"]\n[per-file-ignores]\n"d*.md" = ["MG2"]',
    "a/b/pyproject.toml": '[tool.mdgrad]\nselect = ["MG401"]',
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("post", "select"),
    [
        pytest.param("x.md", "MG201", id="beside"),
        pytest.param("a/x.md", "MG201", id="above-a-pyproject-of-others"),
        pytest.param("a/b/x.md", "MG301", id="mdgrad.toml-before-pyproject.toml"),
        pytest.param("a/b/c/d/x.md", "MG301", id="nearest-in-a-folder-that-is-not-there"),
        pytest.param("a/b/../x.md", "MG201", id="dots"),
    ],
)
def test_the_nearest_holds(tree: Path, post: str, select: str) -> None:
    nearest = Nearest()
    for _ in range(2):  # the second answer is remembered
        assert nearest.to(tree / post).settings.select == (select,)


@pytest.mark.parametrize(
    ("post", "codes"),
    [("a/b/d1.md", ("MG2",)), ("a/b/c/d2.md", ("MG2",)), ("a/b/x.md", ()), ("d1.md", ())],
)
def test_ignores_of_some_posts(tree: Path, post: str, codes: tuple[str, ...]) -> None:
    path = tree / post
    assert Nearest().to(path).settings_for(path).ignore == codes


@pytest.mark.parametrize(
    ("post", "left_out"),
    [
        ("a/old/x.md", True),
        ("a/old/deep/x.md", True),
        ("x.tmp.md", True),
        ("a/x.md", False),
        ("old/x.md", False),
        ("a/b/x.tmp.md", False),
    ],
)
def test_posts_left_out(tree: Path, post: str, left_out: bool) -> None:
    path = tree / post
    assert Nearest().to(path).leaves_out(path) == left_out
