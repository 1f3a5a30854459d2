"""Configuration: what `mdgrad.toml` and `[tool.mdgrad]` in `pyproject.toml` ask for."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes long to import
if TYPE_CHECKING:
    from mdgrad.configuration.configuration import Configuration, ConfigurationError
    from mdgrad.configuration.nearest import Nearest

__all__ = ["Configuration", "ConfigurationError", "Nearest"]

_HOMES = {
    "Configuration": "configuration",
    "ConfigurationError": "configuration",
    "Nearest": "nearest",
}


def __getattr__(name: str) -> object:
    """Return a name, imported when first asked for: a cached run needs only the files' content."""
    from importlib import import_module

    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
