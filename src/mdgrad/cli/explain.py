"""`mdgrad explain`: how every value and gradient comes about."""

from __future__ import annotations

import argparse
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from mdgrad.cli.console import Console
from mdgrad.cli.posts import Requested, Unread, requested_posts
from mdgrad.cli.status import FAILED, NOTHING, MisuseError
from mdgrad.explanation.model import Explanation
from mdgrad.report import FileReport
from mdgrad.reports.text import render_error

__all__ = ["explain"]

_PLACE = re.compile(
    r"(?P<path>.+?)(?::(?P<line>[1-9][0-9]{0,8})(?::(?P<column>[1-9][0-9]{0,8}))?)?"
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A post, or a place in it."""

    path: str
    line: int | None = None
    column: int | None = None


def explain(arguments: argparse.Namespace, console: Console) -> int:
    """Explain a post or a place in it, and return the exit status."""
    wanted = _wanted(arguments.place)
    if Path(wanted.path).is_dir():
        raise MisuseError(f"{wanted.path}: a folder; name one post to explain")
    if arguments.output is not None and _is_same(arguments.output, wanted.path):
        raise MisuseError(f"{arguments.output}: not written, since it is the post itself")
    arguments.paths, arguments.exclude = [wanted.path], []
    arguments.select, arguments.ignore, arguments.strict = [], [], None
    status = NOTHING
    _, posts = requested_posts(arguments, console)
    for post in posts:
        if isinstance(post, Unread):
            console.warn(_why(post.report))
            status = FAILED
        else:
            _tell(_explained(post, wanted), arguments, console)
    return status


def _wanted(place: str) -> _Wanted:
    """Return what `POST:LINE:COLUMN` asks for; a file of that very name comes first."""
    match = _PLACE.fullmatch(place)
    if match is None or (place != "-" and Path(place).exists()):
        return _Wanted(place)
    line, column = (int(match[part]) if match[part] else None for part in ("line", "column"))
    return _Wanted(match["path"], line, column)


def _is_same(output: str, post: str) -> bool:
    return Path(output).exists() and Path(post).exists() and Path(output).samefile(post)


def _why(report: FileReport) -> str:
    """Return why a post was not read."""
    if report.error is not None:
        return render_error(report)
    return f"{report.path}: " + "; ".join(finding.message for finding in report.findings)


def _explained(post: Requested, wanted: _Wanted) -> Explanation:
    """Return the explanation of a post. Raises MisuseError where there is none at the place."""
    from mdgrad.api import judge
    from mdgrad.explanation import explain_report

    text, settings = post.file.text, post.settings
    report = judge(text, path=post.file.path, settings=settings)
    explanation = explain_report(
        text, report, flavor=settings.flavor, line=wanted.line, column=wanted.column
    )
    if not explanation.diagrams and wanted.line is not None:
        lines = [str(one.line) for one in report.diagrams if one.kind == "computation"]
        others = f"; one begins on line {', '.join(lines)}" if lines else ""
        raise MisuseError(
            f"{post.file.path}: there is no computation graph on line {wanted.line}{others}"
        )
    return explanation


def _tell(explanation: Explanation, arguments: argparse.Namespace, console: Console) -> None:
    """Write the explanation where it is asked for."""
    from mdgrad.explanation.formats import SUFFIXES, render

    if not explanation.diagrams:
        console.warn(f"{explanation.path}: there is no computation graph to explain")
    by_suffix = SUFFIXES.get(Path(arguments.output).suffix) if arguments.output else None
    form = arguments.format or by_suffix or "text"
    if arguments.output is not None:
        _write(arguments.output, render(explanation, form))
    elif form == "text":
        from mdgrad.explanation.text import render_text

        columns = shutil.get_terminal_size().columns
        for line in render_text(explanation, columns, console.palette):
            console.say(line)
    else:
        console.say(render(explanation, form))


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(
            text + "\n", encoding="utf-8", errors="backslashreplace", newline="\n"
        )
    except OSError as error:
        raise MisuseError(f"{path}: cannot be written: {error.strerror}") from None
