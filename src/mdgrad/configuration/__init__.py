"""Configuration: what `mdgrad.toml` and `[tool.mdgrad]` in `pyproject.toml` ask for."""

from mdgrad.configuration.configuration import Configuration, ConfigurationError
from mdgrad.configuration.nearest import Nearest

__all__ = ["Configuration", "ConfigurationError", "Nearest"]
