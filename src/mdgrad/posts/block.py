"""The block: one Mermaid source in a post, and the way back from it to the post."""

from __future__ import annotations

from dataclasses import dataclass

from mdgrad.posts.encoding import Encoding, encoded
from mdgrad.posts.excerpt import Piece, place_in_post
from mdgrad.source import Span

__all__ = ["Block", "Directive", "Encoding", "Piece"]


@dataclass(frozen=True, slots=True)
class Directive:
    """What one `<!-- mdgrad: … -->` comment says, without the comment around it."""

    text: str
    """The words, as in `off` or `ignore MG301`."""
    span: Span
    """Where the words stand in the post."""


@dataclass(frozen=True, slots=True)
class Block:
    """One Mermaid source in a post."""

    source: str
    """The source as Mermaid gets it: fences, indentation and quote marks of the container gone,
    every line end read as LF."""
    line: int
    """The 1-based line of the post where the block begins: the fence, tag or directive."""
    span: Span
    """The whole block in the post, its fences or tags included."""
    pieces: tuple[Piece, ...]
    """Where the source stands in the post, in order, without gaps in the source."""
    encoding: Encoding = "plain"
    directives: tuple[Directive, ...] = ()
    """What `<!-- mdgrad: … -->` comments say about this block (`off`, `ignore MG301`)."""
    line_break: str = "\n"
    """What the post writes for a line break of the source: line end, quote marks, indentation."""
    closer: str = ""
    """What would end the block: a run of fence characters on a line of their own, or words."""

    def in_post(self, span: Span) -> Span:
        """Return where `span` of the source stands in the post.

        A span that ends with a line break reaches to the next line's first character, so that
        `write` of a text that ends with one replaces it evenly.
        """
        return place_in_post(self.source, self.pieces, span)

    def write(self, text: str) -> str:
        """Return what to write in the post for `text` in the source.

        Raises ValueError where the container cannot hold the text: it would end the block, or
        has a CR, which no container keeps apart from LF.
        """
        if "\r" in text:
            raise ValueError("a diagram's line ends with LF, not with CR")
        lines = text.split("\n")
        if self.closer and any(_closes(line, self.closer) for line in lines):
            raise ValueError(f"{self.closer!r} would end the diagram's block")
        return self.line_break.join(encoded(line, self.encoding) for line in lines)


def _closes(line: str, closer: str) -> bool:
    """Return whether `line` would end a block: alone on the line if the closer is a fence."""
    if set(closer) != {closer[0]}:
        return closer in line
    bare = line.strip(" \t")
    return bare.startswith(closer) and set(bare) == {closer[0]}
