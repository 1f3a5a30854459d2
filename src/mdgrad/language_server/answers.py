"""What the server says about a post: marks, hovers and actions, from its report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lsprotocol import types

from mdgrad.api import fix
from mdgrad.explanation import explain_report
from mdgrad.explanation.notation import plain_notation
from mdgrad.language_server.positions import Encoding, holds, place_at, range_of
from mdgrad.language_server.words import DRAW_BACKWARD_PASS, FIX_EVERYTHING, title_of, verdict_of
from mdgrad.messages.languages import in_language
from mdgrad.posts import Block, find_blocks
from mdgrad.report import Claim, Edit, FileReport, Finding
from mdgrad.reports.sides import both_sides
from mdgrad.reports.visible import visible
from mdgrad.settings import Settings
from mdgrad.source import Text

__all__ = ["FIX_ALL", "Judged", "actions", "diagnostics", "hover"]

FIX_ALL = "source.fixAll.mdgrad"
"""The kind of the action that mends a whole post, for editors that do so on saving."""

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A post as an editor has it, with the report on it."""

    uri: str
    version: int | None
    text: Text
    report: FileReport
    """With what would draw the gradients that are missing."""
    settings: Settings
    encoding: Encoding


def diagnostics(post: Judged) -> list[types.Diagnostic]:
    """Return a mark for every finding."""
    return [_diagnostic(finding, post) for finding in post.report.findings]


def _diagnostic(finding: Finding, post: Judged) -> types.Diagnostic:
    return types.Diagnostic(
        range=range_of(finding.place, post.text, post.encoding),
        message=visible(finding.message),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source="mdgrad",
    )


def hover(post: Judged, position: types.Position) -> types.Hover | None:
    """Return what is known of the label at `position`: its verdict, and how it comes about."""
    point = place_at(position, post.text, post.encoding)
    for diagram in post.report.diagrams:
        claims = [claim for claim in diagram.claims if holds(claim.place, point)]
        if claims:
            derivations = _derivations(post, point.line)
            language = post.settings.language
            lines = [line for one in claims for line in _told(one, derivations.get(one), language)]
            # Plain text: an editor would follow links in Markdown that came from the post.
            return types.Hover(
                types.MarkupContent(types.MarkupKind.PlainText, "\n".join(lines)),
                range_of(claims[0].place, post.text, post.encoding),
            )
    return None


def _derivations(post: Judged, line: int) -> dict[Claim, str]:
    """Return how what the labels on a line speak of comes about."""
    explanation = explain_report(
        post.text.content, post.report, flavor=post.settings.flavor, line=line
    )
    return {
        label.claim: str(plain_notation(graph).written(label.derivation))
        for diagram in explanation.diagrams
        for graph, label in diagram.labels()
        if label.derivation is not None
    }


def _told(claim: Claim, derivation: str | None, language: str) -> Iterator[str]:
    yield in_language(verdict_of(claim), language)
    if claim.verdict == "wrong":
        for name, label in both_sides(claim, language):
            yield visible(f"{name}: {label}")
    if claim.reason is not None:
        yield visible(claim.reason)
    if derivation is not None:
        yield visible(derivation)


def actions(post: Judged, wanted: types.Range) -> list[types.CodeAction]:
    """Return what mends the findings in a range, draws what is missing, and mends the post."""
    start = place_at(wanted.start, post.text, post.encoding)
    end = place_at(wanted.end, post.text, post.encoding)
    here = [
        finding
        for finding in post.report.findings
        if finding.edits
        and (finding.place.line, finding.place.column) <= (end.line, end.column)
        and (start.line, start.column) <= (finding.place.end_line, finding.place.end_column)
    ]
    quick = [_quick_fix(finding, post) for finding in here]
    return [*quick, *_drawings(post, start.line, end.line), *_fix_all(post)]


def _quick_fix(finding: Finding, post: Judged) -> types.CodeAction:
    return types.CodeAction(
        title=visible(in_language(title_of(finding), post.settings.language)),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[_diagnostic(finding, post)],
        is_preferred=True,
        edit=_edit(finding.edits, post),
    )


def _drawings(post: Judged, first: int, last: int) -> Iterator[types.CodeAction]:
    """Yield what draws the missing gradients of each diagram on the lines from first to last."""
    if not post.report.additions:
        return
    blocks = find_blocks(post.text.content, path=post.report.path, flavor=post.settings.flavor)
    for block in blocks.blocks:
        place = post.text.place(block.span)
        if place.end_line < first or last < place.line:
            continue
        if not any(_inside(addition, block) for addition in post.report.additions):
            continue
        settings = replace(post.settings, complete=True)
        fixed = fix(post.text.content, path=post.report.path, settings=settings)
        edits = tuple(edit for edit in fixed.edits if _inside(edit, block))
        if edits:
            yield types.CodeAction(
                title=in_language(DRAW_BACKWARD_PASS, post.settings.language),
                kind=types.CodeActionKind.RefactorRewrite,
                edit=_edit(edits, post),
            )


def _inside(edit: Edit, block: Block) -> bool:
    return block.span.start <= edit.span.start and edit.span.end <= block.span.end


def _fix_all(post: Judged) -> Iterator[types.CodeAction]:
    if not any(finding.edits for finding in post.report.findings):
        return
    fixed = fix(post.text.content, path=post.report.path, settings=post.settings)
    if fixed.changed:
        yield types.CodeAction(
            title=in_language(FIX_EVERYTHING, post.settings.language),
            kind=FIX_ALL,
            edit=_edit(fixed.edits, post),
        )


def _edit(edits: tuple[Edit, ...], post: Judged) -> types.WorkspaceEdit:
    changes = [
        types.TextEdit(
            range_of(post.text.place(edit.span), post.text, post.encoding), edit.replacement
        )
        for edit in edits
    ]
    return types.WorkspaceEdit(changes={post.uri: changes})
