"""The report as commands of a GitHub Actions log, which become notes on the lines of a change.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator

from mdgrad.report import Finding, Report
from mdgrad.reports.sides import both_sides
from mdgrad.reports.visible import visible

__all__ = ["render_github"]

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render_github(report: Report) -> str:
    """Return a line for every finding, and for every file that could not be judged."""
    return "\n".join(_commands(report))


def _commands(report: Report) -> Iterator[str]:
    for file in report.files:
        if file.error is not None:
            yield f"::error file={_property(file.path)},title=mdgrad::{_data(file.error)}"
        for finding in file.findings:
            yield _command(file.path, finding)


def _command(path: str, finding: Finding) -> str:
    place = finding.place
    where = (
        f"file={_property(path)},line={place.line},endLine={place.end_line},"
        f"col={place.column},endColumn={place.end_column},title={_property(finding.code)}"
    )
    lines = [_data(finding.message)]
    lines += [f"{name}: {_data(label)}" for name, label in both_sides(finding)]
    return f"::{_LEVELS[finding.severity]} {where}::{'%0A'.join(lines)}"


def _data(text: str) -> str:
    """Return text that cannot end the command, nor begin another one."""
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
