"""The fixture posts, read: which diagrams there are and what mdgrad must say of each.

`fixtures/README.md` says how they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
POSTS = sorted(path for path in FIXTURES.glob("*.md") if path.name != "README.md")

_BLOCK = re.compile(r"```mermaid\n.*?\n```\n(?P<comments>(?:<!-- .*? -->\n)*)", re.DOTALL)
_COMMENT = re.compile(r"<!-- (.*?) -->")
_FINDING = re.compile(
    r'(?P<code>MG\d+) "(?P<written>.*?)"(?: → "(?P<expected>.*?)")?(?:: (?P<words>.*))?'
)
_WITH_ABOVE = "with the diagram above"
_NOT_YET = "not yet: "
_FIGURES = re.compile(r"\d+ figures?")


@dataclass(frozen=True)
class Expected:
    """A finding that must be told; `expected` is "?" where there is no one right text."""

    code: str
    written: str
    expected: str | None
    """None for a finding that accuses nothing."""
    words: str


@dataclass(frozen=True)
class Drawing:
    """A diagram of an example, and what must be said of it."""

    lines: range
    """Its lines in the example."""
    status: str
    """`verified`, `wrong`, `undecided`, `not wrong` or `other`."""
    findings: tuple[Expected, ...]


@dataclass(frozen=True)
class Example:
    """One diagram, or several that belong together, as a post of its own."""

    name: str
    source: str
    drawings: tuple[Drawing, ...]
    not_yet: str | None
    """Why mdgrad does not judge it rightly yet, None if it does."""
    figures: int
    """How many figures are said to follow from others; 0 if nothing is said of it."""

    @property
    def is_right(self) -> bool:
        return self.not_yet is None and all(d.status == "verified" for d in self.drawings)


def examples(path: Path) -> Iterator[Example]:
    """Yield the examples of one fixture post."""
    text = path.read_text(encoding="utf-8")
    groups: list[list[re.Match[str]]] = []
    for match in _BLOCK.finditer(text):
        if _WITH_ABOVE in _comments(match):
            groups[-1].append(match)
        else:
            groups.append([match])
    for group in groups:
        first, last = group[0], group[-1]
        said = [comment for match in group for comment in _comments(match)]
        reasons = [c.removeprefix(_NOT_YET) for c in said if c.startswith(_NOT_YET)]
        yield Example(
            f"{path.stem}:{_line(text, first.start())}",
            text[first.start() : last.end()],
            tuple(_drawing(match, text, first.start()) for match in group),
            reasons[0] if reasons else None,
            sum(int(c.partition(" ")[0]) for c in said if _FIGURES.fullmatch(c)),
        )


def _comments(match: re.Match[str]) -> list[str]:
    return _COMMENT.findall(match["comments"])


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _drawing(match: re.Match[str], text: str, start: int) -> Drawing:
    before = _line(text, start) - 1
    lines = range(_line(text, match.start()) - before, _line(text, match.end()) - before)
    said = [
        comment
        for comment in _comments(match)
        if comment != _WITH_ABOVE
        and not comment.startswith(_NOT_YET)
        and not _FIGURES.fullmatch(comment)
    ]
    words = [comment for comment in said if comment in {"other", "undecided", "not wrong"}]
    findings = tuple(_finding(comment) for comment in said if comment not in words)
    accused = any(finding.expected is not None for finding in findings)
    status = "wrong" if accused else words[0] if words else "verified"
    return Drawing(lines, status, findings)


def _finding(comment: str) -> Expected:
    match = _FINDING.fullmatch(comment)
    assert match, f"no finding: {comment}"
    return Expected(match["code"], match["written"], match["expected"], match["words"] or "")


EXAMPLES = [example for path in POSTS for example in examples(path)]
