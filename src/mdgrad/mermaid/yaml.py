"""The YAML of `@{ … }` and of front matter, accepted and rejected as mermaid does it.

Mermaid reads with js-yaml 4 and the JSON schema. This follows its order of trying (block sequence,
block mapping, flow collection, scalars).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mdgrad.mermaid.yaml_nodes import (
    TAGS,
    Mapping,
    Node,
    Scalar,
    ScalarStyle,
    Sequence,
    YamlError,
    resolved,
    tagged,
)
from mdgrad.mermaid.yaml_scalars import BLOCK_HEADER, block_text, double_quoted_text

__all__ = ["load"]

_END = "\0"
_BLANK = frozenset(" \t\n\r\0")
_FLOW = frozenset(",[]{}")
_NEVER_PLAIN = frozenset(" \t\n\r,[]{}#&*!|>'\"%@`\0")
_NULL = Scalar(None, 0, 0, "resolved")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f]")
_DEEPEST = 100


def load(text: str) -> Node:
    """Return what `text` says; raise `YamlError` where it is not YAML."""
    if _END in text:
        raise YamlError("YAML knows no NUL character", text.index(_END))
    reader = _Reader(text if text.endswith("\n") else text + "\n")
    return reader.document()


@dataclass(slots=True)
class _Properties:
    """The anchor and the tag before a node."""

    start: tuple[int, int, int, int, int]
    """Where they begin, and what the reader knew of the line there."""
    anchor: str | None = None
    tag: str | None = None
    line_ended: bool = False
    """Whether the node is on a later line than the last of them."""

    def __bool__(self) -> bool:
        return self.anchor is not None or self.tag is not None


_NO_PROPERTIES = _Properties((0, 0, 0, 0, -1))


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
        order = self.order(parent) if at_new_line else 1
        properties = self.properties(at_new_line=at_new_line) if order == 1 else _NO_PROPERTIES
        if properties.line_ended:
            at_new_line, order = True, self.order(parent)
        collections = block and (at_new_line or (compact and not properties))
        flow_indent = parent + 1 if block else parent
        own_indent = self.position - self.line_start
        found: Node | None = None
        if order == 1:
            found = (
                (collections and self.block_collection(own_indent, flow_indent))
                or self.flow_collection(flow_indent)
                or (block and not collections and self.mapping_from(properties, flow_indent))
                or self.scalar(flow_indent, block=block, flow=flow)
                or None
            )
        elif order == 0 and block:
            found = self.block_sequence(own_indent) if collections else None
        self.depth -= 1
        return self.finished(found, properties)

    def order(self, parent: int) -> int:
        """Return 1, 0 or -1: this line is indented more than `parent`, as much, or less."""
        return (self.indent > parent) - (self.indent < parent)

    def properties(self, *, at_new_line: bool) -> _Properties:
        """Read the `&anchor` and the `!tag` before a node."""
        found = _Properties(self.place())
        while self.character in "!&":
            is_tag = self.character == "!"
            if (found.tag if is_tag else found.anchor) is not None:
                if at_new_line or found.line_ended:
                    break
                raise self.error("a YAML node has one anchor and one tag at most")
            self.position += 1
            if is_tag:
                found.tag = self.tag_name()
            else:
                found.anchor = self.name()
            found.line_ended = bool(self.separation())
        return found

    def tag_name(self) -> str:
        start = self.position
        while self.character not in _BLANK:
            self.position += 1
        tag = self.text[start : self.position]
        if tag and tag not in TAGS:
            raise self.error(f"the YAML tag `!{tag}` has no meaning here")
        return tag

    def place(self) -> tuple[int, int, int, int, int]:
        return self.position, self.line, self.line_start, self.indent, self.tab

    def return_to(self, place: tuple[int, int, int, int, int]) -> None:
        self.position, self.line, self.line_start, self.indent, self.tab = place

    def mapping_from(self, properties: _Properties, flow_indent: int) -> Node | None:
        """Read a mapping whose first key has the properties just read, or return None."""
        if not properties or self.character in "|>":
            return None
        here = self.place()
        self.return_to(properties.start)
        found = self.block_mapping(self.position - self.line_start, flow_indent)
        if isinstance(found, Mapping):
            properties.anchor = properties.tag = None
            return found
        self.return_to(here)
        return None

    def finished(self, found: Node | None, properties: _Properties) -> Node | None:
        """Return the node with its tag heeded and its anchor remembered."""
        try:
            if properties.tag is not None:
                found = tagged(found, properties.tag)
            elif isinstance(found, Scalar) and found.style == "plain":
                found = replace(found, value=resolved(str(found.value)), style="resolved")
        except YamlError as error:
            raise self.error(error.message) from None
        if properties.anchor is not None:
            found = found or _NULL
            self.anchors[properties.anchor] = found
        return found

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
            if self.entry_is_last(line, indent):
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
        detected = after_question = False
        key: Node | None = None
        start = self.position
        while self.character != _END:
            if not after_question:
                self.refuse_tab()
            line, begin = self.line, self.position
            mark = self.question_or_colon(after_question=after_question)
            found = None if mark else self.node(flow_indent, block=False, compact=True)
            if not (mark or found):
                break
            if not (mark or self.at_colon(line, detected=detected)):
                return found
            if after_question and mark != ":":
                self.store(items, key, None, start)
            if mark != ":":
                key, start = found, begin
            detected, after_question = True, mark == "?"
            value = self.node(indent, block=True, compact=mark is not None, seek=True)
            if after_question:
                key = value
            else:
                self.store(items, key, value, start)
            if self.entry_is_last(line, indent):
                break
        if after_question:
            self.store(items, key, None, start)
        return Mapping(items) if detected else None

    def question_or_colon(self, *, after_question: bool) -> str | None:
        """Read the `?` before a key or the `:` on a line of its own after one, if it is there."""
        mark = self.character
        if mark not in "?:" or self.text[self.position + 1] not in _BLANK:
            return None
        if mark == ":" and not after_question:
            raise self.error("this YAML pair has no key")
        self.position += 1
        return mark

    def entry_is_last(self, line: int, indent: int) -> bool:
        """Return whether the collection ends after the entry that began on `line`."""
        self.separation()
        if (self.line == line or self.indent > indent) and self.character != _END:
            raise self.error("this YAML entry is indented wrongly")
        return self.indent < indent

    def at_colon(self, line: int, *, detected: bool) -> bool:
        """Read the `:` after a key that began on `line`; return False if it is no key."""
        while self.line == line and self.character in " \t":
            self.position += 1
        if self.line != line or self.character != ":":
            if detected:
                raise self.error("this YAML key lacks its `:`")
            return False
        self.position += 1
        if self.character not in _BLANK:
            raise self.error("YAML needs a space after the `:` of a key")
        return True

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
            is_explicit = self.character == "?" and self.text[self.position + 1] in _BLANK
            if is_explicit:
                self.position += 1
                self.separation()
            line, start = self.line, self.position
            key = self.flow_node(indent)
            self.separation()
            value: Node | None = None
            has_value = (is_explicit or self.line == line) and self.character == ":"
            is_pair = is_explicit or has_value
            if has_value:
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
        if _UNPRINTABLE.search(text):
            raise self.error("the YAML has an unprintable character")
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
            raise self.error("the YAML has an unprintable character")
        return Scalar(written, start, end, "plain")

    def at_plain(self, *, flow: bool) -> bool:
        """Return whether a plain scalar can begin here."""
        character = self.character
        if character in _NEVER_PLAIN:
            return False
        following = self.text[self.position + 1]
        return character not in "?-" or not (following in _BLANK or (flow and following in _FLOW))

    def at_end_of_plain(self, *, flow: bool) -> bool:
        character = self.character
        if character == ":":
            following = self.text[self.position + 1]
            return following in _BLANK or (flow and following in _FLOW)
        if character == "#":
            return self.text[self.position - 1] in _BLANK
        return character == _END or self.at_document_mark() or (flow and character in _FLOW)

    def continued_lines(self, indent: int) -> int:
        """Skip to the next line of a plain scalar; return how many lines ended, 0 if it ends."""
        before = (self.line, self.line_start, self.indent, self.tab)
        lines = self.folded_lines()
        if self.indent < indent:
            self.line, self.line_start, self.indent, self.tab = before
            return 0
        return lines


def _written_out(key: Node | None) -> str:
    """Return a key as JavaScript's `String` writes it."""
    if isinstance(key, Mapping):
        return "[object Object]"
    if isinstance(key, Sequence):
        return ",".join(_written_out(item) for item in key.items)
    if key is None or key.value is None:
        return "null"
    return str(key.value).lower() if isinstance(key.value, bool) else str(key.value)
