"""The file that `mdgrad check --certificate` writes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mdgrad import __version__
from mdgrad.cli.posts import Requested
from mdgrad.cli.status import MisuseError
from mdgrad.report import FileReport

__all__ = ["SCHEMA", "Certificates"]

SCHEMA = "mdgrad.certificates/1"


@dataclass(slots=True)
class Certificates:
    """Gathers the certificates of posts for the file at `path`; does nothing without one."""

    path: str | None
    _posts: list[dict[str, Any]] = field(default_factory=list)

    def add(self, post: Requested, report: FileReport) -> None:
        """Certify what is verified in a post, which was judged before."""
        if self.path is None or not report.diagrams:
            return
        from mdgrad.certifying import certificates

        found = certificates(post.file.text, path=post.file.path, settings=post.settings)
        self._posts.append({"path": post.file.path, "diagrams": list(found)})

    def keep(self) -> None:
        """Write the file. Raises MisuseError."""
        if self.path is None:
            return
        content = {"schema": SCHEMA, "version": __version__, "posts": self._posts}
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        try:
            Path(self.path).write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise MisuseError(f"{self.path}: cannot be written: {error.strerror}") from None
