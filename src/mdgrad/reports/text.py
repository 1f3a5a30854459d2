"""The report as people read it, in a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mdgrad.messages import Message
from mdgrad.messages.languages import ENGLISH, in_language
from mdgrad.report import Edit, FileReport, Finding, Report, Severity
from mdgrad.reports.colour import PLAIN, Palette
from mdgrad.reports.excerpt import excerpt
from mdgrad.reports.sides import EXPECTED, WRITTEN, both_sides
from mdgrad.reports.told import Counts, Told, summary, total
from mdgrad.reports.visible import visible
from mdgrad.source import Text

__all__ = [
    "counted", "render_edits", "render_error", "render_findings", "render_summary", "told",
]  # fmt: skip

_SEVERITIES: Final[Mapping[Severity, Message]] = {
    "warning": Message("(warning) "),
    "info": Message("(info) "),
}
"""What is said before a message; that something is an error goes without saying."""


def render_findings(
    report: Report,
    texts: Mapping[str, Text],
    palette: Palette = PLAIN,
    language: str = ENGLISH,
) -> Iterator[str]:
    """Yield the lines that tell every finding of `report`; `texts` are the posts by path."""
    for file in report.files:
        for finding in file.findings:
            yield from _finding(file.path, finding, texts.get(file.path), palette, language)


def _finding(
    path: str, finding: Finding, text: Text | None, palette: Palette, language: str
) -> Iterator[str]:
    place = finding.place
    colour = {"error": palette.error, "warning": palette.warning, "info": palette.info}
    severity = in_language(_SEVERITIES.get(finding.severity, ""), language)
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
    width = max(len(in_language(name, language)) for name in (WRITTEN, EXPECTED))
    for name, label in both_sides(finding, language):
        yield f"  {name + ':':<{width + 1}} {visible(label)}".rstrip()
    yield ""


def told(
    file: FileReport, text: Text | None, palette: Palette = PLAIN, language: str = ENGLISH
) -> Told:
    """Return what is told of one post; `text` is the post, where it could be read."""
    shown = (_finding(file.path, finding, text, palette, language) for finding in file.findings)
    return Told(_counts(file), tuple("".join(f"{line}\n" for line in lines) for lines in shown))


def render_summary(
    report: Report,
    language: str = ENGLISH,
    *,
    before: Iterable[Message] = (),
    after: Iterable[Message] = (),
) -> str:
    """Return the line that always closes a report; it counts what stayed undecided too.

    `before` and `after` are what else is worth saying in it.
    """
    return in_language(summary(counted(report), before=before, after=after), language)


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


def render_edits(
    path: str, before: Text, edits: Iterable[Edit], language: str = ENGLISH
) -> Iterator[str]:
    """Yield a line for each edit made to the post `before`, and for each line that it adds."""
    for edit in edits:
        line, column = before.line_column(edit.span.start)
        place = f"{visible(path)}:{line}:{column}"
        for done in _done(before.content[edit.span.start : edit.span.end].strip(), edit):
            told = (
                Message("{done}; {reason}", done=done, reason=edit.reason) if edit.reason else done
            )
            yield f"{place}: {visible(in_language(told, language))}"


def _done(written: str, edit: Edit) -> Iterator[Message]:
    """Yield what an edit does: it replaces a label, or adds lines."""
    if not written:
        added = (line.strip() for line in edit.replacement.splitlines())
        yield from (Message("added: “{line}”", line=line) for line in added if line)
    elif edit.replacement.strip():
        yield Message(
            "mended: “{written}” is now “{right}”", written=written, right=edit.replacement.strip()
        )
    else:
        yield Message("mended: “{written}” is now nothing", written=written)


def render_error(file: FileReport) -> str:
    """Return the line that tells why a file could not be judged."""
    return f"{visible(file.path)}: {visible(file.error or '')}"
