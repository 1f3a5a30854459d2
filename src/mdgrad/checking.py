"""Checking: the whole way of one post, stage by stage, from its text to its findings."""

from __future__ import annotations

from mdgrad import mermaid
from mdgrad.graphs.directives import Directives, read_directives
from mdgrad.ignoring import ignores_of
from mdgrad.posts import Block, Post, Problem, find_blocks
from mdgrad.report import Diagram, FileReport, Finding
from mdgrad.rules.catalogue import RULES
from mdgrad.settings import Settings
from mdgrad.source import Place, Span

__all__ = ["check_post"]

_PROBLEM_CODES = {"unclosed": "MG906", "notebook": "MG907", "directive": "MG903"}


def check_post(text: str, *, path: str, settings: Settings) -> FileReport:
    """Return the verdicts on every diagram of the post `text`."""
    post = find_blocks(text, path=path, flavor=settings.flavor)
    findings = [_problem(post, problem) for problem in post.problems]
    diagrams: list[Diagram] = []
    for block in post.blocks:
        diagram, told = _check_block(block, post)
        diagrams.append(diagram)
        findings += told
    findings.sort(key=lambda finding: (finding.place, finding.code))
    return FileReport(path, tuple(diagrams), tuple(findings))


def _check_block(block: Block, post: Post) -> tuple[Diagram, list[Finding]]:
    """Return what a block is, and the findings on it."""
    if not mermaid.is_flowchart(block.source):
        return Diagram(block.line, "other", None), []
    try:
        flowchart = mermaid.parse(block.source)
    except mermaid.MermaidError as error:
        place = post.text.place(block.in_post(error.span))
        return Diagram(block.line, "unreadable", None), [_error(error, place)]
    # What follows needs networkx and sympy; most posts have no computation graph.
    from mdgrad.graphs.understand import understand

    graph = understand(flowchart)
    directives = read_directives(flowchart)
    remarks = _unknown_directives(directives, block, post)
    ignores = ignores_of(block, directives)
    if graph is None:
        return Diagram(block.line, "other", None), remarks + ignores.unused([], post.text)
    if directives.off or any(directive.text.lower() == "off" for directive in block.directives):
        return Diagram(block.line, "computation", "ignored"), remarks
    from mdgrad.judgement.judge import judge
    from mdgrad.judgement.telling import claims, findings, missing, says_something, status
    from mdgrad.mending.labels import label_edits

    def place_of(span: Span) -> Place:
        return post.text.place(block.in_post(span))

    verdicts, gaps = judge(graph)
    if not says_something(graph, verdicts):
        return Diagram(block.line, "other", None), remarks + ignores.unused([], post.text)
    edits = label_edits(verdicts, flowchart, block)
    told = list(findings(graph, verdicts, gaps, edits, place_of))
    kept = ignores.kept(told)
    silenced = any(finding.severity == "error" for finding in told if finding not in kept)
    diagram = Diagram(
        block.line,
        "computation",
        "ignored" if silenced else status(graph, verdicts),
        claims(graph, verdicts, place_of),
        missing(gaps, place_of),
    )
    return diagram, [*remarks, *kept, *ignores.unused(told, post.text)]


def _unknown_directives(directives: Directives, block: Block, post: Post) -> list[Finding]:
    return [
        Finding(
            "MG903",
            RULES["MG903"].severity,
            post.text.place(block.in_post(span)),
            f"mdgrad knows no directive {told}",
        )
        for told, span in directives.unknown
    ]


def _error(error: mermaid.MermaidError, place: Place) -> Finding:
    return Finding(error.code, "error", place, error.message)


def _problem(post: Post, problem: Problem) -> Finding:
    code = _PROBLEM_CODES[problem.kind]
    return Finding(code, RULES[code].severity, post.text.place(problem.span), problem.message)
