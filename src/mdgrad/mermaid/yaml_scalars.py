"""YAML's two scalars with a syntax of their own: `"…"` with escapes, and `|` and `>` blocks."""

from __future__ import annotations

import re

from mdgrad.mermaid.yaml_nodes import YamlError
from mdgrad.messages import Message

__all__ = ["BLOCK_HEADER", "block_text", "double_quoted_text"]

BLOCK_HEADER = re.compile(
    r"(?P<style>[|>])(?:(?P<chomp>[-+])(?P<width>[1-9])?|(?P<width2>[1-9])(?P<chomp2>[-+])?)?"
    r"(?:[ \t]+(?:#[^\n]*)?)?"
)
_ESCAPE = re.compile(
    r"\\(?:x(?P<two>[0-9a-fA-F]{2})|u(?P<four>[0-9a-fA-F]{4})|U(?P<eight>[0-9a-fA-F]{8})"
    r"|(?P<line>\s*\n\s*)|(?P<other>.|\Z))",
    re.DOTALL,
)
_SIMPLE = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f",
    "r": "\r", "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0",
    "L": "\u2028", "P": "\u2029",
}  # fmt: skip


def double_quoted_text(written: str, start: int) -> str:
    """Return what stands between the quotes with its escapes undone."""

    def undone(escape: re.Match[str]) -> str:
        digits = escape["two"] or escape["four"] or escape["eight"]
        if digits:
            code = int(digits, 16)
            if code > 0x10FFFF:
                raise YamlError(Message("there is no such character in YAML"), start)
            return chr(code)
        if escape["line"]:
            return ""
        if escape["other"] not in _SIMPLE:
            raise YamlError(
                Message("YAML knows no escape `\\{escape}`", escape=escape["other"]), start
            )
        return _SIMPLE[escape["other"]]

    return _ESCAPE.sub(undone, written) if "\\" in written else written


def block_text(text: str, header: re.Match[str], parent: int) -> tuple[str, int]:
    """Return the text of the block that `header` opens, and where it ends."""
    width = header["width"] or header["width2"]
    indent = parent + int(width) - 1 if width else None
    lines: list[str] = []
    position = header.end() + 1
    least = parent
    while position < len(text) and text[position] != "\0":
        line_end = text.find("\n", position)
        line = text[position:line_end]
        spaces = len(line) - len(line.lstrip(" "))
        if indent is None:
            least = max(least, spaces)
            if spaces == len(line):
                lines.append("")
                position = line_end + 1
                continue
            if least == 0:
                raise YamlError(Message("this YAML block needs indentation"), position)
            if spaces < least:
                break
            indent = least
        elif spaces == len(line) and spaces <= indent:
            lines.append("")
            position = line_end + 1
            continue
        elif spaces < indent:
            break
        lines.append(line[indent:])
        position = line_end + 1
    content = _folded(lines) if header["style"] == ">" else "\n".join(lines)
    chomp = header["chomp"] or header["chomp2"]
    body = content.rstrip("\n")
    if chomp == "+":
        body = content + "\n"
    elif chomp != "-" and body:
        body += "\n"
    return body, position


def _folded(lines: list[str]) -> str:
    """Return the lines of a `>` block, joined by spaces where neither is indented."""
    text = ""
    empty = 0
    previous: str | None = None
    for line in lines:
        if not line:
            empty += 1
            continue
        if previous is None:
            text += "\n" * empty
        elif line[0] in " \t" or previous[0] in " \t":
            text += "\n" * (empty + 1)
        else:
            text += "\n" * empty if empty else " "
        text += line
        previous = line
        empty = 0
    return text + "\n" * empty
