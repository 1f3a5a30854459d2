"""Nothing from a post is run, written or sent: the interpreter itself is asked what it did."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mdgrad
from tests.hostile.watched import DEEDS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Return the names of the events that each deed raised, all done in one process."""
    path = os.pathsep.join((str(Path(mdgrad.__file__).parents[1]), str(ROOT)))
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.watched", *DEEDS], capture_output=True, check=True,
        cwd=tmp_path_factory.mktemp("done"), env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    lines = [line.removeprefix("did ") for line in done.stdout.decode().splitlines()
             if line.startswith("did ")]  # fmt: skip
    return {deed: set(seen) for deed, *seen in map(str.split, lines)}


def test_nothing_from_a_post_runs(events: dict[str, set[str]]) -> None:
    assert events["posts"] == set()


def test_the_command_line_runs_nothing_and_needs_no_network(events: dict[str, set[str]]) -> None:
    files = {"open", "os.chmod", "os.remove", "os.rename", "shutil.rmtree"}
    assert {"open", "os.rename"} <= events["command-line"] <= files


FORBIDDEN = {
    "eval": "exec", "exec": "exec", "compile": "compile", "ast": "compile", "sympify": "compile",
    "parse_expr": "exec", "lambdify": "exec", "subprocess": "subprocess.Popen",
    "system": "os.system", "socket": "socket.__new__", "file": "open",
}  # fmt: skip


def test_every_deed_that_is_forbidden_is_tried() -> None:
    assert DEEDS.keys() == {"posts", "command-line", *FORBIDDEN}


@pytest.mark.parametrize(("deed", "event"), FORBIDDEN.items(), ids=FORBIDDEN)
def test_what_is_forbidden_would_be_seen(
    events: dict[str, set[str]], deed: str, event: str
) -> None:
    assert event in events[deed]
