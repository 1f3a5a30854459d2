"""`python -m tests.fuzz TARGET COUNT [FIRST]`: try what is drawn, and count.

Every failure is told with its number, from which it can be drawn again.
"""

from __future__ import annotations

import sys
import time
import traceback

from tests.fuzz.running import failures
from tests.fuzz.targets import TARGETS


def main(target: str, count: str, first: str = "0") -> int:
    """Try so many numbers on a target; return 1 if any failed."""
    began, told = time.monotonic(), 0
    for number, failure in failures(TARGETS[target], range(int(first), int(first) + int(count))):
        told += 1
        where = traceback.extract_tb(failure.__traceback__)[-1]
        print(f"{target} {number}: {failure!r:.300} at {where.filename}:{where.lineno}", flush=True)
    seconds = time.monotonic() - began
    print(f"{target}: {int(count):,} from {first}, {told} failed, {seconds:.0f} s", flush=True)
    return bool(told)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
