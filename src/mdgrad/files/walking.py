"""Finding posts: the files that paths and folders on the command line stand for.

Folders are walked in order of name, as git sees them: `.gitignore` holds, and hidden folders and
installed packages are left out. Symbolic links are followed only when named outright, so that a
walk never leaves its tree.
"""

from __future__ import annotations

import os

from mdgrad.files.ignoring import IgnoreFiles, Patterns

TYPE_CHECKING = False  # `typing` takes long to import
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    LeftOut: TypeAlias = Callable[[str, bool], bool]
    """From a path, and whether it is a folder, to whether it is not to be looked at."""

__all__ = ["POST_SUFFIXES", "Found", "find_posts"]

POST_SUFFIXES = frozenset(
    {".ipynb", ".markdown", ".md", ".mdx", ".mermaid", ".mmd", ".myst", ".qmd", ".rmd"}
)
_SUFFIXES = tuple(POST_SUFFIXES)
_INSTALLED = frozenset({"__pycache__", "node_modules", "venv"})


class Found:
    """One path to judge, or why it cannot be."""

    __slots__ = ("error", "notice", "path")

    def __init__(self, path: str, error: str | None = None, notice: str | None = None) -> None:
        self.path = path
        self.error = error
        self.notice = notice
        """Something worth saying that is no error: a folder without posts."""


def find_posts(
    paths: Iterable[str], *, exclude: tuple[str, ...] = (), left_out: LeftOut | None = None
) -> Iterator[Found]:
    """Yield the posts that `paths` stand for, each once; `-` is left as it is.

    A file named outright is yielded whatever its suffix, unless `exclude` (patterns as in a
    `.gitignore` at the current folder) or `left_out` says otherwise.
    """
    patterns = Patterns(exclude, os.curdir)

    def excluded(path: str, is_folder: bool) -> bool:
        if exclude and patterns.verdict(path, is_folder=is_folder):
            return True
        return left_out is not None and left_out(path, is_folder)

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
    elif os.path.isdir(path):
        yield from _walk(path, excluded)
    elif not excluded(path, False):
        yield Found(path)


def _walk(top: str, excluded: LeftOut) -> Iterator[Found]:
    """Yield the posts under the folder `top`, with a stack instead of recursion."""
    ignored = IgnoreFiles(top)
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
        ignored.enter(folder)
        folders = []
        for child in children:
            # A symbolic link never is a post here, and never leads to one.
            is_folder = child.is_dir(follow_symlinks=False)
            if is_folder:
                if child.name.startswith(".") or child.name in _INSTALLED:
                    continue
            elif not (_is_called_a_post(child.name) and child.is_file(follow_symlinks=False)):
                continue
            if excluded(child.path, is_folder) or ignored.match(child.name, is_folder=is_folder):
                continue
            if is_folder:
                folders.append(child.path)
            else:
                any_post = True
                yield Found(child.path)
        waiting.extend(reversed(folders))
    if not any_post:
        yield Found(top, notice="no posts in this folder")


def _is_called_a_post(name: str) -> bool:
    """Return whether a file's name has the suffix of a post; `.md` alone is a hidden file."""
    return name.lower().endswith(_SUFFIXES) and "." in name.lstrip(".")
