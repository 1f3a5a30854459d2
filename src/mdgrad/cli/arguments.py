"""The arguments of every command.

Nothing here imports what a command needs: whoever asks for help or mistypes should not wait.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Final

from mdgrad import __version__
from mdgrad.cli import manual
from mdgrad.messages.languages import LANGUAGES

__all__ = ["EXPLANATIONS", "FORMATS", "parser"]

FORMATS: Final = ("text", "json", "github", "gitlab", "sarif", "junit", "rdjson")
EXPLANATIONS: Final = ("text", "markdown", "html", "latex", "json")
"""`mdgrad.explanation.formats` renders them."""
_FLAVORS: Final = ("auto", "commonmark", "mkdocs", "myst", "quarto")
"""`mdgrad.posts.flavors` says what they are; a test holds the two together."""
_DIALECTS: Final = (
    "edges", "two-drawings", "nodes", "equations", "local-derivatives",
    "derivative-graph", "operators-on-edges",
)  # fmt: skip
"""`mdgrad.authoring.dialects` draws them; a test holds the two together."""

_EXPORTED: Final = ("python", "torch", "sympy", "latex", "json")
"""`mdgrad.exports` writes them; a test holds the two together."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; `command` is the name of what is to be run."""
    top = argparse.ArgumentParser(
        prog="mdgrad",
        description=manual.DESCRIPTION,
        epilog=manual.EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"mdgrad {__version__}")
    # Told its `prog`, argparse need not format a usage line, for which it measures the terminal.
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True, prog=top.prog)

    checking = _command(commands, "check", "judge posts", manual.CHECK, manual.CHECK_EXAMPLES)
    _add_paths(checking)
    _add_reporting(checking)

    fixing = _command(commands, "fix", "mend posts in place", manual.FIX, manual.FIX_EXAMPLES)
    _add_paths(fixing)
    fixing.add_argument(
        "--diff", action="store_true", help="write nothing; show what would change as a diff"
    )
    unfinished = fixing.add_mutually_exclusive_group()
    unfinished.add_argument(
        "--complete", action="store_true", help="draw the gradients that are missing, too"
    )
    unfinished.add_argument(
        "--blank", choices=("gradients", "values", "all"), metavar="WHAT",
        help="make an exercise instead: `?` for gradients, values or all that is worked out",
    )  # fmt: skip

    drawing = _command(
        commands, "new", "draw a formula as a diagram", manual.NEW, manual.NEW_EXAMPLES
    )
    drawing.add_argument("formula", metavar="FORMULA", help="like L = (w*x + b - y)**2, or y = -x")
    drawing.add_argument("inputs", metavar="NAME=NUMBER", nargs="*", help="a value for each name")
    drawing.add_argument(
        "--dialect", choices=_DIALECTS, default="edges", help="how it is drawn (default: edges)"
    )
    drawing.add_argument(
        "--symbolic", action="store_true", help="show formulas, not numbers; takes no values"
    )
    drawing.add_argument(
        "--forward-only", action="store_true", help="draw the values without the gradients"
    )
    drawing.add_argument(
        "--exercise", action="store_true", help="leave `?` for all that is worked out"
    )

    exporting = _command(
        commands, "export", "write a diagram as a program", manual.EXPORT, manual.EXPORT_EXAMPLES
    )
    exporting.add_argument(
        "place", metavar="POST[:LINE]", help="a post, or - for stdin, and a line of the diagram"
    )
    exporting.add_argument("--to", choices=_EXPORTED, required=True, help="what to write it in")
    _add_reading(exporting.add_argument_group("what is read"))

    explaining = _command(
        commands, "explain", "show how every number comes about", manual.EXPLAIN,
        manual.EXPLAIN_EXAMPLES,
    )  # fmt: skip
    _add_explaining(explaining)

    ruling = _command(commands, "rule", "explain a finding", manual.RULE)
    ruling.add_argument("code", metavar="CODE", nargs="?", help="a code like MG301")

    _command(commands, "clean", "take the cache away", manual.CLEAN)

    serving = _command(commands, "lsp", "serve an editor", manual.LSP)
    serving.add_argument("--stdio", action="store_true", help="what editors say; it is always so")

    completing = _command(
        commands, "completion", "complete commands in a shell", manual.COMPLETION,
        manual.COMPLETION_EXAMPLES,
    )  # fmt: skip
    completing.add_argument("shell", metavar="SHELL", help="bash, zsh, fish or tcsh")
    return top


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    title: str,
    description: str,
    examples: str | None = None,
) -> argparse.ArgumentParser:
    """Return the parser of the command `name`, which `mdgrad.cli` has a module for."""
    command = commands.add_parser(
        name,
        help=title,
        description=description,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.set_defaults(command=name)
    return command


def _add_paths(command: argparse.ArgumentParser) -> None:
    """Add what `check` and `fix` have in common."""
    command.add_argument(
        "paths", metavar="PATH", nargs="+", help="a post, a folder of posts, or - for stdin"
    )
    choosing = command.add_argument_group("what is told")
    choosing.add_argument(
        "--select", metavar="CODES", type=_codes, action="extend", default=[],
        help="tell only these codes, or prefixes of codes, like MG3,MG201",
    )  # fmt: skip
    choosing.add_argument(
        "--ignore", metavar="CODES", type=_codes, action="extend", default=[],
        help="do not tell these codes, or prefixes of codes",
    )  # fmt: skip
    choosing.add_argument(
        "--language", choices=LANGUAGES, help="the language of the findings (default: en)"
    )
    choosing.add_argument(
        "--strict", action=argparse.BooleanOptionalAction,
        help="missing gradients and undecided labels are errors",
    )  # fmt: skip
    reading = command.add_argument_group("what is read")
    reading.add_argument(
        "--exclude", metavar="PATTERN", type=_pattern, action="append", default=[],
        help="leave out paths, as a .gitignore would; also those named outright",
    )  # fmt: skip
    _add_reading(reading)
    working = command.add_argument_group("how it is done")
    working.add_argument(
        "--jobs", metavar="N", type=_jobs, default=None,
        help="use at most N processes, where they pay; auto (the default) is one a processor",
    )  # fmt: skip
    working.add_argument(
        "--no-cache", action="store_true", help="judge anew what was judged before"
    )


def _add_reading(group: argparse._ArgumentGroup) -> None:
    """Add how posts are read."""
    group.add_argument(
        "--stdin-filename", metavar="PATH", default="-", help="what to call standard input"
    )
    group.add_argument(
        "--flavor", choices=_FLAVORS, help="the Markdown of the posts (default: auto)"
    )


def _add_reporting(command: argparse.ArgumentParser) -> None:
    """Add what only `check` has."""
    reporting = command.add_argument_group("how it is told")
    reporting.add_argument(
        "--format", choices=FORMATS, default="text", help="how to report (default: text)"
    )
    reporting.add_argument(
        "--certificate", metavar="FILE",
        help="write how every verified gradient was derived, for other programs to replay",
    )  # fmt: skip
    reporting.add_argument("--exit-zero", action="store_true", help="exit 0 whatever the posts say")
    reporting.add_argument(
        "--baseline", metavar="FILE", help="tell only findings that are not in this file"
    )
    reporting.add_argument(
        "--write-baseline", action="store_true",
        help="put every finding into the file that --baseline names, and exit 0",
    )  # fmt: skip


def _add_explaining(command: argparse.ArgumentParser) -> None:
    """Add what `explain` has."""
    command.add_argument(
        "place", metavar="POST[:LINE[:COLUMN]]", help="a post or a place in it, or - for stdin"
    )
    command.add_argument(
        "--format", choices=EXPLANATIONS, help="how to tell it (default: as --output ends, or text)"
    )
    command.add_argument("--output", metavar="FILE", help="write it to a file")
    command.add_argument(
        "--stdin-filename", metavar="PATH", default="-", help="what to call standard input"
    )
    command.add_argument(
        "--flavor", choices=_FLAVORS, help="the Markdown of the post (default: auto)"
    )


def _codes(text: str) -> Sequence[str]:
    """Return the prefixes of codes in `MG2,MG301`."""
    from mdgrad.rules.selection import unknown_prefixes

    prefixes = tuple(part for part in (part.strip().upper() for part in text.split(",")) if part)
    unknown = unknown_prefixes(prefixes)
    if unknown or not prefixes:
        raise argparse.ArgumentTypeError(
            f"no code begins with {unknown[0] if unknown else text!r}; `mdgrad rule` lists them"
        )
    return prefixes


def _pattern(text: str) -> str:
    """Return a pattern that a `.gitignore` could hold."""
    from mdgrad.files.ignoring import is_valid_pattern

    if not is_valid_pattern(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no pattern as in a .gitignore")
    return text


def _jobs(text: str) -> int | None:
    """Return a number of processes, None for one a processor."""
    if text == "auto":
        return None
    if not text.isascii() or not text.isdigit() or int(text[:9]) < 1:
        raise argparse.ArgumentTypeError(
            f"{text!r} is neither a number of processes, 1 or more, nor auto"
        )
    return int(text[:9])
