"""Exports: the computation graph of a diagram as a program, a derivation or a table of numbers."""

from __future__ import annotations

from importlib import import_module
from typing import Final, Literal, TypeAlias, get_args

from mdgrad.exports.model import ExportError
from mdgrad.exports.reading import exported
from mdgrad.settings import Flavor

__all__ = ["LANGUAGES", "ExportError", "Language", "export"]

Language: TypeAlias = Literal["python", "torch", "sympy", "latex", "json"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


def export(
    text: str,
    to: Language,
    *,
    path: str = "-",
    line: int | None = None,
    flavor: Flavor = "auto",
) -> str:
    """Return the computation graph of the post `text` written in another language.

    It is the one that is drawn on `line`, or the only one of the post. Values and gradients are
    worked out from the inputs, whatever other labels say. Raises `ExportError`, with the reason,
    where there is no such graph, and where the language cannot say it.
    """
    if to not in LANGUAGES:
        raise ExportError(f"there is no export to {to}; there are {', '.join(LANGUAGES)}")
    write = getattr(import_module(f"mdgrad.exports.{to}"), f"as_{to}")
    return str(write(exported(text, path=path, line=line, flavor=flavor)))
