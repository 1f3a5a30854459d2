"""Pages: the text that a site shows, judged where it stands in the file that it comes from.

A site may take the front matter away before it hands out a page's text, and its plugins may have
changed that text. What readers see is what is judged; lines are those of the file on disk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from mdgrad.report import FileReport, Finding
from mdgrad.reports.sides import both_sides
from mdgrad.reports.visible import visible
from mdgrad.settings import Settings
from mdgrad.source import Place, Text

if TYPE_CHECKING:
    from mdgrad.explanation.steps import Step

__all__ = ["Page", "annotated", "completed", "message", "page_of", "verified_blocks"]

_LEFT_BLANK = frozenset({"MG207", "MG306"})
_CONTAINER = re.compile(r"(?:[ \t>]|[-*+] |\d{1,9}[.)] )*")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text with the front matter of its file."""

    text: str
    """What is to be judged: the front matter, where it is known, and what readers see."""
    start: int
    """Where that begins which readers see."""
    lines: tuple[int, ...] | None = None
    """The file's line for each line of the text; None where they are the same."""

    def line(self, number: int) -> int:
        """Return the line of the file for a line of the text (both 1-based)."""
        if self.lines is None:
            return number
        return self.lines[min(number, len(self.lines)) - 1]


def page_of(shown: str, file: str | None) -> Page:
    """Return the page that shows `shown` and comes from a file with the text `file`, if known."""
    if file is None:
        return Page(shown, 0)
    if shown and file.rstrip().endswith(shown.rstrip()):
        start = len(file.rstrip()) - len(shown.rstrip())
        return Page(file[:start] + shown, start)
    from mdgrad.posts.front_matter import read_front_matter

    start = read_front_matter(file).end
    text = file[:start] + shown
    return Page(text, start, tuple(_matched(text, file)))


def _matched(text: str, file: str) -> Iterator[int]:
    """Yield the line of `file` that each line of `text` comes from.

    A line that is not in the file stands for what the file has in its place, as a macro does, or
    for the line before it, where the file has nothing there.
    """
    new, old = text.split("\n"), file.split("\n")
    done = replaced = 0
    for block in SequenceMatcher(None, new, old, autojunk=False).get_matching_blocks():
        for index in range(block.a - done):
            line = min(replaced + index + 1, block.b)
            yield max(1, line)
        yield from range(block.b + 1, block.b + block.size + 1)
        done, replaced = block.a + block.size, block.b + block.size


def message(path: str, finding: Finding, page: Page, language: str) -> str:
    """Return a finding on one line: file, line, column, code, and what is written and right."""
    place = finding.place
    parts = [f"{path}:{page.line(place.line)}:{place.column}: {finding.code} {finding.message}"]
    parts += [f"{name}: {label}" for name, label in both_sides(finding, language)]
    return visible("; ".join(parts))


def completed(text: str, report: FileReport, settings: Settings) -> tuple[str, FileReport]:
    """Return `text` as `mdgrad fix --complete` leaves it, and the report on that.

    `report` is the report on `text`: where it has no computation graph, there is nothing to do.
    """
    if all(diagram.kind != "computation" for diagram in report.diagrams):
        return text, report
    from mdgrad.api import fix

    fixed = fix(text, path=report.path, settings=replace(settings, complete=True))
    return fixed.text, fixed.report.files[0]


def verified_blocks(
    text: str, report: FileReport, settings: Settings
) -> Iterator[tuple[Place, tuple[Step, ...]]]:
    """Yield the place of every verified diagram, and how its labels come about.

    One with blanks is an exercise: a note under it would give the answers away.
    """
    from mdgrad.explanation import explain_report
    from mdgrad.explanation.steps import steps_of
    from mdgrad.posts import find_blocks

    explanation = explain_report(text, report, flavor=settings.flavor)
    verified = {one.line: one for one in explanation.diagrams if one.status == "verified"}
    post = find_blocks(text, path=report.path, flavor=settings.flavor)
    blanks = [finding.place.line for finding in report.findings if finding.code in _LEFT_BLANK]
    for block in post.blocks:
        place = post.text.place(block.span)
        is_exercise = any(place.line <= line <= place.end_line for line in blanks)
        if block.line in verified and not is_exercise:
            yield place, steps_of(verified[block.line])


def annotated(text: str, notes: dict[Place, str], marker: Callable[[str], str]) -> str:
    """Return `text` with a paragraph under each place: what `marker` makes of its note.

    The paragraph stands in the same list item or quote as the diagram.
    """
    lines = Text(text)
    pieces: list[str] = []
    done = 0
    for place, note in notes.items():
        last = place.end_line if place.end_column > 1 else place.end_line - 1
        end = lines.line_starts[last] if last < len(lines.line_starts) else len(text)
        prefix = _prefix(lines.line(place.line))
        blank = prefix.rstrip()
        before = text[done:end]
        pieces += [before, "" if before.endswith("\n") else "\n"]
        pieces.append(f"{blank}\n{prefix}{marker(note)}\n{blank}\n")
        done = end
    return "".join((*pieces, text[done:]))


def _prefix(line: str) -> str:
    """Return what keeps a line in the containers in which `line` opens a block."""
    container = _CONTAINER.match(line)
    opening = container[0] if container else ""
    return "".join(mark if mark in ">\t" else " " for mark in opening)
