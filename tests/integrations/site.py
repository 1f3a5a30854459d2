"""A sample site for the tools that build one, and what they say about it."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pytest

__all__ = ["FRONT_MATTER", "RIGHT", "WRONG", "Built", "run_mkdocs", "run_tool"]

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
RIGHT = (EXAMPLES / "lemonade.md").read_text(encoding="utf-8")
WRONG = (EXAMPLES / "slip.md").read_text(encoding="utf-8")
FRONT_MATTER = "---\ntitle: A post\ntags:\n  - one\n---\n\n"


@dataclass(frozen=True, slots=True)
class Built:
    """What a tool did."""

    status: int
    said: str


def run_tool(name: str, *arguments: str, folder: Path, seconds: int = 200) -> Built:
    """Run a tool that stands beside this Python, or skip the test where there is none."""
    tool = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if tool is None:
        pytest.skip(f"{name} is not here")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {
        **os.environ, "PATH": path, "NO_COLOR": "1", "NO_MKDOCS_2_WARNING": "1",
        "PIP_NO_COMPILE": "1",
    }  # fmt: skip
    # What a tool installs is compiled once, as far as it is used.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [tool, *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=seconds,
        stdin=subprocess.DEVNULL,
        env=environment,
    )
    said = (done.stdout + done.stderr).decode(errors="replace")
    return Built(done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", said))


def run_mkdocs(*arguments: str, folder: Path) -> Built:
    """Run the command of MkDocs in this process, which need not be started and import it anew."""
    pytest.importorskip("mkdocs")
    runner = importlib.import_module("click.testing").CliRunner()
    with chdir(folder):
        done = runner.invoke(
            importlib.import_module("mkdocs.__main__").cli, arguments, env={"NO_COLOR": "1"}
        )
    return Built(done.exit_code, done.output)
