"""The report as people read it, in a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mdgrad.report import Edit, FileReport, Finding, Report
from mdgrad.reports.colour import PLAIN, Palette
from mdgrad.reports.excerpt import excerpt
from mdgrad.reports.told import Counts, Told, summary_line, total
from mdgrad.reports.visible import visible
from mdgrad.source import Text

__all__ = [
    "counted", "render_edits", "render_error", "render_findings", "render_summary", "told",
]  # fmt: skip


def render_findings(
    report: Report, texts: Mapping[str, Text], palette: Palette = PLAIN
) -> Iterator[str]:
    """Yield the lines that tell every finding of `report`; `texts` are the posts by path."""
    for file in report.files:
        for finding in file.findings:
            yield from _finding(file.path, finding, texts.get(file.path), palette)


def _finding(path: str, finding: Finding, text: Text | None, palette: Palette) -> Iterator[str]:
    place = finding.place
    colour = {"error": palette.error, "warning": palette.warning, "info": palette.info}
    severity = "" if finding.severity == "error" else f"({finding.severity}) "
    where = palette.linked(f"{visible(path)}:{place.line}:{place.column}", path)
    yield (
        f"{palette.place}{where}:{palette.reset} "
        f"{colour[finding.severity]}{finding.code}{palette.reset} "
        f"{severity}{visible(finding.message)}"
    )
    if text is not None and place.line < max(2, len(text.line_starts)):
        shown = excerpt(text.line(place.line), place)
        number = str(place.line)
        gutter = " " * len(number)
        yield f"{gutter} |"
        yield f"{number} | {shown.line}".rstrip()
        yield f"{gutter} | {colour[finding.severity]}{shown.carets}{palette.reset}"
    for name, label in (("written", finding.written), ("expected", finding.expected)):
        if label is not None:
            yield f"  {name + ':':<9} {visible(label)}".rstrip()
    yield ""


def told(file: FileReport, text: Text | None, palette: Palette = PLAIN) -> Told:
    """Return what is told of one post; `text` is the post, where it could be read."""
    shown = (_finding(file.path, finding, text, palette) for finding in file.findings)
    return Told(_counts(file), tuple("".join(f"{line}\n" for line in lines) for lines in shown))


def render_summary(report: Report) -> str:
    """Return the line that always closes a report; it counts what stayed undecided too."""
    return summary_line(counted(report))


def counted(report: Report) -> Counts:
    """Return what a summary counts."""
    return total([_counts(file) for file in report.files])


def _counts(file: FileReport) -> Counts:
    verdicts = [claim.verdict for diagram in file.diagrams for claim in diagram.claims]
    return (
        int(file.error is None),
        int(file.error is not None),
        sum(diagram.kind == "computation" for diagram in file.diagrams),
        verdicts.count("verified"),
        verdicts.count("wrong"),
        verdicts.count("undecided"),
        sum(len(diagram.missing) for diagram in file.diagrams),
        sum(finding.fixable for finding in file.findings),
        sum(finding.severity != "info" for finding in file.findings),
    )


def render_edits(path: str, before: Text, edits: Iterable[Edit]) -> Iterator[str]:
    """Yield a line for each edit made to the post `before`, and for each line that it adds."""
    for edit in edits:
        line, column = before.line_column(edit.span.start)
        place = f"{visible(path)}:{line}:{column}"
        written = before.content[edit.span.start : edit.span.end].strip()
        reason = f"; {visible(edit.reason)}" if edit.reason else ""
        if written:
            now = _quoted(edit.replacement)
            yield f"{place}: mended: {_quoted(written)} is now {now}{reason}"
        else:
            for added in edit.replacement.splitlines():
                if added.strip():
                    yield f"{place}: added: {_quoted(added)}{reason}"


def _quoted(text: str) -> str:
    return f"“{visible(text.strip())}”" if text.strip() else "nothing"


def render_error(file: FileReport) -> str:
    """Return the line that tells why a file could not be judged."""
    return f"{visible(file.path)}: {visible(file.error or '')}"
