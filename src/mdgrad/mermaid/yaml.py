"""The YAML of `@{ … }` and of front matter, accepted and rejected as mermaid does it.

Mermaid reads with js-yaml 4 and the JSON schema. This follows its order of trying (block sequence,
block mapping, flow collection, scalars), without tags and explicit `? key` pairs.
"""

from __future__ import annotations

import re

from mdgrad.mermaid.yaml_nodes import (
    Mapping,
    Node,
    Scalar,
    ScalarStyle,
    Sequence,
    YamlError,
    resolved,
)
from mdgrad.mermaid.yaml_scalars import BLOCK_HEADER, block_text, double_quoted_text

__all__ = ["load"]

_END = "\0"
_BLANK = frozenset(" \t\n\r\0")
_FLOW = frozenset(",[]{}")
_NEVER_PLAIN = frozenset(" \t\n\r,[]{}#&*!|>'\"%@`\0")
_NULL = Scalar(None, 0, 0, "plain")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f]")
_DEEPEST = 100


def load(text: str) -> Node:
    """Return what `text` says; raise `YamlError` where it is not YAML."""
    if _END in text:
        raise YamlError("YAML knows no NUL character", text.index(_END))
    reader = _Reader(text if text.endswith("\n") else text + "\n")
    return reader.document()


class _Reader:
    def __init__(self, text: str) -> None:
        self.length = len(text)
        self.text = text + _END
        self.position = 0
        self.line = 0
        self.line_start = 0
        self.indent = 0
        self.tab = -1
        self.depth = 0
        self.anchors: dict[str, Node] = {}

    def document(self) -> Node:
        self.separation()
        if self.indent == 0 and self.text.startswith("---", self.position):
            self.position += 3
            self.separation()
        node = self.node(self.indent - 1, block=True, compact=True)
        self.separation()
        if self.position < self.length - 1:
            raise self.error("the YAML should end here")
        return node or _NULL

    def error(self, message: str) -> YamlError:
        return YamlError(message, min(self.position, self.length))

    @property
    def character(self) -> str:
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
        self.line += 1
        self.line_start = self.position
        self.tab = -1

    def at_document_mark(self) -> bool:
        return (
            self.position == self.line_start
            and self.text[self.position : self.position + 3] in {"---", "..."}
            and self.text[self.position + 3] in _BLANK
        )

    def node(
        self, parent: int, *, block: bool, compact: bool, seek: bool = False, flow: bool = False
    ) -> Node | None:
        """Read a node that is indented more than `parent`, or return None."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error("the YAML is nested too deeply")
        at_new_line = bool(seek and self.separation())
        order = (self.indent > parent) - (self.indent < parent) if at_new_line else 1
        anchor = self.anchor() if order == 1 else None
        collections = block and (at_new_line or compact) and anchor is None
        flow_indent = parent + 1 if block else parent
        own_indent = self.position - self.line_start
        found: Node | None = None
        if order == 1:
            found = (
                (collections and self.block_collection(own_indent, flow_indent))
                or self.flow_collection(flow_indent)
                or self.scalar(flow_indent, block=block, flow=flow)
                or None
            )
        elif order == 0 and block:
            found = self.block_sequence(own_indent) if collections else None
        if anchor is not None:
            found = found or _NULL
            self.anchors[anchor] = found
        self.depth -= 1
        return found

    def anchor(self) -> str | None:
        if self.character == "!":
            raise self.error("a YAML tag has no meaning here")
        if self.character != "&":
            return None
        self.position += 1
        name = self.name()
        self.separation()
        return name

    def name(self) -> str:
        start = self.position
        while self.character not in _BLANK and self.character not in _FLOW:
            self.position += 1
        if self.position == start:
            raise self.error("a YAML anchor needs a name")
        return self.text[start : self.position]

    def block_collection(self, indent: int, flow_indent: int) -> Node | None:
        return self.block_sequence(indent) or self.block_mapping(indent, flow_indent)

    def block_sequence(self, indent: int) -> Node | None:
        if self.tab >= 0:
            return None
        items: list[Node] = []
        while self.character == "-" and self.text[self.position + 1] in _BLANK:
            self.refuse_tab()
            self.position += 1
            if self.separation() and self.indent <= indent:
                items.append(_NULL)
                continue
            line = self.line
            items.append(self.node(indent, block=True, compact=True) or _NULL)
            self.separation()
            if (self.line == line or self.indent > indent) and self.character != _END:
                raise self.error("this entry of a YAML list is indented wrongly")
            if self.indent < indent:
                break
        return Sequence(tuple(items)) if items else None

    def refuse_tab(self) -> None:
        if self.tab >= 0:
            self.position = self.tab
            raise self.error("YAML does not allow a tab in the indentation")

    def block_mapping(self, indent: int, flow_indent: int) -> Node | None:
        if self.tab >= 0:
            return None
        items: dict[str, Node] = {}
        detected = False
        while self.character != _END:
            self.refuse_tab()
            line, start = self.line, self.position
            if self.character in "?:" and self.text[self.position + 1] in _BLANK:
                raise self.error("this YAML pair has no key")
            key = self.node(flow_indent, block=False, compact=True)
            if key is None:
                break
            colon = self.text[self.position]
            while self.line == line and colon in " \t":
                self.position += 1
                colon = self.text[self.position]
            if self.line != line or colon != ":":
                if not detected:
                    return key
                raise self.error("this YAML key lacks its `:`")
            self.position += 1
            if self.character not in _BLANK:
                raise self.error("YAML needs a space after the `:` of a key")
            detected = True
            value = self.node(indent, block=True, compact=False, seek=True)
            self.store(items, key, value, start)
            self.separation()
            if (self.line == line or self.indent > indent) and self.character != _END:
                raise self.error("this YAML entry is indented wrongly")
            if self.indent < indent:
                break
        return Mapping(items) if detected else None

    def store(self, items: dict[str, Node], key: Node | None, value: Node | None, at: int) -> None:
        name = _written_out(key)
        if name in items:
            self.position = at
            raise self.error(f"the YAML says `{name}` twice")
        items[name] = value or _NULL

    def flow_collection(self, indent: int) -> Node | None:
        if self.character not in "[{":
            return None
        is_mapping = self.character == "{"
        closer = "}" if is_mapping else "]"
        items: dict[str, Node] = {}
        entries: list[Node] = []
        self.position += 1
        wants_more = True
        while True:
            self.separation()
            if self.character == _END:
                raise self.error(f"the YAML lacks its `{closer}`")
            if self.character == closer:
                self.position += 1
                return Mapping(items) if is_mapping else Sequence(tuple(entries))
            if not wants_more:
                raise self.error("the YAML lacks a `,` between two entries")
            if self.character == ",":
                raise self.error("the YAML lacks an entry before this `,`")
            line, start = self.line, self.position
            key = self.flow_node(indent)
            self.separation()
            value: Node | None = None
            is_pair = self.line == line and self.character == ":"
            if is_pair:
                self.position += 1
                self.separation()
                value = self.flow_node(indent)
            if is_mapping:
                self.store(items, key, value, start)
            elif is_pair:
                pair: dict[str, Node] = {}
                self.store(pair, key, value, start)
                entries.append(Mapping(pair))
            else:
                entries.append(key or _NULL)
            self.separation()
            wants_more = self.character == ","
            self.position += wants_more

    def flow_node(self, indent: int) -> Node | None:
        return self.node(indent, block=False, compact=True, flow=True)

    def scalar(self, indent: int, *, block: bool, flow: bool) -> Node | None:
        character = self.character
        if character in "|>" and block:
            return self.block_scalar(indent)
        if character in "'\"":
            return self.quoted(character)
        if character == "*":
            self.position += 1
            name = self.name()
            if name not in self.anchors:
                raise self.error(f"the YAML has no anchor `{name}`")
            self.separation()
            return self.anchors[name]
        return self.plain(indent, flow=flow)

    def block_scalar(self, indent: int) -> Node:
        start = self.position
        header = BLOCK_HEADER.match(self.text, start)
        if header is None or self.text[header.end()] not in "\n\0":
            raise self.error("this YAML block has a wrong first line")
        text, end = block_text(self.text, header, indent)
        self.line += self.text.count("\n", start, end)
        self.line_start = self.text.rfind("\n", 0, end) + 1
        self.tab = -1
        self.position = end
        self.indent = end - self.line_start
        return Scalar(text, header.end() + 1, end, "block")

    def quoted(self, quote: str) -> Node:
        start = self.position
        self.position += 1
        pieces: list[str] = []
        begin = self.position
        while True:
            character = self.character
            if character == _END:
                raise self.error(f"the YAML lacks a closing `{quote}`")
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
                    raise self.error(f"the YAML lacks a closing `{quote}`")
                self.position += 1
        pieces.append(self.text[begin : self.position])
        written = "".join(pieces)
        if _CONTROL.search(written.replace("\n", "").replace("\t", "")):
            raise self.error("the YAML has a control character")
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
        text, start = self.text, self.position
        if text[start] in _NEVER_PLAIN:
            return None
        following = text[start + 1]
        if text[start] in "?-" and (following in _BLANK or (flow and following in _FLOW)):
            return None
        pieces: list[str] = []
        begin = end = start
        while (character := text[self.position]) != _END:
            if character == ":":
                following = text[self.position + 1]
                if following in _BLANK or (flow and following in _FLOW):
                    break
            elif character == "#":
                if text[self.position - 1] in _BLANK:
                    break
            elif self.at_document_mark() or (flow and character in _FLOW):
                break
            elif character == "\n":
                before = (self.position, self.line, self.line_start, self.indent, self.tab)
                lines = self.folded_lines()
                if self.indent < indent:
                    _, self.line, self.line_start, self.indent, self.tab = before
                    self.position = end
                    break
                pieces.append(text[begin:end])
                pieces.append(" " if lines == 1 else "\n" * (lines - 1))
                begin = end = self.position
                continue
            self.position += 1
            if character not in " \t":
                end = self.position
        pieces.append(text[begin:end])
        written = "".join(pieces).rstrip(" \n") if begin == end else "".join(pieces)
        if not written:
            return None
        if _UNPRINTABLE.search(written):
            raise self.error("the YAML has an unprintable character")
        return Scalar(resolved(written), start, end, "plain")


def _written_out(key: Node | None) -> str:
    """Return a key as JavaScript's `String` writes it."""
    if isinstance(key, Mapping):
        return "[object Object]"
    if isinstance(key, Sequence):
        return ",".join(_written_out(item) for item in key.items)
    if key is None or key.value is None:
        return "null"
    return str(key.value).lower() if isinstance(key.value, bool) else str(key.value)
