"""The post: a document's text, the diagrams found in it, and what was odd about finding them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mdgrad.posts.block import Block, Directive
from mdgrad.source import Span, Text

__all__ = ["Post", "Problem", "ProblemKind"]

ProblemKind = Literal["unclosed", "notebook", "directive"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd about a post that a writer wants to know."""

    kind: ProblemKind
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post, read: its text and the diagrams in it, in order."""

    text: Text
    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
    directives: tuple[Directive, ...] = ()
    """What the front matter's `mdgrad:` key says: `off`, or one directive a line below it."""
