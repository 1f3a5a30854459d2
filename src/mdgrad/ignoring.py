"""Ignoring: what authors want no word about, and ignores that are needed no longer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mdgrad.graphs.directives import Directives
from mdgrad.messages import Message
from mdgrad.posts import Block, Directive
from mdgrad.report import FileReport, Finding
from mdgrad.rules.catalogue import RULES
from mdgrad.source import Span, Text

__all__ = ["Ignores", "ignores_of", "with_unused"]


@dataclass(frozen=True, slots=True)
class Ignores:
    """The codes to say nothing about, each with the place in the post that says so."""

    codes: tuple[tuple[str, Span], ...]

    def covers(self, finding: Finding) -> bool:
        """Return whether a finding is ignored."""
        return any(finding.code.startswith(code) for code, _ in self.codes)

    def kept(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that nobody ignores."""
        return [finding for finding in findings if not self.covers(finding)]

    def unused(self, findings: Sequence[Finding], text: Text) -> list[Finding]:
        """Return a finding for each ignore that ignores none of `findings`."""
        return [
            Finding(
                "MG902",
                RULES["MG902"].severity,
                text.place(span),
                Message("there is no {code} here to ignore; take the directive out", code=code),
            )
            for code, span in self.codes
            if not any(finding.code.startswith(code) for finding in findings)
        ]


def with_unused(report: FileReport, ignored: Sequence[Directive], text: str) -> FileReport:
    """Return the report with a finding for each code that the post ignores without need."""
    if not ignored:
        return report
    unused = Ignores(tuple((directive.text, directive.span) for directive in ignored)).unused(
        report.findings, Text(text)
    )
    findings = sorted((*report.findings, *unused), key=lambda told: (told.place, told.code))
    return replace(report, findings=tuple(findings))


def ignores_of(block: Block, directives: Directives) -> Ignores:
    """Return what a diagram's own comments and the comments before it in the post ignore."""
    own = [(ignore.code, block.in_post(ignore.span)) for ignore in directives.ignores]
    before = [
        (code.upper(), directive.span)
        for directive in block.directives
        for code in directive.text.replace(",", " ").split()
        if code.upper().startswith("MG")
    ]
    return Ignores((*before, *own))
