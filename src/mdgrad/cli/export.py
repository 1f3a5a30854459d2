"""`mdgrad export`: a diagram written as a program, in LaTeX, or as JSON."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from mdgrad.cli.console import Console
from mdgrad.cli.posts import Unread, requested_posts
from mdgrad.cli.status import NOTHING, MisuseError
from mdgrad.exports import ExportError
from mdgrad.exports import export as write

__all__ = ["export"]

_PLACE = re.compile(r"(?P<path>.+):(?P<line>[1-9][0-9]{0,8})")


def export(arguments: argparse.Namespace, console: Console) -> int:
    """Print a diagram in another language, and return the exit status."""
    path, line = _place(arguments.place)
    if Path(path).is_dir():
        raise MisuseError(f"{path} is a folder; name a post")
    arguments.paths, arguments.exclude = [path], []
    arguments.select, arguments.ignore, arguments.strict = [], [], None
    _, (post,) = requested_posts(arguments, console)
    if isinstance(post, Unread):
        reasons = [finding.message for finding in post.report.findings]
        raise MisuseError(f"{post.report.path}: {post.report.error or '; '.join(reasons)}")
    name, flavor = post.file.path, post.settings.flavor
    try:
        written = write(post.file.text, arguments.to, path=name, line=line, flavor=flavor)
    except ExportError as error:
        raise MisuseError(f"{name}: {error}") from None
    console.stdout.write(written)
    return NOTHING


def _place(text: str) -> tuple[str, int | None]:
    """Return the path and the line of `post.md:18`; a file of that very name comes first."""
    match = _PLACE.fullmatch(text)
    if match is None or Path(text).exists():
        return text, None
    return match["path"], int(match["line"])
