"""`mdgrad fix`: posts mended."""

from __future__ import annotations

import argparse
from dataclasses import replace

from mdgrad.api import fix as fix_text
from mdgrad.cli.console import Console
from mdgrad.cli.posts import Requested, Unread, failed, requested_posts
from mdgrad.cli.status import FOUND, NOTHING, exit_status
from mdgrad.files.reading import SourceFile
from mdgrad.files.replacing import UnwritableFileError, replace_file
from mdgrad.report import FileReport, Fixed, Report
from mdgrad.reports.diff import unified_diff
from mdgrad.reports.text import render_edits, render_summary
from mdgrad.source import Text

__all__ = ["fix"]


def fix(arguments: argparse.Namespace, console: Console) -> int:
    """Mend the posts, tell what was mended and what remains, and return the exit status."""
    # Where the post or a diff goes to standard output, what is told must not be mixed into it.
    aside = console.aside() if arguments.diff or "-" in arguments.paths else console
    files: list[FileReport] = []
    texts: dict[str, Text] = {}
    mended = 0
    for requested in requested_posts(arguments, console):
        if isinstance(requested, Unread):
            files.append(requested.report)
            continue
        post = requested.file
        if requested.left_out:  # an editor's text must come back all the same
            if not arguments.diff:
                console.write_exactly(post.text)
            continue
        fixed = _fix(requested)
        if arguments.diff:
            console.show_diff(unified_diff(post.path, post.text, fixed.text, fixed.edits))
        else:
            fixed = _deliver(post, fixed, console)
            for line in render_edits(post.path, Text(post.text), fixed.edits):
                aside.say(line)
        mended += len(fixed.edits)
        files += fixed.report.files
        texts[post.path] = Text(fixed.text)
    report = Report(tuple(files))
    aside.tell(report, texts)
    labels = f"{mended} label{'' if mended == 1 else 's'}"
    done = f"{labels} would be mended" if arguments.diff else f"{labels} mended"
    aside.say(f"{done}; {render_summary(report)}")
    status = exit_status(report)
    return FOUND if arguments.diff and mended and status == NOTHING else status


def _fix(post: Requested) -> Fixed:
    try:
        return fix_text(post.file.text, path=post.file.path, settings=post.settings)
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
