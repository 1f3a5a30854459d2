"""A cursor over a YAML text that knows its lines and reads its scalars."""

from __future__ import annotations

import re

from mdgrad.mermaid.yaml_nodes import Node, Scalar, ScalarStyle, YamlError
from mdgrad.mermaid.yaml_scalars import BLOCK_HEADER, block_text, double_quoted_text
from mdgrad.messages import Message

__all__ = ["BLANK", "END", "FLOW", "Place", "YamlCursor"]

END = "\0"
"""What stands behind the last character."""
BLANK = frozenset(" \t\n\r\0")
FLOW = frozenset(",[]{}")
"""What ends a plain scalar between brackets."""

Place = tuple[int, int, int, int, int]
"""A position, and what is known of its line."""

_NEVER_PLAIN = frozenset(" \t\n\r,[]{}#&*!|>'\"%@`\0")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f]")


class YamlCursor:
    """Where the reader is."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self.text = text + END
        self.position = 0
        self.line = 0
        self.line_start = 0
        self.indent = 0
        self.tab = -1
        self.depth = 0
        self.anchors: dict[str, Node] = {}

    def error(self, message: Message) -> YamlError:
        """Return the error for this place."""
        return YamlError(message, min(self.position, self.length))

    @property
    def character(self) -> str:
        """The character at this place."""
        return self.text[self.position]

    def separation(self) -> int:
        """Skip white space, line ends and comments; return how many lines ended."""
        text, lines = self.text, 0
        while True:
            while text[self.position] in " \t":
                if text[self.position] == "\t" and self.tab < 0:
                    self.tab = self.position
                self.position += 1
            if text[self.position] == "#":
                self.position = text.find("\n", self.position)
            if text[self.position] != "\n":
                return lines
            self.position += 1
            lines += 1
            self.begin_line()
            while text[self.position] == " ":
                self.position += 1
            self.indent = self.position - self.line_start

    def begin_line(self) -> None:
        """Note that a line begins here."""
        self.line += 1
        self.line_start = self.position
        self.tab = -1

    def at_document_mark(self) -> bool:
        """Return whether a `---` or `...` of its own begins here."""
        return (
            self.position == self.line_start
            and self.text[self.position : self.position + 3] in {"---", "..."}
            and self.text[self.position + 3] in BLANK
        )

    def place(self) -> Place:
        """Return the position and what is known of its line."""
        return self.position, self.line, self.line_start, self.indent, self.tab

    def return_to(self, place: Place) -> None:
        """Go back to what `place` returned."""
        self.position, self.line, self.line_start, self.indent, self.tab = place

    def name(self) -> str:
        """Read the name of an anchor or alias."""
        start = self.position
        while self.character not in BLANK and self.character not in FLOW:
            self.position += 1
        if self.position == start:
            raise self.error(Message("a YAML anchor needs a name"))
        return self.text[start : self.position]

    def refuse_tab(self) -> None:
        """Refuse a tab in the indentation of this line."""
        if self.tab >= 0:
            self.position = self.tab
            raise self.error(Message("YAML does not allow a tab in the indentation"))

    def block_scalar(self, indent: int) -> Node:
        """Read a `|` or `>` block."""
        start = self.position
        header = BLOCK_HEADER.match(self.text, start)
        if header is None or self.text[header.end()] not in "\n\0":
            raise self.error(Message("this YAML block has a wrong first line"))
        text, end = block_text(self.text, header, indent)
        if _UNPRINTABLE.search(text):
            raise self.error(Message("the YAML has an unprintable character"))
        self.line += self.text.count("\n", start, end)
        self.line_start = self.text.rfind("\n", 0, end) + 1
        self.tab = -1
        self.position = end
        self.indent = end - self.line_start
        return Scalar(text, header.end() + 1, end, "block")

    def quoted(self, quote: str) -> Node:
        """Read a scalar in quotes."""
        start = self.position
        self.position += 1
        pieces: list[str] = []
        begin = self.position
        while True:
            character = self.character
            if character == END:
                raise self.error(Message("the YAML lacks a closing `{quote}`", quote=quote))
            if character == quote:
                if quote == '"' or self.text[self.position + 1] != "'":
                    break
                self.position += 2
            elif character == "\\" and quote == '"':
                self.position += 2
            elif character == "\n":
                pieces.append(self.text[begin : self.position].rstrip(" \t"))
                lines = self.folded_lines()
                pieces.append(" " if lines == 1 else "\n" * (lines - 1))
                begin = self.position
            else:
                if self.at_document_mark():
                    raise self.error(Message("the YAML lacks a closing `{quote}`", quote=quote))
                self.position += 1
        pieces.append(self.text[begin : self.position])
        written = "".join(pieces)
        if _CONTROL.search(written.replace("\n", "").replace("\t", "")):
            raise self.error(Message("the YAML has a control character"))
        self.position += 1
        style: ScalarStyle = "double" if quote == '"' else "single"
        text = double_quoted_text(written, start) if quote == '"' else written.replace("''", "'")
        return Scalar(text, start + 1, self.position - 1, style)

    def folded_lines(self) -> int:
        """Skip line ends and the white space around them, but no comment."""
        lines = 0
        while self.character in " \t\n":
            if self.character == "\n":
                self.position += 1
                lines += 1
                self.begin_line()
                while self.character == " ":
                    self.position += 1
                self.indent = self.position - self.line_start
            else:
                self.position += 1
        return lines

    def plain(self, indent: int, *, flow: bool) -> Node | None:
        """Read a scalar without quotes, or return None."""
        if not self.at_plain(flow=flow):
            return None
        start = end = begin = self.position
        pieces: list[str] = []
        while not self.at_end_of_plain(flow=flow):
            character = self.character
            if character == "\n":
                pieces.append(self.text[begin:end])
                lines = self.continued_lines(indent)
                if lines == 0:
                    self.position = begin = end
                    break
                pieces.append(" " if lines == 1 else "\n" * (lines - 1))
                begin = end = self.position
                continue
            self.position += 1
            if character not in " \t":
                end = self.position
        pieces.append(self.text[begin:end])
        written = "".join(pieces).rstrip(" \n") if begin == end else "".join(pieces)
        if not written:
            return None
        if _UNPRINTABLE.search(written):
            raise self.error(Message("the YAML has an unprintable character"))
        return Scalar(written, start, end, "plain")

    def at_plain(self, *, flow: bool) -> bool:
        """Return whether a plain scalar can begin here."""
        character = self.character
        if character in _NEVER_PLAIN:
            return False
        following = self.text[self.position + 1]
        return character not in "?-" or not (following in BLANK or (flow and following in FLOW))

    def at_end_of_plain(self, *, flow: bool) -> bool:
        """Return whether a plain scalar ends here."""
        character = self.character
        if character == ":":
            following = self.text[self.position + 1]
            return following in BLANK or (flow and following in FLOW)
        if character == "#":
            return self.text[self.position - 1] in BLANK
        return character == END or self.at_document_mark() or (flow and character in FLOW)

    def continued_lines(self, indent: int) -> int:
        """Skip to the next line of a plain scalar; return how many lines ended, 0 if it ends."""
        before = (self.line, self.line_start, self.indent, self.tab)
        lines = self.folded_lines()
        if self.indent < indent:
            self.line, self.line_start, self.indent, self.tab = before
            return 0
        return lines
