"""The pages, and the sessions in a terminal that they show."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PAGES", "ROOT", "Step", "copy_of_pages", "printed_by", "steps"]

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))

_BLOCK = re.compile(
    r"^(?P<fence>`{3,})console\n(?P<session>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Step:
    """A command, and what the page says that it prints."""

    command: str
    printed: str


def steps(page: Path) -> list[Step]:
    """Return what a page shows in blocks called `console`, in order."""
    text = page.read_text(encoding="utf-8")
    sessions = "".join(block["session"] for block in _BLOCK.finditer(text))
    parts = re.split(r"^\$ (.*)\n", sessions, flags=re.MULTILINE)
    return [Step(*step) for step in zip(parts[1::2], parts[2::2], strict=True)]


def copy_of_pages(folder: Path) -> Path:
    """Return `folder` with all that commands on the pages read, for them to change."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "README.md", folder)
    return folder


def printed_by(command: str, folder: Path, *, in_colour: bool = False) -> str:
    """Return what a command prints in `folder`, standard error included."""
    program, *arguments = shlex.split(command)
    assert program == "mdgrad", command
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    environment.pop("NO_COLOR", None)
    environment.pop("FORCE_COLOR", None)
    done = subprocess.run(
        [sys.executable, "-m", "mdgrad", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        env=environment | ({"FORCE_COLOR": "1"} if in_colour else {}),
        check=False,
    )
    return done.stdout.decode()
