"""Random computation graphs with an oracle: mpmath at 50 digits, and differences along edges.

Nothing here knows mdgrad's formulas or derivatives: every operator is written out once more, over
mpmath, and a gradient along an edge is how the output changes if what that edge alone carries does.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import mpmath

from mdgrad.expressions.fold import substitute
from mdgrad.expressions.tree import Number
from mdgrad.graphs.graph import EdgeKey, Operation, operand
from mdgrad.operators import CATALOGUE

if TYPE_CHECKING:
    from mdgrad.graphs.graph import Dag

DIGITS = 70
SIGNIFICANT = 5
_MP = mpmath.mp.clone()
_MP.dps = DIGITS
STEP = _MP.mpf(10) ** -20

Function = Callable[..., Any]


@dataclass(frozen=True)
class Kind:
    """One operator as the oracle knows it."""

    name: str
    function: Function
    arity: int = 1
    domain: Callable[..., bool] = lambda *_: True
    """Whether its operands are where it is smooth, and well inside of where it has a value."""


def _away(value: Any) -> bool:
    return bool(abs(value) > 1e-6)


def _apart(*values: Any) -> bool:
    return all(_away(a - b) for i, a in enumerate(values) for b in values[:i])


def _sigmoid(a: Any) -> Any:
    return 1 / (1 + _MP.exp(-a))


KINDS = (
    Kind("add", lambda a, b: a + b, 2),
    Kind("add", lambda a, b, c: a + b + c, 3),
    Kind("subtract", lambda a, b: a - b, 2),
    Kind("subtract", lambda a: -a),
    Kind("multiply", lambda a, b: a * b, 2),
    Kind("multiply", lambda a, b, c: a * b * c, 3),
    Kind("divide", lambda a, b: a / b, 2, lambda _, b: abs(b) > 1e-2),
    Kind("divide", lambda a: 1 / a, 1, lambda a: abs(a) > 1e-2),
    Kind("power", lambda a, b: a**b, 2, lambda a, b: a > 1e-2 and abs(b) < 5),
    Kind("square", lambda a: a * a),
    Kind("sqrt", _MP.sqrt, 1, lambda a: a > 1e-2),
    Kind("reciprocal", lambda a: 1 / a, 1, lambda a: abs(a) > 1e-2),
    Kind("neg", lambda a: -a),
    Kind("exp", _MP.exp, 1, lambda a: abs(a) < 5),
    Kind("log", _MP.log, 1, lambda a: a > 1e-2),
    Kind("log2", lambda a: _MP.log(a) / _MP.log(2), 1, lambda a: a > 1e-2),
    Kind("log10", lambda a: _MP.log(a) / _MP.log(10), 1, lambda a: a > 1e-2),
    Kind("sin", _MP.sin),
    Kind("cos", _MP.cos),
    Kind("tan", _MP.tan, 1, lambda a: abs(_MP.cos(a)) > 1e-2),
    Kind("sinh", _MP.sinh, 1, lambda a: abs(a) < 5),
    Kind("cosh", _MP.cosh, 1, lambda a: abs(a) < 5),
    Kind("tanh", _MP.tanh, 1, lambda a: abs(a) < 5),
    Kind("arcsin", _MP.asin, 1, lambda a: abs(a) < 0.99),
    Kind("arccos", _MP.acos, 1, lambda a: abs(a) < 0.99),
    Kind("arctan", _MP.atan),
    Kind("sigmoid", _sigmoid, 1, lambda a: abs(a) < 8),
    Kind("relu", lambda a: a if a > 0 else a * 0, 1, _away),
    Kind("leaky_relu", lambda a: a if a > 0 else a / 100, 1, _away),
    Kind("elu", lambda a: a if a > 0 else _MP.expm1(a), 1, lambda a: _away(a) and a < 50),
    Kind("gelu", lambda a: a * _MP.ncdf(a), 1, lambda a: abs(a) < 5),
    Kind("softplus", lambda a: _MP.log1p(_MP.exp(a)), 1, lambda a: abs(a) < 8),
    Kind("silu", lambda a: a * _sigmoid(a), 1, lambda a: abs(a) < 8),
    Kind("abs", abs, 1, _away),
    Kind("sign", _MP.sign, 1, _away),
    Kind("max", lambda *values: max(values), 2, _apart),
    Kind("max", lambda *values: max(values), 3, _apart),
    Kind("min", lambda *values: min(values), 2, _apart),
    Kind("min", lambda *values: min(values), 3, _apart),
    Kind("sum", lambda *values: sum(values), 3),
    Kind("mean", lambda a, b: (a + b) / 2, 2),
    Kind("mean", lambda a, b, c: (a + b + c) / 3, 3),
    Kind("squared_error", lambda a, b: (a - b) ** 2, 2),
    Kind("half_squared_error", lambda a, b: (a - b) ** 2 / 2, 2),
    Kind("identity", lambda a: a),
    Kind("erf", _MP.erf, 1, lambda a: abs(a) < 5),
    Kind("heaviside", lambda a: a * 0 + (a > 0), 1, _away),
    Kind(
        "binary_cross_entropy",
        lambda a, b: -(b * _MP.log(a) + (1 - b) * _MP.log(1 - a)),
        2,
        lambda a, _: 1e-2 < a < 0.99,
    ),
)


@dataclass(frozen=True)
class Node:
    """One node of a circuit: an input if it has no kind."""

    kind: Kind | None
    operands: tuple[int, ...] = ()
    constant: Fraction | None = None
    """The last operand, where it stands in the node."""


@dataclass(frozen=True)
class Circuit:
    """A computation graph whose last node is the output, with exact inputs."""

    nodes: tuple[Node, ...]
    inputs: dict[int, Fraction]

    def edges(self) -> list[tuple[int, int, int]]:
        """Return every edge as source, target and operand's index."""
        return [
            (source, target, index)
            for target, node in enumerate(self.nodes)
            for index, source in enumerate(node.operands)
        ]

    def dag(self) -> Dag:
        """Return the circuit as mdgrad's own graph."""
        import networkx as nx

        dag: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for position, node in enumerate(self.nodes):
            dag.add_node(f"n{position}", operation=operation_of(node))
            for index, source in enumerate(node.operands):
                dag.add_edge(f"n{source}", f"n{position}", key=index, flowchart_edge=None)
        return dag

    def values(self, moved: EdgeKeyNumbers | None = None, by: Any = 0) -> list[Any]:
        """Return every value by mpmath; `by` is added to what the edge `moved` carries."""
        values: list[Any] = []
        for position, node in enumerate(self.nodes):
            if node.kind is None:
                values.append(exactly(self.inputs[position]))
                continue
            own = [
                values[source] + (by if moved == (source, position, index) else 0)
                for index, source in enumerate(node.operands)
            ]
            own += [exactly(node.constant)] if node.constant is not None else []
            values.append(node.kind.function(*own))
        return values

    def gradient(self, edge: EdgeKeyNumbers) -> Any:
        """Return ∂output/∂value along an edge, good to 30 digits or so."""
        ahead, behind = (self.values(edge, step)[-1] for step in (STEP, -STEP))
        return (ahead - behind) / (2 * STEP)


EdgeKeyNumbers = tuple[int, int, int]


def printed(value: Any) -> str:
    """Return a number of the oracle's with five significant digits, as people print it."""
    exact = Decimal(mpmath.nstr(value, 40))
    if abs(exact) < Decimal("1e-20"):  # differences leave that much of nothing
        return "0"
    step = Decimal(1).scaleb(exact.adjusted() - SIGNIFICANT + 1)
    rounded = exact.quantize(min(step, Decimal(1)), ROUND_HALF_EVEN)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text and rounded == exact else text


def operation_of(node: Node) -> Operation | None:
    """Return the operation of mdgrad's catalogue for a node."""
    if node.kind is None:
        return None
    arity = len(node.operands)
    count = arity + (node.constant is not None)
    formula = CATALOGUE[node.kind.name].formula(count)
    assert formula is not None
    if node.constant is not None:
        formula = substitute(formula, {operand(arity): Number(node.constant)})
    return Operation(node.kind.name, formula, arity)


def key(edge: EdgeKeyNumbers) -> EdgeKey:
    """Return the edge of mdgrad's graph."""
    return f"n{edge[0]}", f"n{edge[1]}", edge[2]


def exactly(value: Fraction) -> Any:
    return _MP.mpf(value.numerator) / value.denominator


def random_circuit(seed: int, operations: int, kinds: Sequence[Kind] = KINDS) -> Circuit:
    """Return a circuit in which every node leads to the output, well inside of every domain.

    Operands are shared (fan-out), may be the same twice (parallel edges), or constants.
    """
    source = random.Random(f"{seed} {operations}")
    while True:
        circuit = _attempt(source, operations, kinds)
        if circuit is not None:
            return circuit


def _attempt(source: random.Random, operations: int, kinds: Sequence[Kind]) -> Circuit | None:
    inputs = source.randint(1, 4)
    nodes = [Node(None) for _ in range(inputs)]
    given = {
        i: Fraction(source.choice((-1, 1, 1)) * source.randint(1, 40), 10) for i in range(inputs)
    }
    values = [exactly(given[i]) for i in range(inputs)]
    unused = set(range(inputs))
    for _ in range(operations):
        for _ in range(50):
            node = _random_node(source, kinds, len(nodes), unused, operations)
            own = [values[s] for s in node.operands]
            own += [exactly(node.constant)] if node.constant is not None else []
            if node.kind is None or not node.kind.domain(*own):
                continue
            value = node.kind.function(*own)
            if value == 0 or 1e-3 < abs(value) < 1e4:
                break
        else:
            return None
        unused -= set(node.operands)
        unused.add(len(nodes))
        nodes.append(node)
        values.append(value)
    return _leading(nodes, given)


def _random_node(
    source: random.Random, kinds: Sequence[Kind], count: int, unused: set[int], operations: int
) -> Node:
    kind = source.choice(kinds)
    constant: Fraction | None = None
    arity = kind.arity
    takes_constant = kind.name in {"add", "subtract", "multiply", "divide"} and arity == 2
    if takes_constant and source.random() < 0.3:
        constant = Fraction(source.choice((2, 3, 5, 11, 15, 25)), source.choice((1, 1, 10)))
        arity = 1
    near = sorted(unused)
    operands = tuple(
        source.choice(near) if near and source.random() < 0.7 else source.randrange(count)
        for _ in range(arity)
    )
    return Node(kind, operands, constant)


def _leading(nodes: list[Node], given: dict[int, Fraction]) -> Circuit | None:
    """Return the circuit of what leads to the last node."""
    leading = {len(nodes) - 1}
    for position in range(len(nodes) - 1, -1, -1):
        if position in leading:
            leading |= set(nodes[position].operands)
    order = sorted(leading)
    place = {old: new for new, old in enumerate(order)}
    kept = tuple(
        Node(nodes[p].kind, tuple(place[s] for s in nodes[p].operands), nodes[p].constant)
        for p in order
    )
    return Circuit(kept, {place[p]: value for p, value in given.items() if p in leading})


def one_operator(kind: Kind) -> Iterator[Circuit]:
    """Yield circuits of one operator over inputs of its own, at several points."""
    points = [Fraction(n, 7) for n in (-9, -2, 1, 3, 5, 12)]
    source = random.Random(kind.name)
    for own in dict.fromkeys(tuple(source.sample(points, kind.arity)) for _ in range(40)):
        if kind.domain(*(exactly(value) for value in own)):
            node = Node(kind, tuple(range(kind.arity)))
            yield Circuit((*[Node(None)] * kind.arity, node), dict(enumerate(own)))
