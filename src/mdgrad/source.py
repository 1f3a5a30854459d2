"""Places in a text: every piece of text keeps where it stands, from the first stage to the last."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

__all__ = ["Place", "Span", "Text"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of offsets into a text, in Unicode code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def shifted(self, by: int) -> Span:
        """Return this span moved `by` code points to the right."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span as people and editors name it: 1-based lines and columns, `end_column` exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text that can tell the line and column of any offset.

    Lines end at LF, CR LF or a lone CR, as in Mermaid and in CommonMark.
    """

    content: str
    line_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lengths = (len(line) for line in _lines(self.content))
        object.__setattr__(self, "line_starts", tuple(accumulate(lengths, initial=0)))

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of `offset`."""
        line = bisect_right(self.line_starts, offset, hi=max(1, len(self.line_starts) - 1))
        return line, offset - self.line_starts[line - 1] + 1

    def place(self, span: Span) -> Place:
        """Return the lines and columns of `span`."""
        return Place(*self.line_column(span.start), *self.line_column(span.end))

    def span(self, place: Place) -> Span:
        """Return the offsets of `place`, which must come from this text."""
        return Span(
            self.line_starts[place.line - 1] + place.column - 1,
            self.line_starts[place.end_line - 1] + place.end_column - 1,
        )

    def line(self, number: int) -> str:
        """Return line `number` (1-based) without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.content)
        return self.content[start:end].rstrip("\r\n")


def _lines(content: str) -> list[str]:
    """Return the lines with their ends; unlike `splitlines`, only CR and LF end one."""
    lines = content.split("\n")
    with_ends = [line + "\n" for line in lines[:-1]] + lines[-1:]
    if "\r" not in content:
        return with_ends
    return [piece for line in with_ends for piece in _split_lone_cr(line)]


def _split_lone_cr(line: str) -> list[str]:
    body, end = (line[:-2], "\r\n") if line.endswith("\r\n") else (line, "")
    pieces = body.split("\r")
    return [piece + "\r" for piece in pieces[:-1]] + [pieces[-1] + end]
