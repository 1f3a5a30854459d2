"""The cache of a run: what is known is looked up post by post, and kept when the run ends.

The posts of one folder share two files, one for their reports and one for what was told of them:
a run that only tells need not read the reports.
"""

from __future__ import annotations

import os

from mdgrad.cache.folder import make_folder
from mdgrad.cache.lines import Lines, begun_digest, digest_of, digest_with
from mdgrad.cache.secret import keep_secret, secret_or_new
from mdgrad.cache.versions import judged_by
from mdgrad.reports.told import Told, read_told, write_told

TYPE_CHECKING = False  # `typing` takes long to import
if TYPE_CHECKING:
    from _blake2 import blake2b

    from mdgrad.report import FileReport

__all__ = ["Cache"]

_SETTINGS = "settings"


class Cache:
    """Reports, and what was told of them, by a post's content, its kind and its settings.

    Settings are given as `repr` shows them, which is all that a key needs of them. What was not
    written with this user's secret is not found, so a cache is only told of what its user judged.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._names: dict[str, str] = {}
        self._files: dict[str, Lines] = {}
        self._secret = b""
        self._judged_by = b""
        self._begun: dict[tuple[str, str], blake2b] = {}
        self._tellings: dict[bytes, Told] = {}

    def get(self, path: str, content: bytes, settings: str) -> FileReport | None:
        """Return the report on the post at `path`, if it was judged before."""
        line = self._lines(self._name(path)).get(self._key(path, content, settings))
        if line is None:
            return None
        from mdgrad.cache.entries import read_entry

        try:
            return read_entry(line, path)
        except (ValueError, TypeError, RecursionError):
            return None

    def put(self, content: bytes, settings: str, report: FileReport) -> None:
        """Remember `report`, unless the post could not be judged."""
        if report.error is not None:
            return
        from mdgrad.cache.entries import write_entry

        key = self._key(report.path, content, settings)
        self._lines(self._name(report.path)).put(key, write_entry(report))

    def told(self, path: str, content: bytes, settings: str) -> Told | None:
        """Return what is told of the post at `path` in plain text, if it was told before."""
        line = self._lines(self._name(path) + ".told").get(self._key(path, content, settings))
        if line is None:
            return None
        told = self._tellings.get(line)
        if told is None:
            told = read_told(line, path)
            if not told.findings:  # many posts share such a line, whatever their paths
                self._tellings[line] = told
        return told

    def put_told(self, path: str, content: bytes, settings: str, told: Told) -> None:
        """Remember what is told of the post at `path`."""
        line = write_told(told, path)
        if line is not None:
            lines = self._lines(self._name(path) + ".told")
            lines.put(self._key(path, content, settings), line)

    def settings(self, configured: bytes) -> str | None:
        """Return the settings that follow from configuration files with this content."""
        line = self._lines(_SETTINGS).get(digest_of(self._judges(), configured))
        return None if line is None else line.decode("utf-8")

    def put_settings(self, configured: bytes, settings: str) -> None:
        """Remember which settings follow from configuration files."""
        key = digest_of(self._judges(), configured)
        self._lines(_SETTINGS).put(key, settings.encode("utf-8"))

    def keep(self) -> None:
        """Write what is new. A cache that cannot be written is none, and nothing else."""
        changed = [lines for _, lines in sorted(self._files.items()) if lines.is_changed]
        try:
            if changed:
                keep_secret(self._secret)
                make_folder(self._folder)
            for lines in changed:
                lines.keep()
        except OSError:
            return

    def _lines(self, name: str) -> Lines:
        if name not in self._files:
            self._secret = self._secret or secret_or_new()
            self._files[name] = Lines(os.path.join(self._folder, name), self._secret)
        return self._files[name]

    def _name(self, path: str) -> str:
        """Return the name of the file for all posts in the folder of `path`."""
        folder = os.path.dirname(path)
        if folder not in self._names:
            absolute = os.fsencode(os.path.abspath(folder))
            self._names[folder] = digest_of(absolute).decode("ascii")
        return self._names[folder]

    def _key(self, path: str, content: bytes, settings: str) -> bytes:
        kind = os.path.splitext(path)[1].lower()
        begun = self._begun.get((kind, settings))
        if begun is None:
            begun = begun_digest(self._judges(), f"{kind} {settings}".encode())
            self._begun[kind, settings] = begun
        return digest_with(begun, content)

    def _judges(self) -> bytes:
        self._judged_by = self._judged_by or digest_of(judged_by())
        return self._judged_by
