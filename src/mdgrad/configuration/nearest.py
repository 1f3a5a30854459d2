"""The configuration that is nearest to a post: in its folder, or in the first one above it."""

from __future__ import annotations

import os
from pathlib import Path

from mdgrad.configuration.configuration import NO_CONFIGURATION, Configuration
from mdgrad.configuration.standing import FILE_NAMES

__all__ = ["Nearest"]


class Nearest:
    """Finds configurations, and reads each of them once."""

    def __init__(self) -> None:
        self._of_folder: dict[Path, Configuration] = {}
        self._by_name: dict[str, Configuration] = {}

    def to(self, path: str | os.PathLike[str]) -> Configuration:
        """Return the configuration of the post at `path`. Raises ConfigurationError."""
        # Text rather than paths: this is asked for every post, and seldom in another folder.
        name = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120
        known = self._by_name.get(name)
        if known is None:
            known = self._by_name[name] = self._in(Path(name))
        return known

    def _in(self, folder: Path) -> Configuration:
        found = NO_CONFIGURATION
        passed: list[Path] = []
        for place in (folder, *folder.parents):
            known = self._of_folder.get(place) or _own(place)
            passed.append(place)
            if known is not None:
                found = known
                break
        self._of_folder.update(dict.fromkeys(passed, found))
        return found


def _own(folder: Path) -> Configuration | None:
    """Return the configuration that stands in `folder` itself."""
    for name in FILE_NAMES:
        path = folder / name
        if path.is_file():
            # Imported here because most runs have no file to read, and TOML's reader takes time.
            from mdgrad.configuration.reading import read_configuration

            configuration = read_configuration(path)
            if configuration is not None:
                return configuration
    return None
