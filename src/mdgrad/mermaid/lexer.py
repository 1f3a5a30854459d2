"""The tokens of a prepared source: Mermaid's modal lexer, in linear time.

Four of its rules, tried at every token, would look far ahead each time: white space before a link,
`direction …` at the end of the line, an edge's id before `@`, and the end of an edge's text. Here
each of them is looked for once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from mdgrad.mermaid.javascript import LINE_END, SPACE, WHITESPACE
from mdgrad.mermaid.tokens import DIRECTIONS, INITIAL, LEAVE, LEAVE_BOTH, MODES

__all__ = ["Token", "tokenize"]


class Token(NamedTuple):
    """A kind of token (a bracket stands for itself) and where it stands in the prepared text."""

    kind: str
    start: int
    end: int


class _EdgeText(NamedTuple):
    """How the text inside a link ends."""

    stop: re.Pattern[str]
    """A quote, or what only a link may contain here."""
    link: re.Pattern[str]


_EDGE_TEXTS = {
    "normal edge text": _EdgeText(
        re.compile('"|--'), re.compile(rf"[{SPACE}]*[xo<]?--+[-xo>][{SPACE}]*")
    ),
    "thick edge text": _EdgeText(
        re.compile('"|='), re.compile(rf"[{SPACE}]*[xo<]?==+[=xo>][{SPACE}]*")
    ),
    "dotted edge text": _EdgeText(
        re.compile(r'"|\.'), re.compile(rf"[{SPACE}]*[xo<]?-?\.+-[xo>]?[{SPACE}]*")
    ),
}
_ELLIPSE_STOP = re.compile(r'"|[-/)]\)|[()\[\]{}]|~~~')
_SPACES = re.compile(rf"[{SPACE}]+")
_NEWLINES = re.compile(r"\n+")
_LINE_END = re.compile(f"[{LINE_END}]")
_DIRECTION = re.compile(rf"direction[{SPACE}]+(?:{'|'.join(DIRECTIONS)})")
_EDGE_ID = re.compile(r'@(?=[^{"])')
_EDGE_ID_LIMIT = re.compile(rf'[{SPACE}"\[\](){{}}|]')
_NOWHERE = (1 << 62, 1 << 62)


def tokenize(text: str) -> list[Token]:
    """Return the tokens of `text`, ending with one of kind `end`.

    Where Mermaid's lexer would give up, a token of kind `unknown` stands before that.
    """
    lexer = _Lexer(text)
    lexer.run()
    return lexer.tokens


class _Lexer:
    """Where the lexer is, and what it found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.modes = [INITIAL]
        self.tokens: list[Token] = []
        self.seen_header = False
        self.directions = _direction_windows(text) if "direction" in text else []
        self.edge_ids = _edge_id_windows(text) if "@" in text else []

    def run(self) -> None:
        """Read to the end, or to what no rule matches."""
        special: dict[str, Callable[[], bool]] = {
            INITIAL: self.initial,
            "ellipse": self.ellipse,
            **dict.fromkeys(_EDGE_TEXTS, self.edge_text),
        }
        size = len(self.text)
        while self.position < size:
            if not special.get(self.modes[-1], self.by_rules)():
                self.emit("unknown", self.position, self.position + 1)
                break
        else:
            self.at_the_end()
        self.emit("end", self.position, self.position)

    def at_the_end(self) -> None:
        """Add what Mermaid's lexer makes of no text at all."""
        mode = self.modes[-1]
        if mode == INITIAL:
            self.emit("EOF", self.position, self.position)
        elif mode in {"line", "lines"}:
            self.emit(mode.upper(), self.position, self.position)
        elif mode in {"click", "callback name"}:
            self.emit("unknown", self.position, self.position)

    def emit(self, kind: str, start: int, end: int) -> None:
        self.tokens.append(Token(kind, start, end))

    def enter(self, mode: str) -> None:
        if mode == LEAVE_BOTH:
            del self.modes[-2:]
        elif mode != LEAVE:
            self.modes.append(mode)
        elif len(self.modes) > 1:
            self.modes.pop()

    def by_rules(self) -> bool:
        """Read one token by the rules of the mode."""
        pattern, actions = MODES[self.modes[-1]]
        match = pattern.match(self.text, self.position)
        if match is None:
            return False
        kind, mode = actions[match.lastindex or 0]
        self.position = match.end()
        if kind is not None:
            self.tokens.append(Token(kind, match.start(), self.position))
        if mode is not None:
            self.enter(mode)
        return True

    def initial(self) -> bool:  # noqa: C901, PLR0912 -- the hot loop
        """Read tokens until the mode changes."""
        text, tokens, size = self.text, self.tokens, len(self.text)
        position = spaces_end = self.position
        plain, actions = MODES[INITIAL]
        link_pattern, link_actions = MODES["link"]
        direction, edge_id = self.next_windows(position)
        window = min(direction[0], edge_id[0])
        while position < size:
            start = position
            pattern, rule_actions, may_be_blank = plain, actions, True
            if position >= window:
                direction, edge_id = self.next_windows(position)
                window = min(direction[0], edge_id[0])
                if position >= direction[0]:
                    pattern, rule_actions = MODES["initial with direction"]
                    may_be_blank = False
                elif position >= edge_id[0]:
                    pattern, rule_actions = MODES["initial with edge id"]
            if text[position] in WHITESPACE and may_be_blank:
                if position >= spaces_end:
                    spaces = _SPACES.match(text, position)
                    spaces_end = spaces.end() if spaces else position
                match = link_pattern.match(text, spaces_end)
                rule_actions = link_actions
                if match is None:
                    position = self.blank(position, spaces_end)
                    continue
            else:
                match = pattern.match(text, position)
                if match is None:
                    self.position = position
                    return False
            kind, mode = rule_actions[match.lastindex or 0]
            position = match.end()
            if kind is not None:
                tokens.append(Token(kind, start, position))
                if kind == "GRAPH" and not self.seen_header:
                    self.seen_header = True
                    mode = "header"
            if mode is not None:
                self.enter(mode)
                if mode != LEAVE:
                    break
        self.position = position
        return True

    def blank(self, position: int, spaces_end: int) -> int:
        """Read line ends, or white space up to the next one."""
        if self.text[position] == "\n":
            newlines = _NEWLINES.match(self.text, position)
            end = newlines.end() if newlines else position + 1
            self.emit("NEWLINE", position, end)
            return end
        newline = self.text.find("\n", position, spaces_end)
        end = spaces_end if newline < 0 else newline
        self.emit("SPACE", position, end)
        return end

    def next_windows(self, position: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return the stretches not yet passed from where a direction, an edge's id is in reach."""
        return _next(self.directions, position), _next(self.edge_ids, position)

    def edge_text(self) -> bool:
        """Read the text of `-- text -->` and the link or quote that ends it."""
        text, begin = self.text, self.position
        stop, link_pattern = _EDGE_TEXTS[self.modes[-1]]
        found = stop.search(text, begin)
        if found is None:
            self.text_until("EDGE_TEXT", len(text))
            return True
        if found[0] == '"':
            self.text_until("EDGE_TEXT", found.start())
            return self.quote()
        start = found.start()
        if found[0] == "." and start > begin and text[start - 1] == "-":
            start -= 1
        if start > begin and text[start - 1] in "xo<":
            start -= 1
        while start > begin and text[start - 1] in WHITESPACE:
            start -= 1
        link = link_pattern.match(text, start)
        if link is None:
            self.text_until("EDGE_TEXT", found.start())
            return False
        self.text_until("EDGE_TEXT", start)
        self.emit("LINK", start, link.end())
        self.position = link.end()
        self.modes.pop()
        return True

    def ellipse(self) -> bool:
        """Read the text of `(-text-)` and what ends it."""
        found = _ELLIPSE_STOP.search(self.text, self.position)
        self.text_until("TEXT", found.start() if found else len(self.text))
        if found is None:
            return True
        if found[0] == '"':
            return self.quote()
        if len(found[0]) != 2:
            return False
        self.emit("-)", found.start(), found.end())
        self.position = found.end()
        self.modes.pop()
        return True

    def text_until(self, kind: str, end: int) -> None:
        if end > self.position:
            self.emit(kind, self.position, end)
        self.position = end

    def quote(self) -> bool:
        is_markdown = self.text.startswith('"`', self.position)
        self.position += 1 + is_markdown
        self.modes.append("markdown" if is_markdown else "string")
        return True


def _next(windows: list[tuple[int, int]], position: int) -> tuple[int, int]:
    """Return the first of `windows` that does not end before `position`."""
    index = bisect_left(windows, position, key=lambda window: window[1])
    return windows[index] if index < len(windows) else _NOWHERE


def _direction_windows(text: str) -> list[tuple[int, int]]:
    """Return, for every `direction TB`, the start of its line and its own start."""
    windows = []
    line_start = position = 0
    for found in _DIRECTION.finditer(text):
        for end in _LINE_END.finditer(text, position, found.start()):
            line_start = end.end()
        position = found.start()
        windows.append((line_start, position))
    return windows


def _edge_id_windows(text: str) -> list[tuple[int, int]]:
    """Return, for every `id@`, the start of the id and the place of its last character."""
    windows = []
    run_start = position = 0
    for found in _EDGE_ID.finditer(text):
        for limit in _EDGE_ID_LIMIT.finditer(text, position, found.start()):
            run_start = limit.end()
        position = found.start()
        if position > run_start:
            windows.append((run_start, position - 1))
    return windows
