"""The note under a verified diagram: a badge, and a table of how every label comes about.

It is plain HTML that needs no script and works by keyboard; everything in it that comes from the
post is escaped.
"""

from __future__ import annotations

from html import escape
from importlib.resources import files

from mdgrad.explanation.steps import Step
from mdgrad.explanation.words import CERTAINTIES
from mdgrad.reports.visible import visible

__all__ = ["note", "stylesheet"]

_HEADINGS = ("What", "Rule", "In numbers", "Label", "Certainty")


def note(steps: tuple[Step, ...], *, badge: bool, table: bool) -> str:
    """Return the HTML, on one line, so that no Markdown takes it for anything else."""
    count = len(steps)
    labels = "the only label is" if count == 1 else f"all {count} labels are"
    parts = ['<div class="mdgrad">']
    if badge:
        parts.append(
            '<p class="mdgrad-badge"><span class="mdgrad-mark" aria-hidden="true">✓</span> '
            f"Checked by mdgrad: {labels} right</p>"
        )
    if table:
        parts.append(_table(steps))
    return "".join((*parts, "</div>"))


def _table(steps: tuple[Step, ...]) -> str:
    head = "".join(f'<th scope="col">{heading}</th>' for heading in _HEADINGS)
    body = "".join(map(_row, steps))
    return (
        '<details class="mdgrad-details"><summary>How every value and gradient comes about'
        '</summary><div class="mdgrad-scroll" role="region" tabindex="0" '
        'aria-label="Values and gradients of the diagram above">'
        f'<table class="mdgrad-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></details>"
    )


def _row(step: Step) -> str:
    first = f'<th scope="row">{_shown(step.subject)}</th>'
    certainty = CERTAINTIES.get(step.certainty, step.certainty)
    cells = (step.rule, step.numbers, step.written, certainty)
    return f"<tr>{first}{''.join(f'<td>{_shown(cell)}</td>' for cell in cells)}</tr>"


def _shown(text: str) -> str:
    return escape(visible(text))


def stylesheet() -> str:
    """Return the style of notes, for a page or a file of its own."""
    return files(__package__).joinpath("notes.css").read_text(encoding="utf-8")
