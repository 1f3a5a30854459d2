"""Replacing a file in one step: after a crash there is the old file or the new one, never a part.

The new text is written beside the file and put in its place by `os.replace`, which is atomic on
one file system. Permissions and, where the system lets us, the owner stay as they were.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

__all__ = ["UnwritableFileError", "replace_file"]


class UnwritableFileError(Exception):
    """A file that was not replaced; the message says why. The file is as it was."""


def replace_file(path: str, before: bytes, after: bytes) -> None:
    """Put `after` in the place of the file at `path`, which must still hold `before`.

    A symbolic link stays a link: the file that it names is replaced. Raises UnwritableFileError.
    """
    try:
        # Not `Path.resolve`, which before Python 3.13 raises a RuntimeError for a circle of links.
        target = Path(os.path.realpath(path, strict=True))
        status = target.stat()
        if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(
            target, os.W_OK
        ):
            raise UnwritableFileError("not written: the file is read-only")
        if status.st_nlink > 1:
            # The new file would stand under one name, the old one under the others.
            raise UnwritableFileError("not written: the file has other names (hard links)")
        _replace(target, status, before, after)
    except FileNotFoundError:
        raise UnwritableFileError("not written: the file vanished after it was read") from None
    except OSError as error:
        raise UnwritableFileError(f"not written: {error.strerror or error}") from None


def _replace(target: Path, status: os.stat_result, before: bytes, after: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=".mdgrad-", dir=target.parent)
    try:
        with open(descriptor, "wb") as stream:  # noqa: PTH123 -- Path cannot open a descriptor
            stream.write(after)
            stream.flush()
            _keep_owner_and_mode(stream.fileno(), name, status)
            os.fsync(stream.fileno())
        # As late as can be: what an editor saved in the meantime must not be lost.
        if target.read_bytes() != before:
            raise UnwritableFileError("not written: the file changed after it was read; run again")
        Path(name).replace(target)
    except BaseException:  # Ctrl-C too must leave no temporary file behind
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def _keep_owner_and_mode(descriptor: int, name: str, status: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        with contextlib.suppress(OSError):  # only root may give a file away
            os.fchown(descriptor, status.st_uid, status.st_gid)
    # After the owner, because changing the owner clears the set-user-id bits.
    Path(name).chmod(stat.S_IMODE(status.st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where folders can be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
