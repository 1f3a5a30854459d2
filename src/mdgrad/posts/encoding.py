"""How containers write the characters of a diagram, and how to write text in them."""

from __future__ import annotations

import html
import json
import re
from typing import Literal

__all__ = ["Encoding", "encoded"]

Encoding = Literal["plain", "html", "json", "html in json", "template", "template in json"]
"""How a container writes the characters of the source: as they are, as HTML (`--&gt;`), in a
JSON string (`\\"`), in a JavaScript template literal (`` \\` ``), or one within the other."""

SURROGATE = re.compile("[\ud800-\udfff]")
TEMPLATE_SPECIAL = re.compile(r"[\\`]|\$(?=\{)")


def encoded(text: str, encoding: Encoding) -> str:
    """Return `text` as a container of that encoding writes it."""
    if encoding.startswith("html"):
        text = html.escape(text, quote=False)
    elif encoding.startswith("template"):
        text = TEMPLATE_SPECIAL.sub(r"\\\g<0>", text)
    if encoding.endswith("json"):
        text = json.dumps(text, ensure_ascii=False)[1:-1]
        text = SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text
