"""JSON, read for its strings and where they stand: a notebook must be mended in place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mdgrad.posts.excerpt import Excerpt, of_text
from mdgrad.source import Span

__all__ = ["JsonError", "JsonString", "check_json", "decoded", "strings_of"]

MAXIMUM_PATH = 4
"""Strings that lie deeper than a line of a cell's source are read over."""

SPACE = re.compile(r"[ \t\r\n]*")
TOKEN = re.compile(
    r'(?P<string>"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+")'
    r"|(?P<mark>[{}\[\],:])"
    r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null|NaN|-?Infinity"
)
ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)


class JsonError(ValueError):
    """The text is no JSON; `offset` is where that shows."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"no JSON at offset {offset}")
        self.offset = offset


@dataclass(frozen=True, slots=True)
class JsonString:
    """A string that is a value: the keys and indices that lead to it, and what is in quotes."""

    path: tuple[str | int, ...]
    span: Span


@dataclass(slots=True)
class _Level:
    """An object or an array that is being read: its closing mark, and the key or index reached."""

    closer: str
    key: str | int


def check_json(text: str, start: int = 0) -> None:
    """Raise JsonError if no JSON text begins at `start`; faster than to look for its strings."""
    try:
        # Numbers stay text: one of 5,000 digits is JSON, but Python declines to convert it.
        json.loads(text[start:], parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise JsonError(start + error.pos) from None
    except RecursionError:
        for _ in strings_of(text, start):
            pass


def strings_of(text: str, start: int = 0) -> Iterator[JsonString]:
    """Yield the strings of the JSON text that begins at `start`; raise JsonError if it is none."""
    levels: list[_Level] = []
    expected = "value"
    position = _after_space(text, start)
    while expected != "end":
        token = TOKEN.match(text, position)
        if token is None:
            raise JsonError(position)
        mark = token["mark"]
        if token["string"] and expected in {"key", "key or end"}:
            # A key longer than those we look for need not be decoded.
            levels[-1].key = json.loads(token[0]) if len(token[0]) < 40 else ""
            expected = "colon"
        elif mark == ":" and expected == "colon":
            expected = "value"
        elif mark == "," and expected == "comma or end":
            expected = _after_comma(levels[-1])
        elif mark in {"{", "["} and expected in {"value", "value or end"}:
            levels.append(_Level("}", "") if mark == "{" else _Level("]", 0))
            expected = "key or end" if mark == "{" else "value or end"
        elif mark is None and expected in {"value", "value or end"}:
            if token["string"] and len(levels) <= MAXIMUM_PATH:
                path = tuple(level.key for level in levels)
                yield JsonString(path, Span(token.start() + 1, token.end() - 1))
            expected = "comma or end" if levels else "end"
        elif levels and mark == levels[-1].closer and expected.endswith("or end"):
            levels.pop()
            expected = "comma or end" if levels else "end"
        else:
            raise JsonError(position)
        position = _after_space(text, token.end())
    if position < len(text):
        raise JsonError(position)


def _after_space(text: str, position: int) -> int:
    match = SPACE.match(text, position)
    return match.end() if match else position


def _after_comma(level: _Level) -> str:
    if isinstance(level.key, int):
        level.key += 1
        return "value"
    return "key"


def decoded(text: str, string: JsonString) -> Excerpt:
    """Return what a JSON string says, each escape of it as one unit."""
    written = of_text(text, string.span.start, string.span.end)
    if "\\" not in written.source:
        return written
    escapes = ESCAPE.finditer(written.source)
    return written.replaced(
        (match.start(), match.end(), json.loads(f'"{match[0]}"')) for match in escapes
    )
