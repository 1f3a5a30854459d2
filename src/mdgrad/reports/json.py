"""The report as machines read it; `docs/report.schema.json` describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from mdgrad import __version__
from mdgrad.report import Claim, Diagram, FileReport, Finding, Report
from mdgrad.source import Place

__all__ = ["SCHEMA", "as_json", "claim_as_json", "render_json"]

SCHEMA: Final = "mdgrad.report/1"
"""Changes whenever a key is added, gone, or means something else."""


def render_json(report: Report) -> str:
    """Return `report` as JSON text."""
    return json.dumps(as_json(report), ensure_ascii=False, indent=2)


def as_json(report: Report) -> dict[str, object]:
    """Return `report` as `json.dumps` takes it."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "summary": asdict(report.summary),
        "files": [_file(file) for file in report.files],
    }


def _file(file: FileReport) -> dict[str, object]:
    return {
        "path": file.path,
        "error": file.error,
        "diagrams": [_diagram(diagram) for diagram in file.diagrams],
        "findings": [_finding(finding) for finding in file.findings],
    }


def _diagram(diagram: Diagram) -> dict[str, object]:
    return {
        "line": diagram.line,
        "kind": diagram.kind,
        "status": diagram.status,
        "claims": [claim_as_json(claim) for claim in diagram.claims],
        "missing": [
            {"source": one.source, "target": one.target, "gradient": one.gradient}
            for one in diagram.missing
        ],
    }


def claim_as_json(claim: Claim) -> dict[str, object]:
    """Return a claim as `json.dumps` takes it."""
    return {
        "edge": claim.edge,
        "node": claim.node,
        "role": claim.role,
        **_place(claim.place),
        "written": claim.written,
        "expected": claim.expected,
        "verdict": claim.verdict,
        "certainty": claim.certainty,
        "reason": claim.reason,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        **_place(finding.place),
        "message": finding.message,
        "written": finding.written,
        "expected": finding.expected,
        "fixable": finding.fixable,
    }


def _place(place: Place) -> dict[str, int]:
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }
