"""What is raised where Mermaid would refuse to draw."""

from __future__ import annotations

from mdgrad.messages import Message
from mdgrad.source import Span, Text

__all__ = ["MermaidError", "RefusalError"]


class RefusalError(Exception):
    """A refusal with its place in the prepared text; `parse` turns it into a `MermaidError`."""

    def __init__(
        self,
        message: Message,
        place: tuple[int, int] | Span,
        *,
        code: str = "MG101",
        expected: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        """Offsets into the prepared text, or the place in the source where it is known already."""
        self.code = code
        self.expected = expected


class MermaidError(ValueError):
    """A source that Mermaid rejects, and where; `line` and `column` are 1-based."""

    def __init__(self, source: str, span: Span, refusal: RefusalError) -> None:
        self.line, self.column = Text(source).line_column(span.start)
        super().__init__(f"line {self.line}, column {self.column}: {refusal.message}")
        self.message = refusal.message
        self.span = span
        self.code = refusal.code
        self.expected = refusal.expected
        """What Mermaid would have accepted there, in words."""
