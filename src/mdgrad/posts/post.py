"""The post: a document's text, the diagrams found in it, and what was odd about finding them."""

from __future__ import annotations

from dataclasses import dataclass

from mdgrad.posts.block import Block
from mdgrad.posts.problem import Problem, ProblemKind
from mdgrad.source import Text

__all__ = ["Post", "Problem", "ProblemKind"]


@dataclass(frozen=True, slots=True)
class Post:
    """A post, read: its text and the diagrams in it, in order."""

    text: Text
    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
