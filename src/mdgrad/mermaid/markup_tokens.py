"""The tags in a label, told apart from its text as HTML tells them apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Tag", "attributes", "tags"]

_SPACE = r"\t\n\f\r "
_OPENING = re.compile(r"<(?:(/?)([A-Za-z][^\t\n\f\r />]*)|!--|[!?]|/)")
_ATTRIBUTE = re.compile(
    rf"[{_SPACE}/]*([^{_SPACE}/>][^{_SPACE}/>=]*)"
    rf"(?:[{_SPACE}]*=[{_SPACE}]*(?:\"([^\"]*)\"|'([^']*)'|(?!>)([^{_SPACE}\"'>][^{_SPACE}>]*)))?"
)
_TAG_END = re.compile(
    rf"(?:[{_SPACE}/]*[^{_SPACE}/>][^{_SPACE}/>=]*"
    rf"(?:[{_SPACE}]*=[{_SPACE}]*(?:\"[^\"]*\"|'[^']*'|(?!>)[^{_SPACE}\"'>][^{_SPACE}>]*|(?=>)))?)*+"
    rf"[{_SPACE}/]*>"
)
_COMMENT_END = re.compile("--!?>")
_RAW = frozenset(("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"))


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, or what HTML throws away (a comment, a tag without its end): then it has no name."""

    name: str
    is_closing: bool
    start: int
    end: int
    attributes_start: int = 0


def tags(text: str) -> Iterator[Tag]:
    """Yield the tags of `text` in order; what lies between them is text."""
    position = 0
    while opening := _OPENING.search(text, position):
        tag = _tag(text, opening)
        yield tag
        position = tag.end
        if tag.name == "plaintext" and not tag.is_closing:
            return
        if tag.name in _RAW and not tag.is_closing:
            closing = re.compile(rf"</{tag.name}(?=[{_SPACE}/>])", re.IGNORECASE)
            found = closing.search(text, position)
            position = found.start() if found else len(text)


def _tag(text: str, opening: re.Match[str]) -> Tag:
    start, size = opening.start(), len(text)
    name = (opening[2] or "").lower()
    if name:
        end = _TAG_END.match(text, opening.end())
        if end is None:
            return Tag("", False, start, size)
        return Tag(name, bool(opening[1]), start, end.end(), opening.end())
    if opening[0] == "<!--":
        abrupt = re.compile("-?>").match(text, opening.end())
        found = abrupt or _COMMENT_END.search(text, opening.end())
        return Tag("", False, start, found.end() if found else size)
    if opening[0] == "</" and opening.end() == size:
        return Tag("", False, size, size)  # `</` at the very end is text
    end_at = text.find(">", opening.end())
    return Tag("", False, start, end_at + 1 if end_at >= 0 else size)


def attributes(text: str, tag: Tag) -> Iterator[tuple[str, str]]:
    """Yield the attributes of `tag` with their values as written, the first of each name."""
    seen = set()
    for found in _ATTRIBUTE.finditer(text, tag.attributes_start, tag.end - 1):
        name = found[1].lower()
        if name not in seen:
            seen.add(name)
            yield name, found[2] or found[3] or found[4] or ""
