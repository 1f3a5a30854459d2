"""The posts that a command was given, read from their files or standard input."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from mdgrad.cli.console import Console
from mdgrad.files.reading import (
    FileTooLargeError,
    SourceFile,
    UnreadableFileError,
    read_post,
    read_stream,
)
from mdgrad.files.walking import find_posts
from mdgrad.report import FileReport, Finding
from mdgrad.rules.catalogue import RULES
from mdgrad.rules.selection import told
from mdgrad.settings import Settings
from mdgrad.source import Place

__all__ = ["Unread", "failed", "posts", "requested_settings"]


@dataclass(frozen=True, slots=True)
class Unread:
    """A post that was not read, and the report that says why."""

    report: FileReport


def requested_settings(arguments: argparse.Namespace) -> Settings:
    """Return the settings that the arguments of `check` or `fix` ask for."""
    return Settings(
        strict=arguments.strict,
        select=tuple(arguments.select),
        ignore=tuple(arguments.ignore),
        flavor=arguments.flavor,
        complete=getattr(arguments, "complete", False),
    )


def posts(
    arguments: argparse.Namespace, settings: Settings, console: Console
) -> Iterator[SourceFile | Unread]:
    """Yield every post that `arguments` name, in order."""
    for found in find_posts(arguments.paths, exclude=tuple(arguments.exclude)):
        if found.notice is not None:
            console.warn(f"{found.path}: {found.notice}")
        elif found.error is not None:
            yield Unread(FileReport(found.path, error=found.error))
        else:
            yield _read(found.path, arguments.stdin_filename, settings, console)


def _read(path: str, stdin_name: str, settings: Settings, console: Console) -> SourceFile | Unread:
    name = stdin_name if path == "-" else path
    try:
        if path == "-":
            return read_stream(console.stdin, name, max_bytes=settings.max_bytes)
        return read_post(path, max_bytes=settings.max_bytes)
    except UnreadableFileError as error:
        return Unread(FileReport(name, error=str(error)))
    except FileTooLargeError as error:
        finding = Finding(
            "MG905", RULES["MG905"].severity, Place(1, 1, 1, 1), f"not judged: {error}"
        )
        return Unread(told(FileReport(name, findings=(finding,)), settings))


def failed(path: str, bug: Exception) -> FileReport:
    """Return the report on a post on which mdgrad itself failed; the others are still judged."""
    trace = bug.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else f" in {trace.tb_frame.f_code.co_qualname}"
    reason = f"{type(bug).__name__}{where}: {bug}"
    return FileReport(path, error=f"mdgrad failed on this post, which is a bug in it: {reason}")
