"""How long mdgrad takes, beside what takes as long: `python -m tests.benchmarks`.

Prints a table of ratios, each of two whole processes run in turn on this machine, or of two ways to
do the same work. `--seed POST` names that one post; `--rivals PYTHON` an interpreter
that has PyTorch, micrograd and merman; `--tiny` only shows that it runs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import perf_counter

from tests.benchmarks import drawings
from tests.benchmarks.reading import diagrams
from tests.benchmarks.timing import PYTHON, Command, Time, medians, peak_megabytes
from tests.mermaid import real

ROOT = Path(__file__).parents[2]
RIVALS = Path(__file__).with_name("rivals.py")
CHECK = (PYTHON, "-m", "mdgrad", "check")
MAID = "@probelabs/maid@0.0.29"
MERMAN = """
import json, sys, merman
client = merman.Merman()
for line in sys.stdin:
    client.validate(json.loads(line), None)
"""
LIBRARIES = (PYTHON, "-c", "import sympy, networkx, markdown_it")
READ_AND_HASH = """
import hashlib, os
for name in sorted(os.listdir("posts")):
    with open(f"posts/{name}", "rb") as stream:
        hashlib.blake2b(stream.read(), digest_size=16).digest()
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; the other's time is None where it was not measured."""

    work: str
    against: str
    ours: Time
    theirs: Time | None
    goal: str

    def __str__(self) -> str:
        if self.theirs is None:
            other = "not measured" if self.against else ""
            shown = f"{_ms(self.ours)} | {other} | | "
            return f"| {self.work} | {self.against} | {shown}| {self.goal} |"
        ratio = f"{self.ours.clock / self.theirs.clock:.2f} ×"
        by_processor = ""
        if self.ours.processor and self.theirs.processor:
            by_processor = f"{self.ours.processor / self.theirs.processor:.2f} ×"
        cells = (self.work, self.against, _ms(self.ours), _ms(self.theirs), ratio, by_processor)
        return f"| {' | '.join(cells)} | {self.goal} |"


@dataclass(frozen=True, slots=True)
class Memory:
    """One line of the table that tells of memory."""

    work: str
    megabytes: float
    goal: str

    def __str__(self) -> str:
        return f"| {self.work} | | {self.megabytes:.0f} MB | | | | {self.goal} |"


def _ms(time: Time) -> str:
    return f"{time.clock * 1000:,.1f} ms"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    rounds: int = 9
    posts: int = 1000
    cached: int = 10_000
    operators: int = 50_000
    rival_operators: int = 20
    """As one expression, a few dozen grow past all memory: each holds the two before it."""


TINY = Sizes(rounds=0, posts=20, cached=20, operators=100, rival_operators=10)


def starting(seed: Path, sizes: Sizes, folder: Path, rivals: str | None = None) -> Iterator[Row]:
    """Yield how long one post takes, against what would have to be started anyway."""
    (folder / "seed.md").write_bytes(seed.read_bytes())
    (folder / "words.md").write_text("# Words\n\nNo diagram.\n" * 50, encoding="utf-8")
    pairs = [
        (
            "post without diagrams",
            "`import markdown_it`",
            "words.md",
            "import markdown_it",
            "1.0 ×",
        ),
        ("one post, cached", "`python -c pass`", "seed.md", "pass", "3 ×"),
    ]
    for work, against, post, code, goal in pairs:
        ours, theirs = medians([(*CHECK, post), (PYTHON, "-c", code)], sizes.rounds, folder=folder)
        yield Row(work, against, ours, theirs, goal)
    fresh = (*CHECK, "--no-cache", "seed.md")
    ours, theirs = medians([fresh, LIBRARIES], sizes.rounds, folder=folder)
    yield Row("one post, not cached", "importing the three libraries", ours, theirs, "1.3 ×")
    sources = "".join(json.dumps(source) + "\n" for source in diagrams([seed]))
    for against, other, goal in readers(rivals):
        ours, theirs = medians([fresh, other], sizes.rounds, folder=folder, stdin=["", sources])
        yield Row("one post, not cached", against, ours, theirs, goal)


def readers(rivals: str | None) -> Iterator[tuple[str, Command, str]]:
    """Yield what else reads the diagrams of `seed.md`, its command, and the goal beside it.

    They read the grammar of Mermaid and nothing of what is drawn.
    """
    mermaid = real.installed()
    if mermaid is not None:
        node = ("node", real.SCRIPT, mermaid)
        yield "node with mermaid.js, which only parses", node, "0.8 ×"
    maid = real.installed([MAID])
    if maid is not None:
        script = maid / "node_modules/@probelabs/maid/out/cli.js"
        yield "maid, which checks the grammar alone", ("node", script, "seed.md"), ""
    if rivals is not None:
        yield "merman, which checks the grammar alone", (rivals, "-c", MERMAN), ""


def many(sizes: Sizes, folder: Path) -> Iterator[Row | Memory]:
    """Yield how long many posts take."""
    fresh = folder / "fresh"
    fresh.mkdir()
    for number in range(sizes.posts):
        (fresh / f"{number}.md").write_text(drawings.random_post(number), encoding="utf-8")
    name = f"{sizes.posts:,} posts of 17 edges, not cached"
    [ours] = medians([(*CHECK, "--no-cache", "fresh")], min(sizes.rounds, 3), folder=folder)
    warm = _mermaid_time([drawings.random_drawing(at) for at in range(sizes.posts)])
    yield Row(name, "mermaid.js, warm, which only parses", ours, warm, "0.5 ×")

    posts = folder / "posts"
    posts.mkdir()
    for number in range(sizes.cached):
        (posts / f"{number}.md").write_text(drawings.random_post(number), encoding="utf-8")
    commands = [(*CHECK, "posts"), (PYTHON, "-c", READ_AND_HASH)]
    ours, theirs = medians(commands, min(sizes.rounds, 5), folder=folder)
    name = f"{sizes.cached:,} posts, cached"
    yield Row(name, "reading and hashing them in Python", ours, theirs, "2 ×")
    memory = peak_megabytes((*CHECK, "--no-cache", "--jobs", "1", "posts"), folder=folder)
    yield Memory(f"{sizes.cached:,} posts, not cached: peak memory", memory, "200 MB")


def _mermaid_time(sources: Sequence[str]) -> Time | None:
    """Return what mermaid.js takes for all sources once it has read them before."""
    folder = real.installed()
    if folder is None:
        return None
    found = list(real.answers(folder, [*sources, *sources], processes=1))
    return Time(sum(answer.get("milliseconds", 0) for answer in found[len(sources) :]) / 1000)


def large(sizes: Sizes, folder: Path, rivals: str | None) -> Iterator[Row | Memory]:
    """Yield how long both passes take over one large graph, and what others take for that."""
    name = f"{sizes.operators:,} operators, both passes"
    ours = passes_time(sizes.operators)
    for rival, goal in (("torch", "0.5 ×"), ("micrograd", "")):
        theirs = _rival_time(rivals, rival, sizes.operators)
        yield Row(name, f"{rival}: build, forward, backward", ours, theirs, goal)
    laid_out = passes_time(sizes.operators, laid_out=False)
    yield Row(f"{name}, laying the graph out, too", "", laid_out, None, "")
    count = sizes.rival_operators
    theirs = _rival_time(PYTHON, "sympy", count)
    against = "sympy: one expression, differentiated"
    yield Row(f"{count} operators, both passes", against, passes_time(count), theirs, "")
    text = "\n".join(drawings.subtractions(sizes.operators))
    (folder / "large.md").write_text(f"```mermaid\n{text}\n```\n", encoding="utf-8")
    memory = peak_megabytes((*CHECK, "--no-cache", "large.md"), folder=folder)
    yield Memory(f"{sizes.operators:,} operators, checked: peak memory", memory, "400 MB")


def passes_time(count: int, *, laid_out: bool = True) -> Time:
    """Return the best time of both passes over a graph that is there, and laid out before."""
    from fractions import Fraction

    from mdgrad.graphs.understand import understand
    from mdgrad.mermaid import parse
    from mdgrad.passes import values_and_gradients
    from mdgrad.passes.program import program_of

    [graph] = understand(parse("\n".join(drawings.subtractions(count))), []).graphs
    given = program_of(graph.dag) if laid_out else graph.dag
    inputs = {"a": Fraction(3), "b": Fraction(5)}
    times = []
    for _ in range(3):
        start = perf_counter()
        results = values_and_gradients(given, inputs, graph.output, Fraction(1), digits=30)
        times.append(perf_counter() - start)
    assert len(results.along) == 2 * count + 1
    return Time(min(times))


def _rival_time(python: str | None, rival: str, count: int) -> Time | None:
    """Return how long another takes, None where it is not there."""
    if python is None:
        return None
    done = subprocess.run(
        [python, RIVALS, rival, str(count)], capture_output=True, text=True, check=False
    )
    return Time(float(done.stdout)) if done.returncode == 0 else None


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--seed", type=Path)
    parser.add_argument("--rivals")
    arguments = parser.parse_args()
    sizes = TINY if arguments.tiny else Sizes()
    seed = arguments.seed or ROOT / "tests/fixtures/edges.md"
    print("| work | against | mdgrad | the other | ratio | by processor time | at most |")
    print("|---|---|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as name:
        for row in starting(seed, sizes, Path(name), arguments.rivals):
            print(row, flush=True)
        for line in chain(many(sizes, Path(name)), large(sizes, Path(name), arguments.rivals)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
