"""Whether a stream takes colour; a run with a cache asks this before anything is imported."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes long to import
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

__all__ = ["is_coloured"]


def is_coloured(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether `stream` takes colour, as https://no-color.org and force-color.org ask."""
    if environment.get("NO_COLOR"):
        return False
    if stream.isatty() and environment.get("TERM") != "dumb":
        return True
    return bool(environment.get("FORCE_COLOR"))
