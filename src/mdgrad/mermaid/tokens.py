"""Mermaid's lexical rules, mode by mode, in the order in which its lexer tries them.

They are those of `flow.jison` as jison compiles them: the first rule that matches wins, not the
longest. A rule is a pattern, the kind of token it makes (None for no token), and the mode it
enters, or LEAVE. White space in front of a link is taken up in `lexer.py`, so that a long run of
it is looked at once.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mdgrad.mermaid.javascript import LINE_END, SPACE
from mdgrad.mermaid.letters import LETTERS

__all__ = [
    "DIRECTIONS",
    "INITIAL",
    "LEAVE",
    "LEAVE_BOTH",
    "LINKS",
    "MODES",
    "Mode",
    "Rule",
    "compiled",
]

INITIAL = "initial"
LEAVE = "leave"
LEAVE_BOTH = "leave both"
"""Leave the mode and the one around it."""


class Rule(NamedTuple):
    """What the lexer does when a pattern matches."""

    pattern: str
    kind: str | None
    mode: str | None = None


class Mode(NamedTuple):
    """The rules of a mode as one pattern, and what each of its groups means."""

    pattern: re.Pattern[str]
    actions: tuple[tuple[str | None, str | None], ...]
    """By group number: the kind of the token, and the mode to enter."""


def compiled(*rules: Rule) -> Mode:
    """Return `rules` as one pattern whose alternatives are tried in their order."""
    pattern = "|".join(f"({rule.pattern})" for rule in rules)
    actions = ((None, None), *((rule.kind, rule.mode) for rule in rules))
    return Mode(re.compile(pattern, re.ASCII), actions)


DIRECTIONS = ("TB", "BT", "RL", "LR", "TD")
"""In the order in which the lexer looks for `direction TB` and so on."""

_MARKDOWN = Rule('"`', None, "markdown")
_QUOTE = Rule('"', None, "string")

LINKS = (
    Rule(rf"[xo<]?--+[-xo>][{SPACE}]*", "LINK", LEAVE),
    Rule(rf"[xo<]?--[{SPACE}]*", "START_LINK", "normal edge text"),
    Rule(rf"[xo<]?==+[=xo>][{SPACE}]*", "LINK", LEAVE),
    Rule(rf"[xo<]?==[{SPACE}]*", "START_LINK", "thick edge text"),
    Rule(rf"[xo<]?-?\.+-[xo>]?[{SPACE}]*", "LINK", LEAVE),
    Rule(rf"[xo<]?-\.[{SPACE}]*", "START_LINK", "dotted edge text"),
    Rule(rf"~~~+[{SPACE}]*", "LINK"),
)

_BEFORE_LINKS = (
    Rule(rf"accTitle[{SPACE}]*:[{SPACE}]*", "ACC_TITLE", "line"),
    Rule(rf"accDescr[{SPACE}]*:[{SPACE}]*", "ACC_DESCR", "line"),
    Rule(rf"accDescr[{SPACE}]*\{{[{SPACE}]*", None, "lines"),
    Rule(r"@\{", "SHAPE_DATA", "shape data"),
    Rule(rf"call[{SPACE}]+", None, "callback name"),
    _MARKDOWN,
    _QUOTE,
    Rule(r"style\b", "STYLE"),
    Rule(r"default\b", "DEFAULT"),
    Rule(r"linkStyle\b", "LINKSTYLE"),
    Rule(r"interpolate\b", "INTERPOLATE"),
    Rule(r"classDef\b", "CLASSDEF"),
    Rule(r"class\b", "CLASS"),
    Rule(rf"href[{SPACE}]", "HREF"),
    Rule(rf"click[{SPACE}]+", None, "click"),
    Rule(r"(?:flowchart-elk|swimlane-beta|graph|flowchart)\b", "GRAPH"),
    Rule(r"subgraph\b", "SUBGRAPH"),
    Rule(rf"end\b[{SPACE}]*", "END"),
    Rule(r"_(?:self|blank|parent|top)\b", "LINK_TARGET"),
)
_DIRECTION_RULES = tuple(
    Rule(rf"[^{LINE_END}]*direction[{SPACE}]+{direction}[^\n]*", direction)
    for direction in DIRECTIONS
)
_LINK_ID = Rule(rf'[^{SPACE}"\[\](){{}}|]+@(?=[^{{"])', "LINK_ID")
_AFTER_LINK_ID = (
    Rule(r"[0-9]+", "NUM"),
    Rule("#", "BRKT"),
    Rule(":::", "STYLE_SEPARATOR"),
    Rule(":", "COLON"),
    Rule("&", "AMP"),
    Rule(";", "SEMI"),
    Rule(",", "COMMA"),
    Rule(r"\*", "MULT"),
    *LINKS,
    Rule(r"\(-", "(-", "ellipse"),
    Rule(r"\(\[", "([", "text"),
    Rule(r"\[\[", "[[", "text"),
    Rule(r"\[\|", "[|"),
    Rule(">", ">", "text"),
    Rule(r"\[\(", "[(", "text"),
    Rule(r"\(\(\(", "(((", "text"),
    Rule(r"\[/", "[/", "trapezoid"),
    Rule(r"\[\\", "[\\", "trapezoid"),
    Rule("<", "TAGSTART"),
    Rule(r"\^", "UP"),
    Rule(r"\\\|", "SEP"),
    Rule(r"v\b", "DOWN"),
    Rule(r"(?:[A-Za-z0-9!\"#$%&'*+.`?\\_/]++|-(?=[^>\-.]))++", "NODE_STRING"),
    Rule("-", "MINUS"),
    Rule(f"[{LETTERS}]", "UNICODE_TEXT"),
    Rule(r"\|", "|", "text"),
    Rule(r"\(", "(", "text"),
    Rule(r"\[", "[", "text"),
    Rule(r"\{", "{", "text"),
)

_RULES: dict[str, tuple[Rule, ...]] = {
    INITIAL: (*_BEFORE_LINKS, *_AFTER_LINK_ID),
    "initial with edge id": (*_BEFORE_LINKS, _LINK_ID, *_AFTER_LINK_ID),
    "initial with direction": (*_BEFORE_LINKS, *_DIRECTION_RULES),
    "link": LINKS,
    "header": (
        Rule(rf"[{SPACE}]*\n", "NODIR", LEAVE),
        Rule(rf"[{SPACE}]*(?:(?:LR|RL|TB|BT|TD|BR|v)\b|[<>^])", "DIR", LEAVE),
    ),
    "string": (Rule('"`', None, "markdown"), Rule('[^"]+', "STR"), Rule('"', None, LEAVE)),
    "markdown": (Rule('[^`"]+', "MD_STR"), Rule('`"', None, LEAVE), _MARKDOWN, _QUOTE),
    "line": (Rule(r"[^\n]*", "LINE", LEAVE),),
    "lines": (Rule(r"\}", None, LEAVE), Rule(r"[^}]*", "LINES")),
    "shape data": (
        Rule('"', "SHAPE_DATA", "shape data string"),
        Rule(r'[^}^"]+', "SHAPE_DATA"),
        Rule(r"\}", None, LEAVE),
    ),
    "shape data string": (Rule('"', "SHAPE_DATA", LEAVE), Rule('[^"]+', "SHAPE_DATA_STRING")),
    "callback name": (
        Rule(rf"\([{SPACE}]*\)", None, LEAVE),
        Rule(r"\(", None, "callback arguments"),
        Rule(r"[^(]*", "CALLBACKNAME"),
    ),
    "callback arguments": (Rule(r"\)", None, LEAVE_BOTH), Rule("[^)]*", "CALLBACKARGS")),
    "click": (_MARKDOWN, _QUOTE, Rule(rf"[{SPACE}]", None, LEAVE), Rule(rf"[^{SPACE}]*", "CLICK")),
    "text": (
        _MARKDOWN,
        _QUOTE,
        Rule(rf"[{SPACE}]*~~~+[{SPACE}]*", "LINK"),
        Rule(r"\(-", "(-", "ellipse"),
        Rule(r"\]\)", "])", LEAVE),
        Rule(r"\(\[", "([", "text"),
        Rule(r"\]\]", "]]", LEAVE),
        Rule(r"\[\[", "[[", "text"),
        Rule(r"\)\]", ")]", LEAVE),
        Rule(r"\[\(", "[(", "text"),
        Rule(r"\)\)\)", ")))", LEAVE),
        Rule(r"\(\(\(", "(((", "text"),
        Rule(r"\[/", "[/", "trapezoid"),
        Rule(r"\[\\", "[\\", "trapezoid"),
        Rule(r"\|", "|", LEAVE),
        Rule(r"\)", ")", LEAVE),
        Rule(r"\(", "(", "text"),
        Rule(r"\]", "]", LEAVE),
        Rule(r"\[", "[", "text"),
        Rule(r"\}", "}", LEAVE),
        Rule(r"\{", "{", "text"),
        Rule(r'[^\[\](){}|"]+', "TEXT"),
    ),
    "trapezoid": (
        _MARKDOWN,
        _QUOTE,
        Rule(rf"[{SPACE}]*~~~+[{SPACE}]*", "LINK"),
        Rule(r"\(-|\(\[|\[\[|\[\(|\(\(\(", "BRACKET"),
        Rule(r"[\\(?=\])]\]", "\\]", LEAVE),
        Rule(r"/(?=\])\]", "/]", LEAVE),
        Rule(r"/(?!\])|\\(?!\])|[^\\\[\](){}/]+", "TEXT"),
        Rule(r"[(\[{]", "BRACKET"),
    ),
}


class _Modes(dict[str, Mode]):
    """The modes, each compiled when a lexer first enters it: that takes long."""

    def __missing__(self, name: str) -> Mode:
        mode = self[name] = compiled(*_RULES[name])
        return mode


MODES = _Modes()
