"""What is tried on everything drawn: the promises that hold for any text whatever."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import mdgrad
from mdgrad.expressions.grammar import readings
from mdgrad.expressions.tokens import Unreadable
from mdgrad.graphs.operator_text import read_operator
from mdgrad.labels.reading import read_label
from mdgrad.mending.apply import apply_edits
from mdgrad.mermaid import MermaidError, parse, warnings
from mdgrad.posts import find_blocks
from mdgrad.report import Claim, Edit, Report
from mdgrad.reports.formats import render
from mdgrad.settings import Settings
from mdgrad.source import Span, Text
from tests.fuzz.generating import any_flavor, any_label, any_path, any_post, any_wrapped_post
from tests.mermaid.generating import generated

__all__ = ["TARGETS"]

VARIABLES = ("x", "y", "z", "L", "e", "w1", "σ")
TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")
BREAKS = frozenset({"<br>", "<br/>", "<br />"})
FORMATS = ("json", "github", "gitlab", "sarif", "junit", "rdjson")


def read_a_label(number: int) -> None:
    """Every part of a label keeps its place, whatever it is; formulas and operators likewise."""
    text = any_label(number)
    end = 0
    for statement in read_label(text, VARIABLES):
        for side in statement.sides:
            assert end <= side.span.start < side.span.end <= len(text)
            assert text[side.span.start : side.span.end] == side.text
            end = side.span.end
    read_operator(text, VARIABLES)
    try:
        readings(text, VARIABLES)
    except Unreadable as refusal:
        assert 0 <= refusal.offset <= len(text)  # noqa: PT017 -- what a refusal must say


def read_a_flowchart(number: int) -> None:
    """A source is a flowchart that keeps every character, or refused at a place."""
    source = generated(number)
    try:
        flowchart = parse(source)
    except MermaidError as refusal:
        assert 0 <= refusal.span.start <= refusal.span.end <= len(source)  # noqa: PT017
        return
    assert "".join(flowchart.pieces()) == source
    for warning in warnings(flowchart):
        assert 0 <= warning.span.start <= warning.span.end <= len(source)


def find_the_diagrams(number: int) -> None:
    """Blocks stand one after the other, and each character of them knows its place."""
    text = any_wrapped_post(number)
    end = 0
    for block in find_blocks(text, path=any_path(number), flavor=any_flavor(number)).blocks:
        assert end <= block.span.start <= block.span.end <= len(text)
        assert len(block.in_post(Span(0, len(block.source)))) >= 0
        end = block.span.end


def check_a_post(number: int) -> None:
    """A report points into the post, a status follows from claims, and any format holds it."""
    post, path = any_post(number), any_path(number)
    report = mdgrad.check(post, path=path, flavor=any_flavor(number))
    text = Text(post)
    for claim in report.claims:
        span = text.span(claim.place)
        assert 0 <= span.start <= span.end <= len(post)
    for diagram in report.diagrams:
        if diagram.status == "verified":
            assert {claim.verdict for claim in diagram.claims} == {"verified"}
    render(FORMATS[number % len(FORMATS)], report, {path: text})


def fix_a_post(number: int) -> None:
    """Mending changes diagrams alone, once, unsettles nothing, and writes no code."""
    post, path = any_post(number), any_path(number)
    asked = Settings(flavor=any_flavor(number), complete=number % 2 == 0)
    fixed = mdgrad.fix(post, path=path, settings=asked)
    assert apply_edits(post, fixed.edits) == fixed.text
    if not fixed.edits:
        assert fixed.text == post
        return
    blocks = find_blocks(post, path=path, flavor=any_flavor(number)).blocks
    own_tags = set(TAG.findall(post)) | BREAKS
    own_tags |= {f"</{name}>" for name in re.findall(r"<(\w+)", post)}  # left open by the author
    for edit in fixed.edits:
        assert any(b.span.start <= edit.span.start <= edit.span.end <= b.span.end for b in blocks)
        old = post[edit.span.start : edit.span.end]
        for mark in ("%%", "click ", "javascript:"):
            assert edit.replacement.count(mark) <= old.count(mark)
        assert set(TAG.findall(edit.replacement)) <= own_tags
    before = mdgrad.check(post, path=path, settings=asked)
    after = mdgrad.check(fixed.text, path=path, settings=asked)
    kept = {(span, claim.role) for span, claim in verified(after, fixed.text)}
    for span, claim in verified(before, post):
        earlier = [edit for edit in fixed.edits if edit.span.end <= span.start]
        moved = span.shifted(sum(len(edit.replacement) - len(edit.span) for edit in earlier))
        assert touched(span, fixed.edits) or (moved, claim.role) in kept
    again = mdgrad.fix(fixed.text, path=path, settings=asked)
    assert again.text == fixed.text


def verified(report: Report, post: str) -> Iterator[tuple[Span, Claim]]:
    text = Text(post)
    for claim in report.claims:
        if claim.verdict == "verified":
            yield text.span(claim.place), claim


def touched(span: Span, edits: tuple[Edit, ...]) -> bool:
    return any(e.span.start <= span.end and span.start <= e.span.end for e in edits)


TARGETS: Final[Mapping[str, Callable[[int], None]]] = {
    "labels": read_a_label,
    "reader": read_a_flowchart,
    "containers": find_the_diagrams,
    "check": check_a_post,
    "fix": fix_a_post,
}
"""What to try, by name; each takes the number of what is drawn."""
