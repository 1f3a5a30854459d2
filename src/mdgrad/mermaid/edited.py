"""A text made from a source by replacements, which knows where each of its characters came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mdgrad.source import Span

__all__ = ["Edited", "Replacement"]

Replacement = tuple[int, int, str]
"""Start and end in the text, and what stands there from now on."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A text and its runs, in order and without gaps."""

    text: str
    starts: tuple[int, ...]
    """Where each run begins in the text."""
    origins: tuple[tuple[int, int], ...]
    """Where each run begins and ends in the source. A run as long as its origin is the source's
    own characters; any other stands for its origin as a whole."""
    _untouched: int = field(init=False, repr=False)
    """Up to here the text is the beginning of the source."""

    def __post_init__(self) -> None:
        start, end = self.origins[0]
        untouched = end if start == 0 and self._length(0) == end else 0
        object.__setattr__(self, "_untouched", untouched)

    @staticmethod
    def unchanged(source: str) -> Edited:
        """Return `source` as it is."""
        return Edited(source, (0,), ((0, len(source)),))

    def replaced(self, replacements: Iterable[Replacement]) -> Edited:
        """Return this text with `replacements` made; they are in order and do not overlap."""
        pieces: list[str] = []
        starts: list[int] = []
        origins: list[tuple[int, int]] = []
        length = position = 0
        for start, end, replacement in (*replacements, (len(self.text), len(self.text), "")):
            for run_start, origin in self._runs(position, start):
                starts.append(length + run_start - position)
                origins.append(origin)
            pieces.append(self.text[position:start])
            length += start - position
            if replacement:
                starts.append(length)
                origins.append((self._origin(start), self.source_end(end, after=start)))
                pieces.append(replacement)
                length += len(replacement)
            position = end
        if not starts:
            return Edited("", (0,), ((self._origin(0), self._origin(0)),))
        return Edited("".join(pieces), tuple(starts), tuple(origins))

    def slice(self, start: int, end: int) -> Edited:
        """Return the text between the offsets, which still knows its source."""
        size = len(self.text)
        return self.replaced([(0, start, ""), (end, size, "")])

    def span(self, start: int, end: int) -> Span:
        """Return the characters of the source that the text from `start` to `end` stands for."""
        if end <= self._untouched:
            return Span(start, end)
        index = bisect_right(self.starts, start) - 1
        run_start, (origin, origin_end) = self.starts[index], self.origins[index]
        length = self._length(index)
        if start < end <= run_start + length and length == origin_end - origin:
            shift = origin - run_start
            return Span(start + shift, end + shift)
        source_start = self._origin(start)
        if start == end:
            return Span(source_start, source_start)
        return Span(source_start, max(source_start, self.source_end(end)))

    def source_end(self, end: int, *, after: int = 0) -> int:
        """Return where the character before `end` ends in the source (`after` if there is none)."""
        if end <= after:
            return self._origin(end)
        index = bisect_right(self.starts, end - 1) - 1
        start, (origin, origin_end) = self.starts[index], self.origins[index]
        if self._length(index) != origin_end - origin:
            return origin_end
        return origin + end - start

    def _origin(self, offset: int) -> int:
        """Return where the character at `offset` begins in the source."""
        index = bisect_right(self.starts, offset) - 1
        start, (origin, end) = self.starts[index], self.origins[index]
        if self._length(index) != end - origin:
            return end if offset >= len(self.text) else origin
        return min(origin + offset - start, end)

    def _length(self, index: int) -> int:
        following = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return following - self.starts[index]

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield the beginning in the text, and the origin, of every run between the offsets."""
        index = bisect_right(self.starts, start) - 1
        while start < end:
            length = self._length(index)
            run_end = min(self.starts[index] + length, end)
            origin, origin_end = self.origins[index]
            if length == origin_end - origin:
                origin_end = origin + run_end - self.starts[index]
                origin += start - self.starts[index]
            if run_end > start:
                yield start, (origin, origin_end)
            start = run_end
            index += 1
