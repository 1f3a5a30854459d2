"""Translating: a report whose messages are told in the language that its reader asked for.

What is stable stays: codes, severities, verdicts, and all that comes from the post.
"""

from __future__ import annotations

from dataclasses import replace

from mdgrad.messages.languages import in_language, translations
from mdgrad.report import Edit, FileReport, Finding

__all__ = ["translated"]


def translated(report: FileReport, language: str) -> FileReport:
    """Return the report in a language. Raises ValueError for an unknown one.

    Messages become plain text; what is plain text already stays as it is.
    """
    translations(language)  # an unknown language is misuse even where nothing is to be told
    diagrams = tuple(
        replace(
            diagram,
            claims=tuple(
                replace(claim, reason=in_language(claim.reason, language))
                if claim.reason is not None
                else claim
                for claim in diagram.claims
            ),
        )
        for diagram in report.diagrams
    )
    return replace(
        report,
        diagrams=diagrams,
        findings=tuple(_finding(finding, language) for finding in report.findings),
        additions=tuple(_edit(edit, language) for edit in report.additions),
    )


def _finding(finding: Finding, language: str) -> Finding:
    return replace(
        finding,
        message=in_language(finding.message, language),
        edits=tuple(_edit(edit, language) for edit in finding.edits),
    )


def _edit(edit: Edit, language: str) -> Edit:
    return edit if edit.reason is None else replace(edit, reason=in_language(edit.reason, language))
