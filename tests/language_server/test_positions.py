"""Places as editors count them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdgrad.source import Place, Text

types = pytest.importorskip("lsprotocol.types")
positions = pytest.importorskip("mdgrad.language_server.positions")

pytestmark = pytest.mark.tools
LINES = "abc\n\U0001d465 호두 2.5\r\nend"


@pytest.mark.parametrize(
    ("encoding", "start", "end"),
    [("utf-8", 12, 15), ("utf-16", 6, 9), ("utf-32", 5, 8)],
)
def test_columns_count_in_the_encoding_agreed_on(encoding: str, start: int, end: int) -> None:
    found = positions.range_of(Place(2, 6, 2, 9), Text(LINES), encoding)
    assert (found.start.line, found.start.character) == (1, start)
    assert (found.end.line, found.end.character) == (1, end)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@given(text=st.text(alphabet="a\n\r호\U0001d465\u2028\x0b "), data=st.data())
def test_there_and_back(encoding: str, text: str, data: st.DataObject) -> None:
    content = Text(text)
    line = data.draw(st.integers(1, max(1, len(content.line_starts) - 1)))
    column = data.draw(st.integers(1, len(content.line(line)) + 1))
    place = Place(line, column, line, column)
    position = positions.range_of(place, content, encoding).start
    assert positions.place_at(position, content, encoding) == place


def test_a_position_beyond_the_text_is_its_end() -> None:
    assert positions.place_at(types.Position(99, 99), Text(LINES), "utf-16") == Place(3, 4, 3, 4)
