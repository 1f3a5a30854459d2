"""The report as GitLab shows it in a merge request: a Code Quality artifact.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256

from mdgrad.report import FileReport, Finding, Report
from mdgrad.reports.fingerprints import fingerprints
from mdgrad.reports.visible import visible
from mdgrad.source import Place, Text

__all__ = ["render_gitlab"]

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render_gitlab(report: Report, texts: Mapping[str, Text]) -> str:
    """Return every finding, and every file that could not be judged, as JSON text."""
    issues = [issue for file in report.files for issue in _issues(file, texts.get(file.path))]
    return json.dumps(issues, ensure_ascii=True, indent=2)


def _issues(file: FileReport, text: Text | None) -> Iterator[dict[str, object]]:
    path = visible(file.path).removeprefix("./")
    if file.error is not None:
        start = Place(1, 1, 1, 1)
        yield {
            "description": visible(file.error),
            "check_name": "mdgrad",
            "fingerprint": _unique(path, "mdgrad", ""),
            "severity": "blocker",
            "location": _location(path, start),
        }
    for finding, fingerprint in zip(file.findings, fingerprints(file, text), strict=True):
        yield {
            "description": _description(finding),
            "check_name": finding.code,
            "fingerprint": _unique(path, finding.code, fingerprint),
            "severity": _SEVERITIES[finding.severity],
            "location": _location(path, finding.place),
        }


def _unique(path: str, code: str, fingerprint: str) -> str:
    """Return a fingerprint that no finding of another post has."""
    return sha256(
        "\0".join((path, code, fingerprint)).encode("utf-8", "surrogatepass")
    ).hexdigest()[:32]


def _location(path: str, place: Place) -> dict[str, object]:
    return {
        "path": path,
        "positions": {
            "begin": {"line": place.line, "column": place.column},
            "end": {"line": place.end_line, "column": place.end_column},
        },
    }


def _description(finding: Finding) -> str:
    return visible(f"{finding.code}: {finding.message}")
