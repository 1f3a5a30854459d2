"""A Mermaid source read as Mermaid reads it."""

from __future__ import annotations

from mdgrad.mermaid.configuration import inherits_direction
from mdgrad.mermaid.cursor import Cursor
from mdgrad.mermaid.database import Database
from mdgrad.mermaid.detection import is_flowchart_text
from mdgrad.mermaid.edited import Edited
from mdgrad.mermaid.errors import MermaidError, RefusalError
from mdgrad.mermaid.flowchart import Flowchart
from mdgrad.mermaid.lexer import tokenize
from mdgrad.mermaid.preprocess import prepare, ready_to_parse
from mdgrad.mermaid.statements import read_document, read_header
from mdgrad.messages import Message
from mdgrad.source import Span

__all__ = ["is_flowchart", "parse"]


def is_flowchart(source: str) -> bool:
    """Return whether Mermaid takes `source` for a flowchart, be it right or wrong."""
    return is_flowchart_text(prepare(source).edited.text)


def parse(source: str) -> Flowchart:
    """Return the flowchart that Mermaid makes of `source`.

    Raises `MermaidError` where Mermaid would refuse to draw it.
    """
    prepared = prepare(source)
    edited = prepared.edited
    try:
        if not is_flowchart_text(edited.text):
            raise RefusalError(
                Message("this is not a flowchart"), (0, 0), expected=("`flowchart`",)
            )
        inherits = inherits_direction(prepared)
        edited = ready_to_parse(edited)
        database = Database()
        cursor = Cursor(edited, tokenize(edited.text), database)
        keyword, direction = read_header(cursor)
        read_document(cursor)
    except RefusalError as refusal:
        raise _located(source, edited, refusal) from None
    return Flowchart(
        source,
        keyword,
        direction,
        database.nodes(),
        database.edges(),
        database.groups(direction if inherits else None),
        tuple(database.link_styles),
        tuple(database.styles),
        {name: tuple(style) for name, style in database.classes.items()},
        prepared.comments,
        tuple(database.notes),
    )


def _located(source: str, edited: Edited, refusal: RefusalError) -> MermaidError:
    """Return the refusal with its place in the source."""
    place = refusal.place
    return MermaidError(source, place if isinstance(place, Span) else edited.span(*place), refusal)
