"""The report as code scanners read it: SARIF 2.1.0.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from mdgrad import __version__
from mdgrad.report import FileReport, Finding, Report
from mdgrad.reports.fingerprints import fingerprints
from mdgrad.reports.sides import both_sides
from mdgrad.reports.visible import visible
from mdgrad.rules.catalogue import RULES
from mdgrad.rules.pages import page
from mdgrad.source import Place, Text

__all__ = ["render_sarif"]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render_sarif(report: Report, texts: Mapping[str, Text]) -> str:
    """Return every finding, and every file that could not be judged, as JSON text."""
    codes = sorted({finding.code for finding in report.findings})
    failures = [file for file in report.files if file.error is not None]
    run = {
        "tool": {
            "driver": {
                "name": "mdgrad",
                "version": __version__,
                "rules": [_rule(code) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not failures,
                "toolExecutionNotifications": [_notification(file) for file in failures],
            }
        ],
        "results": [
            result
            for file in report.files
            for result in _results(file, texts.get(file.path), codes)
        ],
    }
    content = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, ensure_ascii=True, indent=2)


def _rule(code: str) -> dict[str, object]:
    rule = RULES.get(code)
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "help": {"text": _plain(page(code)), "markdown": page(code)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _results(file: FileReport, text: Text | None, codes: list[str]) -> Iterable[dict[str, object]]:
    for finding, fingerprint in zip(file.findings, fingerprints(file, text), strict=True):
        result: dict[str, object] = {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": _LEVELS[finding.severity],
            "message": {"text": _plain(_message(finding))},
            "locations": [{"physicalLocation": _location(file.path, finding.place)}],
            "partialFingerprints": {"mdgrad/v1": fingerprint},
        }
        if finding.edits and text is not None:
            result["fixes"] = [_fix(file.path, finding, text)]
        yield result


def _fix(path: str, finding: Finding, text: Text) -> dict[str, object]:
    return {
        "artifactChanges": [
            {
                "artifactLocation": {"uri": _uri(path)},
                "replacements": [
                    {
                        "deletedRegion": _region(text.place(edit.span)),
                        "insertedContent": {"text": edit.replacement},
                    }
                    for edit in finding.edits
                ],
            }
        ]
    }


def _notification(file: FileReport) -> dict[str, object]:
    return {
        "level": "error",
        "message": {"text": _plain(visible(file.error or ""))},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(file.path)}}}],
    }


def _location(path: str, place: Place) -> dict[str, object]:
    return {"artifactLocation": {"uri": _uri(path)}, "region": _region(place)}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _message(finding: Finding) -> str:
    parts = [visible(finding.message)]
    parts += [f"{name}: {visible(label)}" for name, label in both_sides(finding)]
    return "; ".join(parts)


def _plain(text: str) -> str:
    """Return text in which a viewer finds no placeholder (§3.11.5) and no link (§3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "]\u2060(")


def _uri(path: str) -> str:
    """Return the path as a URI, relative where the path is."""
    slashed = path.replace(os.sep, "/").removeprefix("./")
    uri = quote(slashed.encode("utf-8", "surrogateescape"), safe="/~!$&'()*+,;=@")
    # An absolute path is a URI only with its scheme.
    return f"file://{uri}" if slashed.startswith("/") else uri
