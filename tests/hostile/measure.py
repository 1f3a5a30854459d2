"""Judges every hostile post in this process, and prints what each took.

Whatever hangs is ended by the system, and so is what asks for too much memory.
"""

from __future__ import annotations

import json
import resource
import time
from pathlib import Path

import mdgrad
from tests.hostile.posts import POSTS


def peak() -> float:
    """Return the most memory that this process has had, in megabytes.

    On Linux, `ru_maxrss` also counts the process that started this one, up to its start.
    """
    status = Path("/proc/self/status")
    if status.exists():
        figures = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(figures["VmHWM"].removesuffix("kB")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
mdgrad.check('```mermaid\nflowchart LR\nx["x = 2"] --> m["x * 3 = 7"]\n```\n')  # imports
for name, text in POSTS.items():
    spent = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (spent + 20, resource.RLIM_INFINITY))
    began = time.process_time()
    report = mdgrad.check(text)
    seconds = time.process_time() - began
    verdicts = sorted({claim.verdict for claim in report.claims})
    print(json.dumps([name, seconds, peak(), verdicts]), flush=True)
