"""The text that Mermaid's parser gets: line ends, front matter, directives, comments, entities.

The steps and their order are those of mermaid's `preprocess.ts`, `comments.ts`, `utils.ts`
(`encodeEntities`) and `flowParser.ts`. Where their regular expressions could take quadratic time,
the same is found here by plain searches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mdgrad.mermaid.edited import Edited, Replacement
from mdgrad.mermaid.flowchart import Comment
from mdgrad.mermaid.front_matter import FrontMatter, front_matter
from mdgrad.mermaid.javascript import LINE_END, SPACE, WHITESPACE, strip
from mdgrad.mermaid.text import ENTITY, ENTITY_MARKS

__all__ = ["Prepared", "prepare", "ready_to_parse"]

_TAG = re.compile(r"<\w+", re.ASCII)
_ATTRIBUTE = re.compile(r'="([^"]*)"')
_DIRECTIVE = re.compile(rf"%%\{{[{SPACE}]*(?:\w+[{SPACE}]*:|\w+)[{SPACE}]*", re.ASCII)
_WORD = re.compile(r"\w+", re.ASCII)
_SPACES = re.compile(rf"[{SPACE}]*")
_DIRECTIVE_END = re.compile(r"\}%%|[\u2028\u2029]")
_LINE = re.compile(rf"[^{LINE_END}]+")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source without front matter, directives and comments."""

    edited: Edited
    comments: tuple[Comment, ...]
    front_matter: Edited | None
    """The YAML between the `---` lines, without their indentation."""
    directives: tuple[str, ...]
    """The `%%{…}%%` directives as written."""


def prepare(source: str) -> Prepared:
    """Return `source` as Mermaid looks at it when it asks what diagram this is."""
    edited = Edited.unchanged(source)
    if "\r" in source:
        ends = re.finditer(r"\r\n?", source)
        edited = edited.replaced((end.start(), end.end(), "\n") for end in ends)
    if '="' in source:
        edited = edited.replaced(_attributes(edited.text))
    yaml = None
    if matter := front_matter(edited.text):
        yaml = _front_matter_yaml(edited, matter)
        edited = edited.replaced([(0, matter.length, "")])
    directives: list[Replacement] = []
    if "%%{" in edited.text:
        directives = list(_directives(edited.text))
    written = tuple(edited.text[start:end] for start, end, _ in directives)
    if directives:
        edited = edited.replaced(directives)
    comments: tuple[Comment, ...] = ()
    if "%%" in edited.text:
        edited, comments = _without_comments(edited)
    blank = len(edited.text) - len(edited.text.lstrip(WHITESPACE))
    if blank:
        edited = edited.replaced([(0, blank, "")])
    return Prepared(
        edited,
        comments,
        yaml,
        written,
    )


def _front_matter_yaml(edited: Edited, matter: FrontMatter) -> Edited:
    body = edited.slice(matter.body_start, matter.body_end)
    if not matter.indent:
        return body
    return body.replaced(
        (line.start(), line.end(), "")
        for line in re.finditer(rf"^{re.escape(matter.indent)}", body.text, re.MULTILINE)
    )


def ready_to_parse(edited: Edited) -> Edited:
    """Return the text that the parser gets: entities encoded, white space after `}` gone."""
    if "#" in edited.text:
        for word in ("style", "classDef"):
            replacements = list(_colours_before_semicolons(edited.text, word))
            if replacements:
                edited = edited.replaced(replacements)
        entities = [
            (entity.start(), entity.end(), _encoded(entity[1]))
            for entity in ENTITY.finditer(edited.text)
        ]
        if entities:
            edited = edited.replaced(entities)
    edited = edited.replaced([(len(edited.text), len(edited.text), "\n")])
    if "}" in edited.text:
        trimmed = list(_spaces_after_braces(edited.text))
        if trimmed:
            edited = edited.replaced(trimmed)
    return edited


def _attributes(text: str) -> Iterator[Replacement]:
    """Yield `='…'` for every `="…"` inside a tag."""
    position = 0
    while tag := _TAG.search(text, position):
        end = text.find(">", tag.end())
        if end < 0:
            return
        for attribute in _ATTRIBUTE.finditer(text, tag.end(), end):
            yield attribute.start(), attribute.end(), f"='{attribute[1]}'"
        position = end + 1


def _directives(text: str) -> Iterator[Replacement]:
    position = 0
    while start := _DIRECTIVE.search(text, position):
        if word := _WORD.match(text, start.end()):
            end = word.end()
        else:
            stop = _DIRECTIVE_END.search(text, start.end())
            end = stop.start() if stop else len(text)
        spaces = _SPACES.match(text, end)
        end = spaces.end() if spaces else end
        position = end + 3 if text.startswith("}%%", end) else end
        yield start.start(), position, ""


def _without_comments(edited: Edited) -> tuple[Edited, tuple[Comment, ...]]:
    text = edited.text
    removed: list[Replacement] = []
    comments: list[Comment] = []
    position = 0
    mark = text.find("%%")
    while mark >= 0:
        line_end = text.find("\n", mark)
        line_end = len(text) if line_end < 0 else line_end
        start = _comment_start(text, position, mark)
        if start is None or text.startswith("{", mark + 2) or mark + 2 == line_end:
            following = mark + 1
        else:
            following = position = min(line_end + 1, len(text))
            removed.append((start, position, ""))
            written = text[mark:line_end]
            end = mark + len(written.rstrip(WHITESPACE))
            comments.append(Comment(strip(written[2:]), edited.span(mark, end)))
        mark = text.find("%%", following)
    return (edited.replaced(removed) if removed else edited), tuple(comments)


def _comment_start(text: str, position: int, mark: int) -> int | None:
    """Return where a comment whose `%%` stands at `mark` begins, or None if it is not first.

    The white space before it goes too, back to the first beginning of a line in it.
    """
    blank = mark
    while blank > position and text[blank - 1] in WHITESPACE:
        blank -= 1
    if blank == 0 or text[blank - 1] in "\n\u2028\u2029":
        return blank
    ends = (text.find(end, blank, mark) for end in "\n\u2028\u2029")
    return min((end + 1 for end in ends if end >= 0), default=None)


def _colours_before_semicolons(text: str, word: str) -> Iterator[Replacement]:
    r"""Yield the last `;` of every line that has `word`, `:`, `#` and `;` after one another.

    This is `/word.*:\S*#.*;/`: what keeps `style a fill:#fff;` from being read as an entity.
    """
    position = text.find(word)
    while position >= 0:
        line = _LINE.match(text, position)
        end = line.end() if line else position
        semicolon = text.rfind(";", position, end)
        if semicolon >= 0 and _has_colour(text[position + len(word) : semicolon]):
            yield semicolon, semicolon + 1, ""
        position = text.find(word, end)


def _has_colour(text: str) -> bool:
    r"""Return whether `:\S*#` is in `text`."""
    return any(0 <= run.find(":") < run.rfind("#") for run in re.split(rf"[{SPACE}]", text))


def _encoded(entity: str) -> str:
    (number, _), (name, _), (end, _) = ENTITY_MARKS
    return f"{number if entity.isdigit() else name}{entity}{end}"


def _spaces_after_braces(text: str) -> Iterator[Replacement]:
    r"""Yield the white space between a `}` and the last line end that follows it directly."""
    position = text.find("}")
    while position >= 0:
        spaces = _SPACES.match(text, position + 1)
        end = spaces.end() if spaces else position + 1
        last = text.rfind("\n", position, end)
        if last > position + 1:
            yield position + 1, last, ""
        position = text.find("}", position + 1)
