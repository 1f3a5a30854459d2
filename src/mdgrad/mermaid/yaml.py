"""The YAML of `@{ … }` and of front matter, accepted and rejected as mermaid does it.

Mermaid reads with js-yaml 4 and the JSON schema. This follows its order of trying (block sequence,
block mapping, flow collection, scalars).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mdgrad.mermaid.yaml_cursor import BLANK, END, Place, YamlCursor
from mdgrad.mermaid.yaml_nodes import (
    TAGS,
    Mapping,
    Node,
    Scalar,
    Sequence,
    YamlError,
    resolved,
    tagged,
)
from mdgrad.messages import Message

__all__ = ["load"]

_NULL = Scalar(None, 0, 0, "resolved")
_DEEPEST = 100


def load(text: str) -> Node:
    """Return what `text` says; raise `YamlError` where it is not YAML."""
    if END in text:
        raise YamlError(Message("YAML knows no NUL character"), text.index(END))
    reader = _Reader(text if text.endswith("\n") else text + "\n")
    return reader.document()


@dataclass(slots=True)
class _Properties:
    """The anchor and the tag before a node."""

    start: Place
    """Where they begin, and what the reader knew of the line there."""
    anchor: str | None = None
    tag: str | None = None
    line_ended: bool = False
    """Whether the node is on a later line than the last of them."""

    def __bool__(self) -> bool:
        return self.anchor is not None or self.tag is not None


_NO_PROPERTIES = _Properties((0, 0, 0, 0, -1))


class _Reader(YamlCursor):
    def document(self) -> Node:
        self.separation()
        if self.indent == 0 and self.text.startswith("---", self.position):
            self.position += 3
            self.separation()
        node = self.node(self.indent - 1, block=True, compact=True)
        self.separation()
        if self.position < self.length - 1:
            raise self.error(Message("the YAML should end here"))
        return node or _NULL

    def node(
        self, parent: int, *, block: bool, compact: bool, seek: bool = False, flow: bool = False
    ) -> Node | None:
        """Read a node that is indented more than `parent`, or return None."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error(Message("the YAML is nested too deeply"))
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
                raise self.error(Message("a YAML node has one anchor and one tag at most"))
            self.position += 1
            if is_tag:
                found.tag = self.tag_name()
            else:
                found.anchor = self.name()
            found.line_ended = bool(self.separation())
        return found

    def tag_name(self) -> str:
        start = self.position
        while self.character not in BLANK:
            self.position += 1
        tag = self.text[start : self.position]
        if tag and tag not in TAGS:
            raise self.error(Message("the YAML tag `!{tag}` has no meaning here", tag=tag))
        return tag

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

    def block_collection(self, indent: int, flow_indent: int) -> Node | None:
        return self.block_sequence(indent) or self.block_mapping(indent, flow_indent)

    def block_sequence(self, indent: int) -> Node | None:
        if self.tab >= 0:
            return None
        items: list[Node] = []
        while self.character == "-" and self.text[self.position + 1] in BLANK:
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

    def block_mapping(self, indent: int, flow_indent: int) -> Node | None:
        if self.tab >= 0:
            return None
        items: dict[str, Node] = {}
        detected = after_question = False
        key: Node | None = None
        start = self.position
        while self.character != END:
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
        if mark not in "?:" or self.text[self.position + 1] not in BLANK:
            return None
        if mark == ":" and not after_question:
            raise self.error(Message("this YAML pair has no key"))
        self.position += 1
        return mark

    def entry_is_last(self, line: int, indent: int) -> bool:
        """Return whether the collection ends after the entry that began on `line`."""
        self.separation()
        if (self.line == line or self.indent > indent) and self.character != END:
            raise self.error(Message("this YAML entry is indented wrongly"))
        return self.indent < indent

    def at_colon(self, line: int, *, detected: bool) -> bool:
        """Read the `:` after a key that began on `line`; return False if it is no key."""
        while self.line == line and self.character in " \t":
            self.position += 1
        if self.line != line or self.character != ":":
            if detected:
                raise self.error(Message("this YAML key lacks its `:`"))
            return False
        self.position += 1
        if self.character not in BLANK:
            raise self.error(Message("YAML needs a space after the `:` of a key"))
        return True

    def store(self, items: dict[str, Node], key: Node | None, value: Node | None, at: int) -> None:
        name = _written_out(key)
        if name in items:
            self.position = at
            raise self.error(Message("the YAML says `{name}` twice", name=name))
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
            if self.character == END:
                raise self.error(Message("the YAML lacks its `{closer}`", closer=closer))
            if self.character == closer:
                self.position += 1
                return Mapping(items) if is_mapping else Sequence(tuple(entries))
            if not wants_more:
                raise self.error(Message("the YAML lacks a `,` between two entries"))
            if self.character == ",":
                raise self.error(Message("the YAML lacks an entry before this `,`"))
            is_explicit = self.character == "?" and self.text[self.position + 1] in BLANK
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
                raise self.error(Message("the YAML has no anchor `{name}`", name=name))
            self.separation()
            return self.anchors[name]
        return self.plain(indent, flow=flow)


def _written_out(key: Node | None) -> str:
    """Return a key as JavaScript's `String` writes it."""
    if isinstance(key, Mapping):
        return "[object Object]"
    if isinstance(key, Sequence):
        return ",".join(_written_out(item) for item in key.items)
    if key is None or key.value is None:
        return "null"
    return str(key.value).lower() if isinstance(key.value, bool) else str(key.value)
