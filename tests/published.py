"""What others publish and we test against: fetched from their packages, never kept here."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

__all__ = ["npm_package", "source_distribution"]


def npm_package(name: str, folder: Path) -> Path:
    """Return the folder of an npm package in `folder`; without it the test is skipped."""
    place = folder / name.replace("/", "+").replace("@", "+")
    if not (place / "package").is_dir():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is not here")
        place.mkdir(parents=True, exist_ok=True)
        _fetch([npm, "pack", "--silent", name], place, f"npm has no {name} here")
        _unpack(place, "*.tgz")
    return place / "package"


def source_distribution(requirement: str, folder: Path) -> Path:
    """Return the folder of a package's source from PyPI; without it the test is skipped."""
    place = folder / requirement
    if not list(place.glob("*/PKG-INFO")):
        place.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:"]
        _fetch([*pip, requirement], place, f"pip has no source of {requirement} here")
        _unpack(place, "*.tar.gz")
    return next(place.glob("*/PKG-INFO")).parent


def _fetch(command: list[str], place: Path, excuse: str) -> None:
    done = subprocess.run(command, cwd=place, capture_output=True, check=False, timeout=300)
    if done.returncode:
        pytest.skip(f"{excuse}: {done.stderr.decode(errors='replace')[-300:]}")


def _unpack(place: Path, pattern: str) -> None:
    with tarfile.open(next(place.glob(pattern))) as archive:
        archive.extractall(place, filter="data")
