"""Where a command reads and writes."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO, TextIO

from mdgrad.messages.languages import ENGLISH
from mdgrad.report import Report
from mdgrad.reports.colour import Palette, palette
from mdgrad.reports.text import render_error, render_findings
from mdgrad.reports.visible import visible
from mdgrad.source import Text

__all__ = ["Console"]


@dataclass(frozen=True, slots=True)
class Console:
    """Standard input, output and error, as one argument."""

    stdin: BinaryIO
    stdout: TextIO
    stderr: TextIO
    environment: Mapping[str, str]
    language: str = ENGLISH
    """The language of what frames the findings."""

    @classmethod
    def standard(cls) -> Console:
        """Return the console of this process."""
        return cls(sys.stdin.buffer, sys.stdout, sys.stderr, os.environ)

    def say(self, line: str = "") -> None:
        """Write a line of the report."""
        self.write(line + "\n")

    def write(self, lines: str) -> None:
        """Write lines of the report."""
        self.stdout.write(lines)

    def warn(self, line: str) -> None:
        """Write a line about the run itself."""
        self.stderr.write(f"mdgrad: {line}\n")

    def aside(self) -> Console:
        """Return a console that tells on standard error, where standard output is taken."""
        return replace(self, stdout=self.stderr)

    def show_diff(self, diff: str) -> None:
        """Write a diff: exactly for a program, with nothing hidden for a person."""
        if not self.stdout.isatty():
            self.write_exactly(diff)
            return
        colours = {"-": self.palette.error, "+": self.palette.good, "@": self.palette.info}
        for line in diff.removesuffix("\n").split("\n") if diff else ():
            colour = colours.get(line[:1], "")
            self.say(f"{colour}{visible(line)}{self.palette.reset}")

    def write_exactly(self, text: str) -> None:
        """Write text of a post without touching its line ends."""
        self.stdout.flush()
        self.stdout.buffer.write(text.encode("utf-8", errors="surrogateescape"))
        self.stdout.buffer.flush()

    def tell(self, report: Report, texts: Mapping[str, Text]) -> None:
        """Write the findings, and what could not be read; `texts` are the posts by path."""
        for line in render_findings(report, texts, self.palette, self.language):
            self.say(line)
        for file in report.files:
            if file.error is not None:
                self.warn(render_error(file))

    @property
    def palette(self) -> Palette:
        """The colours of standard output."""
        return palette(self.stdout, self.environment)
