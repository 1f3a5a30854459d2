"""Translating: a report whose messages are told in the language that its reader asked for.

What is stable stays: codes, severities, verdicts, and all that comes from the post.
"""

from __future__ import annotations

from dataclasses import replace

from mdgrad.messages.languages import in_language, translations
from mdgrad.report import Edit, FileReport

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
    # All wrong sides of one label share the edits that put it right: they are translated once.
    shared = {id(finding.edits): finding.edits for finding in report.findings}
    edits = {key: _edits(own, language) for key, own in shared.items()}
    return replace(
        report,
        diagrams=diagrams,
        findings=tuple(
            replace(
                finding,
                message=in_language(finding.message, language),
                edits=edits[id(finding.edits)],
            )
            for finding in report.findings
        ),
        additions=_edits(report.additions, language),
    )


def _edits(edits: tuple[Edit, ...], language: str) -> tuple[Edit, ...]:
    return tuple(
        edit if edit.reason is None else replace(edit, reason=in_language(edit.reason, language))
        for edit in edits
    )
