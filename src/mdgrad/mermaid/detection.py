"""Which kind of diagram Mermaid takes a text for."""

from __future__ import annotations

import re

from mdgrad.mermaid.front_matter import front_matter
from mdgrad.mermaid.javascript import SPACE, WHITESPACE

__all__ = ["is_flowchart_text"]

_C4 = re.compile("C4Container|C4Component|C4Dynamic|C4Deployment")
_FLOWCHART = re.compile(rf"[{SPACE}]*(?:graph|flowchart|swimlane-beta\b)", re.ASCII)


def is_flowchart_text(text: str) -> bool:
    """Return whether a text without comments and directives is a flowchart's.

    Mermaid asks its detectors in turn; the one for C4 looks for its words anywhere.
    """
    matter = front_matter(text)
    text = _without_remarks(text[matter.length :] if matter else text)
    return bool(_FLOWCHART.match(text)) and not _C4.search(text)


def _without_remarks(text: str) -> str:
    """Return `text` without anything from `%%` to the line end, as detection sees it."""
    pieces = []
    consumed = 0
    while (mark := text.find("%%", consumed)) >= 0 and (end := text.find("\n", mark)) >= 0:
        pieces.append(text[consumed:mark].rstrip(WHITESPACE) + "\n")
        consumed = end + 1
    return "".join(pieces) + text[consumed:]
