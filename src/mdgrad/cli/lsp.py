"""`mdgrad lsp`: an editor served."""

from __future__ import annotations

import argparse

from mdgrad.cli.console import Console
from mdgrad.cli.status import NOTHING, MisuseError

__all__ = ["lsp"]


def lsp(arguments: argparse.Namespace, console: Console) -> int:
    """Serve an editor until it leaves, and return the exit status."""
    del arguments, console  # the protocol has standard input and output to itself
    try:
        from mdgrad.language_server.server import serve
    except ImportError:
        raise MisuseError("this needs pygls; install mdgrad-docs[lsp]") from None
    serve()
    return NOTHING
