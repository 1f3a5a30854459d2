"""The configuration files that stand around a post, unread: the same files, the same settings."""

from __future__ import annotations

import os

__all__ = ["FILE_NAMES", "configuration_around"]

FILE_NAMES = ("mdgrad.toml", "pyproject.toml")
"""In one folder, the first holds before the second."""


def configuration_around(folder: str) -> bytes:
    """Return the files that may hold for the posts of `folder`, each with its path; b"" for none.

    All up to the root, since only reading one tells whether it speaks to mdgrad. Raises OSError.
    """
    found = []
    folder, below = os.path.abspath(folder), ""
    while folder != below:
        for name in FILE_NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                with open(path, "rb") as stream:
                    found.append(os.fsencode(path) + b"\0" + stream.read())
        folder, below = os.path.dirname(folder), folder
    return b"\0".join(found)
