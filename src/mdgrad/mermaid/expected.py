"""What Mermaid expects where it refuses, in words; what is written just so stands in backticks."""

from __future__ import annotations

from typing import Final

from mdgrad.messages import Message

__all__ = [
    "AN_ADDRESS",
    "AN_EDGE",
    "A_CALLBACK",
    "A_CLASS",
    "A_CURVE",
    "A_DIRECTION",
    "A_FIELD",
    "A_LINK",
    "A_NODE",
    "A_SPACE",
    "A_STATEMENT",
    "A_STYLE",
    "A_SUBGRAPH",
    "A_TEXT",
    "A_TOOLTIP",
    "A_VALUE",
    "END_OF_DIAGRAM",
    "END_OF_LINE",
    "END_OF_LINK",
    "SPACE_AFTER_AMPERSAND",
]  # fmt: skip

A_CALLBACK: Final = Message("a callback")
A_CLASS: Final = Message("a class name")
A_CURVE: Final = Message("a curve such as `basis`")
A_DIRECTION: Final = Message("a direction such as `LR`")
A_FIELD: Final = Message("a field")
A_LINK: Final = Message("a link")
A_NODE: Final = Message("a node")
A_SPACE: Final = Message("a space")
A_STATEMENT: Final = Message("a statement")
A_STYLE: Final = Message("a style such as `fill:#f9f`")
A_SUBGRAPH: Final = Message("a space and the subgraph's id or title")
A_TEXT: Final = Message("a text")
A_TOOLTIP: Final = Message("a tooltip in quotes")
A_VALUE: Final = Message("a value")
AN_ADDRESS: Final = Message("an address in quotes")
AN_EDGE: Final = Message("the number of an edge")
END_OF_DIAGRAM: Final = Message("the end of the diagram")
END_OF_LINE: Final = Message("the end of the line")
END_OF_LINK: Final = Message("the end of the link")
SPACE_AFTER_AMPERSAND: Final = Message("a space after `&`")
