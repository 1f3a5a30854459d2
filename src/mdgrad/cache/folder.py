"""Where the cache stands: `.mdgrad_cache` in the root of the project, unseen by git and backups."""

from __future__ import annotations

import os

__all__ = ["NAME", "cache_folder", "clean", "make_folder"]

NAME = ".mdgrad_cache"
_ROOTS = ("mdgrad.toml", "pyproject.toml", ".git")
_TAG = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55"
"""What https://bford.info/cachedir/ has such a folder begin its tag with."""


def cache_folder(start: str) -> str:
    """Return where the cache of the project around the folder `start` is, or would be."""
    start = folder = os.path.abspath(start)
    while not any(os.path.exists(os.path.join(folder, name)) for name in _ROOTS):
        above = os.path.dirname(folder)
        if above == folder:
            return os.path.join(start, NAME)
        folder = above
    return os.path.join(folder, NAME)


def make_folder(folder: str) -> None:
    """Make the cache's folder, if it is not there. Raises OSError."""
    if os.path.islink(folder):
        raise OSError(f"{folder} is a link, and where it leads is not ours to write")
    tag = os.path.join(folder, _TAG)
    if os.path.exists(tag):
        return
    os.makedirs(folder, exist_ok=True)
    for path, content in (
        (os.path.join(folder, ".gitignore"), "*\n"),
        (tag, f"{_SIGNATURE}\n# Made by mdgrad.\n"),
    ):
        if not os.path.lexists(path):
            with open(path, "x", encoding="utf-8") as stream:
                stream.write(content)


def clean(folder: str) -> bool:
    """Take the cache away and return whether there was one. Raises OSError.

    A folder of that name which does not carry the tag is not ours, and stays.
    """
    try:
        with open(os.path.join(folder, _TAG), encoding="utf-8", errors="replace") as stream:
            tag = stream.read(len(_SIGNATURE))
    except OSError:
        return False
    if os.path.islink(folder) or tag != _SIGNATURE:
        return False
    import shutil

    shutil.rmtree(folder)
    return True
