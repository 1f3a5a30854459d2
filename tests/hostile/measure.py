"""Judges every hostile post in this process, and prints what each took.

Whatever hangs is ended by the system, and so is what asks for too much memory.
"""

from __future__ import annotations

import json
import resource
import time

import mdgrad
from tests.hostile.posts import POSTS

resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
mdgrad.check('```mermaid\nflowchart LR\nx["x = 2"] --> m["x * 3 = 7"]\n```\n')  # imports
for name, text in POSTS.items():
    spent = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (spent + 20, resource.RLIM_INFINITY))
    began = time.process_time()
    report = mdgrad.check(text)
    seconds = time.process_time() - began
    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    verdicts = sorted({claim.verdict for claim in report.claims})
    print(json.dumps([name, seconds, kibibytes / 1024, verdicts]), flush=True)
