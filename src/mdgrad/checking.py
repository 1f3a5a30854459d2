"""Checking: the whole way of one post, stage by stage, from its text to its findings."""

from __future__ import annotations

from mdgrad import mermaid
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
    if graph is None:
        return Diagram(block.line, "other", None), []
    from mdgrad.judgement.judge import judge
    from mdgrad.judgement.telling import claims, findings, missing, says_something, status
    from mdgrad.mending.labels import label_edits

    def place_of(span: Span) -> Place:
        return post.text.place(block.in_post(span))

    verdicts, gaps = judge(graph)
    if not says_something(graph, verdicts):
        return Diagram(block.line, "other", None), []
    diagram = Diagram(
        block.line,
        "computation",
        status(graph, verdicts),
        claims(graph, verdicts, place_of),
        missing(gaps, place_of),
    )
    edits = label_edits(verdicts, flowchart, block)
    return diagram, list(findings(graph, verdicts, gaps, edits, place_of))


def _error(error: mermaid.MermaidError, place: Place) -> Finding:
    return Finding(error.code, "error", place, error.message)


def _problem(post: Post, problem: Problem) -> Finding:
    code = _PROBLEM_CODES[problem.kind]
    return Finding(code, RULES[code].severity, post.text.place(problem.span), problem.message)
