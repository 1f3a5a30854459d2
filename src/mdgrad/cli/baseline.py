"""The baseline: the findings that a site had when it took mdgrad on, so that only new ones count.

It is a JSON file that belongs in the repository, one line a finding, so that its diff shows what
was mended. Posts are named as seen from the folder that it stands in.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mdgrad.cli.status import MisuseError
from mdgrad.report import FileReport, Report
from mdgrad.reports.fingerprints import fingerprints
from mdgrad.source import Text

__all__ = ["Baseline", "read_baseline", "write_baseline"]

_SCHEMA: Final = "mdgrad.baseline/1"


@dataclass(slots=True)
class Baseline:
    """The findings that are known, by post, and how many of them have not been met again."""

    folder: Path
    known: dict[str, Counter[str]]
    gone: int = 0
    """How many known findings of the posts judged are there no longer."""

    def new_in(self, report: Report, texts: Mapping[str, Text]) -> Report:
        """Return the report without the findings that are known."""
        return Report(tuple(self._new_in(file, texts.get(file.path)) for file in report.files))

    def _new_in(self, file: FileReport, text: Text | None) -> FileReport:
        left = Counter(self.known.get(_name(file.path, self.folder), ()))
        new = []
        for finding, entry in zip(file.findings, _entries(file, text), strict=True):
            if left[entry] > 0:
                left[entry] -= 1
            else:
                new.append(finding)
        if file.error is None:
            self.gone += left.total()
        return replace(file, findings=tuple(new))


def read_baseline(path: str) -> Baseline:
    """Return the baseline in the file at `path`. Raises MisuseError."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MisuseError(f"{path}: no such file; --write-baseline writes it") from None
    except OSError as error:
        raise MisuseError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise MisuseError(f"{path}: no baseline: it is not JSON") from None
    if not isinstance(content, dict) or content.get("schema") != _SCHEMA:
        raise MisuseError(f"{path}: no baseline: its schema is not {_SCHEMA}")
    posts = content.get("posts")
    if not isinstance(posts, dict) or not all(isinstance(one, list) for one in posts.values()):
        raise MisuseError(f"{path}: no baseline: its posts are not lists of findings")
    known = {name: Counter(map(str, entries)) for name, entries in posts.items()}
    return Baseline(Path(path).absolute().parent, known)


def write_baseline(path: str, report: Report, texts: Mapping[str, Text]) -> None:
    """Write the findings of `report` to the file at `path`. Raises MisuseError."""
    folder = Path(path).absolute().parent
    posts = {
        _name(file.path, folder): list(_entries(file, texts.get(file.path)))
        for file in report.files
        if file.findings
    }
    content = {"schema": _SCHEMA, "posts": dict(sorted(posts.items()))}
    try:
        Path(path).write_text(
            json.dumps(content, indent=1, ensure_ascii=False) + "\n",
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError as error:
        raise MisuseError(f"{path}: cannot be written: {error.strerror}") from None


def _entries(file: FileReport, text: Text | None) -> list[str]:
    """Return an entry for each finding; the code is there for people who read a diff."""
    return [
        f"{finding.code} {fingerprint}"
        for finding, fingerprint in zip(file.findings, fingerprints(file, text), strict=True)
    ]


def _name(path: str, folder: Path) -> str:
    """Return how the baseline in `folder` names a post, alike on every system."""
    if path == "-":
        return path
    return os.path.relpath(path, folder).replace(os.sep, "/")
