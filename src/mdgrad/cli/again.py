"""`mdgrad check POST…` told again: the answer of a run with nothing to judge, at once.

Nothing that has to be judged, no option, no colour, no language but English: then what the ordinary
way would print is already known, and none of what it imports is needed. Whatever else is asked for
goes the ordinary way, and so does all that can go wrong.
"""

from __future__ import annotations

import os
import sys

from mdgrad.cache import Cache, cache_folder
from mdgrad.cli.status import exit_status
from mdgrad.configuration.standing import configuration_around
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


def tell_again(arguments: Sequence[str]) -> int | None:
    """Tell what is known of the posts and return the exit status; None, and no word, if unknown."""
    command, *posts = arguments or ("",)
    if command != "check" or not posts or not all(map(_is_plain, posts)):
        return None
    if len(set(map(os.path.normpath, posts))) < len(posts):
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


def _told(posts: Sequence[str]) -> list[Told] | None:
    """Return what is told of each post, if that is known. Raises OSError or ValueError."""
    cache = Cache(cache_folder(os.curdir))
    configured: dict[str, bytes] = {}
    told = []
    for path in posts:
        folder = os.path.dirname(path)
        if folder not in configured:
            configured[folder] = configuration_around(folder)
        one = _told_of(path, configured[folder], cache)
        if one is None:
            return None
        told.append(one)
    return told


def _told_of(path: str, configured: bytes, cache: Cache) -> Told | None:
    if not os.path.isfile(path):
        return None
    with open(path, "rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    text = content.decode("utf-8")
    if len(content) > MOST_BYTES or "\0" in text:
        return None
    is_nothing = has_nothing_to_judge(text, path=path)
    if is_nothing and not configured:
        return NOTHING_TOLD
    settings = cache.settings(configured)
    if settings is None:
        return None
    return NOTHING_TOLD if is_nothing else cache.told(path, content, settings)
