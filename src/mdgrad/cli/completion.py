"""`mdgrad completion`: a script with which a shell completes commands and options."""

from __future__ import annotations

import argparse

from mdgrad.cli.arguments import parser
from mdgrad.cli.console import Console
from mdgrad.cli.status import NOTHING, MisuseError

__all__ = ["completion"]

_FILE_ARGUMENTS = {"paths", "stdin_filename", "baseline"}


def completion(arguments: argparse.Namespace, console: Console) -> int:
    """Write the script for a shell and return the exit status."""
    try:
        import shtab
    except ImportError:
        raise MisuseError("this needs shtab; install mdgrad-docs[completion]") from None
    if arguments.shell not in shtab.SUPPORTED_SHELLS:
        raise MisuseError(
            f"no completion for {arguments.shell}; there is one for "
            f"{', '.join(shtab.SUPPORTED_SHELLS)}"
        )
    top = parser()
    _complete_files(top, shtab.FILE)
    console.say(shtab.complete(top, arguments.shell).rstrip())
    return NOTHING


def _complete_files(parser: argparse.ArgumentParser, files: object) -> None:
    """Let the arguments that name files be completed with the names of files."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                _complete_files(command, files)
        elif action.dest in _FILE_ARGUMENTS:
            action.complete = files  # type: ignore[attr-defined] # shtab looks for it
