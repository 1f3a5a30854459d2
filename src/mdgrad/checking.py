"""Checking: the whole way of one post, stage by stage, from its text to its findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mdgrad import mermaid
from mdgrad.graphs.directives import Directives, read_directives
from mdgrad.ignoring import ignores_of
from mdgrad.messages import Message
from mdgrad.posts import Block, Post, Problem, find_blocks
from mdgrad.report import Diagram, Edit, FileReport, Finding, Status
from mdgrad.rules.catalogue import RULES
from mdgrad.settings import Settings
from mdgrad.source import Place, Span

if TYPE_CHECKING:
    from mdgrad.graphs.earlier import Earlier
    from mdgrad.judgement.telling import Telling

__all__ = ["check_post", "judged_blocks"]

_PROBLEM_CODES = {"unclosed": "MG906", "notebook": "MG907", "directive": "MG903"}


MOST_EARLIER = 20
"""How many drawings back one may go on from."""


def check_post(text: str, *, path: str, settings: Settings) -> FileReport:
    """Return the verdicts on every diagram of the post `text`."""
    post = find_blocks(text, path=path, flavor=settings.flavor)
    findings = [_problem(post, problem) for problem in post.problems]
    diagrams: list[Diagram] = []
    told: list[tuple[Block, list[Telling]]] = []
    for block, diagram, tellings, found in _checked(post, settings):
        diagrams.append(diagram)
        findings += found
        if diagram.status in {"verified", "undecided"}:
            told.append((block, tellings))
    findings.sort(key=lambda finding: (finding.place, finding.code))
    additions = _additions(told, text) if settings.complete else ()
    return FileReport(path, tuple(diagrams), tuple(findings), additions=additions)


def judged_blocks(
    text: str, *, path: str, settings: Settings
) -> Iterator[tuple[Block, list[Telling]]]:
    """Yield every block that draws computation graphs, with what is to be told of each of them.

    Those that the post says to ignore are left out.
    """
    post = find_blocks(text, path=path, flavor=settings.flavor)
    for block, diagram, tellings, _ in _checked(post, settings):
        if diagram.status != "ignored" and tellings:
            yield block, tellings


def _checked(
    post: Post, settings: Settings
) -> Iterator[tuple[Block, Diagram, list[Telling], list[Finding]]]:
    """Yield what every block is, what is to be told of its graphs, and the findings on it."""
    earlier: list[Earlier] = []
    judged, left = post.blocks[: settings.max_blocks], post.blocks[settings.max_blocks :]
    for block in judged:
        yield block, *_check_block(block, post, earlier, settings)
    message = Message(
        "the diagrams from here on are not judged: there are more than {most} (`max-blocks`)",
        most=f"{settings.max_blocks:,}",
    )
    for block in left:
        told = [_beyond_limit(message, block, post)] if block is left[0] else []
        yield block, Diagram(block.line, "other", None), [], told


def _additions(told: Sequence[tuple[Block, Sequence[Telling]]], text: str) -> tuple[Edit, ...]:
    """Return the edits of the post's text that draw all missing gradients."""
    from mdgrad.mending.apply import with_line_ends_of
    from mdgrad.mending.completion import completion_edits, is_answered

    everything = [telling.judgement for _, tellings in told for telling in tellings]
    answered = {id(j.graph.dag) for j in everything if is_answered(j.graph, everything)}
    return tuple(
        with_line_ends_of(text, edit)
        for block, tellings in told
        for edit in completion_edits((t.judgement for t in tellings), block, answered)
    )


def _check_block(
    block: Block, post: Post, earlier: list[Earlier], settings: Settings
) -> tuple[Diagram, list[Telling], list[Finding]]:
    """Return what a block is, what is to be told of its graphs, and the findings on it.

    What it draws is added to the `earlier` ones.
    """
    if not mermaid.is_flowchart(block.source):
        return Diagram(block.line, "other", None), [], []
    try:
        flowchart = mermaid.parse(block.source)
    except mermaid.MermaidError as error:
        place = post.text.place(block.in_post(error.span))
        return Diagram(block.line, "unreadable", None), [], [_error(error, place)]
    if len(flowchart.nodes) > settings.max_nodes:
        message = Message(
            "the diagram is not judged: it has more than {most} nodes (`max-nodes`)",
            most=f"{settings.max_nodes:,}",
        )
        return Diagram(block.line, "other", None), [], [_beyond_limit(message, block, post)]
    directives = read_directives(flowchart)
    remarks = _unknown_directives(directives, block, post)
    ignores = ignores_of(block, directives)
    off = directives.off or any(d.text.lower() == "off" for d in block.directives)
    tellings = _tellings(flowchart, block, post, earlier, off=off)
    if not tellings:
        return Diagram(block.line, "other", None), [], remarks + ignores.unused([], post.text)
    if off:
        return Diagram(block.line, "computation", "ignored"), [], remarks
    told = [finding for telling in tellings for finding in telling.findings()]
    told += _misreadings(flowchart, block, post)
    kept = ignores.kept(told)
    silenced = any(finding.severity == "error" and ignores.covers(finding) for finding in told)
    claims = sorted((c for t in tellings for c in t.claims()), key=lambda claim: claim.place)
    diagram = Diagram(
        block.line,
        "computation",
        "ignored" if silenced else _status([telling.status() for telling in tellings]),
        tuple(claims),
        tuple(gap for telling in tellings for gap in telling.missing()),
    )
    return diagram, tellings, [*remarks, *kept, *ignores.unused(told, post.text)]


def _tellings(
    flowchart: mermaid.Flowchart, block: Block, post: Post, earlier: list[Earlier], *, off: bool
) -> list[Telling]:
    """Return what is to be told of each computation graph in a flowchart, none if it has none.

    A drawing that is switched off is understood, since others may go on from it, not judged.
    """
    # What follows needs networkx and sympy; most posts have no computation graph.
    from mdgrad.graphs.understand import understand

    drawn = understand(flowchart, earlier[-MOST_EARLIER:])
    if not drawn.graphs:
        return []
    from mdgrad.judgement.judge import Judgement, judge
    from mdgrad.judgement.telling import Telling, says_something
    from mdgrad.mending.labels import Wanted, label_edits

    if off:
        judged = [Judgement(graph) for graph in drawn.graphs]
    else:
        judged = [j for graph in drawn.graphs if says_something(j := judge(graph))]
    if judged:
        earlier.append(drawn)
    wrong = (v for j in judged if j.other_input is None for v in j.verdicts if v.verdict == "wrong")
    blanks = (blank for judgement in judged for blank in judgement.blanks)
    to_write = [Wanted(side.assertion, side.expected) for side in wrong]
    to_write += [Wanted(blank.assertion, blank.text) for blank in blanks]
    edits = label_edits(to_write, flowchart, block)
    return [Telling(j, edits, lambda span: post.text.place(block.in_post(span))) for j in judged]


def _status(statuses: Sequence[Status]) -> Status:
    """Return the status of a diagram with several parts: the worst of theirs."""
    order: tuple[Status, ...] = ("wrong", "undecided", "ignored", "verified")
    return next(status for status in order if status in statuses)


def _misreadings(flowchart: mermaid.Flowchart, block: Block, post: Post) -> list[Finding]:
    """Return what Mermaid reads otherwise than meant in a computation graph."""
    return [
        Finding(
            warning.code,
            RULES[warning.code].severity,
            post.text.place(block.in_post(warning.span)),
            warning.message,
        )
        for warning in mermaid.warnings(flowchart)
    ]


def _unknown_directives(directives: Directives, block: Block, post: Post) -> list[Finding]:
    return [
        Finding(
            "MG903",
            RULES["MG903"].severity,
            post.text.place(block.in_post(span)),
            Message("mdgrad knows no directive {directive}", directive=told),
        )
        for told, span in directives.unknown
    ]


def _beyond_limit(message: Message, block: Block, post: Post) -> Finding:
    place = post.text.place(Span(block.span.start, block.span.start))
    return Finding("MG901", RULES["MG901"].severity, place, message)


def _error(error: mermaid.MermaidError, place: Place) -> Finding:
    return Finding(error.code, "error", place, error.message)


def _problem(post: Post, problem: Problem) -> Finding:
    code = _PROBLEM_CODES[problem.kind]
    return Finding(code, RULES[code].severity, post.text.place(problem.span), problem.message)
