"""The cache of a run: reports are looked up one by one, and kept together when the run ends.

The posts of one folder share one file. Each of its lines is a key, a digest of the rest of the
line, and the report: a line that was damaged is no line, and its post is judged anew. A file is
replaced whole, so two runs at once can lose each other's lines but never mix them.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import Final

from mdgrad.cache.folder import make_folder
from mdgrad.report import FileReport
from mdgrad.settings import Settings

__all__ = ["Cache"]

_DIGEST: Final = 32
"""Hexadecimal digits: 128 bits, so that no two posts share a key by accident."""
KEPT: Final = 4
"""A folder's file holds at most so many lines for each post that was last judged there..."""
KEPT_AT_LEAST: Final = 1000
"""...or so many in all."""


class Cache:
    """Reports by the content of a post, its kind and its settings."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, str] = {}
        self._known: dict[str, dict[bytes, bytes]] = {}
        self._used: dict[str, dict[bytes, bytes]] = {}
        self._changed: set[str] = set()

    @cached_property
    def _judged_by(self) -> bytes:
        from mdgrad.cache.versions import judged_by

        return judged_by()

    def get(self, path: str, content: bytes, settings: Settings) -> FileReport | None:
        """Return the report on the post at `path`, if it was judged before."""
        from mdgrad.cache.entries import read_entry

        name = self._file_name(path)
        if name not in self._known:
            self._known[name] = _read(self._folder / name)
        key = self._key(path, content, settings)
        line = self._known[name].get(key)
        if line is None or line[:_DIGEST] != _digest(key, line[_DIGEST:]):
            return None
        try:
            report = read_entry(line[_DIGEST:], path)
        except (ValueError, TypeError, RecursionError):
            return None
        self._used.setdefault(name, {})[key] = line
        return report

    def put(self, content: bytes, settings: Settings, report: FileReport) -> None:
        """Remember `report`, unless the post could not be judged."""
        if report.error is not None:
            return
        from mdgrad.cache.entries import write_entry

        name, key = self._file_name(report.path), self._key(report.path, content, settings)
        entry = write_entry(report)
        self._used.setdefault(name, {})[key] = _digest(key, entry) + entry
        self._changed.add(name)

    def keep(self) -> None:
        """Write what is new. A cache that cannot be written is none, and nothing else."""
        try:
            if self._changed:
                make_folder(self._folder)
            for name in sorted(self._changed):
                self._write(name)
        except OSError:
            return

    def _write(self, name: str) -> None:
        path = self._folder / name
        used = self._used[name]
        # Read anew, since another run may have written in the meantime; ours are the newest.
        lines = {key: line for key, line in _read(path).items() if key not in used} | used
        newest = list(lines.items())[-max(KEPT_AT_LEAST, KEPT * len(used)) :]
        written = path.with_name(f"{name}.{os.getpid()}.new")
        try:
            written.write_bytes(b"".join(key + line + b"\n" for key, line in newest))
            written.replace(path)
        except OSError:
            written.unlink(missing_ok=True)
            raise

    def _file_name(self, path: str) -> str:
        """Return the name of the file for all posts in the folder of `path`."""
        folder = os.path.dirname(path)  # noqa: PTH120
        if folder not in self._names:
            absolute = os.path.abspath(folder)  # noqa: PTH100
            digest = _digest(absolute.encode("utf-8", "surrogateescape"))
            self._names[folder] = digest.decode("ascii")
        return self._names[folder]

    def _key(self, path: str, content: bytes, settings: Settings) -> bytes:
        kind = os.path.splitext(path)[1].lower()  # noqa: PTH122  # a Path for each costs more
        return _digest(self._judged_by, repr((kind, settings)).encode(), content)


def _digest(*parts: bytes) -> bytes:
    """Return a digest of `parts`, each of which is told from the next by its length."""
    # Imported here because a post without diagrams needs no digest.
    from hashlib import blake2b

    digest = blake2b(digest_size=_DIGEST // 2)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest().encode("ascii")


def _read(path: Path) -> dict[bytes, bytes]:
    """Return the lines of a file, by key; none where there is no such file."""
    try:
        content = path.read_bytes()
    except OSError:
        return {}
    return {line[:_DIGEST]: line[_DIGEST:] for line in content.split(b"\n") if line}
