"""What judges: two runs may share a verdict only if this is the same for both."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from mdgrad import __version__

__all__ = ["judged_by"]

_VERSIONS: Final = (
    ("sympy", "release.py"),
    ("markdown_it", "__init__.py"),
    ("mdit_py_plugins", "__init__.py"),
)
"""The files in which what judges with us says its version; importing it would take too long."""


def judged_by() -> bytes:
    """Return what tells this mdgrad, with Python and the packages it judges with, from others."""
    parts = [__version__.encode(), sys.version.encode()]
    for package, name in _VERSIONS:
        spec = find_spec(package)
        origin = None if spec is None else spec.origin
        parts.append(b"" if origin is None else _content(Path(origin).with_name(name)))
    parts += sorted(_sources(Path(__file__).parents[1]))
    return b"\0".join(parts)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _sources(top: Path) -> list[bytes]:
    """Return what changes whenever a module or a translation of ours does.

    A version number may stay the same.
    """
    found: list[bytes] = []
    waiting = [str(top)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".toml")):
                    status = entry.stat()
                    found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}".encode())
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    waiting.append(entry.path)
    return found
