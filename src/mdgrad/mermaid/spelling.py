"""Ways to write a text so that Mermaid shows it, the plainest first.

Whether one will do depends on the place; `writer.py` tries them in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mdgrad.mermaid.flowchart import LabelForm

__all__ = ["spellings"]

_ENTITY = re.compile(r"#(?=\w+;)|&(?=#?\w)|ﬂ(?=°)|¶(?=ß)", re.ASCII)
"""What would begin an entity, and what Mermaid marks entities with."""
_NAMES = {"#": "#35;", "&": "#amp;", "ﬂ": "#64258;", "¶": "#182;", '"': "#quot;"}
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def spellings(text: str, form: LabelForm, written: str) -> Iterator[str]:
    """Yield what to write for `text` where a label stood as `written`, quotes included."""
    entities = _ENTITY.sub(lambda found: _NAMES[found[0]], text)
    if form == "data":
        in_double = [f'"{_escaped(one)}"' for one in (entities, _TAG.sub("#lt;", entities))]
        if not written.startswith(("'", '"')):
            yield text
        if not written.startswith('"'):
            yield f"'{entities.replace(chr(39), chr(39) * 2)}'"
        yield from in_double
        return
    if form == "plain":
        yield text
        yield entities.replace('"', "#quot;")
    if form == "markdown":
        yield f'"`{text}`"'
        yield f'"`{entities.replace(chr(34), "#quot;").replace("`", "#96;")}`"'
    unquoted = entities.replace('"', "#quot;")
    yield f'"{text}"'
    yield f'"{unquoted}"'
    yield f'"{_TAG.sub("#lt;", unquoted)}"'
    if unquoted.startswith("`"):  # `"`` would open a Markdown string
        yield f'"#96;{unquoted[1:]}"'


def _escaped(text: str) -> str:
    """Return `text` for between double quotes in YAML, where Mermaid sees no escaped quote."""
    text = text.replace("\\", "\\\\").replace('"', "#quot;").replace("\n", "\\n")
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
