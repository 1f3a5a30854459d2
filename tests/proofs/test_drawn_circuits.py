"""Random circuits drawn as Mermaid, labelled by the oracle: no false alarm, every error found."""

from __future__ import annotations

import random
from collections import Counter

import pytest

import mdgrad
from mdgrad.report import Claim
from tests.circuits import Circuit, Node, printed, random_circuit

QUICK, LARGE = 40, 3_000
LONG_QUICK, LONG_LARGE = 3, 200
"""How many circuits of up to 12 operators, and of 13 to 60, are drawn."""
LONG = range(13, 61, 7)
GLYPHS = {"add": "+", "subtract": "-", "multiply": "×", "divide": "/", "power": "**"}


def operator(node: Node) -> str:
    """Return the text of an operator's node."""
    assert node.kind is not None
    glyph = GLYPHS.get(node.kind.name, node.kind.name)
    return glyph if node.constant is None else f"{glyph} {float(node.constant):g}"


def drawing(circuit: Circuit) -> tuple[list[str], list[int]]:
    """Return the lines of a diagram with every value and gradient, and which lines are derived."""
    values = circuit.values()
    last = len(circuit.nodes) - 1
    lines = ["flowchart LR"]
    for position, node in enumerate(circuit.nodes):
        lines.append(
            f'n{position}["{"abcd"[position]}"]'
            if node.kind is None
            else f'n{position}(("{operator(node)}"))'
        )
    lines.append('out["out"]')
    derived: list[int] = []
    for source, target, _ in circuit.edges():
        if circuit.nodes[source].kind is not None:
            derived.append(len(lines))
        lines.append(f"n{source} -- {printed(values[source])} --> n{target}")
    derived.append(len(lines))
    lines.append(f"n{last} -- {printed(values[last])} --> out")
    lines.append(f"out -- 1 --> n{last}")
    for edge in sorted(circuit.edges(), key=lambda edge: -edge[1]):
        derived.append(len(lines))
        lines.append(f"n{edge[1]} -- {printed(circuit.gradient(edge))} --> n{edge[0]}")
    return lines, derived


def checked(lines: list[str]) -> dict[int, Claim]:
    """Return the claims on a diagram by the lines that they stand on."""
    report = mdgrad.check("```mermaid\n" + "\n".join(lines) + "\n```\n")
    return {claim.place.line - 2: claim for claim in report.claims}


def slipped(label: str, source: random.Random) -> str:
    """Return another number than a label's, with as many digits, by a slip that people make."""
    digits = [index for index, letter in enumerate(label) if letter.isdigit()]
    first = next((i for i in digits if label[i] != "0"), digits[0])
    match source.randrange(3):
        case 0 if float(label):
            return label[1:] if label.startswith("-") else f"-{label}"
        case 1 if len(digits) > 2 and label[first + 1 : first + 2].isdigit():
            place = first + 1
        case _:
            place = first
    other = source.choice([d for d in "123456789" if d != label[place]])
    return label[:place] + other + label[place + 1 :]


def run(seeds: range, sizes: range = range(1, 13)) -> Counter[str]:
    """Return how often what came of circuits drawn rightly, and with one error each."""
    told: Counter[str] = Counter()
    for seed in seeds:
        circuit = random_circuit(seed, sizes[seed % len(sizes)])
        if all(node.kind is None or node.kind.name == "identity" for node in circuit.nodes):
            continue  # it computes nothing, and nothing is said of it
        lines, derived = drawing(circuit)
        claims = checked(lines)
        for line in derived:
            claim = claims[line]
            assert claim.verdict == "verified", (seed, lines, claim)
            told[f"{claim.role} {claim.certainty}"] += 1
        source = random.Random(seed)
        line = source.choice(derived)
        tail, _, label, _, head = lines[line].split(" ")
        changed = lines[:]
        changed[line] = f"{tail} -- {slipped(label, source)} --> {head}"
        verdict = checked(changed)[line]
        if verdict.certainty == "rounded":
            told["error within the rounding by hand"] += 1
        else:
            assert verdict.verdict == "wrong", (seed, changed, verdict)
            told["error found"] += 1
    return told


def assert_shares(told: Counter[str], symbolic: float) -> None:
    """Assert that so much of the gradients is proved symbolically, and the rest exactly."""
    gradients = {name: n for name, n in told.items() if name.startswith("gradient")}
    assert gradients["gradient symbolic"] >= symbolic * sum(gradients.values()), told
    assert set(gradients) <= {"gradient symbolic", "gradient exact", "gradient rounded"}


def test_no_false_alarm_and_every_error_found() -> None:
    assert_shares(run(range(QUICK)), 0.95)


def test_nor_in_longer_ones() -> None:
    assert_shares(run(range(LONG_QUICK), LONG), 0)


@pytest.mark.fuzz
def test_thousands_of_diagrams() -> None:
    told = run(range(LARGE))
    print("up to 12 operators:", dict(told))
    assert_shares(told, 0.95)


@pytest.mark.fuzz
def test_hundreds_of_longer_diagrams() -> None:
    told = run(range(LONG_LARGE), LONG)
    print("13 to 60 operators:", dict(told))
    assert_shares(told, 0)
