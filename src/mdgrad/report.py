"""What is told: claims, findings, diagrams and files, as the JSON report shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from mdgrad.source import Place, Span

__all__ = [
    "Certainty", "Claim", "Diagram", "Edit", "FileReport", "Finding", "Fixed", "Kind", "Missing",
    "Report", "Role", "Severity", "Status", "Summary", "Verdict",
]  # fmt: skip

Role = Literal["value", "gradient", "total", "local", "formula", "shape"]
Verdict = Literal["verified", "wrong", "undecided"]
Certainty = Literal["symbolic", "exact", "given", "rounded"]
Severity = Literal["error", "warning", "info"]
Kind = Literal["computation", "other", "unreadable"]
Status = Literal["verified", "wrong", "undecided", "ignored"]


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a label asserts, and the verdict on it."""

    edge: int | None
    """Mermaid's index of the edge whose label this is."""
    node: str | None
    """The id of the node whose label this is."""
    role: Role
    place: Place
    written: str
    expected: str | None
    """The right text in the author's manner, where there is one."""
    verdict: Verdict
    certainty: Certainty | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A gradient that a backward drawing leaves out: along the forward edge source → target."""

    source: str
    target: str
    gradient: str
    place: Place
    """Where the forward edge's label or link stands."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters of the post to replace."""

    span: Span
    replacement: str
    reason: str | None = field(default=None, compare=False)
    """What else the author may want to know: the root of a consequence."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict worth telling."""

    code: str
    severity: Severity
    place: Place
    message: str
    written: str | None = None
    expected: str | None = None
    edits: tuple[Edit, ...] = ()
    """What mends it; empty where nothing can be mended without the author."""

    @property
    def fixable(self) -> bool:
        """Whether `mdgrad fix` mends it."""
        return bool(self.edits)


@dataclass(frozen=True, slots=True)
class Diagram:
    """One block, judged."""

    line: int
    kind: Kind
    status: Status | None
    claims: tuple[Claim, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReport:
    """One post, judged. `error` says why the file could not be read, or None."""

    path: str
    diagrams: tuple[Diagram, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: str | None = None
    additions: tuple[Edit, ...] = ()
    """What draws the missing gradients, where settings ask for that."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over all files of a report."""

    files: int
    diagrams: int
    computation_graphs: int
    claims: int
    verified: int
    wrong: int
    undecided: int
    missing: int


@dataclass(frozen=True, slots=True)
class Report:
    """What `mdgrad.check` returns."""

    files: tuple[FileReport, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files, in order."""
        return tuple(finding for file in self.files for finding in file.findings)

    @property
    def diagrams(self) -> tuple[Diagram, ...]:
        """The diagrams of all files, in order."""
        return tuple(diagram for file in self.files for diagram in file.diagrams)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of all diagrams, in order."""
        return tuple(claim for diagram in self.diagrams for claim in diagram.claims)

    @property
    def summary(self) -> Summary:
        """The counts that a summary line tells."""
        verdicts = [claim.verdict for claim in self.claims]
        return Summary(
            files=len(self.files),
            diagrams=len(self.diagrams),
            computation_graphs=sum(diagram.kind == "computation" for diagram in self.diagrams),
            claims=len(verdicts),
            verified=verdicts.count("verified"),
            wrong=verdicts.count("wrong"),
            undecided=verdicts.count("undecided"),
            missing=sum(len(diagram.missing) for diagram in self.diagrams),
        )


@dataclass(frozen=True, slots=True)
class Fixed:
    """What `mdgrad.fix` returns: the mended text, and the report on it."""

    text: str
    report: Report
    edits: tuple[Edit, ...] = ()
    """What was changed, as places in the original text."""
    drawn: int = 0
    """How many gradients were drawn that had not been there."""

    @property
    def changed(self) -> bool:
        """Whether any label was changed."""
        return bool(self.edits)
