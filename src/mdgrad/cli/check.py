"""`mdgrad check`: posts judged."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from mdgrad.cache import Cache, cache_folder
from mdgrad.cli.again import MOST_BYTES
from mdgrad.cli.certificate import Certificates
from mdgrad.cli.console import Console
from mdgrad.cli.posts import Requested, Unread, requested_posts
from mdgrad.cli.progress import progress
from mdgrad.cli.status import FOUND, NOTHING, MisuseError, exit_status
from mdgrad.configuration import Nearest
from mdgrad.configuration.standing import configuration_around
from mdgrad.many import Task, judged_where_it_pays, processors
from mdgrad.messages import Message
from mdgrad.messages.languages import ENGLISH, in_language
from mdgrad.posts.quick import has_nothing_to_judge
from mdgrad.report import FileReport, Report
from mdgrad.reports.colour import PLAIN
from mdgrad.reports.formats import COUNTED, render
from mdgrad.reports.text import counted, render_error, render_summary, told
from mdgrad.reports.told import NOTHING_TOLD, Told, summary, total
from mdgrad.source import Text

__all__ = ["check"]

Answer = TypeVar("Answer")


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
    colours = console.palette
    kept = cache if colours == PLAIN else None  # what is kept has no colours
    tellings: list[Told] = []
    errors: list[str] = []
    folders: dict[str, None] = {}
    language = arguments.language or ENGLISH

    def known(post: Requested) -> Told | FileReport | None:
        if has_nothing_to_judge(post.file.text, path=post.file.path):
            return NOTHING_TOLD
        told_before = kept and kept.told(post.file.path, post.file.content, repr(post.settings))
        return told_before or _known(post, cache)

    answers: Iterator[tuple[Requested | Unread, Told | FileReport]]
    answers = _judged(arguments, console, known, cache)
    for post, answer in answers:
        if isinstance(post, Requested):
            language = post.settings.language
            if not post.file.is_stdin:
                folders[os.path.dirname(post.file.path)] = None  # noqa: PTH120
        if isinstance(answer, Told):
            tellings.append(answer)
            continue
        text = Text(post.file.text) if isinstance(post, Requested) else None
        telling = told(answer, text, colours, language)
        tellings.append(telling)
        if answer.error is not None:
            errors.append(render_error(answer))
        elif kept is not None and isinstance(post, Requested):
            kept.put_told(post.file.path, post.file.content, repr(post.settings), telling)
    if cache is not None:
        _remember_settings(folders, cache)
        cache.keep()
    console.write("".join(finding for one in tellings for finding in one.findings))
    for error in errors:
        console.warn(error)
    counts = total([one.counts for one in tellings])
    # The language is that of the last post, as its settings are.
    console.say(in_language(summary(counts), language))
    return exit_status(counts)


def _remember_settings(folders: Iterable[str], cache: Cache) -> None:
    """Remember the settings of these folders' posts, for a run that only tells them again."""
    nearest = Nearest()
    for folder in folders:
        with suppress(OSError):
            configured = configuration_around(folder)
            if cache.settings(configured) is None:
                settings = nearest.to(Path(folder, "post.md")).settings_everywhere
                if (
                    settings is not None
                    and settings.max_bytes >= MOST_BYTES
                    and settings.language == ENGLISH
                ):
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
    language = arguments.language or ENGLISH

    def known_report(post: Requested) -> FileReport | None:
        if has_nothing_to_judge(post.file.text, path=post.file.path):
            return FileReport(post.file.path)
        return _known(post, cache)

    for post, file in _judged(arguments, console, known_report, cache):
        files.append(file)
        if isinstance(post, Requested):
            language = post.settings.language
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
        old = len(report.findings)
        report = known.new_in(report, texts)
        known_already = Message(
            "{number} known from the baseline", number=old - len(report.findings)
        )
        _tell(report, texts, arguments.format, console, after=[known_already])
        if gone := known.gone:
            console.warn(
                f"{gone} of the baseline's findings {'is' if gone == 1 else 'are'} gone: "
                "write it anew with --write-baseline"
            )
    return exit_status(counted(report))


def _judged(
    arguments: argparse.Namespace,
    console: Console,
    known: Callable[[Requested], Answer | FileReport | None],
    cache: Cache | None,
) -> Iterator[tuple[Requested | Unread, Answer | FileReport]]:
    """Yield every post, in order, with what is `known` of it, or else its report."""
    names, posts = requested_posts(arguments, console)

    def items() -> Iterator[
        tuple[tuple[Requested | Unread, Answer | FileReport | None], Task | None]
    ]:
        for post in posts:
            if isinstance(post, Unread):
                yield (post, post.report), None
            elif not post.left_out:
                answer = known(post)
                task = Task(post.file.text, post.file.path, post.settings)
                yield (post, answer), task if answer is None else None

    answers = judged_where_it_pays(items(), arguments.jobs or processors())
    for (post, answer), report in progress(answers, names, console):
        if answer is not None:
            yield post, answer
        elif report is not None and isinstance(post, Requested):
            if cache is not None:
                cache.put(post.file.content, repr(post.settings), report)
            yield post, report


def _known(post: Requested, cache: Cache | None) -> FileReport | None:
    """Return the report of an earlier run."""
    if cache is None:
        return None
    return cache.get(post.file.path, post.file.content, repr(post.settings))


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
