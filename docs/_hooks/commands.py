"""The page on the command line, made from the parser that reads it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mdgrad.cli.arguments import parser

__all__ = ["on_files"]

_INTRODUCTION = (
    "Every command tells its options with `--help`. What a project wants always goes into its "
    "[configuration](../how-to/configuration.md)."
)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the page."""
    content = "\n\n".join(_page())
    files.append(File.generated(config, "reference/commands.md", content=content))
    return files


def _page() -> Iterator[str]:
    top = parser()
    yield from ("# Commands", _INTRODUCTION, _as_code(top.epilog))
    (commands,) = (one for one in top._actions if isinstance(one, argparse._SubParsersAction))
    for name, command in commands.choices.items():
        usage = " ".join(command.format_usage().split()).removeprefix("usage: ")
        yield from (f"## mdgrad {name}", command.description or "", _as_code(usage))
        arguments = [one for one in command._actions if one.dest != "help"]
        rows = [f"| {_spelling(one)} | {_escaped(one.help or '')} |" for one in arguments]
        if rows:
            yield "\n".join(["| argument | |", "|---|---|", *rows])
        if command.epilog:
            yield _as_code(command.epilog)


def _spelling(argument: argparse.Action) -> str:
    """Return how an argument is written, with what it takes."""
    wanted = argument.metavar or "|".join(argument.choices or [argument.dest.upper()])
    if not argument.option_strings:
        return f"`{wanted}`"
    takes = "" if argument.nargs == 0 else f" {wanted}"
    return " ".join(f"`{_escaped(option + takes)}`" for option in argument.option_strings)


def _escaped(text: str) -> str:
    """Return text for the cell of a table."""
    return text.replace("|", "\\|")


def _as_code(text: str | None) -> str:
    return f"```text\n{text}\n```"
