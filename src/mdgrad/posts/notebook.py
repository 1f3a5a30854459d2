"""Notebooks: the Markdown cells of an `.ipynb` file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mdgrad.posts.containers.found import Drawing, Found
from mdgrad.posts.encoding import Encoding, encoded
from mdgrad.posts.excerpt import Excerpt, concatenated
from mdgrad.posts.flavors import Grammar
from mdgrad.posts.json_strings import JsonString, decoded, strings_of
from mdgrad.posts.markdown import find_in_markdown

__all__ = ["find_in_notebook"]

IN_JSON: dict[Encoding, Encoding] = {
    "plain": "json",
    "html": "html in json",
    "template": "template in json",
}
OF_INTEREST = re.compile("mermaid|mdgrad", re.IGNORECASE)


@dataclass(slots=True)
class _Cell:
    """What the notebook says about one cell."""

    kind: str = ""
    source: list[JsonString] = field(default_factory=list)


def find_in_notebook(text: str, grammar: Grammar, *, start: int = 0) -> tuple[Found, ...]:
    """Return what stands in the Markdown cells, in order; raise JsonError if `text` is no JSON."""
    return tuple(
        _moved(found, cell, separator)
        for cell, separator in _markdown_cells(text, start)
        if OF_INTEREST.search(cell.source)
        for found in find_in_markdown(cell.source, grammar)
    )


def _markdown_cells(text: str, start: int) -> Iterator[tuple[Excerpt, str]]:
    """Yield what each Markdown cell says, and what separates its lines in the file."""
    cells: defaultdict[str | int, _Cell] = defaultdict(_Cell)
    for string in strings_of(text, start):
        match string.path:
            case ("cells", number, "cell_type"):
                cells[number].kind = text[string.span.start : string.span.end]
            case ("cells", number, "source") | ("cells", number, "source", int()):
                cells[number].source.append(string)
            case _:
                pass
    for cell in cells.values():
        if cell.kind == "markdown" and cell.source:
            lines = (decoded(text, string) for string in cell.source)
            yield (
                concatenated(lines, place=cell.source[0].span.start),
                _separator(text, cell.source),
            )


def _separator(text: str, strings: list[JsonString]) -> str:
    """Return what stands between two lines of a cell: nothing if the cell is one string."""
    first = strings[0]
    if len(first.path) == 3:
        return ""
    if len(strings) > 1:
        return text[first.span.end : strings[1].span.start]
    opening = text.rfind("[", 0, first.span.start) + 1
    return '",' + text[opening : first.span.start]


def _moved(found: Found, cell: Excerpt, separator: str) -> Found:
    """Return what was found in a cell as found in the notebook."""
    span = cell.in_post(found.span)
    if not isinstance(found, Drawing):
        return replace(found, span=span)
    line_end = found.line_break.rstrip(" \t>")
    prefix = found.line_break[len(line_end) :]
    return Drawing(
        excerpt=found.excerpt.through(cell),
        span=span,
        encoding=IN_JSON[found.encoding],
        line_break=encoded(line_end, "json") + separator + encoded(prefix, "json"),
        closer=found.closer,
    )
