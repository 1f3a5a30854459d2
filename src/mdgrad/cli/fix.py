"""`mdgrad fix`: posts mended."""

from __future__ import annotations

import argparse
from dataclasses import replace

from mdgrad.api import exercise
from mdgrad.api import fix as fix_text
from mdgrad.cli.console import Console
from mdgrad.cli.posts import Requested, Unread, requested_posts
from mdgrad.cli.progress import progress
from mdgrad.cli.status import FOUND, NOTHING, exit_status
from mdgrad.files.reading import SourceFile
from mdgrad.files.replacing import UnwritableFileError, replace_file
from mdgrad.mending.exercise import Blanking
from mdgrad.messages import Message
from mdgrad.messages.languages import ENGLISH, in_language
from mdgrad.report import Edit, FileReport, Fixed, Report
from mdgrad.reports.diff import unified_diff
from mdgrad.reports.text import counted, render_edits
from mdgrad.reports.told import summary
from mdgrad.source import Text
from mdgrad.unjudged import failed

__all__ = ["fix"]


def fix(arguments: argparse.Namespace, console: Console) -> int:
    """Mend the posts, tell what was mended and what remains, and return the exit status."""
    # Where the post or a diff goes to standard output, what is told must not be mixed into it.
    aside = console.aside() if arguments.diff or "-" in arguments.paths else console
    language = arguments.language or ENGLISH
    files: list[FileReport] = []
    texts: dict[str, Text] = {}
    mended = drawn = 0
    names, posts = requested_posts(arguments, console)
    for requested in progress(posts, names, console):
        if isinstance(requested, Unread):
            files.append(requested.report)
            continue
        post, language = requested.file, requested.settings.language
        if requested.left_out:  # an editor's text must come back all the same
            if not arguments.diff:
                console.write_exactly(post.text)
            continue
        fixed = _fix(requested, arguments.blank)
        if arguments.diff:
            console.show_diff(unified_diff(post.path, post.text, fixed.text, fixed.edits))
        else:
            fixed = _deliver(post, fixed, console)
            for line in render_edits(post.path, Text(post.text), fixed.edits, language):
                aside.say(line)
        mended += sum(_has_text(post.text, edit) or not fixed.drawn for edit in fixed.edits)
        drawn += fixed.drawn
        files += fixed.report.files
        texts[post.path] = Text(fixed.text)
    report = Report(tuple(files))
    aside = replace(aside, language=language)  # that of the last post, as its settings are
    aside.tell(report, texts)
    done = _done(mended, drawn, arguments)
    counts = counted(report)
    aside.say(in_language(summary(counts, before=[done]), language))
    status = exit_status(counts)
    return FOUND if arguments.diff and mended + drawn and status == NOTHING else status


def _has_text(text: str, edit: Edit) -> bool:
    """Return whether an edit replaces something, rather than adding."""
    return bool(text[edit.span.start : edit.span.end].strip())


def _done(mended: int, drawn: int, arguments: argparse.Namespace) -> Message:
    """Return what was done, or would be."""
    if arguments.diff:
        labels = (
            Message.counted(
                mended, "{number} label would be left blank", "{number} labels would be left blank"
            )
            if arguments.blank
            else Message.counted(
                mended, "{number} label would be mended", "{number} labels would be mended"
            )
        )
        gradients = Message.counted(
            drawn, "{number} gradient would be drawn", "{number} gradients would be drawn"
        )
    else:
        labels = (
            Message.counted(mended, "{number} label left blank", "{number} labels left blank")
            if arguments.blank
            else Message.counted(mended, "{number} label mended", "{number} labels mended")
        )
        gradients = Message.counted(drawn, "{number} gradient drawn", "{number} gradients drawn")
    if not arguments.complete:
        return labels
    return Message("{labels}, {gradients}", labels=labels, gradients=gradients)


def _fix(post: Requested, blanking: Blanking | None) -> Fixed:
    text, path = post.file.text, post.file.path
    try:
        if blanking is not None:
            return exercise(text, blanking, path=path, settings=post.settings)
        return fix_text(text, path=path, settings=post.settings)
    except Exception as bug:  # one post must not keep the others from being mended
        return Fixed(post.file.text, Report((failed(post.file.path, bug),)))


def _deliver(post: SourceFile, fixed: Fixed, console: Console) -> Fixed:
    """Put the mended post where it belongs; return what was mended, nothing if that failed."""
    if post.is_stdin:
        console.write_exactly(fixed.text)
        return fixed
    if not fixed.changed:
        return fixed
    try:
        replace_file(post.path, post.content, fixed.text.encode("utf-8"))
    except UnwritableFileError as error:
        unmended = replace(fixed.report.files[0], error=str(error), findings=(), diagrams=())
        return Fixed(post.text, Report((unmended,)))
    return fixed
