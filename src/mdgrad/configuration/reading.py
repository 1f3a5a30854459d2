"""Reading a configuration: every key is known and has the right kind of value, or it is an error.

A key that is passed over in silence would leave its author to believe that it holds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from mdgrad.configuration.configuration import Configuration, ConfigurationError
from mdgrad.files.ignoring import Patterns, is_valid_pattern
from mdgrad.messages.languages import LANGUAGES
from mdgrad.posts.flavors import GRAMMARS
from mdgrad.rules.selection import unknown_prefixes
from mdgrad.settings import Settings

__all__ = ["KEYS", "read_configuration"]


class _WrongValueError(Exception):
    """What a value should have been instead."""


def read_configuration(path: Path) -> Configuration | None:
    """Return the configuration in `path`; None for a `pyproject.toml` that has none.

    Raises ConfigurationError.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}: no TOML: {error}") from None
    if path.name != "pyproject.toml":
        return _configuration(document, path, "")
    tools = document.get("tool")
    if not isinstance(tools, dict) or "mdgrad" not in tools:
        return None
    return _configuration(tools["mdgrad"], path, "tool.mdgrad")


def _configuration(table: object, path: Path, prefix: str) -> Configuration:
    if not isinstance(table, dict):
        raise ConfigurationError(f"{path}: {prefix} must be a table")
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = f"{prefix}.{key}" if prefix else key
        if key not in KEYS:
            raise ConfigurationError(f"{path}: there is no key {name}{_similar(key)}")
        try:
            values[key] = KEYS[key](value)
        except _WrongValueError as error:
            raise ConfigurationError(f"{path}: {name} must be {error}") from None
    folder = path.parent
    exclude = values.pop("exclude", ())
    per_file = values.pop("per-file-ignores", {})
    return Configuration(
        replace(Settings(), **{key.replace("-", "_"): value for key, value in values.items()}),
        Patterns(exclude, folder) if exclude else None,
        tuple((Patterns((pattern,), folder), codes) for pattern, codes in per_file.items()),
    )


def _similar(key: str) -> str:
    near = get_close_matches(key.replace("_", "-").lower(), KEYS, n=1)
    return f"; did you mean {near[0]}?" if near else f"; there are {', '.join(KEYS)}"


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongValueError("true or false")
    return value


def _bytes(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _WrongValueError("a number of bytes, 1 or more")
    return value


def _flavor(value: object) -> str:
    if not isinstance(value, str) or value not in GRAMMARS:
        raise _WrongValueError(f"one of {', '.join(GRAMMARS)}")
    return value


def _language(value: object) -> str:
    if not isinstance(value, str) or value not in LANGUAGES:
        raise _WrongValueError(f"one of {', '.join(LANGUAGES)}")
    return value


def _codes(value: object) -> tuple[str, ...]:
    codes = tuple(code.upper() for code in _texts(value, 'a list of codes, like ["MG3"]'))
    unknown = unknown_prefixes(codes) or tuple(code for code in codes if not code)
    if unknown:
        raise _WrongValueError(f"a list of codes; no code begins with {unknown[0]!r}")
    return codes


def _patterns(value: object) -> tuple[str, ...]:
    patterns = _texts(value, "a list of patterns as in a .gitignore")
    for pattern in patterns:
        _pattern(pattern)
    return patterns


def _pattern(pattern: str) -> None:
    if not is_valid_pattern(pattern):
        raise _WrongValueError(f"patterns as in a .gitignore; {pattern!r} is none")


def _codes_by_pattern(value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise _WrongValueError('a table from patterns to codes, like {"drafts/*" = ["MG3"]}')
    for pattern in value:
        _pattern(pattern)
    return {pattern: _codes(codes) for pattern, codes in value.items()}


def _texts(value: object, should_be: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise _WrongValueError(should_be)
    return tuple(value)


KEYS: Final[Mapping[str, Callable[[object], object]]] = {
    "strict": _boolean,
    "select": _codes,
    "ignore": _codes,
    "per-file-ignores": _codes_by_pattern,
    "exclude": _patterns,
    "flavor": _flavor,
    "language": _language,
    "max-bytes": _bytes,
}
"""What may be asked for, with what makes sure of each value. Settings have the same names."""
