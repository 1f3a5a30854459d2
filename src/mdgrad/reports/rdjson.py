"""The report as reviewdog reads it: the Reviewdog Diagnostic Format.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from mdgrad.report import FileReport, Finding, Report
from mdgrad.reports.sides import both_sides
from mdgrad.reports.visible import visible
from mdgrad.source import Place, Text

__all__ = ["render_rdjson"]

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render_rdjson(report: Report, texts: Mapping[str, Text]) -> str:
    """Return every finding, and every file that could not be judged, as JSON text."""
    diagnostics = [one for file in report.files for one in _diagnostics(file, texts.get(file.path))]
    content = {"source": {"name": "mdgrad"}, "diagnostics": diagnostics}
    return json.dumps(content, ensure_ascii=True, indent=2)


def _diagnostics(file: FileReport, text: Text | None) -> Iterator[dict[str, object]]:
    path = visible(file.path)
    if file.error is not None:
        yield {"message": visible(file.error), "location": {"path": path}, "severity": "ERROR"}
    for finding in file.findings:
        yield {
            "message": _message(finding),
            "location": {"path": path, "range": _range(finding.place, text)},
            "severity": _SEVERITIES[finding.severity],
            "code": {"value": finding.code},
            "suggestions": [
                {"range": _range(text.place(edit.span), text), "text": edit.replacement}
                for edit in (finding.edits if text is not None else ())
                if text is not None
            ],
        }


def _message(finding: Finding) -> str:
    lines = [visible(finding.message)]
    lines += [f"{name}: {visible(label)}" for name, label in both_sides(finding)]
    return "\n".join(lines)


def _range(place: Place, text: Text | None) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": place.line, "column": _byte_column(place.line, place.column, text)},
        "end": {
            "line": place.end_line,
            "column": _byte_column(place.end_line, place.end_column, text),
        },
    }


def _byte_column(line: int, column: int, text: Text | None) -> int:
    """Return the column as the format counts it: in bytes of UTF-8, from 1."""
    if text is None:
        return column
    start = text.line_starts[line - 1]
    before = text.content[start : start + column - 1]
    return len(before.encode("utf-8", "surrogatepass")) + 1
