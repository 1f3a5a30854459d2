"""The real mermaid.js as an oracle, in processes of node that stay warm."""

from __future__ import annotations

import getpass
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

PACKAGES = ("mermaid@12.3.0", "jsdom@26.1.0")
SCRIPT = Path(__file__).with_name("oracle.mjs")

Answer = dict[str, Any]


def installed(packages: Sequence[str] = PACKAGES) -> Path | None:
    """Return a folder outside the source tree that has mermaid.js; install it there if need be.

    Other packages of npm can be asked for in its place. None where node or npm is missing, or the
    packages cannot be had.
    """
    if not (shutil.which("node") and shutil.which("npm")):
        return None
    named = "-".join(package.replace("@", "-").replace("/", "-") for package in packages)
    folder = Path(tempfile.gettempdir()) / f"mdgrad-oracle-{getpass.getuser()}" / named
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        quiet = ("--no-audit", "--no-fund", "--loglevel=error")
        impatient = ("--fetch-retries=1", "--fetch-timeout=60000")
        command = ("npm", "install", *quiet, *impatient, *packages)
        if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode:
            return None
        (folder / "complete").touch()
    return folder


def answers(folder: Path, sources: Sequence[str], processes: int = 2) -> Iterator[Answer]:
    """Yield what mermaid.js makes of each source, in order."""
    size = -(-len(sources) // processes) or 1
    parts = [sources[at : at + size] for at in range(0, len(sources), size)]
    with ThreadPoolExecutor(processes) as pool:
        for part in pool.map(lambda part: told_by(SCRIPT, folder, part), parts):
            yield from part


def told_by(script: Path, folder: Path, texts: Sequence[str]) -> list[Any]:
    """Return what a script of node says of each text, both as lines of JSON."""
    finished = subprocess.run(
        ("node", script, folder),
        input="".join(json.dumps(text) + "\n" for text in texts),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found = [json.loads(line) for line in finished.stdout.split("\n") if line]
    assert len(found) == len(texts), finished.stderr[-2000:]
    return found
