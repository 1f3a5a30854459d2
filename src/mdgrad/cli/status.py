"""The exit status: what a hook or a script learns."""

from __future__ import annotations

from typing import Final

from mdgrad.report import Report

__all__ = ["FAILED", "FOUND", "NOTHING", "MisuseError", "exit_status"]

NOTHING: Final = 0
FOUND: Final = 1
FAILED: Final = 2


class MisuseError(Exception):
    """A command that cannot be carried out as it was given; the message says why."""


def exit_status(report: Report) -> int:
    """Return 2 if a file could not be judged, 1 if there is an error or a warning, else 0."""
    if any(file.error is not None for file in report.files):
        return FAILED
    if any(finding.severity != "info" for finding in report.findings):
        return FOUND
    return NOTHING
