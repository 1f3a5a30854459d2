"""`mdgrad check POST…` told again: the answer of a run with nothing to judge, at once.

Nothing that has to be judged, no option, no colour, no language but English: then what the ordinary
way would print is already known, and none of what it imports is needed. Whatever else is asked for
goes the ordinary way, and so does all that can go wrong.
"""

from __future__ import annotations

import os
import stat
import sys

from mdgrad.cache import Cache, cache_folder
from mdgrad.cli.status import exit_status
from mdgrad.configuration.standing import configuration_around
from mdgrad.files.walking import find_posts
from mdgrad.posts.quick import has_nothing_to_judge
from mdgrad.reports.terminal import is_coloured
from mdgrad.reports.told import NOTHING_TOLD, Told, summary, total

TYPE_CHECKING = False  # `typing` takes long to import
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MOST_BYTES", "tell_again"]

MOST_BYTES = 16 * 2**20
"""Larger posts go the ordinary way. The default of `Settings.max_bytes`; a test holds the two
together."""
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""A pipe is not waited for."""


def tell_again(arguments: Sequence[str]) -> int | None:
    """Tell what is known of the posts and return the exit status; None, and no word, if unknown."""
    command, *posts = arguments or ("",)
    if command != "check" or not posts or not all(map(_is_plain, posts)):
        return None
    try:
        told = _told(posts)
    except (OSError, ValueError):  # a file that cannot be read, or is not UTF-8
        return None
    if told is None:
        return None
    findings = "".join(finding for one in told for finding in one.findings)
    if findings and is_coloured(sys.stdout, os.environ):
        return None
    counts = total([one.counts for one in told])
    sys.stdout.write(f"{findings}{summary(counts)}\n")
    return exit_status(counts)


def _is_plain(argument: str) -> bool:
    """Return whether an argument is a path, and is printed as it is."""
    return not argument.startswith("-") and argument.isprintable()


def _told(paths: Sequence[str]) -> list[Told] | None:
    """Return what is told of each post, if that is known. Raises OSError or ValueError."""
    cache = Cache(cache_folder(os.curdir))
    places: dict[str, _Place] = {}
    told = []
    # What a configuration excludes is found here, too; but its settings are never kept.
    for found in find_posts(paths):
        path = found.path
        if found.error is not None or found.notice is not None or not path.isprintable():
            return None
        folder = os.path.dirname(path)
        if folder not in places:
            places[folder] = _Place(folder, cache)
        one = _told_of(path, places[folder], cache)
        if one is None:
            return None
        told.append(one)
    return told


class _Place:
    """What holds for the posts of one folder."""

    def __init__(self, folder: str, cache: Cache) -> None:
        self._cache = cache
        self.configured = configuration_around(folder)
        self._settings: str | None = None

    def settings(self) -> str | None:
        """Return the settings, if they are known."""
        self._settings = self._settings or self._cache.settings(self.configured)
        return self._settings


def _told_of(path: str, place: _Place, cache: Cache) -> Told | None:
    content = _content(path)
    if content is None or b"\0" in content:
        return None
    is_nothing = has_nothing_to_judge(content.decode("utf-8"), path=path)
    if is_nothing and not place.configured:
        return NOTHING_TOLD
    settings = place.settings()
    if settings is None:
        return None
    return NOTHING_TOLD if is_nothing else cache.told(path, content, settings)


def _content(path: str) -> bytes | None:
    """Return what the file at `path` holds; None if it is no file, or too large. Raises OSError."""
    file = os.open(path, _READ)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            return None
        content = os.read(file, status.st_size + 1)
        return content if len(content) == status.st_size else None
    finally:
        os.close(file)
