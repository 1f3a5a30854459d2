"""A cursor over the tokens, with what all statements need."""

from __future__ import annotations

from mdgrad.mermaid.database import Database
from mdgrad.mermaid.edited import Edited
from mdgrad.mermaid.errors import RefusalError
from mdgrad.mermaid.expected import A_TEXT, END_OF_DIAGRAM, END_OF_LINE
from mdgrad.mermaid.flowchart import Label, LabelForm
from mdgrad.mermaid.hints import hint
from mdgrad.mermaid.javascript import WHITESPACE, strip
from mdgrad.mermaid.lexer import Token
from mdgrad.mermaid.text import shown
from mdgrad.messages import OR, Listing, Message

__all__ = ["ID_TOKENS", "SEPARATORS", "Cursor"]

ID_TOKENS = frozenset(
    ("NUM", "NODE_STRING", "DOWN", "MINUS", "DEFAULT", "COMMA", "COLON", "AMP", "BRKT", "MULT",
     "UNICODE_TEXT")
)  # fmt: skip
SEPARATORS = frozenset(("NEWLINE", "SEMI", "EOF"))
_TEXT_TOKENS = frozenset(("TEXT", "TAGSTART", ">", "UNICODE_TEXT"))
_FORMS: dict[str, LabelForm] = {"STR": "quoted", "MD_STR": "markdown"}


class Cursor:
    """Where the parser is among the tokens of a prepared text."""

    def __init__(self, edited: Edited, tokens: list[Token], database: Database) -> None:
        self.edited = edited
        self.text = edited.text
        self.tokens = tokens
        self.kinds = [token[0] for token in tokens]
        self.index = 0
        self.database = database

    @property
    def kind(self) -> str:
        """The kind of the next token."""
        return self.kinds[self.index]

    @property
    def start(self) -> int:
        """Where the next token begins."""
        return self.tokens[self.index].start

    @property
    def end(self) -> int:
        """Where the last token read ends."""
        return self.tokens[self.index - 1].end

    def take(self, kind: str, *expected: str) -> Token:
        """Read a token of this kind, or refuse."""
        if self.kinds[self.index] != kind:
            raise self.refusal(*expected)
        self.index += 1
        return self.tokens[self.index - 1]

    def skip(self, kind: str) -> bool:
        """Read tokens of this kind as long as there are any; return whether there was one."""
        before = self.index
        while self.kinds[self.index] == kind:
            self.index += 1
        return self.index > before

    def written(self, token: Token) -> str:
        """Return the characters of `token`."""
        return self.text[token.start : token.end]

    def run(self, kinds: frozenset[str], *expected: str) -> str:
        """Read tokens of these kinds, at least one, and return their characters."""
        first = self.index
        while self.kinds[self.index] in kinds:
            self.index += 1
        if self.index == first:
            raise self.refusal(*expected)
        return self.text[self.tokens[first].start : self.tokens[self.index - 1].end]

    def separator(self) -> None:
        """Read what ends a statement, or refuse."""
        if self.kinds[self.index] not in SEPARATORS:
            raise self.refusal(END_OF_LINE, "`;`")
        self.index += 1

    def refusal(self, *expected: str) -> RefusalError:
        """Return the refusal of the next token."""
        kind, start, end = self.tokens[self.index]
        quote = {"STR": 1, "MD_STR": 2}.get(kind, 0)
        start, end = start - quote, end + quote
        if kind == "unknown" and start < len(self.text) and self.text[start] in WHITESPACE:
            start = len(self.text) - len(self.text[start:].lstrip(WHITESPACE))
            end = min(start + 1, len(self.text))
        found: str = f"`{strip(self.text[start:end][:40])}`"
        if kind in {"end", "EOF", "NEWLINE"}:
            found = END_OF_LINE if kind == "NEWLINE" else END_OF_DIAGRAM
        before = self.kinds[self.index - 1] if self.index else ""
        mend = hint(self.text, start, kind, before, expected)
        message = Message(
            "Mermaid does not understand {found} here; it expects {expected}",
            found=found, expected=Listing(OR, expected),
        )  # fmt: skip
        if mend:
            message = Message("{finding}. To mend it: {advice}", finding=message, advice=mend)
        return RefusalError(message, (start, end), expected=expected)

    def label(self, kinds: frozenset[str] = _TEXT_TOKENS) -> Label:
        """Read a text up to what closes it; the opener is already read."""
        return self.text_and_label(kinds)[1]

    def text_and_label(self, kinds: frozenset[str]) -> tuple[str, Label]:
        """Read a text up to what closes it; return it as the lexer gives it, and as a label."""
        first_index = self.index
        first = self.tokens[first_index]
        form = _FORMS.get(first.kind, "plain")
        if form != "plain":
            self.index += 1
        elif first.kind not in kinds:
            raise self.refusal(A_TEXT)
        while self.kinds[self.index] in kinds:
            self.index += 1
        tokens = self.tokens[first_index : self.index]
        written = "".join([self.text[token.start : token.end] for token in tokens])
        outer_start, outer_end = self._outer(first_index)
        if form != "plain" and len(tokens) > 1:
            form = "plain"  # `"a" b`: what stands there is neither quoted nor not
            start, end = _stripped(self.text, outer_start, outer_end)
        else:
            start, end = _stripped(self.text, first.start, tokens[-1].end)
        span, outer = self.edited.span(start, end), self.edited.span(outer_start, outer_end)
        return written, Label(shown(written), span, outer, form)

    def _outer(self, first_index: int) -> tuple[int, int]:
        """Return the place between the enclosing brackets, pipes or dashes.

        A link's token takes up the white space next to it, which belongs to what can be replaced.
        """
        start, end = self.tokens[first_index - 1].end, self.tokens[self.index].start
        if self.kinds[first_index - 1] == "START_LINK":
            start = _stripped(self.text, self.tokens[first_index - 1].start, start)[1]
        return start, end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of what `strip` leaves of the text between the offsets."""
    written = text[start:end]
    left = len(written) - len(written.lstrip(WHITESPACE))
    if left == len(written):
        return start, start
    return start + left, end - (len(written) - len(written.rstrip(WHITESPACE)))
