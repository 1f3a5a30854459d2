"""Large graphs are checked as small ones: everything verified, no recursion, linear work."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable, Iterator
from decimal import Decimal, localcontext
from fractions import Fraction
from time import process_time

import pytest

import mdgrad
from mdgrad.report import Report

SMALL = {"chain": 300, "products": 300, "operands": 300, "multiplications": 1_250, "grid": 500}
LARGE = dict.fromkeys(SMALL, 50_000) | {"multiplications": 5_000}


def chain(count: int) -> Iterator[str]:
    """Yield a chain of `+ 1` with every value and gradient."""
    yield "x[x]"
    before = "x"
    for number in range(count):
        yield f"n{number}((+ 1))"
        yield f"{before} -- {3 + number} --> n{number}"
        before = f"n{number}"
    yield f"{before} -- {3 + count} --> out[out]"
    yield f"out -- 1 --> {before}"
    yield from (f"n{number} -- 1 --> n{number - 1}" for number in range(count - 1, 0, -1))
    yield "n0 -- 1 --> x"


def multiplications(count: int) -> Iterator[str]:
    """Yield a chain of `× 1.1`, whose exact values have thousands of digits."""
    with localcontext() as context:
        context.prec = 60
        powers = [f"{Decimal('1.1') ** number:.5e}" for number in range(count + 1)]
    yield "x[x]"
    before = "x"
    for number in range(count):
        yield f"n{number}((× 1.1))"
        yield f"{before} -- {powers[number] if number else 1} --> n{number}"
        before = f"n{number}"
    yield f"{before} -- {powers[count]} --> out[out]"
    yield f"out -- 1 --> {before}"
    for number in range(count - 1, -1, -1):
        yield f"n{number} -- {powers[count - number]} --> {f'n{number - 1}' if number else 'x'}"


def products(count: int) -> Iterator[str]:
    """Yield a chain of `× 2` and `× 0.5` in turn: it comes back to 1 again and again."""
    yield "x[x]"
    before = "x"
    for number in range(count):
        yield f"n{number}((× {'0.5' if number % 2 else '2'}))"
        yield f"{before} -- {1 + number % 2} --> n{number}"
        before = f"n{number}"
    yield f"{before} -- {1 + count % 2} --> out[out]"
    yield f"out -- 1 --> {before}"
    gradient = Fraction(1)
    for number in range(count - 1, -1, -1):
        gradient = gradient / 2 if number % 2 else gradient * 2
        written = "0.5" if gradient < 1 else gradient
        yield f"n{number} -- {written} --> {f'n{number - 1}' if number else 'x'}"


def operands(count: int) -> Iterator[str]:
    """Yield one sum of so many operands."""
    yield from (f"x{number}[x{number}]" for number in range(count))
    yield "sum((+))"
    yield from (f"x{number} -- {number} --> sum" for number in range(count))
    yield f"sum -- {count * (count - 1) // 2} --> out[out]"
    yield "out -- 1 --> sum"
    yield from (f"sum -- 1 --> x{number}" for number in range(count))


def grid(count: int) -> Iterator[str]:
    """Yield a grid of additions: each adds what is above and what is on the left of it.

    Its values are binomial coefficients, and so are its gradients, seen from the other corner.
    """
    width = 25 if count < 1_000 else 250
    value: dict[str, int] = {"x": 1}
    edges: list[tuple[str, str]] = []
    yield "x[x]"
    for row in range(count // width):
        for column in range(width):
            node = f"n{row}_{column}"
            operands = [
                f"n{row - 1}_{column}" if row else "x",
                f"n{row}_{column - 1}" if column else "x",
            ]
            yield f"{node}((+))"
            yield from (f"{operand} -- {value[operand]} --> {node}" for operand in operands)
            value[node] = sum(value[operand] for operand in operands)
            edges += [(operand, node) for operand in operands]
    last = edges[-1][1]
    yield f"{last} -- {value[last]} --> out[out]"
    yield f"out -- 1 --> {last}"
    gradient = {last: 1}
    for source, target in reversed(edges):
        gradient[source] = gradient.get(source, 0) + gradient[target]
        yield f"{target} -- {gradient[target]} --> {source}"


DRAWINGS: dict[str, Callable[[int], Iterator[str]]] = {
    "chain": chain,
    "products": products,
    "operands": operands,
    "multiplications": multiplications,
    "grid": grid,
}


def post(name: str, count: int) -> str:
    """Return a post with a drawing of so many operators, or operands."""
    lines = "\n".join(DRAWINGS[name](count))
    return f"```mermaid\nflowchart LR\n{lines}\n```\n"


def checked(name: str, count: int) -> Report:
    return mdgrad.check(post(name, count))


def assert_verified(report: Report, count: int) -> None:
    assert [diagram.status for diagram in report.diagrams] == ["verified"]
    assert {finding.code for finding in report.findings} <= {"MG121"}  # Mermaid's own limits
    assert report.summary.verified == report.summary.claims >= 2 * count
    assert {c.certainty for c in report.claims if c.role == "gradient"} == {"exact", "given"}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_large_graph_is_verified_without_recursion(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(name, 50)  # whatever is imported on the way may well recurse
    depth = 0
    frame = sys._getframe()
    while frame.f_back is not None:
        depth, frame = depth + 1, frame.f_back
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + 150)
    try:
        report = checked(name, SMALL[name])
    finally:
        sys.setrecursionlimit(before)
    assert_verified(report, SMALL[name])


def test_an_error_deep_in_a_chain_is_found_at_its_place() -> None:
    lines = list(chain(300))
    place = lines.index("n149 -- 1 --> n148")
    lines[place] = "n149 -- 2 --> n148"
    report = mdgrad.check("```mermaid\nflowchart LR\n" + "\n".join(lines) + "\n```\n")
    wrong = [claim for claim in report.claims if claim.verdict == "wrong"]
    assert [(claim.written, claim.expected, claim.place.line) for claim in wrong] == [
        ("2", "1", place + 3)
    ]


@pytest.mark.fuzz
@pytest.mark.parametrize("name", DRAWINGS)
def test_the_largest_graphs_take_linear_time_and_memory(name: str) -> None:
    checked(name, 50)
    costs: dict[int, tuple[float, int]] = {}
    for count in (SMALL[name], LARGE[name]):
        started = process_time()
        report = checked(name, count)
        seconds = process_time() - started
        assert_verified(report, count)
        tracemalloc.start()
        checked(name, min(count, 5_000))
        costs[min(count, 5_000)] = seconds / count, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    (small_time, small_memory), (large_time, large_memory) = costs.values()
    small, large = costs
    print(name, costs)
    assert large_time < 2 * small_time
    assert large_memory / large < 2 * small_memory / small
