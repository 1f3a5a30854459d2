"""The excerpt: text cut out of a post that knows, character by character, where it stands there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mdgrad.source import Span

__all__ = ["Excerpt", "Piece", "Run", "concatenated", "joined", "of_text", "place_in_post"]

LINE_END = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the source that stands in the post as one run.

    The source's characters from `start` up to the next piece's start stand in the post from
    `post_start` to `post_end`: character by character where both are equally long, else as one
    unit (an entity, an escape).
    """

    start: int
    post_start: int
    post_end: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Text from a post, and the pieces that say where it stands there.

    There is always at least one piece, so that even an empty excerpt has a place. A last piece
    without characters says where the post goes on after the excerpt, if not right behind it.
    """

    source: str
    pieces: tuple[Piece, ...]

    def in_post(self, span: Span) -> Span:
        """Return where `span` of the source stands in the post."""
        return place_in_post(self.source, self.pieces, span)

    def cut(self, start: int, end: int) -> Excerpt:
        """Return the part of this excerpt from `start` to `end`."""
        return joined(self._runs_from(start, end), self._start_of(start), self._start_of(end))

    def replaced(self, replacements: Iterable[tuple[int, int, str]]) -> Excerpt:
        """Return this excerpt with each `(start, end, text)` read as `text`, in order.

        What is replaced keeps its place as one unit; what is replaced by nothing is left out.
        """
        runs: list[Run] = []
        done = 0
        for start, end, text in replacements:
            runs.extend(self._runs_from(done, start))
            place = self.in_post(Span(start, end))
            runs.append((text, place.start, place.end))
            done = end
        runs.extend(self._runs_from(done, len(self.source)))
        return joined(runs, self._start_of(0), self._start_of(len(self.source)))

    def through(self, outer: Excerpt) -> Excerpt:
        """Return this excerpt, whose post is the source of `outer`, as one of `outer`'s post."""
        runs: list[Run] = []
        for text, start, end in self._runs_from(0, len(self.source)):
            if len(text) == end - start:
                taken = 0
                for outer_text, post_start, post_end in outer._runs_from(start, end):
                    own_text = text[taken : taken + len(outer_text)]
                    runs.append((own_text, post_start, post_end))
                    taken += len(outer_text)
            else:
                # Each character alone, or two blanks of a tab would be halves of its `\\t`.
                place = outer.in_post(Span(start, end))
                runs.extend((character, place.start, place.end) for character in text)
        start, end = self._start_of(0), self._start_of(len(self.source))
        return joined(runs, outer._start_of(start), outer._start_of(end))

    def _start_of(self, offset: int) -> int:
        """Return where the character at `offset` begins in the post, or where the post goes on."""
        return _offset(len(self.source), self.pieces, offset, after=False)

    def _runs_from(self, start: int, end: int) -> Iterator[Run]:
        """Yield the runs between `start` and `end`; one that is cut through keeps its place."""
        if start >= end:
            return
        index = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        while index < len(self.pieces) and self.pieces[index].start < end:
            piece = self.pieces[index]
            index += 1
            piece_end = self.pieces[index].start if index < len(self.pieces) else len(self.source)
            first, last = max(start, piece.start), min(end, piece_end)
            if piece.post_end - piece.post_start == piece_end - piece.start:
                post_start = piece.post_start + first - piece.start
                yield self.source[first:last], post_start, post_start + last - first
            else:
                yield self.source[first:last], piece.post_start, piece.post_end


Run = tuple[str, int, int]
"""Text of the source, and the start and end of its place in the post."""


def of_text(text: str, start: int, end: int) -> Excerpt:
    """Return `text[start:end]` as an excerpt of `text`, every line end read as LF."""
    excerpt = Excerpt(text[start:end], (Piece(0, start, end),))
    if "\r" not in excerpt.source:
        return excerpt
    ends = LINE_END.finditer(excerpt.source)
    return excerpt.replaced((match.start(), match.end(), "\n") for match in ends)


def concatenated(excerpts: Iterable[Excerpt], *, place: int) -> Excerpt:
    """Return the excerpts as one; `place` is where it stands if they are all empty."""
    runs = [run for excerpt in excerpts for run in excerpt._runs_from(0, len(excerpt.source))]
    return joined(runs, place, runs[-1][2] if runs else place)


def place_in_post(source: str, pieces: tuple[Piece, ...], span: Span) -> Span:
    """Return where `span` of `source` stands in the post.

    A span that ends with a line break reaches to the next character of the source: what stands
    before that in the post (quote marks, indentation) belongs to the line break.
    """
    start = _offset(len(source), pieces, span.start, after=False)
    if span.start == span.end:
        return Span(start, start)
    if source[span.end - 1] == "\n":
        end = _offset(len(source), pieces, span.end, after=False)
    else:
        end = _offset(len(source), pieces, span.end - 1, after=True)
    return Span(start, max(start, end))


def _offset(length: int, pieces: tuple[Piece, ...], offset: int, *, after: bool) -> int:
    """Return where the source's character at `offset` begins in the post, or where it ends."""
    index = bisect_right(pieces, offset, key=lambda piece: piece.start) - 1
    piece = pieces[index]
    end = pieces[index + 1].start if index + 1 < len(pieces) else length
    if piece.post_end - piece.post_start == end - piece.start:
        return piece.post_start + (offset - piece.start) + after
    return piece.post_end if after or offset >= end else piece.post_start


def joined(runs: Iterable[Run], start: int, end: int) -> Excerpt:
    """Return the runs as one excerpt; runs that follow each other in the post become one piece.

    `start` is where the excerpt stands if it is empty, `end` where the post goes on after it.
    """
    texts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    by_character = False
    for text, post_start, post_end in runs:
        if not text:
            continue
        even = len(text) == post_end - post_start
        if even and by_character and pieces[-1].post_end == post_start:
            pieces[-1] = Piece(pieces[-1].start, pieces[-1].post_start, post_end)
        else:
            pieces.append(Piece(length, post_start, post_end))
        by_character = even
        texts.append(text)
        length += len(text)
    if not pieces:
        pieces.append(Piece(0, start, start))
    elif pieces[-1].post_end != end:
        pieces.append(Piece(length, end, end))
    return Excerpt("".join(texts), tuple(pieces))
