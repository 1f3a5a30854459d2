"""A wrong label is told with the mistake behind it: each known one by its name, and none falsely.

Which mistake a label makes is known by construction: `tests.mistaken` works it out from an oracle.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import mpmath
import pytest
import sympy

import mdgrad
from tests.circuits import KINDS, Circuit, Node, exactly, printed, random_circuit
from tests.mistaken import DIALECTS, Drawn, Oracle, Place, derivatives_alone, mistaken_numbers
from tests.sampling import one_in

_KIND = {(kind.name, kind.arity): kind for kind in KINDS}


def circuit(inputs: str, *operations: str) -> Circuit:
    """Return the circuit of numbers and of operations over the nodes before: `multiply 0 1`."""
    numbers = [Fraction(number) for number in inputs.split()]
    nodes = [Node(None) for _ in numbers]
    for operation in operations:
        name, *operands = operation.split()
        places = tuple(int(operand) for operand in operands)
        nodes.append(Node(_KIND[name, len(places)], places))
    return Circuit(tuple(nodes), dict(enumerate(numbers)))


CIRCUITS = {
    "product and sum": circuit("7 11 5 3", "multiply 0 1", "add 4 2", "multiply 5 3"),
    "chain": circuit("13 2 5 3", "multiply 0 1", "multiply 4 2", "subtract 5 3", "square 6"),
    "squared error": circuit("3 5 2 29", "multiply 0 1", "add 4 2", "subtract 5 3", "square 6"),
    "fan-out": circuit(
        "2 7 5 3", "multiply 0 1", "multiply 4 2", "multiply 4 3", "add 5 6", "multiply 7 1"
    ),
    "three ways": circuit(
        "3 5 7", "add 0 1", "multiply 3 2", "multiply 3 0", "square 3", "add 4 5 6", "multiply 7 1"
    ),
    "quotient": circuit("36 8 5 2", "divide 0 1", "multiply 4 2", "multiply 5 3"),
    "quotients": circuit("2 10 4 5", "divide 0 1", "divide 2 3", "subtract 4 5", "square 6"),
    "powers": circuit("2 3 5 7", "power 0 1", "power 2 4", "multiply 3 5"),
    "shared product": circuit("2 3 7 5", "multiply 0 1", "square 4", "multiply 4 2", "add 5 6 3"),
    "shared sum": circuit("2 3 7", "add 0 1", "square 3", "multiply 3 2", "multiply 4 5"),
    "neuron": circuit(
        "2 0.5 0.3 0.9", "multiply 0 1", "subtract 4 2", "sigmoid 5", "subtract 6 3", "square 7"
    ),
    "two activations": circuit(
        "1.5 0.7 0.4", "multiply 0 1", "tanh 3", "sigmoid 4", "exp 5", "multiply 6 2"
    ),
}
ORACLES = {name: Oracle(known) for name, known in CIRCUITS.items()}
IN_EQUATIONS = {"equations", "derivative graph"}
SWAPPED, OWN_VALUE = "the two are swapped", "own value, not times"
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def derived(oracle: Oracle, drawn: Drawn) -> list[Place]:
    """Return the places of a drawing whose labels follow from others."""
    last = len(oracle.circuit.nodes) - 1
    return [
        place
        for place in drawn.where
        if (oracle.circuit.nodes[place.node].kind if place.role == "value" else place.node != last)
        or place.edge is not None
    ]


def prints(label: str, number: Any) -> bool:
    """Return whether a number rounds to the digits of a label, either way at a tie."""
    shown = Decimal(label)
    most = Fraction(_unit(shown) / 2) + Fraction(1, 10**25)  # the oracle's differences are inexact
    return bool(abs(exactly(Fraction(shown)) - number) <= exactly(most))


def is_right(label: str, number: Any) -> bool:
    """Return whether a label is right, or so near that single precision may print it, too."""
    digits = len(Decimal(label).as_tuple().digits)
    apart = abs(exactly(Fraction(label)) - number)
    return prints(label, number) or (digits >= 7 and bool(apart < abs(number) / 2**19))


def _unit(shown: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(shown.as_tuple().exponent))


def told(oracle: Oracle, dialect: str, place: Place, label: str) -> list[str]:
    """Return the messages on one label that stands in the place of the right one."""
    return told_of(DIALECTS[dialect](oracle.circuit, {**oracle.labels, place: label}), place, label)


def told_of(drawn: Drawn, place: Place, label: str) -> list[str]:
    """Return the errors on one label of a drawing."""
    report = mdgrad.check("```mermaid\n" + "\n".join(drawn.lines) + "\n```\n")
    return [
        finding.message
        for finding in report.findings
        if finding.place.line == drawn.where[place] + 2 and finding.written == label
        if finding.severity == "error"
    ]


def cases(oracle: Oracle, dialect: str) -> Iterator[tuple[str, Place, str]]:
    """Yield words, place and label of every mistake that is like no other in its place."""
    for place in derived(oracle, DIALECTS[dialect](oracle.circuit, oracle.labels)):
        mistakes = list(mistaken_numbers(oracle, place))
        for label in sorted({printed(number) for _, number in mistakes} - {"0"}):
            fitting = {mistake for mistake, number in mistakes if prints(label, number)}
            if SWAPPED in fitting:  # at ×, that is the operand's own value, too
                fitting.discard(OWN_VALUE)
            if len(fitting) == 1 and not is_right(label, oracle.right(place)):
                yield fitting.pop(), place, label


def assert_named(dialect: str, most: int) -> None:
    """Assert that so many cases of each mistake, over all circuits, are told by its name."""
    named: Counter[str] = Counter()
    unnamed = []
    for name, oracle in ORACLES.items():
        for mistake, place, label in cases(oracle, dialect):
            if named[mistake] == most:
                continue
            named[mistake] += 1
            if not any(mistake in message for message in told(oracle, dialect, place, label)):
                unnamed.append((name, place, label, mistake))
    print(f"{dialect}: {sum(named.values())} mistakes named:", dict(named))
    assert unnamed == []
    assert len([mistake for mistake, count in named.items() if count >= 5]) >= 17


@pytest.mark.parametrize("dialect", one_in(5, DIALECTS))
def test_mistakes_are_named(dialect: str) -> None:
    assert_named(dialect, 5)


@pytest.mark.fuzz
@pytest.mark.parametrize("dialect", DIALECTS)
def test_all_mistakes_are_named(dialect: str) -> None:
    assert_named(dialect, 10_000)


def test_paths_are_named_where_only_derivatives_are_drawn() -> None:
    """There each arrow carries the local derivative, and a node sums over those that reach it."""
    named: Counter[str] = Counter()
    for oracle in ORACLES.values():
        ends = [node for node in range(len(oracle.values)) if len(oracle.out_edges(node)) > 1]
        for place in (Place("total", node) for node in ends):
            for words, number in mistaken_numbers(oracle, place):
                label = printed(number)
                slip = next((w for w, n in mistaken_numbers(oracle, place) if prints(label, n)), "")
                if slip != words or not words.startswith(" is ") or number == 0:
                    continue
                drawn = derivatives_alone(oracle.circuit, {**oracle.labels, place: label})
                (message,) = told_of(drawn, place, label)
                assert re.search(rf"the path from “∂v.*/∂v.*”{words}$", message)
                named[words] += 1
    assert min(named.values()) >= 5
    assert len(named) == 2


GENERAL = """\
```mermaid
flowchart LR
    X[ ] -- x --> M(("{operator}"))
    Y[ ] -- y --> M
    M -- z --> Z[ ]
    Z -- "∂L/∂z" --> M
    M -- "{label}" --> X
```
"""
SIGMOID = """\
```mermaid
flowchart LR
    X[ ] -- x --> S((sigmoid))
    S -- y --> Y[ ]
    Y -- "∂L/∂y" --> S
    S -- "{label}" --> X
```
"""


@pytest.mark.parametrize(
    ("post", "label", "mistake"),
    [
        (GENERAL.replace("{operator}", "×"), "∂L/∂z · x", SWAPPED),
        (GENERAL.replace("{operator}", "×"), "x · ∂L/∂z", SWAPPED),
        (GENERAL.replace("{operator}", "×"), "-∂L/∂z · y", "the sign"),
        (GENERAL.replace("{operator}", "×"), "∂L/∂z", "the upstream gradient alone"),
        (GENERAL.replace("{operator}", "/"), "∂L/∂z", "the upstream gradient alone"),
        (GENERAL.replace("{operator}", "/"), "-∂L/∂z · x / y^2", SWAPPED),
        (GENERAL.replace("{operator}", "-"), "-∂L/∂z", "the sign"),
        (SIGMOID, "y(1-y)", "the local derivative alone"),
        (SIGMOID, "∂L/∂y", "the upstream gradient alone"),
        (SIGMOID, "-∂L/∂y · y(1-y)", "the sign"),
    ],
)
def test_mistakes_in_formulas_are_named(post: str, label: str, mistake: str) -> None:
    (finding,) = mdgrad.check(post.replace("{label}", label)).findings
    assert finding.code == "MG301"
    assert mistake in finding.message


@pytest.mark.parametrize("label", ["2 · ∂L/∂z · y", "∂L/∂z · y + 1", "∂L/∂z · y · y"])
def test_other_wrong_formulas_have_no_name(label: str) -> None:
    (finding,) = mdgrad.check(GENERAL.format(operator="×", label=label)).findings
    assert finding.message.endswith(f"not {label}")


X, Y, UPSTREAM = sympy.symbols("x y upstream", positive=True)
OPERATORS = {"+": X + Y, "-": X - Y, "×": X * Y, "/": X / Y}
WRITTEN = {X: "x", Y: "y", UPSTREAM: "∂L/∂z"}


def random_formula(source: random.Random) -> tuple[str, Any]:
    """Return a formula of one or two terms, as it is written and as sympy has it."""
    text, formula = "", sympy.Integer(0)
    for position in range(source.choice((1, 1, 1, 2))):
        sign = source.choice("+-") if position or source.random() < 0.4 else "+"
        number = source.choice((1, 1, 1, 1, 2))
        powers = {
            symbol: source.choice(
                (0, 1, 1, 1, 2) if symbol is UPSTREAM else (-2, -1, 0, 0, 0, 1, 1)
            )
            for symbol in (UPSTREAM, X, Y)
        }
        above = [*([str(number)] if number > 1 else []),
                 *(_power(one, n) for one, n in powers.items() if n > 0)]  # fmt: skip
        below = [_power(one, -n) for one, n in powers.items() if n < 0]
        term = " / ".join([" · ".join(above) or "1", *below])
        text += f" {sign} {term}" if position else term if sign == "+" else f"-{term}"
        product = sympy.Mul(number, *(symbol**n for symbol, n in powers.items()))
        formula += product if sign == "+" else -product
    return text, formula


def _power(symbol: Any, exponent: int) -> str:
    name = WRITTEN[symbol]
    return (
        name if exponent == 1 else f"({name})^{exponent}" if "/" in name else f"{name}^{exponent}"
    )


def assert_no_formula_named_falsely(seeds: range) -> None:
    """Assert that a formula is told by the name of a mistake just where it is that mistake."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        source = random.Random(seed)
        operator, value = source.choice(list(OPERATORS.items()))
        label, formula = random_formula(source)
        local, right = value.diff(X), UPSTREAM * value.diff(X)
        mistakes = {
            SWAPPED: UPSTREAM * value.diff(Y),
            "that is the upstream gradient alone": UPSTREAM,
            "that is the local derivative alone": local,
            "the sign is the other way round": -right,
        }
        made = [name for name, mistake in mistakes.items() if sympy.cancel(formula - mistake) == 0]
        findings = mdgrad.check(GENERAL.format(operator=operator, label=label)).findings
        told = [one.message for one in findings if one.severity == "error"]
        if sympy.cancel(formula - right) == 0:
            assert told == [], label
            counts["right"] += 1
        elif made and formula.free_symbols:
            assert all(any(name in message for name in made) for message in told), (label, told)
            counts[made[0] if told else "no error"] += 1
        else:
            assert all(message.endswith(f"not {label}") for message in told), (label, told)
            counts["no mistake named" if told else "no error"] += 1
    print(sum(counts.values()), "formulas:", dict(counts.most_common()))
    assert counts["no mistake named"] > len(seeds) / 2


def test_no_formula_is_named_falsely() -> None:
    assert_no_formula_named_falsely(range(80))


@pytest.mark.fuzz
def test_no_formula_is_named_falsely_in_thousands() -> None:
    assert_no_formula_named_falsely(range(4_000))


CONSEQUENCES = """\
```mermaid
flowchart LR
    A[a] -- 2 --> M(("× 3"))
    M -- {product} --> P(("+ 4"))
    P -- {sum} --> Q(("× 5"))
    Q -- {result} --> R[r]
```
"""


def test_what_follows_from_a_mistake_is_told_as_such() -> None:
    right = CONSEQUENCES.format(product=6, sum=10, result=50)
    assert mdgrad.check(right).findings == ()
    wrong = mdgrad.check(CONSEQUENCES.format(product=5, sum=9, result=45)).findings
    assert [(finding.code, finding.written) for finding in wrong] == [
        ("MG201", "5"), ("MG205", "9"), ("MG205", "45"),
    ]  # fmt: skip
    assert "that is the sum of" not in wrong[1].message
    assert all("it follows from the wrong 5 on line 4" in one.message for one in wrong[1:])


def corruptions(oracle: Oracle, place: Place, source: random.Random) -> Iterator[str]:
    """Yield other labels: numbers of the same drawing, alone and combined, and slips of the pen."""
    right = oracle.right(place)
    pool = [*oracle.values, *oracle.along.values(), *map(oracle.total, range(len(oracle.values)))]
    one, other = source.choice(pool), source.choice(pool)
    for number in (one, -one, one * other, one + other, right + one, right - one, right * one):
        yield printed(number)
    digits = oracle.labels[place]
    start = source.randrange(len(digits))
    yield digits[:start] + source.choice("123456789") + digits[start + 1 :]
    yield digits[:start] + digits[start : start + 2][::-1] + digits[start + 2 :]
    yield printed(right * exactly(Fraction(10) ** source.choice((-3, -2, -1, 1, 2, 3))))


def blind_corruptions(oracle: Oracle, place: Place, source: random.Random) -> Iterator[str]:
    """Yield other labels that know nothing of the drawing: digits and numbers at random."""
    digits = oracle.labels[place]
    number = Decimal(digits)
    for _ in range(4):
        start = source.randrange(len(digits))
        yield digits[:start] + source.choice("0123456789") + digits[start + 1 :]
        yield digits[:start] + source.choice("0123456789") + digits[start:]
        yield digits[:start] + digits[start + 1 :]
        yield f"{number + source.randint(-30, 30) * _unit(number):f}"
        yield f"{source.randint(1, 10 ** min(len(digits), 5)) * _unit(number):f}"
        yield str(source.randint(-20, 100))


Corruptions = Callable[[Oracle, Place, random.Random], Iterator[str]]


def assert_none_named_falsely(seeds: range, corrupted: Corruptions) -> None:
    """Assert that a mistake that is named gives exactly the number that is written."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        source = random.Random(seed)
        oracle = Oracle(random_circuit(seed, 2 + seed % 7))
        dialect = source.choice(_dialects(oracle))
        place = source.choice(derived(oracle, DIALECTS[dialect](oracle.circuit, oracle.labels)))
        for label in corrupted(oracle, place, source):
            if not NUMBER.fullmatch(label) or prints(label, oracle.right(place)):
                continue
            messages = told(oracle, dialect, place, label)
            for message in messages or [""]:
                counts[_outcome(message, oracle, place, label)] += 1
    print(sum(counts.values()), "labels:", dict(counts.most_common()))
    assert [outcome for outcome in counts if outcome.startswith("falsely")] == []


def _dialects(oracle: Oracle) -> list[str]:
    """Return how a circuit can be drawn: as an equation, x × x is an operator of one operand."""
    ends = [edge[:2] for edge in oracle.along]
    return [one for one in DIALECTS if one not in IN_EQUATIONS or len(set(ends)) == len(ends)]


def _outcome(message: str, oracle: Oracle, place: Place, label: str) -> str:
    """Return the mistake that a message names, and whether it gives the number in the label."""
    _, named, reason = message.partition(f"not {label}: ")
    if not named:
        return "no mistake named" if message else "no error"
    for words, number in mistaken_numbers(oracle, place):
        if words in reason and prints(label, number):
            return words
    exact = Decimal(mpmath.nstr(oracle.right(place), 40))
    alike = exact.quantize(_unit(Decimal(label)))
    if "two digits are swapped" in reason and sorted(label) == sorted(f"{alike:f}"):
        return reason
    return f"falsely: {label} at {place}: {message}"


@pytest.mark.parametrize("corrupted", [corruptions, blind_corruptions])
def test_no_mistake_is_named_falsely(corrupted: Corruptions) -> None:
    assert_none_named_falsely(range(12), corrupted)


@pytest.mark.fuzz
@pytest.mark.parametrize("corrupted", [corruptions, blind_corruptions])
def test_no_mistake_is_named_falsely_in_thousands(corrupted: Corruptions) -> None:
    assert_none_named_falsely(range(2_000), corrupted)
