"""Configuration: what `mdgrad.toml` and `[tool.mdgrad]` in `pyproject.toml` ask for."""

from mdgrad.configuration.configuration import Configuration
from mdgrad.configuration.nearest import Nearest
from mdgrad.configuration.reading import ConfigurationError, read_configuration

__all__ = ["Configuration", "ConfigurationError", "Nearest", "read_configuration"]
