"""A report as a line of JSON, and back: plain lists, in the order of the dataclasses' fields.

The path is left out: the same post under another name has the same report.
"""

from __future__ import annotations

import json
from typing import Any

from mdgrad.report import Claim, Diagram, Edit, FileReport, Finding, Missing
from mdgrad.source import Place, Span

__all__ = ["read_entry", "write_entry"]


def write_entry(report: FileReport) -> bytes:
    """Return `report` as one line."""
    diagrams = [
        [
            one.line, one.kind, one.status,
            [[getattr(claim, name) if name != "place" else _place(claim.place)
              for name in Claim.__slots__] for claim in one.claims],
            [[gap.source, gap.target, gap.gradient, _place(gap.place)] for gap in one.missing],
        ]
        for one in report.diagrams
    ]  # fmt: skip
    findings = [
        [
            one.code, one.severity, _place(one.place), one.message, one.written, one.expected,
            [_edit(edit) for edit in one.edits],
        ]
        for one in report.findings
    ]  # fmt: skip
    entry = [diagrams, findings, [_edit(edit) for edit in report.additions]]
    return json.dumps(entry, separators=(",", ":")).encode("ascii")


def read_entry(line: bytes, path: str) -> FileReport:
    """Return the report in `line`, on the post at `path`."""
    diagrams, findings, additions = json.loads(line)
    return FileReport(
        path,
        tuple(
            Diagram(
                line,
                kind,
                status,
                tuple(_claim(*claim) for claim in claims),
                tuple(_missing(*gap) for gap in missing),
            )
            for line, kind, status, claims, missing in diagrams
        ),
        tuple(_finding(*finding) for finding in findings),
        additions=tuple(_read_edit(*one) for one in additions),
    )


def _claim(edge: Any, node: Any, role: Any, place: Any, *rest: Any) -> Claim:
    return Claim(edge, node, role, Place(*place), *rest)


def _missing(source: str, target: str, gradient: str, place: Any) -> Missing:
    return Missing(source, target, gradient, Place(*place))


def _finding(code: str, severity: Any, place: Any, *rest: Any) -> Finding:
    message, written, expected, edits = rest
    edits = tuple(_read_edit(*edit) for edit in edits)
    return Finding(code, severity, Place(*place), message, written, expected, edits)


def _place(place: Place) -> list[int]:
    return [place.line, place.column, place.end_line, place.end_column]


def _edit(edit: Edit) -> list[object]:
    return [edit.span.start, edit.span.end, edit.replacement, edit.reason]


def _read_edit(start: int, end: int, replacement: str, reason: str | None) -> Edit:
    return Edit(Span(start, end), replacement, reason)
