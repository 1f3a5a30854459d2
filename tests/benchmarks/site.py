"""What the MkDocs plugin adds to a build: `python -m tests.benchmarks.site [ROUNDS]`.

A site of 1,000 pages, 50 of which have a computation graph, is built with the plugin and without
it, in turn, each in a process of its own. The first build with the plugin fills the cache and is
told apart: what counts is the second and those after it, as in every build of a site that grows.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

PAGES = 1000
WITH_DIAGRAMS = 50
ROUNDS = 5
PROSE = (
    "A page says a thing or two about [its subject](page0.md), and *then* it says some more.\n\n"
)


def page(number: int) -> str:
    """Return a page of some 500 words, with a diagram of its own on one page in twenty."""
    text = f"# Page {number}\n\n" + PROSE * 30
    if number % (PAGES // WITH_DIAGRAMS):
        return text
    w, x, b = number + 2, 3, 5
    return text + (
        "```mermaid\nflowchart LR\n"
        f'    w["w = {w}"] --> m["m = w * x = {w * x}"]\n'
        f'    x["x = {x}"] --> m\n'
        f'    m --> L["L = m + b = {w * x + b}"]\n'
        f'    b["b = {b}"] --> L\n'
        f'    L -- "1" --> m\n    L -- "1" --> b\n    m -- "{x}" --> w\n    m -- "{w}" --> x\n'
        "    linkStyle 4,5,6,7 stroke:red\n```\n"
    )


def written_site(folder: Path) -> None:
    """Write the site and its two configurations."""
    (folder / "docs").mkdir()
    for number in range(PAGES):
        (folder / f"docs/page{number}.md").write_text(page(number), encoding="utf-8")
    (folder / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    common = "site_name: Many pages\nvalidation:\n  nav:\n    omitted_files: ignore\n"
    common += "nav:\n  - index.md\n"
    (folder / "without.yml").write_text(common + "plugins: []\n", encoding="utf-8")
    (folder / "with.yml").write_text(common + "plugins: [mdgrad]\n", encoding="utf-8")


def build(folder: Path, configuration: str) -> tuple[float, float]:
    """Build the site and return the time on the clock and that of the processor, in seconds."""
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", f"{configuration}.yml"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    used, start = os.times(), perf_counter()
    subprocess.run(
        [*command, "-d", f"site_{configuration}"], cwd=folder, check=True, env=environment
    )
    after = os.times()
    cpu = after.children_user + after.children_system - used.children_user - used.children_system
    return perf_counter() - start, cpu


def main() -> None:
    """Print both times and their ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written_site(folder)
        first = build(folder, "with")
        times: dict[str, list[tuple[float, float]]] = {"without": [], "with": []}
        for _ in range(rounds):
            for configuration, measured in times.items():
                measured.append(build(folder, configuration))
    print(f"{PAGES} pages, {WITH_DIAGRAMS} of them with a diagram; medians of {rounds} builds")
    print(f"first build with mdgrad:  {first[0]:6.2f} s  ({first[1]:.2f} s of the processor)")
    for at, kind in enumerate(("clock", "processor")):
        without, with_ = (median(one[at] for one in times[c]) for c in ("without", "with"))
        added = 100 * (with_ / without - 1)
        print(f"{kind:9}: without {without:.2f} s, with {with_:.2f} s: {added:+.1f} %")


if __name__ == "__main__":
    main()
