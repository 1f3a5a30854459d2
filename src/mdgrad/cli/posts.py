"""The posts that a command was given, each with the settings that hold for it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mdgrad.cli.console import Console
from mdgrad.configuration import Configuration, Nearest
from mdgrad.files.reading import (
    FileTooLargeError,
    SourceFile,
    UnreadableFileError,
    read_post,
    read_stream,
)
from mdgrad.files.walking import Found, find_posts
from mdgrad.report import FileReport
from mdgrad.settings import Settings
from mdgrad.unjudged import unread

__all__ = ["Requested", "Unread", "requested_posts"]


@dataclass(frozen=True, slots=True)
class Requested:
    """A post to judge."""

    file: SourceFile
    settings: Settings
    left_out: bool = False
    """Whether it is not to be judged after all: standard input under a name that is excluded."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A post that was not read, and the report that says why."""

    report: FileReport


def requested_posts(
    arguments: argparse.Namespace, console: Console
) -> tuple[Sequence[str], Iterator[Requested | Unread]]:
    """Return the names of the posts that `arguments` name, and the posts, read one by one.

    Raises ConfigurationError, also while they are read.
    """
    nearest = Nearest()
    found_posts: list[Found] = []
    for found in find_posts(
        arguments.paths,
        exclude=tuple(arguments.exclude),
        left_out=lambda path, is_folder: nearest.to(path).leaves_out(path, is_folder=is_folder),
    ):
        if found.notice is not None:
            console.warn(f"{found.path}: {found.notice}")
        else:
            found_posts.append(found)
    names = [found.path for found in found_posts]
    return names, (_requested(found, arguments, nearest, console) for found in found_posts)


def _requested(
    found: Found, arguments: argparse.Namespace, nearest: Nearest, console: Console
) -> Requested | Unread:
    path = found.path
    if found.error is not None:
        return Unread(FileReport(path, error=found.error))
    name = arguments.stdin_filename if path == "-" else path
    place = Path(name)
    configuration = nearest.to(place)
    settings = _settings(arguments, configuration, place)
    try:
        if path == "-":
            file = read_stream(console.stdin, name, max_bytes=settings.max_bytes)
            return Requested(file, settings, _is_left_out(name, arguments, configuration))
        return Requested(read_post(path, max_bytes=settings.max_bytes), settings)
    except (UnreadableFileError, FileTooLargeError) as error:
        return Unread(unread(name, error, settings))


def _settings(arguments: argparse.Namespace, configuration: Configuration, path: Path) -> Settings:
    """Return the settings of the post at `path`: what the command line says holds before all."""
    settings = configuration.settings
    return replace(
        settings,
        strict=settings.strict if arguments.strict is None else arguments.strict,
        select=tuple(arguments.select or settings.select),
        ignore=(*(arguments.ignore or settings.ignore), *configuration.ignored_in(path)),
        flavor=arguments.flavor or settings.flavor,
        language=getattr(arguments, "language", None) or settings.language,
        complete=getattr(arguments, "complete", False),
    )


def _is_left_out(name: str, arguments: argparse.Namespace, configuration: Configuration) -> bool:
    """Return whether standard input goes by a name that is excluded, as an editor sends it."""
    if name == "-":
        return False
    by_arguments = not list(find_posts([name], exclude=tuple(arguments.exclude)))
    return by_arguments or configuration.leaves_out(Path(name))
