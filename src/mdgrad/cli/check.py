"""`mdgrad check`: posts judged."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from mdgrad.cache import Cache, cache_folder
from mdgrad.cli.certificate import Certificates
from mdgrad.cli.console import Console
from mdgrad.cli.posts import Requested, Unread, failed, requested_posts
from mdgrad.cli.status import FOUND, NOTHING, MisuseError, exit_status
from mdgrad.messages import Message
from mdgrad.messages.languages import ENGLISH
from mdgrad.posts.quick import has_nothing_to_judge
from mdgrad.report import FileReport, Report
from mdgrad.reports.formats import COUNTED, render
from mdgrad.reports.text import render_summary
from mdgrad.source import Text

__all__ = ["check"]


def check(arguments: argparse.Namespace, console: Console) -> int:
    """Judge the posts, tell the findings, and return the exit status."""
    if arguments.write_baseline and arguments.baseline is None:
        raise MisuseError("--write-baseline needs --baseline FILE, the file to write")
    known = None
    if arguments.baseline is not None and not arguments.write_baseline:
        from mdgrad.cli.baseline import read_baseline

        known = read_baseline(arguments.baseline)
    files: list[FileReport] = []
    certificates = Certificates(arguments.certificate)
    texts: dict[str, Text] = {}
    language = arguments.language or ENGLISH
    cache = None if arguments.no_cache else Cache(cache_folder(Path()))
    for post in requested_posts(arguments, console):
        if isinstance(post, Unread):
            files.append(post.report)
        elif not post.left_out:
            language = post.settings.language
            file = _judged(post, cache)
            files.append(file)
            if file.findings:
                texts[file.path] = Text(post.file.text)
            certificates.add(post, file)
    if cache is not None:
        cache.keep()
    certificates.keep()
    report = Report(tuple(files))
    console = replace(console, language=language)  # that of the last post, as its settings are
    if arguments.write_baseline:
        return _keep(report, texts, arguments.baseline, console)
    if known is None:
        _tell(report, texts, arguments.format, console)
    else:
        told = known.new_in(report, texts)
        old = len(report.findings) - len(told.findings)
        report = told
        known_already = Message("{number} known from the baseline", number=old)
        _tell(report, texts, arguments.format, console, after=[known_already])
        if gone := known.gone:
            console.warn(
                f"{gone} of the baseline's findings {'is' if gone == 1 else 'are'} gone: "
                "write it anew with --write-baseline"
            )
    status = exit_status(report)
    return NOTHING if arguments.exit_zero and status == FOUND else status


def _judged(post: Requested, cache: Cache | None) -> FileReport:
    """Return the report on a post; only one that may hold a diagram needs what judges it."""
    if has_nothing_to_judge(post.file.text, path=post.file.path):
        return FileReport(post.file.path)
    if cache is not None:
        known = cache.get(post.file.path, post.file.content, post.settings)
        if known is not None:
            return known
    from mdgrad.api import judge

    try:
        report = judge(post.file.text, path=post.file.path, settings=post.settings)
        if cache is not None:
            cache.put(post.file.content, post.settings, report)
        return report
    except Exception as bug:  # one post must not keep the others from being judged
        return failed(post.file.path, bug)


def _tell(
    report: Report,
    texts: Mapping[str, Text],
    chosen: str,
    console: Console,
    after: Iterable[Message] = (),
) -> None:
    """Write the report in the format chosen; the summary goes where nothing has to parse it."""
    summary = render_summary(report, console.language, after=after)
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
    done = Message.counted(
        kept, "{number} finding kept in {path}", "{number} findings kept in {path}", path=path
    )
    console.say(render_summary(report, console.language, before=[done]))
    return NOTHING
