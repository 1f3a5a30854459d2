"""What a proof costs once sympy is loaded: `python -m tests.benchmarks.proofs [ROUNDS]`.

A diagram is proved three times: first with nothing kept from before, neither by mdgrad nor by
sympy, so that its operators' derivatives are worked out, too; then as a new structure of known
operators; then again, as every diagram of the same structure is that comes after. Medians of many
rounds, in milliseconds of the processor.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import _lru_cache_wrapper, partial
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time

from mdgrad import mermaid
from mdgrad.graphs.assertions import ComputationGraph
from mdgrad.graphs.graph import EdgeKey
from mdgrad.graphs.understand import understand
from mdgrad.posts import find_blocks
from mdgrad.proofs import gradients, prove_gradients
from mdgrad.report import Certainty

ROOT = Path(__file__).parents[2]
ROUNDS = 15
NEURON = """```mermaid
flowchart LR
    z["z = w*x + b"] --> a["a = sigmoid(z)"] --> L["L = (a - t)^2"]
    w["w = 2"] --> z
    x["x = 3"] --> z
    b["b = 1"] --> z
    t["t = 1"] --> L
```
"""


def graphs() -> Iterator[tuple[str, ComputationGraph]]:
    """Yield the computation graphs of a neuron, of the examples, and of the seed if it is there."""
    yield from _graphs_of("a neuron", NEURON)
    posts = sorted((ROOT / "docs/examples").rglob("*.md"))
    seeds = (ROOT / place / "shared/seed/post.md" for place in ("..", "../.."))
    for post in [*posts, *islice((seed for seed in seeds if seed.is_file()), 1)]:
        yield from _graphs_of(post.name, post.read_text(encoding="utf-8"))


def _graphs_of(name: str, text: str) -> Iterator[tuple[str, ComputationGraph]]:
    for block in find_blocks(text, path="post.md").blocks:
        if mermaid.is_flowchart(block.source):
            for graph in understand(mermaid.parse(block.source), []).graphs:
                if graph.output is not None and graph.dag.number_of_edges():
                    yield f"{name}:{block.line}", graph


def forget() -> None:
    """Clear everything that mdgrad keeps of formulas and proofs; sympy's own cache as well."""
    from sympy.core.cache import clear_cache

    for kept in [own for own in gc.get_objects() if isinstance(own, _lru_cache_wrapper)]:
        if (getattr(kept, "__module__", None) or "").startswith("mdgrad."):
            kept.cache_clear()
    clear_cache()


def milliseconds(prove: Callable[[], Mapping[EdgeKey, Certainty]]) -> float:
    """Return what a proof costs."""
    start = process_time()
    prove()
    return (process_time() - start) * 1000


def main() -> None:
    """Print a line for each graph, and the median and the greatest of them."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(f"{'graph':30} nodes edges   first    new  again  (ms, medians of {rounds})")
    measured: list[list[float]] = []
    for name, graph in graphs():
        dag, output = graph.dag, graph.output or ""
        prove = partial(prove_gradients, dag, output)
        prove()  # imports what proofs need
        costs: list[list[float]] = [[], [], []]
        for _ in range(rounds):
            forget()
            costs[0].append(milliseconds(prove))
            gradients._symbolically.cache_clear()
            gradients._proved_where_cut.cache_clear()
            costs[1].append(milliseconds(prove))
            costs[2].append(milliseconds(prove))
        measured.append([median(own) for own in costs])
        sizes = f"{len(dag):5} {dag.number_of_edges():5}"
        print(f"{name:30} {sizes} {_columns(measured[-1])}")
    columns = list(zip(*measured, strict=True))
    print(f"{'median':42} {_columns(map(median, columns))}")
    print(f"{'greatest':42} {_columns(map(max, columns))}")


def _columns(costs: Iterable[float]) -> str:
    return " ".join(f"{cost:7.2f}" if not at else f"{cost:6.2f}" for at, cost in enumerate(costs))


if __name__ == "__main__":
    main()
