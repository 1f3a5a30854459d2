"""What the pages show of a terminal is what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from mdgrad.cli.arguments import parser
from tests.docs.picture import PICTURE, drawn
from tests.docs.sessions import PAGES, copy_of_pages, printed_by, steps

SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMANDS = sorted(
    {
        command
        for page in PAGES
        for block in SHELL.findall(page.read_text(encoding="utf-8"))
        for command in re.findall(r"^(mdgrad [^|>\n]*)", block, re.MULTILINE)
    }
)
WITH_SESSIONS = [page for page in PAGES if steps(page)]


@pytest.mark.tools
@pytest.mark.parametrize("page", WITH_SESSIONS, ids=lambda page: page.stem)
def test_sessions_are_real(page: Path, tmp_path: Path) -> None:
    folder = copy_of_pages(tmp_path)
    for step in steps(page):
        assert printed_by(step.command, folder) == step.printed, step.command


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_understood(command: str) -> None:
    parser().parse_args(shlex.split(command)[1:])


def test_there_are_sessions_and_commands() -> None:
    assert len(WITH_SESSIONS) >= 6
    assert len(COMMANDS) > 5


def test_the_picture_is_real() -> None:
    assert PICTURE.read_text(encoding="utf-8") == drawn()
