"""`mdgrad check`: posts judged."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from mdgrad.cache import Cache, cache_folder
from mdgrad.cli.again import MOST_BYTES
from mdgrad.cli.certificate import Certificates
from mdgrad.cli.console import Console
from mdgrad.cli.posts import Requested, Unread, failed, requested_posts
from mdgrad.cli.status import FOUND, NOTHING, MisuseError, exit_status
from mdgrad.configuration import Nearest
from mdgrad.configuration.standing import configuration_around
from mdgrad.posts.quick import has_nothing_to_judge
from mdgrad.report import FileReport, Report
from mdgrad.reports.colour import PLAIN, Palette
from mdgrad.reports.formats import COUNTED, render
from mdgrad.reports.text import counted, render_error, render_summary, told
from mdgrad.reports.told import NOTHING_TOLD, Told, summary_line, total
from mdgrad.source import Text

__all__ = ["check"]


def check(arguments: argparse.Namespace, console: Console) -> int:
    """Judge the posts, tell the findings, and return the exit status."""
    if arguments.write_baseline and arguments.baseline is None:
        raise MisuseError("--write-baseline needs --baseline FILE, the file to write")
    cache = None if arguments.no_cache else Cache(cache_folder(os.curdir))
    needs_reports = arguments.format != "text" or arguments.baseline or arguments.certificate
    tell = _tell_reports if needs_reports else _tell_posts
    status = tell(arguments, console, cache)
    return NOTHING if arguments.exit_zero and status == FOUND else status


def _tell_posts(arguments: argparse.Namespace, console: Console, cache: Cache | None) -> int:
    """Judge the posts and tell them one by one; nothing is held of a post but what is told."""
    tellings: list[Told] = []
    errors: list[str] = []
    folders: dict[str, None] = {}
    for post in requested_posts(arguments, console):
        if isinstance(post, Unread):
            report = post.report
            tellings.append(told(report, None, console.palette))
            errors += [] if report.error is None else [render_error(report)]
        elif not post.left_out:
            told_of_post, error = _told(post, console.palette, cache)
            tellings.append(told_of_post)
            errors += [] if error is None else [error]
            if not post.file.is_stdin:
                folders[os.path.dirname(post.file.path)] = None  # noqa: PTH120
    if cache is not None:
        _remember_settings(folders, cache)
        cache.keep()
    console.write("".join(finding for one in tellings for finding in one.findings))
    for error in errors:
        console.warn(error)
    counts = total([one.counts for one in tellings])
    console.say(summary_line(counts))
    return exit_status(counts)


def _told(post: Requested, colours: Palette, cache: Cache | None) -> tuple[Told, str | None]:
    """Return what is told of a post, and why it could not be judged, if so."""
    file, settings = post.file, repr(post.settings)
    if has_nothing_to_judge(file.text, path=file.path):
        return NOTHING_TOLD, None
    # Only what is told without colour is kept.
    kept = cache if colours == PLAIN else None
    if kept is not None:
        known = kept.told(file.path, file.content, settings)
        if known is not None:
            return known, None
    report = _judged(post, cache)
    telling = told(report, Text(file.text), colours)
    if report.error is not None:
        return telling, render_error(report)
    if kept is not None:
        kept.put_told(file.path, file.content, settings, telling)
    return telling, None


def _remember_settings(folders: Iterable[str], cache: Cache) -> None:
    """Remember the settings of these folders' posts, for a run that only tells them again."""
    nearest = Nearest()
    for folder in folders:
        with suppress(OSError):
            configured = configuration_around(folder)
            if cache.settings(configured) is None:
                settings = nearest.to(Path(folder, "post.md")).settings_everywhere
                if settings is not None and settings.max_bytes >= MOST_BYTES:
                    cache.put_settings(configured, repr(settings))


def _tell_reports(arguments: argparse.Namespace, console: Console, cache: Cache | None) -> int:
    """Judge the posts, and tell of all of them at once what the arguments ask for."""
    known = None
    if arguments.baseline is not None and not arguments.write_baseline:
        from mdgrad.cli.baseline import read_baseline

        known = read_baseline(arguments.baseline)
    files: list[FileReport] = []
    certificates = Certificates(arguments.certificate)
    texts: dict[str, Text] = {}
    for post in requested_posts(arguments, console):
        if isinstance(post, Unread):
            files.append(post.report)
        elif not post.left_out:
            file = _judged(post, cache)
            files.append(file)
            if file.findings:
                texts[file.path] = Text(post.file.text)
            certificates.add(post, file)
    if cache is not None:
        cache.keep()
    certificates.keep()
    report = Report(tuple(files))
    if arguments.write_baseline:
        return _keep(report, texts, arguments.baseline, console)
    if known is None:
        _tell(report, texts, arguments.format, console)
    else:
        old = len(report.findings)
        report = known.new_in(report, texts)
        old -= len(report.findings)
        _tell(report, texts, arguments.format, console, also=f"; {old} known from the baseline")
        if gone := known.gone:
            console.warn(
                f"{gone} of the baseline's findings {'is' if gone == 1 else 'are'} gone: "
                "write it anew with --write-baseline"
            )
    return exit_status(counted(report))


def _judged(post: Requested, cache: Cache | None) -> FileReport:
    """Return the report on a post; only one that may hold a diagram needs what judges it."""
    if has_nothing_to_judge(post.file.text, path=post.file.path):
        return FileReport(post.file.path)
    settings = repr(post.settings)
    if cache is not None:
        known = cache.get(post.file.path, post.file.content, settings)
        if known is not None:
            return known
    from mdgrad.api import judge

    try:
        report = judge(post.file.text, path=post.file.path, settings=post.settings)
        if cache is not None:
            cache.put(post.file.content, settings, report)
        return report
    except Exception as bug:  # one post must not keep the others from being judged
        return failed(post.file.path, bug)


def _tell(
    report: Report, texts: Mapping[str, Text], chosen: str, console: Console, also: str = ""
) -> None:
    """Write the report in the format chosen; the summary goes where nothing has to parse it."""
    summary = render_summary(report) + also
    if chosen == "text":
        console.tell(report, texts)
        console.say(summary)
        return
    console.say(render(chosen, report, texts))
    if chosen not in COUNTED:
        console.warn(summary)


def _keep(report: Report, texts: Mapping[str, Text], path: str, console: Console) -> int:
    """Write the findings to the baseline, unless a post could not be judged."""
    console.tell(Report(tuple(file for file in report.files if file.error is not None)), texts)
    if any(file.error is not None for file in report.files):
        raise MisuseError(f"{path}: not written, since not every post could be judged")
    from mdgrad.cli.baseline import write_baseline

    write_baseline(path, report, texts)
    kept = len(report.findings)
    console.say(
        f"{kept} finding{'' if kept == 1 else 's'} kept in {path}; {render_summary(report)}"
    )
    return NOTHING
