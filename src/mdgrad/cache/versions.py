"""What judges: two runs may share a verdict only if this is the same for both."""

from __future__ import annotations

import os
import sys

from mdgrad import __version__

__all__ = ["judged_by"]

_VERSIONS = (
    ("sympy", "release.py"),
    ("markdown_it", "__init__.py"),
    ("mdit_py_plugins", "__init__.py"),
)
"""The files in which what judges with us says its version; importing it would take too long."""


def judged_by() -> bytes:
    """Return what tells this mdgrad, with Python and the packages it judges with, from others."""
    parts = [__version__.encode(), sys.version.encode()]
    parts += [_content(package, name) for package, name in _VERSIONS]
    parts += sorted(_sources(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    return b"\0".join(parts)


def _content(package: str, name: str) -> bytes:
    """Return the file `name` of an installed package."""
    for folder in sys.path:
        try:
            with open(os.path.join(folder, package, name), "rb") as stream:
                return stream.read()
        except OSError:
            continue
    return _found_by_import(package, name)


def _found_by_import(package: str, name: str) -> bytes:
    """Return the file `name` of a package that does not stand on the path as a folder."""
    from importlib.util import find_spec

    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return b""
    try:
        with open(os.path.join(os.path.dirname(spec.origin), name), "rb") as stream:
            return stream.read()
    except OSError:
        return b""


def _sources(top: str) -> list[bytes]:
    """Return what changes whenever a module or a translation of ours does.

    A version number may stay the same.
    """
    found: list[bytes] = []
    waiting = [top]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".toml")):
                    status = entry.stat()
                    found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}".encode())
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    waiting.append(entry.path)
    return found
