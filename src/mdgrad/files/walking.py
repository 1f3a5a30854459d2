"""Finding posts: the files that paths and folders on the command line stand for.

Folders are walked in order of name, as git sees them: `.gitignore` holds, and hidden folders and
installed packages are left out. Symbolic links are followed only when named outright, so that a
walk never leaves its tree.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mdgrad.files.ignoring import IgnoreFiles, Patterns

__all__ = ["POST_SUFFIXES", "Found", "LeftOut", "find_posts"]

POST_SUFFIXES = frozenset(
    {".ipynb", ".markdown", ".md", ".mdx", ".mermaid", ".mmd", ".myst", ".qmd", ".rmd"}
)
_INSTALLED = frozenset({"__pycache__", "node_modules", "venv"})


@dataclass(frozen=True, slots=True)
class Found:
    """One path to judge, or why it cannot be."""

    path: str
    error: str | None = None
    notice: str | None = None
    """Something worth saying that is no error: a folder without posts."""


LeftOut = Callable[[Path, bool], bool]
"""From a path, and whether it is a folder, to whether it is not to be looked at."""


def find_posts(
    paths: Iterable[str],
    *,
    exclude: tuple[str, ...] = (),
    left_out: LeftOut = lambda _path, _is_folder: False,
) -> Iterator[Found]:
    """Yield the posts that `paths` stand for, each once; `-` is left as it is.

    A file named outright is yielded whatever its suffix, unless `exclude` (patterns as in a
    `.gitignore` at the current folder) or `left_out` says otherwise.
    """
    patterns = Patterns(exclude, Path.cwd())

    def excluded(path: Path, is_folder: bool) -> bool:
        return bool(patterns.verdict(path, is_folder=is_folder)) or left_out(path, is_folder)

    seen: set[str] = set()
    for path in paths:
        for found in _expanded(path, excluded):
            normal = os.path.normpath(found.path)
            if normal not in seen:
                seen.add(normal)
                yield found


def _expanded(path: str, excluded: LeftOut) -> Iterator[Found]:
    if path == "-":
        yield Found(path)
    elif Path(path).is_dir():
        yield from _walk(path, excluded)
    elif not excluded(Path(path), False):
        yield Found(path)


def _walk(top: str, excluded: LeftOut) -> Iterator[Found]:
    """Yield the posts under the folder `top`, with a stack instead of recursion."""
    ignored = IgnoreFiles(Path(top))
    any_post = False
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                children = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Found(folder, error=f"cannot be read: {error.strerror}")
            continue
        ignored.enter(Path(folder))
        folders = []
        for child in filter(_is_candidate, children):
            path, is_folder = Path(child.path), child.is_dir()
            if excluded(path, is_folder):
                continue
            if ignored.match(path, is_folder=is_folder):
                continue
            if is_folder:
                folders.append(child.path)
            else:
                any_post = True
                yield Found(child.path)
        waiting.extend(reversed(folders))
    if not any_post:
        yield Found(top, notice="no posts in this folder")


def _is_candidate(child: os.DirEntry[str]) -> bool:
    """Return whether `child` may be a post or hold posts; a symbolic link never is one here."""
    if child.is_dir(follow_symlinks=False):
        return not child.name.startswith(".") and child.name not in _INSTALLED
    return child.is_file(follow_symlinks=False) and _suffix(child.name) in POST_SUFFIXES


def _suffix(name: str) -> str:
    """Return the suffix of a file's name; a Path for each file of a large site costs more."""
    return os.path.splitext(name)[1].lower()  # noqa: PTH122
