"""The picture in the README, of real output; `python -m tests.docs.picture` draws it anew."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from tests.docs.sessions import ROOT, printed_by

__all__ = ["PICTURE", "drawn"]

PICTURE = ROOT / "docs/assets/slip.svg"
COMMAND = "mdgrad check docs/examples/slip.md"
COLUMNS = 88
ADVANCE, LINE, MARGIN = 8.4, 20, 18
"""The width of a character, the height of a line, and the room around, in pixels."""


class Styled(NamedTuple):
    """A character of a terminal."""

    kind: str
    character: str


CODE = re.compile(r"\x1b\[([0-9;]*)m")
CLASSES = {"1": "place", "1;31": "error", "1;36": "info", "1;32": "good"}
STYLE = """\
.window { fill: #1e2030; }
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #cad3f5; }
.good { fill: #a6da95; font-weight: bold; }
.place { fill: #ffffff; font-weight: bold; }
.error { fill: #ff8a93; font-weight: bold; }
.info { fill: #91d7e3; font-weight: bold; }
"""


def drawn() -> str:
    """Return the picture as SVG."""
    session = (
        f"\x1b[1;32m$\x1b[0m \x1b[1m{COMMAND}\x1b[0m\n{printed_by(COMMAND, ROOT, in_colour=True)}"
    )
    lines = list(_lines(session))
    width, height = round(COLUMNS * ADVANCE + 2 * MARGIN), LINE * len(lines) + 2 * MARGIN
    texts = [_text(spans, MARGIN + LINE * number + 15) for number, spans in enumerate(lines)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img">',
            f"<style>\n{STYLE}</style>",
            f'<rect class="window" width="{width}" height="{height}" rx="10"/>',
            *texts,
            "</svg>\n",
        ]
    )


def _lines(session: str) -> Iterator[list[Styled]]:
    """Yield the lines of a terminal, wrapped between words."""
    for line in session.rstrip("\n").split("\n"):
        first, *others = CODE.split(line)
        pieces = [("", first), *zip(others[::2], others[1::2], strict=True)]
        characters = [Styled(CLASSES.get(code, ""), one) for code, text in pieces for one in text]
        start = 0
        for row in textwrap.wrap(
            "".join(one.character for one in characters), COLUMNS, drop_whitespace=False
        ) or [""]:
            yield characters[start : start + len(row)]
            start += len(row)


def _text(line: list[Styled], baseline: int) -> str:
    """Return a line, each word at its own place, whatever the width of the reader's font."""
    words, column = [], 0
    for (kind, is_space), run in groupby(line, lambda one: (one.kind, one.character == " ")):
        word = "".join(one.character for one in run)
        if not is_space:
            place = f'x="{MARGIN + column * ADVANCE:.1f}" textLength="{len(word) * ADVANCE:.1f}"'
            style = f' class="{kind}"' if kind else ""
            words.append(f"<tspan {place}{style}>{html.escape(word, quote=False)}</tspan>")
        column += len(word)
    return f'<text y="{baseline}">{"".join(words)}</text>'


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
