"""The formats for machines, by name; each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mdgrad.report import Report
from mdgrad.source import Text

__all__ = ["COUNTED", "render"]

COUNTED: Final = frozenset({"json", "junit"})
"""The formats that hold the counts of a summary line themselves."""


def render(name: str, report: Report, texts: Mapping[str, Text]) -> str:
    """Return `report` in the format `name`; `texts` are the posts that have findings."""
    match name:
        case "json":
            from mdgrad.reports.json import render_json

            return render_json(report)
        case "github":
            from mdgrad.reports.github import render_github

            return render_github(report)
        case "gitlab":
            from mdgrad.reports.gitlab import render_gitlab

            return render_gitlab(report, texts)
        case "sarif":
            from mdgrad.reports.sarif import render_sarif

            return render_sarif(report, texts)
        case "junit":
            from mdgrad.reports.junit import render_junit

            return render_junit(report)
        case "rdjson":
            from mdgrad.reports.rdjson import render_rdjson

            return render_rdjson(report, texts)
    raise ValueError(f"there is no format {name}")
