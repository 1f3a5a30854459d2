"""The configuration: the settings of the posts below a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace

from mdgrad.files.ignoring import Patterns
from mdgrad.settings import Settings

__all__ = ["NO_CONFIGURATION", "Configuration", "ConfigurationError"]


class ConfigurationError(Exception):
    """A configuration that cannot be followed; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one file asks for; its patterns are those of a `.gitignore` beside it."""

    settings: Settings = field(default_factory=Settings)
    exclude: Patterns | None = None
    """The posts to leave out."""
    per_file_ignores: tuple[tuple[Patterns, tuple[str, ...]], ...] = ()
    """The codes not to tell of the posts that each pattern names."""

    def leaves_out(self, path: str | os.PathLike[str], *, is_folder: bool = False) -> bool:
        """Return whether the post or folder at `path` is not to be looked at."""
        return self.exclude is not None and bool(self.exclude.verdict(path, is_folder=is_folder))

    def ignored_in(self, path: str | os.PathLike[str]) -> tuple[str, ...]:
        """Return the codes that are not to be told of the post at `path` in particular."""
        return tuple(
            code
            for patterns, codes in self.per_file_ignores
            if patterns.verdict(path, is_folder=False)
            for code in codes
        )

    @property
    def settings_everywhere(self) -> Settings | None:
        """The settings of all posts here, or None where they depend on a post's name."""
        return self.settings if self.exclude is None and not self.per_file_ignores else None

    def settings_for(self, path: str | os.PathLike[str]) -> Settings:
        """Return the settings of the post at `path`."""
        ignored = self.ignored_in(path)
        if not ignored:
            return self.settings
        return replace(self.settings, ignore=(*self.settings.ignore, *ignored))


NO_CONFIGURATION = Configuration()
