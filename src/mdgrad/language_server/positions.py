"""Places as editors count them: lines from 0, columns from 0 in units of the encoding agreed on."""

from __future__ import annotations

from lsprotocol import types

from mdgrad.source import Place, Text

__all__ = ["holds", "place_at", "range_of"]

Encoding = types.PositionEncodingKind | str


def range_of(place: Place, text: Text, encoding: Encoding) -> types.Range:
    """Return a place of `text` as an editor names it."""
    return types.Range(
        _position(place.line, place.column, text, encoding),
        _position(place.end_line, place.end_column, text, encoding),
    )


def place_at(position: types.Position, text: Text, encoding: Encoding) -> Place:
    """Return the place between two characters of `text` that an editor names."""
    number = min(position.line, max(0, len(text.line_starts) - 2))
    line = text.line(number + 1)
    units = 0
    for column, character in enumerate(line):
        if units >= position.character:
            return Place(number + 1, column + 1, number + 1, column + 1)
        units += _units(character, encoding)
    end = len(line) + 1
    return Place(number + 1, end, number + 1, end)


def holds(place: Place, point: Place) -> bool:
    """Return whether a place holds a point, its ends included, as a cursor may stand there."""
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    return start <= (point.line, point.column) <= end


def _position(line: int, column: int, text: Text, encoding: Encoding) -> types.Position:
    before = text.line(line)[: column - 1]
    return types.Position(line - 1, sum(_units(character, encoding) for character in before))


def _units(character: str, encoding: Encoding) -> int:
    if encoding == types.PositionEncodingKind.Utf32:
        return 1
    if encoding == types.PositionEncodingKind.Utf8:
        return len(character.encode("utf-8", "surrogatepass"))
    return 1 + (ord(character) > 0xFFFF)
