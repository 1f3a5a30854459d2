"""Colour and links on a terminal, nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from mdgrad.reports.terminal import is_coloured

__all__ = ["PLAIN", "Palette", "palette"]


@dataclass(frozen=True, slots=True)
class Palette:
    """The terminal's codes for each part of a report; all empty where there is no colour."""

    error: str = ""
    warning: str = ""
    info: str = ""
    place: str = ""
    good: str = ""
    reset: str = ""
    links: bool = False
    """Whether the terminal may be told where a path leads."""

    def linked(self, shown: str, path: str) -> str:
        """Return `shown` as a link to the file at `path`, by the terminals' common OSC 8."""
        if not self.links or path == "-":
            return shown
        return f"\x1b]8;;{Path(path).absolute().as_uri()}\x1b\\{shown}\x1b]8;;\x1b\\"


PLAIN = Palette()
_COLOUR = Palette(
    error="\x1b[1;31m",
    warning="\x1b[1;33m",
    info="\x1b[1;36m",
    place="\x1b[1m",
    good="\x1b[1;32m",
    reset="\x1b[0m",
)


def palette(stream: TextIO, environment: Mapping[str, str]) -> Palette:
    """Return colours for `stream`, as https://no-color.org and https://force-color.org ask."""
    if not is_coloured(stream, environment):
        return PLAIN
    on_terminal = stream.isatty() and environment.get("TERM") != "dumb"
    return replace(_COLOUR, links=True) if on_terminal else _COLOUR
