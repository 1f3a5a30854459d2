"""Reports on posts that could not be judged, which say why."""

from __future__ import annotations

from mdgrad.files.reading import FileTooLargeError, UnreadableFileError
from mdgrad.messages import Message
from mdgrad.report import FileReport, Finding
from mdgrad.rules.catalogue import RULES
from mdgrad.rules.selection import told
from mdgrad.settings import Settings
from mdgrad.source import Place

__all__ = ["failed", "unread"]


def unread(
    path: str, error: UnreadableFileError | FileTooLargeError, settings: Settings
) -> FileReport:
    """Return the report on a post that was not read."""
    if isinstance(error, UnreadableFileError):
        return FileReport(path, error=str(error))
    message = Message("not judged: {reason}", reason=error.message)
    finding = Finding("MG905", RULES["MG905"].severity, Place(1, 1, 1, 1), message)
    return told(FileReport(path, findings=(finding,)), settings)


def failed(path: str, bug: Exception) -> FileReport:
    """Return the report on a post on which mdgrad itself failed; the others are still judged."""
    trace = bug.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else f" in {trace.tb_frame.f_code.co_qualname}"
    reason = f"{type(bug).__name__}{where}: {bug}"
    return FileReport(path, error=f"mdgrad failed on this post, which is a bug in it: {reason}")
