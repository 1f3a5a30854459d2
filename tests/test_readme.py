"""What the README says is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import mdgrad

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / "docs/examples/lemonade.md").read_text(encoding="utf-8")
SESSION = re.search(r"```console\n(.*?)```", README, re.DOTALL)


def test_the_test_command_is_the_one_that_ci_runs() -> None:
    commands = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert len(commands) == 2
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").rstrip().endswith(commands[1])


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def transcript() -> list[tuple[str, str]]:
    """Return the commands of the README's session, each with what it is said to print."""
    assert SESSION is not None
    parts = re.split(r"^\$ (.*)\n", SESSION[1], flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.skipif(not mdgrad.check(EXAMPLE).claims, reason="nothing is judged yet")
@pytest.mark.parametrize(("command", "printed"), transcript(), ids=lambda part: part[:40])
def test_the_session_is_real(command: str, printed: str) -> None:
    assert command.startswith("mdgrad ")
    arguments = command.removeprefix("mdgrad ").split()
    process = subprocess.run(
        [sys.executable, "-m", "mdgrad", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        check=False,
    )
    assert process.stdout.decode() == printed
