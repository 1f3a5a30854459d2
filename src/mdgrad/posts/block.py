"""The block: one Mermaid source in a post, and the way back from it to the post."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from mdgrad.source import Span

__all__ = ["Block", "Encoding", "Piece"]

Encoding = Literal["plain", "html", "json"]
"""How a container writes the characters of the source: as they are, as HTML (`--&gt;`), or in a
JSON string (`\\"`)."""


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
class Block:
    """One Mermaid source in a post."""

    source: str
    """The source as Mermaid gets it: fences, indentation and quote marks of the container gone."""
    line: int
    """The 1-based line of the post where the block begins: the fence, tag or directive."""
    span: Span
    """The whole block in the post, its fences or tags included."""
    pieces: tuple[Piece, ...]
    """Where the source stands in the post, in order, without gaps in the source."""
    encoding: Encoding = "plain"
    directives: tuple[str, ...] = ()
    """What `<!-- mdgrad: … -->` comments say about this block (`off`, `ignore MG301`)."""

    def in_post(self, span: Span) -> Span:
        """Return where `span` of the source stands in the post."""
        start = self._offset(span.start)
        if span.start == span.end:
            return Span(start, start)
        return Span(start, max(start, self._offset(span.end - 1, after=True)))

    def _offset(self, offset: int, *, after: bool = False) -> int:
        """Return where the source's character at `offset` begins in the post, or where it ends."""
        if not self.pieces:
            return self.span.start
        index = bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1
        piece = self.pieces[index]
        end = self.pieces[index + 1].start if index + 1 < len(self.pieces) else len(self.source)
        if piece.post_end - piece.post_start == end - piece.start:
            return piece.post_start + (offset - piece.start) + after
        return piece.post_end if after or offset >= end else piece.post_start
