"""What is left of the HTML in a label: Mermaid parses it, sanitizes it and writes it anew.

So `<br/>` becomes `<br>`, a tag left open is closed, one that HTML does not know vanishes, and
`a<b` is cut short, since `<b` begins a tag that never ends. This follows the HTML standard's tree
construction as far as labels go: no foster parenting out of tables, and no formatting element that
reaches into a block.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from mdgrad.mermaid.markup_names import ATTRIBUTES, FORBIDDEN_CONTENTS, FOREIGN, TAGS
from mdgrad.mermaid.markup_tokens import Tag, attributes, tags
from mdgrad.mermaid.text import unescape

__all__ = ["Piece", "sanitized"]

Piece = tuple[str, int, int]
"""A text that is shown, and the start and end of what is written for it.

Text between tags stands for itself, entities and all; a tag that Mermaid adds has no extent.
"""

_VOID = frozenset(
    ("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
     "wbr")
)  # fmt: skip
_FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
     "u")
)  # fmt: skip
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div",
     "dl", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
     "h6", "header", "hgroup", "hr", "main", "menu", "nav", "ol", "p", "pre", "search", "section",
     "summary", "table", "ul", "li", "dd", "dt", "plaintext", "xmp")
)  # fmt: skip
_IMPLIED_END = {"li": ("li",), "dd": ("dd", "dt"), "dt": ("dd", "dt"), "option": ("option",)}
_ONLY_IN_TABLES = frozenset(
    ("caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr")
)
_ALSO = frozenset(("math", "svg", "title"))
_FRAME = frozenset(("body", "frame", "frameset", "head", "html"))
_HEAD = frozenset(("base", "basefont", "bgsound", "link", "meta", "style", "template", "title"))
_URI = re.compile(r"(?:(?:f|ht)tps?|mailto|tel|callto|sms|cid|xmpp|matrix):|[^a-z]"
                  r"|[a-z+.\-]+(?:[^a-z+.\-:]|$)", re.IGNORECASE)  # fmt: skip
_NOT_URIS = frozenset(
    ("alt", "class", "for", "id", "label", "name", "pattern", "placeholder", "role", "summary",
     "title", "value", "style", "xmlns")
)  # fmt: skip
_OTHER_ATTRIBUTE = re.compile(r"data-[-\w.\u00b7-\uffff]+|aria-[-\w]+", re.ASCII)
_UNSAFE = re.compile(
    r"--!?>|\]>|</(?:style|script|title|xmp|textarea|noscript|iframe|noembed|noframes)",
    re.IGNORECASE,
)


def sanitized(text: str) -> list[Piece]:
    """Return the pieces that Mermaid makes of the HTML `text`, in order."""
    builder = _Builder(text)
    position = 0
    for tag in tags(text):
        builder.text(position, tag.start)
        position = tag.end
        if not tag.name:
            continue
        if tag.is_closing:
            builder.close(tag)
        else:
            builder.open(tag)
    builder.text(position, len(text))
    while builder.elements:
        builder.pop(len(text), len(text))
    return builder.pieces


class _Element(NamedTuple):
    """An element that is open."""

    name: str
    opening: str
    """Its tag as Mermaid writes it, nothing where it does not stand."""
    vanishes: bool
    """Whether it takes what it holds with it."""


class _Builder:
    """The elements that are open, and the pieces so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[Piece] = []
        self.elements: list[_Element] = []
        self.count: Counter[str] = Counter()
        """How many elements of each name are open."""
        self.interrupted: list[_Element] = []
        """Formatting that an outer element's end cut off, and that goes on with the next text."""
        self.hidden = 0
        """How many elements are open that vanish."""
        self.has_begun = False
        """Whether anything came that HTML does not put into a document's head."""

    def add(self, shown: str, start: int, end: int) -> None:
        if shown and not self.hidden:
            self.pieces.append((shown, start, end))

    def text(self, start: int, end: int) -> None:
        if start == end:
            return
        text = self.source[start:end].replace("\0", "")
        self.has_begun = self.has_begun or bool(text.strip("\t\n\f\r "))
        self.resume(start)
        self.add(text, start, end)

    def resume(self, at: int) -> None:
        resumed, self.interrupted = self.interrupted, []
        for element in resumed:
            self.push(element, at, at)

    def push(self, element: _Element, start: int, end: int) -> None:
        """Open an element."""
        self.elements.append(element)
        self.count[element.name] += 1
        self.hidden += element.vanishes
        self.add(element.opening, start, end)

    def pop(self, start: int, end: int) -> _Element:
        """Close the innermost element."""
        element = self.elements.pop()
        self.count[element.name] -= 1
        if element.opening:
            self.add(f"</{element.name}>", start, end)
        self.hidden -= element.vanishes
        return element

    def open(self, tag: Tag) -> None:
        name = "img" if tag.name == "image" else tag.name
        if name in _FRAME or (name in _ONLY_IN_TABLES and not self.count["table"]):
            return
        if name in _HEAD and not self.has_begun:
            if name not in _VOID:
                self.push(_Element(name, "", vanishes=True), tag.start, tag.end)
            return
        self.has_begun = True
        ended = ("p",) if name in _BLOCKS else (name,) if name in {"a", "nobr"} else ()
        for other in (*ended, *_IMPLIED_END.get(name, ())):
            if self.count[other]:
                self.close_through(other, tag.start, tag.start)
        if name not in _BLOCKS:
            self.resume(tag.start)
        if name in _VOID:
            self.add(self.written(tag, name), tag.start, tag.end)
            return
        vanishes = name in FORBIDDEN_CONTENTS or (name in FOREIGN and not self.is_foreign())
        element = _Element(name, "" if vanishes else self.written(tag, name), vanishes)
        self.push(element, tag.start, tag.end)

    def is_foreign(self) -> bool:
        return bool(self.count["svg"] or self.count["math"])

    def close(self, tag: Tag) -> None:
        name = tag.name
        if name == "br" or (name == "p" and not self.count["p"]):
            self.has_begun = True
            self.add("<br>" if name == "br" else "<p></p>", tag.start, tag.end)
        elif self.count[name]:
            self.close_through(name, tag.start, tag.end)
        elif name in _FORMATTING:
            self.interrupted = [one for one in self.interrupted if one.name != name]

    def close_through(self, name: str, start: int, end: int) -> None:
        """Close the innermost element of this name with all that is open in it."""
        inner = []
        while self.elements[-1].name != name:
            inner.append(self.pop(start, start))
        self.pop(start, end)
        cut_off = [element for element in reversed(inner) if element.name in _FORMATTING]
        self.interrupted = _at_most_three(cut_off + self.interrupted)

    def written(self, tag: Tag, name: str) -> str:
        """Return the tag as Mermaid writes it, nothing where it does not stand."""
        if name not in TAGS and name not in _ALSO and not (name in FOREIGN and self.is_foreign()):
            return ""
        kept = []
        for attribute, written in attributes(self.source, tag):
            value = unescape(written).strip()
            if _is_allowed(attribute, value):
                kept.append((attribute, value))
        if name == "a":
            kept = _link_attributes(self.source, tag, kept)
        return "".join([f"<{name}", *(f' {key}="{value}"' for key, value in kept), ">"])


def _at_most_three(elements: list[_Element]) -> list[_Element]:
    """Return the last three elements of each tag, as HTML has it ("Noah's Ark")."""
    count: Counter[str] = Counter()
    kept = []
    for element in reversed(elements):
        count[element.name] += 1
        if count[element.name] <= 3:
            kept.append(element)
    return kept[::-1]


def _is_allowed(name: str, value: str) -> bool:
    if _UNSAFE.search(value):
        return False
    if _OTHER_ATTRIBUTE.fullmatch(name):
        return True
    if name not in ATTRIBUTES:
        return False
    return name in _NOT_URIS or not value or bool(_URI.match(re.sub(r"\s", "", value)))


def _link_attributes(source: str, tag: Tag, kept: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return a link's attributes with its target, which Mermaid lets stand, at the end."""
    for name, value in attributes(source, tag):
        if name == "target":
            without_rel = [pair for pair in kept if pair[0] != "rel"]
            if value == "_blank":
                return [*without_rel, ("rel", "noopener"), ("target", value)]
            return [*kept, ("target", value)]
    return kept
