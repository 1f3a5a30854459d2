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
        arguments = [one for one in command._actions if one.dest != "help"]
        wanted = "".join(f" {_usage(one)}" for one in arguments if not one.option_strings)
        yield from (
            f"## mdgrad {name}",
            command.description or "",
            _as_code(f"mdgrad {name}{wanted}"),
        )
        rows = [f"| {_spelling(one)} | {_about(one)} |" for one in arguments]
        if rows:
            yield "\n".join(["| argument | |", "|---|---|", *rows])
        if command.epilog:
            yield _as_code(command.epilog)


def _usage(argument: argparse.Action) -> str:
    name = str(argument.metavar)
    return {"+": f"{name} …", "?": f"[{name}]"}.get(str(argument.nargs), name)


def _spelling(argument: argparse.Action) -> str:
    """Return how an argument is written, with what it takes."""
    wanted = str(argument.metavar or argument.dest.upper())
    if not argument.option_strings:
        return f"`{wanted}`"
    takes = "" if argument.nargs == 0 else f" {wanted}"
    return " ".join(f"`{option}{takes}`" for option in argument.option_strings)


def _about(argument: argparse.Action) -> str:
    """Return what an argument does, with the words that it may be, for the cell of a table."""
    choices = ", ".join(f"`{choice}`" for choice in argument.choices or ())
    help_text = (argument.help or "").replace("|", "\\|")
    return f"{help_text}: {choices}" if choices else help_text


def _as_code(text: str | None) -> str:
    return f"```text\n{text}\n```"
