"""The wheel is the same bytes whoever builds it, and holds what belongs in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.tools


def built(folder: Path, moment: int) -> Path:
    """Return the wheel built from a copy of the project whose files are of some other time."""
    copy = folder / f"copy{moment}"
    copy.mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for path in copy.rglob("*"):
        os.utime(path, (moment, moment))
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not here")
    out = folder / f"out{moment}"
    command = [uv, "build", "--quiet", "--wheel", "--out-dir", str(out), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = out.glob("*.whl")
    return wheel


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    first, second = (built(tmp_path, moment) for moment in (1_000_000_000, 1_700_000_000))
    assert first.name == second.name
    assert first.name.startswith("mdgrad_docs-")
    assert first.read_bytes() == second.read_bytes()
    names = zipfile.ZipFile(first).namelist()
    assert "mdgrad/py.typed" in names
    assert all(name.startswith(("mdgrad/", "mdgrad_docs-")) for name in names)
    assert not any(name.endswith(".pyc") for name in names)
