"""How to mend what Mermaid refuses: one sentence for the slips that people make."""

from __future__ import annotations

import re

__all__ = ["hint"]

_QUOTE = "put the text in double quotes"
_NARROW = {"--": "`--`", "==": "`=`", "-.": "`.`"}
_RESERVED = frozenset(
    ("END", "STYLE", "LINKSTYLE", "CLASSDEF", "CLASS", "GRAPH", "SUBGRAPH", "INTERPOLATE",
     "LINK_TARGET")
)  # fmt: skip
_WRONG_LINK = re.compile(r"-+>|=+>|<?=+|<-+|~+")
_BRACKETS = frozenset("([{")


def hint(text: str, start: int, kind: str, before: str, expected: tuple[str, ...]) -> str:
    """Return how to mend the diagram, empty where there is nothing particular to say.

    The token of this `kind` at `start` is refused, and one of kind `before` stands before it.
    """
    found = text[start : start + 2]
    if found == "%%":
        return "a comment needs a line of its own"
    if before in {"EDGE_TEXT", "START_LINK"} and kind in {"unknown", "STR", "MD_STR"}:
        return f"{_QUOTE}, since it has a character that ends it"
    if expected == ("a text",) and found[:1] in "])}|":
        return "Mermaid knows no empty label: write `[ ]` or leave the brackets out"
    if expected == ("`-)`",):
        return f"`(-` opens an ellipse: {_QUOTE}"
    if len(expected) == 1 and expected[0][1:2] in "])}|/\\":
        return _unclosed(kind, found)
    if "a node" in expected:
        return _no_node(kind, expected, text, start)
    if "a link" in expected:
        return _no_link(kind, found, text, start, before)
    if "a direction such as `LR`" in expected:
        return "the directions are TB, TD, BT, LR and RL, in capitals, each ending its line"
    return ""


def _unclosed(kind: str, found: str) -> str:
    if kind in {"end", "EOF", "NEWLINE"}:
        return "close the bracket"
    if found[:1] in _BRACKETS or kind in {"STR", "MD_STR"} or found[:1] in "])}|":
        return f"brackets, pipes and quotes may stand in quoted text only: {_QUOTE}"
    return ""


def _no_node(kind: str, expected: tuple[str, ...], text: str, start: int) -> str:
    if kind == "END" and "a statement" in expected:
        return "no subgraph is open that this `end` could close"
    if kind == "END":
        return "`end` closes a subgraph; as the name of a node write it with a capital"
    if kind in _RESERVED:
        return "this is a word of Mermaid's own: give the node another id"
    if kind == "NEWLINE":
        return "write the node on the same line"
    if kind == "unknown" and text[start : start + 1].strip():
        return "an id has letters, digits and underscores; other characters go into its label"
    return ""


def _no_link(kind: str, found: str, text: str, start: int, before: str) -> str:
    link = _WRONG_LINK.match(text, start)
    if link:
        return "there is no such link: write `-->`, `---`, `-.->` or `==>`"
    if kind in _BRACKETS and before == "SPACE":
        return "no space may stand between a node's id and its bracket"
    if found[:1] == "&":
        return "`&` needs a space on both sides"
    return ""
