"""The way in: arguments read, a command run, its exit status returned."""

from __future__ import annotations

import os
import sys

from mdgrad.cli.again import tell_again
from mdgrad.cli.status import FAILED, INTERRUPTED, MisuseError

TYPE_CHECKING = False  # `typing` takes long to import
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TextIO

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run mdgrad with `arguments` (the command line's by default) and return its exit status."""
    _write_utf8(sys.stdout)
    _write_utf8(sys.stderr)
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        status = tell_again(arguments)
        if status is None:
            status = _run(arguments)
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


def _run(arguments: Sequence[str]) -> int:
    """Run the command that was named; only now is what it needs imported."""
    from importlib import import_module

    from mdgrad.cli.arguments import parser
    from mdgrad.garbage import collect_seldom

    collect_seldom()

    parsed = parser().parse_args(arguments)

    from mdgrad.cli.console import Console
    from mdgrad.configuration import ConfigurationError
    from mdgrad.reports.visible import visible

    command: Callable[[object, Console], int] = getattr(
        import_module(f"mdgrad.cli.{parsed.command}"), parsed.command
    )
    console = Console.standard()
    try:
        return command(parsed, console)
    except (ConfigurationError, MisuseError) as error:
        console.warn(visible(str(error)))
        return FAILED


def _write_utf8(stream: TextIO) -> None:
    """Let `stream` take any text: posts are in every script, and terminals claim to be ASCII."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
