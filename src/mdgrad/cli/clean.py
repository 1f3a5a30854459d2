"""`mdgrad clean`: the cache taken away."""

from __future__ import annotations

import argparse
import os

from mdgrad.cache import cache_folder
from mdgrad.cache import clean as clean_folder
from mdgrad.cli.console import Console
from mdgrad.cli.status import NOTHING, MisuseError
from mdgrad.reports.visible import visible

__all__ = ["clean"]


def clean(arguments: argparse.Namespace, console: Console) -> int:
    """Take the cache of the project away, and return the exit status."""
    folder = cache_folder(os.curdir)
    try:
        there = clean_folder(folder)
    except OSError as error:
        raise MisuseError(f"{folder}: cannot be taken away: {error.strerror}") from None
    console.say(f"{visible(folder)}: {'taken away' if there else 'there is no cache'}")
    return NOTHING
