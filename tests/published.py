"""What others publish and we test against: fetched from their packages, never kept here."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

__all__ = ["npm_package"]


def npm_package(name: str, folder: Path) -> Path:
    """Return the folder of an npm package in `folder`; without it the test is skipped."""
    place = folder / name.replace("/", "+").replace("@", "+")
    if not (place / "package").is_dir():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is not here")
        place.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [npm, "pack", "--silent", name],
            cwd=place,
            capture_output=True,
            check=False,
            timeout=300,
        )
        if done.returncode:
            reason = done.stderr.decode(errors="replace")[-300:]
            pytest.skip(f"npm has no {name} here: {reason}")
        with tarfile.open(next(place.glob("*.tgz"))) as archive:
            archive.extractall(place, filter="data")
    return place / "package"
