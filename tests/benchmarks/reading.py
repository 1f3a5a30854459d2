"""How fast flowcharts are read, next to mermaid.js: `python -m tests.benchmarks.reading [POST…]`.

Both read every diagram in one warm process, several times, and the best time of each counts. For
mermaid.js that is what it needs before it draws: taking the source apart and filling its database.
Without posts the diagrams are the seed's and the corpus's where they are there, else the project's
own. Then one diagram grows to a megabyte, to see that the time grows with it and no faster.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from time import perf_counter

from mdgrad.mermaid import MermaidError, is_flowchart, parse
from mdgrad.posts import find_blocks
from tests.mermaid import real

ROOT = Path(__file__).parents[2]
ROUNDS = 5


def diagrams(posts: Sequence[Path]) -> list[str]:
    """Return the flowcharts of the posts."""
    return [
        block.source
        for post in posts
        for block in find_blocks(post.read_text(encoding="utf-8"), path=post.name).blocks
        if is_flowchart(block.source)
    ]


def default_posts() -> list[Path]:
    """Return the posts beside the project, or else its own."""
    for shared in (ROOT / "../shared", ROOT / "../../shared"):
        if (shared / "seed").is_dir():
            return [*(shared / "seed").glob("*.md"), *sorted((shared / "corpus").rglob("*.md"))]
    return [*(ROOT / "docs").rglob("*.md"), *(ROOT / "tests/fixtures").glob("*.md")]


def is_read(source: str) -> bool:
    """Return whether `source` is a diagram that Mermaid draws."""
    try:
        return bool(parse(source))
    except MermaidError:
        return False


def seconds(source: str, rounds: int = ROUNDS) -> float:
    """Return the best time of reading `source`."""
    best = float("inf")
    for _ in range(rounds):
        start = perf_counter()
        with suppress(MermaidError):
            parse(source)
        best = min(best, perf_counter() - start)
    return best


def mermaid_seconds(folder: Path, sources: Sequence[str]) -> list[float]:
    """Return the best time mermaid.js takes for each source, warm."""
    found = list(real.answers(folder, [*sources] * (ROUNDS + 1), processes=1))
    times = [answer.get("milliseconds", 0) / 1000 for answer in found[len(sources) :]]
    return [min(times[at :: len(sources)]) for at in range(len(sources))]


def compare(sources: Sequence[str]) -> None:
    """Print both readers' times, side by side."""
    sources = [source for source in sources if is_read(source)]
    ours = [seconds(source) for source in sources]
    print(f"{len(sources)} diagrams, {sum(map(len, sources))} characters")
    folder = real.installed()
    if folder is None:
        print("mermaid.js  not measured: node, npm or the network is missing")
        return
    theirs = mermaid_seconds(folder, sources)
    # Once more, since the machine may have been busier the first time.
    ours = [min(our, seconds(source)) for our, source in zip(ours, sources, strict=True)]
    ratios = sorted(their / our for our, their in zip(ours, theirs, strict=True))
    print(f"mdgrad      {_ms(sum(ours))} in all, {_ms(median(ours))} a diagram (median)")
    print(f"mermaid.js  {_ms(sum(theirs))} in all, {_ms(median(theirs))} a diagram (median)")
    print(
        f"ratio       {sum(theirs) / sum(ours):.1f} in all, {median(ratios):.1f} a diagram"
        f" (median), {ratios[0]:.1f} at least, {ratios[len(ratios) // 20]:.1f} for 19 of 20"
    )


def grow() -> None:
    """Print the time per character as a diagram grows to a megabyte."""
    for name, line in (
        ("nodes and edges", "    A{0}[x = {0}] -- 1.5 --> B{0}((×))\n"),
        ("all on one line", "A{0}-->B{0};"),
        ("labelled nodes", "A[{0} words and words and words and words]\n"),
    ):
        print(f"{name}:")
        for size in (2**14, 2**16, 2**18, 2**20):
            source = "flowchart LR\n"
            source += "".join(line.format(at) for at in range(size // len(line)))
            taken = seconds(source, rounds=2)
            each = taken / len(source) * 1e9
            print(f"  {len(source):>8} characters {_ms(taken)}, {each:.0f} ns each")


def _ms(taken: float) -> str:
    return f"{taken * 1000:9.2f} ms"


if __name__ == "__main__":
    compare(diagrams([Path(name) for name in sys.argv[1:]] or default_posts()))
    grow()
