"""The arguments of every command."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Final

from mdgrad import __version__
from mdgrad.cli.check import check
from mdgrad.cli.fix import fix
from mdgrad.cli.rule import rule
from mdgrad.files.ignoring import is_valid_pattern
from mdgrad.posts.flavors import GRAMMARS
from mdgrad.rules.selection import unknown_prefixes

__all__ = ["parser"]

_DESCRIPTION: Final = """\
Check the computation graphs of a post: every value and gradient on its Mermaid flowcharts is
worked out, and a label that differs is told, with what it should say."""

_EXAMPLES: Final = """\
examples:
  mdgrad check post.md             which labels are wrong?
  mdgrad check docs --strict       missing gradients and undecided labels count too
  mdgrad fix post.md               mend them in place
  mdgrad fix --diff post.md        show what that would change
  mdgrad fix --complete post.md    draw the gradients that are missing, too
  mdgrad fix --blank all post.md   make an exercise of it
  mdgrad fix - < post.md           mend standard input to standard output
  mdgrad rule MG301                what is a wrong gradient?

exit status: 0 nothing to report, 1 an error or a warning, 2 misuse or a file that cannot be read
or written"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; `command` is the function that runs it."""
    top = argparse.ArgumentParser(
        prog="mdgrad",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"mdgrad {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    checking = commands.add_parser(
        "check", help="judge posts", description="Judge posts.", allow_abbrev=False
    )
    _add_paths(checking)
    checking.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to report (default: text)"
    )
    checking.add_argument("--exit-zero", action="store_true", help="exit 0 whatever the posts say")
    checking.set_defaults(command=check)

    fixing = commands.add_parser(
        "fix", help="mend posts in place", description="Mend posts in place.", allow_abbrev=False
    )
    _add_paths(fixing)
    fixing.add_argument(
        "--diff", action="store_true", help="write nothing; show what would change as a diff"
    )
    drawing = fixing.add_mutually_exclusive_group()
    drawing.add_argument(
        "--complete", action="store_true", help="draw the gradients that are missing, too"
    )
    drawing.add_argument(
        "--blank", choices=("gradients", "values", "all"), metavar="WHAT",
        help="make an exercise instead: `?` for gradients, values or all that is worked out",
    )  # fmt: skip
    fixing.set_defaults(command=fix)

    explaining = commands.add_parser(
        "rule", help="explain a finding", description="Explain a finding, or list them all."
    )
    explaining.add_argument("code", metavar="CODE", nargs="?", help="a code like MG301")
    explaining.set_defaults(command=rule)
    return top


def _add_paths(command: argparse.ArgumentParser) -> None:
    """Add what `check` and `fix` have in common."""
    command.add_argument(
        "paths", metavar="PATH", nargs="+", help="a post, a folder of posts, or - for stdin"
    )
    command.add_argument(
        "--select", metavar="CODES", type=_codes, action="extend", default=[],
        help="tell only these codes, or prefixes of codes, like MG3,MG201",
    )  # fmt: skip
    command.add_argument(
        "--ignore", metavar="CODES", type=_codes, action="extend", default=[],
        help="do not tell these codes, or prefixes of codes",
    )  # fmt: skip
    command.add_argument(
        "--strict", action="store_true", help="missing gradients and undecided labels are errors"
    )
    command.add_argument(
        "--flavor", choices=GRAMMARS, default="auto", help="the Markdown of the posts"
    )
    command.add_argument(
        "--exclude", metavar="PATTERN", type=_pattern, action="append", default=[],
        help="leave out paths, as a .gitignore would; also those named outright",
    )  # fmt: skip
    command.add_argument(
        "--stdin-filename", metavar="PATH", default="-", help="what to call standard input"
    )


def _codes(text: str) -> Sequence[str]:
    """Return the prefixes of codes in `MG2,MG301`."""
    prefixes = tuple(part for part in (part.strip().upper() for part in text.split(",")) if part)
    unknown = unknown_prefixes(prefixes)
    if unknown or not prefixes:
        raise argparse.ArgumentTypeError(
            f"no code begins with {unknown[0] if unknown else text!r}; `mdgrad rule` lists them"
        )
    return prefixes


def _pattern(text: str) -> str:
    """Return a pattern that a `.gitignore` could hold."""
    if not is_valid_pattern(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no pattern as in a .gitignore")
    return text
