"""`mdgrad check`: posts judged."""

from __future__ import annotations

import argparse

from mdgrad.api import judge
from mdgrad.cli.console import Console
from mdgrad.cli.posts import Unread, failed, posts, requested_settings
from mdgrad.cli.status import FOUND, NOTHING, exit_status
from mdgrad.report import FileReport, Report
from mdgrad.reports.text import render_summary
from mdgrad.source import Text

__all__ = ["check"]


def check(arguments: argparse.Namespace, console: Console) -> int:
    """Judge the posts, tell the findings, and return the exit status."""
    settings = requested_settings(arguments)
    files: list[FileReport] = []
    texts: dict[str, Text] = {}
    for post in posts(arguments, settings, console):
        if isinstance(post, Unread):
            files.append(post.report)
            continue
        try:
            file = judge(post.text, path=post.path, settings=settings)
        except Exception as bug:  # one post must not keep the others from being judged
            file = failed(post.path, bug)
        files.append(file)
        if file.findings:
            texts[file.path] = Text(post.text)
    report = Report(tuple(files))
    if arguments.format == "json":
        from mdgrad.reports.json import render_json

        console.say(render_json(report))
    else:
        console.tell(report, texts)
        console.say(render_summary(report))
    status = exit_status(report)
    return NOTHING if arguments.exit_zero and status == FOUND else status
