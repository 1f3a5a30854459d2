"""The exit status: what a hook or a script learns."""

from __future__ import annotations

from mdgrad.reports.told import Counts

__all__ = ["FAILED", "FOUND", "INTERRUPTED", "NOTHING", "MisuseError", "exit_status"]

NOTHING = 0
FOUND = 1
FAILED = 2
INTERRUPTED = 130
"""128 + SIGINT, as a shell says it."""


class MisuseError(Exception):
    """A command that cannot be carried out as it was given; the message says why."""


def exit_status(counts: Counts) -> int:
    """Return 2 if a file could not be judged, 1 if there is an error or a warning, else 0."""
    _, unread, *_, alarms = counts
    if unread:
        return FAILED
    return FOUND if alarms else NOTHING
