"""What the containers find in a post, in the order in which it stands there."""

from __future__ import annotations

from dataclasses import dataclass

from mdgrad.messages import Message
from mdgrad.posts.encoding import Encoding
from mdgrad.posts.excerpt import Excerpt
from mdgrad.source import Span

__all__ = ["Comment", "Drawing", "Found", "Oddity"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A Mermaid source, before it is known which directives apply to it."""

    excerpt: Excerpt
    span: Span
    encoding: Encoding = "plain"
    line_break: str = "\n"
    closer: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that speaks to mdgrad: what follows `mdgrad:`, and where that stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something odd that a writer wants to know."""

    span: Span
    message: Message


Found = Drawing | Comment | Oddity
