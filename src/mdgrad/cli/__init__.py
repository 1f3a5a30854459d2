"""The command line."""

from mdgrad.cli.main import main

__all__ = ["main"]
