"""What large diagrams cost: `python -m tests.benchmarks.scale [NAME…]`.

Every diagram of `tests.proofs.test_scale` at growing sizes, from the post's text to its verdicts,
each in a process of its own: seconds of the processor and the greatest memory, less what Python
with all imports and a small diagram take.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from time import process_time

from tests.proofs.test_scale import post

SIZES = {
    "chain": (500, 5_000, 50_000),
    "products": (500, 5_000, 50_000),
    "multiplications": (500, 5_000),
    "grid": (500, 5_000, 50_000),
    "operands": (500, 5_000, 50_000),
}


def check(name: str, count: int) -> None:
    """Check one diagram and print what it took, as JSON."""
    import mdgrad
    from mdgrad.garbage import collect_seldom

    collect_seldom()  # as the command does
    mdgrad.check(post(name, 50))
    text = post(name, count)
    memory, start = _megabytes(), process_time()
    report = mdgrad.check(text)
    seconds = process_time() - start
    assert report.summary.verified == report.summary.claims
    print(json.dumps([report.summary.claims, seconds, _megabytes(), memory]))


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(names: list[str]) -> None:
    """Print a line for each diagram and size."""
    print("diagram           operators  labels  seconds  µs/label  peak MiB  without it")
    for name in names or SIZES:
        for count in SIZES[name]:
            command = [sys.executable, "-m", "tests.benchmarks.scale", name, str(count)]
            answer = subprocess.run(command, check=True, capture_output=True, text=True)
            labels, seconds, peak, before = json.loads(answer.stdout)
            each = seconds / labels * 1e6
            print(
                f"{name:17} {count:9} {labels:7} {seconds:8.2f} {each:9.0f} {peak:9.0f}"
                f" {before:11.0f}",
                flush=True,
            )


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[2].isdigit():
        check(sys.argv[1], int(sys.argv[2]))
    else:
        main(sys.argv[1:])
