"""The way in: arguments read, a command run, its exit status returned."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TextIO

from mdgrad.cli.arguments import parser

__all__ = ["main"]

INTERRUPTED = 130
"""128 + SIGINT, as a shell says it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run mdgrad with `arguments` (the command line's by default) and return its exit status."""
    _write_utf8(sys.stdout)
    _write_utf8(sys.stderr)
    try:
        parsed = parser().parse_args(arguments)
        status = _run(parsed)
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("mdgrad: interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough (`mdgrad check . | head`): no error of ours, and none of
        # Python's own when it closes the pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _run(arguments: Namespace) -> int:
    """Run the command that was named; only now is what it needs imported."""
    from mdgrad.cli.console import Console
    from mdgrad.cli.status import FAILED, MisuseError
    from mdgrad.configuration import ConfigurationError
    from mdgrad.reports.visible import visible

    command: Callable[[Namespace, Console], int] = getattr(
        import_module(f"mdgrad.cli.{arguments.command}"), arguments.command
    )
    console = Console.standard()
    try:
        return command(arguments, console)
    except (ConfigurationError, MisuseError) as error:
        console.warn(visible(str(error)))
        return FAILED


def _write_utf8(stream: TextIO) -> None:
    """Let `stream` take any text: posts are in every script, and terminals claim to be ASCII."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
