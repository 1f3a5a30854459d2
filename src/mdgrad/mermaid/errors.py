"""What is raised where Mermaid would refuse to draw."""

from __future__ import annotations

from mdgrad.source import Span, Text

__all__ = ["MermaidError", "RefusalError"]


class RefusalError(Exception):
    """A refusal with its place in the prepared text; `parse` turns it into a `MermaidError`."""

    def __init__(
        self,
        message: str,
        start: int,
        end: int | None = None,
        *,
        code: str = "MG101",
        expected: tuple[str, ...] = (),
        span: Span | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = start if end is None else end
        self.code = code
        self.expected = expected
        self.span = span
        """The place in the source, where it is known already."""


class MermaidError(ValueError):
    """A source that Mermaid rejects, and where; `line` and `column` are 1-based."""

    def __init__(
        self,
        message: str,
        source: str,
        span: Span,
        *,
        code: str = "MG101",
        expected: tuple[str, ...] = (),
    ) -> None:
        self.line, self.column = Text(source).line_column(span.start)
        super().__init__(f"line {self.line}, column {self.column}: {message}")
        self.message = message
        self.span = span
        self.code = code
        self.expected = expected
        """What Mermaid would have accepted there, in words."""
