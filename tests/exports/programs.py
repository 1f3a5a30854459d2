"""Exported programs, run: nothing of mdgrad is at work when they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

import mdgrad
from mdgrad.exports import ExportError, Language
from tests.fixture_posts import EXAMPLES

__all__ = ["drawn", "export_or_reason", "names_as_numbers", "run", "worked_out"]

REFUSED = ("of matrices", "several outputs", "not clear", "nothing is known")

Numbers = Mapping[str, float]


def drawn() -> Iterator[tuple[str, str, int]]:
    """Yield a name, the post and the line of every fixture that must be verified."""
    for example in EXAMPLES:
        for drawing in example.drawings if example.not_yet is None else ():
            if drawing.status == "verified":
                line = drawing.lines.start
                yield f"{example.name}:{line}", example.source, line


def export_or_reason(text: str, to: Language, line: int | None = None) -> tuple[str | None, str]:
    """Return the export, or None and why there is none."""
    try:
        return mdgrad.export(text, to, line=line), ""
    except ExportError as error:
        return None, str(error)


def run(source: str, **names: Any) -> dict[str, Any]:
    """Return the names that a program has defined."""
    names["__name__"] = "exported"
    exec(compile(source, "exported", "exec"), names)
    return names


def worked_out(source: str, **inputs: Any) -> tuple[Numbers, Numbers]:
    """Return values and gradients from a program that is a function; `inputs` as it needs them."""
    values, gradients = run(source)["values_and_gradients"](**inputs)
    return values, gradients


def names_as_numbers(source: str) -> str:
    """Return the structure of a program, names and texts as numbers by their first use."""
    tree = ast.parse(source)
    numbers: dict[str, str] = {}

    def numbered(text: str) -> str:
        return numbers.setdefault(text, f"n{len(numbers)}")

    for node in ast.walk(tree):
        match node:
            case ast.Name():
                node.id = numbered(node.id)
            case ast.arg():
                node.arg = numbered(node.arg)
            case ast.Constant(value=str(text)):
                node.value = numbered(text) if text.isidentifier() else "text"
            case _:
                pass
    return ast.dump(tree)
