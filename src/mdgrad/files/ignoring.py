"""What `.gitignore` files and `--exclude` leave out."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["IgnoreFiles", "Patterns", "is_valid_pattern"]


class Patterns:
    """Patterns as in a `.gitignore` that stands in `folder`. Raises ValueError for a bad one."""

    def __init__(self, lines: tuple[str, ...], folder: Path) -> None:
        self._folder = _absolute(folder)
        self._spec = _compiled(lines) if lines else None

    def verdict(self, path: Path, *, is_folder: bool) -> bool | None:
        """Return True where `path` is left out, False where `!` takes it back in, else None."""
        if self._spec is None:
            return None
        relative = os.path.relpath(_absolute(path), self._folder).replace(os.sep, "/")
        while relative.startswith("../"):
            relative = relative[len("../") :]
        return self._spec.check_file(relative + "/" * is_folder).include


class IgnoreFiles:
    """The `.gitignore` files from the root of the repository down to the folders walked."""

    def __init__(self, top: Path) -> None:
        self._patterns: dict[Path, Patterns] = {}
        absolute = _absolute(top)
        for folder in _folders_above(absolute):
            self.enter(folder)
        # A folder named outright is walked even where it is ignored itself.
        if self.match(absolute, is_folder=True):
            self._patterns.clear()

    def enter(self, folder: Path) -> None:
        """Read the `.gitignore` of `folder`, before what is in it is asked for."""
        try:
            text = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        lines = tuple(line for line in text.splitlines() if is_valid_pattern(line))
        self._patterns[_absolute(folder)] = Patterns(lines, folder)

    def match(self, path: Path, *, is_folder: bool) -> bool:
        """Return whether `path` is ignored; the deepest `.gitignore` that speaks of it decides."""
        for folder in _absolute(path).parents if self._patterns else ():
            if folder in self._patterns:
                verdict = self._patterns[folder].verdict(path, is_folder=is_folder)
                if verdict is not None:
                    return verdict
        return False


def _folders_above(top: Path) -> list[Path]:
    """Return the folders from the repository's root to the parent of `top`; none outside one."""
    if (top / ".git").exists():
        return []
    for index, parent in enumerate(top.parents):
        if (parent / ".git").exists():
            return list(reversed(top.parents[: index + 1]))
    return []


def _absolute(path: Path) -> Path:
    """Return `path` from the root, without `..`; no link is followed."""
    return Path(os.path.normpath(path.absolute()))


def _compiled(lines: tuple[str, ...]) -> GitIgnoreSpec:
    # pathspec is imported only where there is a pattern: a hook names its files and needs none.
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
