"""Where the cache stands: `.mdgrad_cache` in the root of the project, unseen by git and backups."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["NAME", "cache_folder", "clean", "make_folder"]

NAME: Final = ".mdgrad_cache"
_ROOTS: Final = ("mdgrad.toml", "pyproject.toml", ".git")
_TAG: Final = "CACHEDIR.TAG"
_SIGNATURE: Final = "Signature: 8a477f597d28d172789f06886806bc55"
"""What https://bford.info/cachedir/ has such a folder begin its tag with."""


def cache_folder(start: Path) -> Path:
    """Return where the cache of the project around the folder `start` is, or would be."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if any((folder / name).exists() for name in _ROOTS):
            return folder / NAME
    return start / NAME


def make_folder(folder: Path) -> None:
    """Make the cache's folder, if it is not there. Raises OSError."""
    if (folder / _TAG).exists():
        return
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    (folder / _TAG).write_text(f"{_SIGNATURE}\n# Made by mdgrad.\n", encoding="utf-8")


def clean(folder: Path) -> bool:
    """Take the cache away and return whether there was one. Raises OSError.

    A folder of that name which does not carry the tag is not ours, and stays.
    """
    try:
        tag = (folder / _TAG).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    if folder.is_symlink() or not tag.startswith(_SIGNATURE):
        return False
    import shutil

    shutil.rmtree(folder)
    return True
