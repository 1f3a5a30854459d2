"""How to mend what Mermaid refuses: one sentence for the slips that people make."""

from __future__ import annotations

import re

from mdgrad.mermaid.expected import A_DIRECTION, A_LINK, A_NODE, A_STATEMENT, A_TEXT
from mdgrad.messages import Message

__all__ = ["hint"]

_QUOTE = Message("put the text in double quotes")
_NARROW = {"--": "`--`", "==": "`=`", "-.": "`.`"}
_RESERVED = frozenset(
    ("END", "STYLE", "LINKSTYLE", "CLASSDEF", "CLASS", "GRAPH", "SUBGRAPH", "INTERPOLATE",
     "LINK_TARGET")
)  # fmt: skip
_WRONG_LINK = re.compile(r"-+>|=+>|<?=+|<-+|~+")
_BRACKETS = frozenset("([{")


def hint(
    text: str, start: int, kind: str, before: str, expected: tuple[str, ...]
) -> Message | None:
    """Return how to mend the diagram, None where there is nothing particular to say.

    The token of this `kind` at `start` is refused, and one of kind `before` stands before it.
    """
    found = text[start : start + 2]
    if found == "%%":
        return Message("a comment needs a line of its own")
    if before in {"EDGE_TEXT", "START_LINK"} and kind in {"unknown", "STR", "MD_STR"}:
        return Message("{advice}, since it has a character that ends it", advice=_QUOTE)
    if expected == (A_TEXT,) and found[:1] in "])}|":
        return Message("Mermaid knows no empty label: write `[ ]` or leave the brackets out")
    if expected == ("`-)`",):
        return Message("`(-` opens an ellipse: {advice}", advice=_QUOTE)
    if len(expected) == 1 and expected[0][1:2] in "])}|/\\":
        return _unclosed(kind, found)
    if A_NODE in expected:
        return _no_node(kind, expected, text, start)
    if A_LINK in expected:
        return _no_link(kind, found, text, start, before)
    if A_DIRECTION in expected:
        return Message(
            "the directions are TB, TD, BT, LR and RL, in capitals, each ending its line"
        )
    return None


def _unclosed(kind: str, found: str) -> Message | None:
    if kind in {"end", "EOF", "NEWLINE"}:
        return Message("close the bracket")
    if found[:1] in _BRACKETS or kind in {"STR", "MD_STR"} or found[:1] in "])}|":
        return Message(
            "brackets, pipes and quotes may stand in quoted text only: {advice}", advice=_QUOTE
        )
    return None


def _no_node(kind: str, expected: tuple[str, ...], text: str, start: int) -> Message | None:
    if kind == "END" and A_STATEMENT in expected:
        return Message("no subgraph is open that this `end` could close")
    if kind == "END":
        return Message("`end` closes a subgraph; as the name of a node write it with a capital")
    if kind in _RESERVED:
        return Message("this is a word of Mermaid's own: give the node another id")
    if kind == "NEWLINE":
        return Message("write the node on the same line")
    if kind == "unknown" and text[start : start + 1].strip():
        return Message(
            "an id has letters, digits and underscores; other characters go into its label"
        )
    return None


def _no_link(kind: str, found: str, text: str, start: int, before: str) -> Message | None:
    link = _WRONG_LINK.match(text, start)
    if link:
        return Message("there is no such link: write `-->`, `---`, `-.->` or `==>`")
    if kind in _BRACKETS and before == "SPACE":
        return Message("no space may stand between a node's id and its bracket")
    if found[:1] == "&":
        return Message("`&` needs a space on both sides")
    return None
