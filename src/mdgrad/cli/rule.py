"""`mdgrad rule`: a finding explained."""

from __future__ import annotations

import argparse
from difflib import get_close_matches

from mdgrad.cli.console import Console
from mdgrad.cli.status import FAILED, NOTHING
from mdgrad.rules.catalogue import RULES
from mdgrad.rules.pages import page

__all__ = ["rule"]


def rule(arguments: argparse.Namespace, console: Console) -> int:
    """Show the page of a code, or the list of codes, and return the exit status."""
    if arguments.code is None:
        for known in RULES.values():
            console.say(f"{known.code}  {known.severity:<7}  {known.title}")
        return NOTHING
    code = arguments.code.upper()
    if code not in RULES:
        similar = get_close_matches(code, RULES, n=1)
        hint = f"; did you mean {similar[0]}?" if similar else ";"
        console.warn(f"there is no code {arguments.code}{hint} `mdgrad rule` lists them all")
        return FAILED
    console.say(page(code).rstrip())
    return NOTHING
