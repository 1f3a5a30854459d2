"""Every template in the source: the text of each `Message(…)` and `Message.counted(…)`."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import mdgrad

SOURCE = Path(mdgrad.__file__).parent


@functools.cache
def templates() -> dict[str, str]:
    """Return where each template stands first."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for line, template in _templates_in(path):
            found.setdefault(template, f"{path.relative_to(SOURCE)}:{line}")
    return found


def _templates_in(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id="Message"):
                texts = node.args
            case ast.Attribute(value=ast.Name(id="Message"), attr="counted"):
                texts = node.args[1:]
            case _:
                continue
        for text in texts:
            template = ast.literal_eval(text)  # fails for what is not written out
            assert isinstance(template, str)
            yield node.lineno, template
