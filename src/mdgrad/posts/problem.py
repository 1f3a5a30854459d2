"""What is odd about a post itself, before any diagram in it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mdgrad.messages import Message
from mdgrad.source import Span

__all__ = ["Problem", "ProblemKind"]

ProblemKind = Literal["unclosed", "notebook", "directive"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd about a post that a writer wants to know."""

    kind: ProblemKind
    span: Span
    message: Message
