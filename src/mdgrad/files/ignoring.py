"""What `.gitignore` files and `--exclude` leave out.

Paths are texts here, since a walk asks of every file; and what reads patterns is imported only
where there are some, since a cached run answers before anything else is imported.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # `typing` takes long to import
if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["IgnoreFiles", "Patterns", "is_valid_pattern"]


class Patterns:
    """Patterns as in a `.gitignore` that stands in `folder`. Raises ValueError for a bad one."""

    def __init__(self, lines: tuple[str, ...], folder: str | os.PathLike[str]) -> None:
        self._folder = os.path.abspath(folder)
        self._spec = _compiled(lines) if lines else None

    def verdict(self, path: str | os.PathLike[str], *, is_folder: bool) -> bool | None:
        """Return True where `path` is left out, False where `!` takes it back in, else None."""
        if self._spec is None:
            return None
        relative = os.path.relpath(os.path.abspath(path), self._folder).replace(os.sep, "/")
        while relative.startswith("../"):
            relative = relative[len("../") :]
        return self.verdict_below(relative, is_folder=is_folder)

    def verdict_below(self, relative: str, *, is_folder: bool) -> bool | None:
        """Return the verdict on a path that is given from the patterns' folder, with `/`."""
        if self._spec is None:
            return None
        return self._spec.check_file(relative + "/" * is_folder).include


class IgnoreFiles:
    """The `.gitignore` files from the root of the repository down to the folder walked."""

    def __init__(self, top: str) -> None:
        self._patterns: dict[str, Patterns] = {}
        self._around: list[tuple[Patterns, str]] = []
        """Those that hold in the folder entered last, the deepest first, and from each of them the
        way to the folder."""
        top = os.path.abspath(top)
        for folder in _folders_above(top):
            self.enter(folder)
        # A folder named outright is walked even where it is ignored itself.
        if self.match(os.path.basename(top), is_folder=True):
            self._patterns.clear()

    def enter(self, folder: str) -> None:
        """Read the `.gitignore` of `folder`; what is asked for from now on stands there."""
        folder = os.path.abspath(folder)
        lines = _lines(os.path.join(folder, ".gitignore"))
        if lines:
            self._patterns[folder] = Patterns(lines, folder)
        self._around = []
        way, below = "", ""
        while self._patterns and folder != below:
            if folder in self._patterns:
                self._around.append((self._patterns[folder], way))
            way = f"{os.path.basename(folder)}/{way}"
            folder, below = os.path.dirname(folder), folder

    def match(self, name: str, *, is_folder: bool) -> bool:
        """Return whether what is so called is ignored; the deepest that speaks of it decides."""
        for patterns, way in self._around:
            verdict = patterns.verdict_below(way + name, is_folder=is_folder)
            if verdict is not None:
                return verdict
        return False


def _folders_above(top: str) -> list[str]:
    """Return the folders from the repository's root to the parent of `top`; none outside one."""
    folders: list[str] = []
    while not os.path.exists(os.path.join(top, ".git")):
        above = os.path.dirname(top)
        if above == top:
            return []
        folders.append(above)
        top = above
    return folders[::-1]


def _lines(path: str) -> tuple[str, ...]:
    """Return the patterns of a `.gitignore`, none where there is no such file."""
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            text = stream.read()
    except OSError:
        return ()
    return tuple(line for line in text.splitlines() if is_valid_pattern(line))


def _compiled(lines: tuple[str, ...]) -> GitIgnoreSpec:
    import warnings

    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        # `[[]` is a good pattern, of which Python's `re` says that it may come to mean another.
        warnings.simplefilter("ignore", FutureWarning)
        return GitIgnoreSpec.from_lines(lines)


def is_valid_pattern(line: str) -> bool:
    """Return whether git would take the pattern; it passes over those that it cannot."""
    try:
        _compiled((line,))
    except ValueError:
        return False
    return True
