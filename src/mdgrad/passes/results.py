"""Both passes over a graph with numbers in it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from typing import TypeAlias, TypeVar, overload

from mdgrad.expressions.fold import names_in
from mdgrad.expressions.tree import Expression
from mdgrad.graphs.graph import Dag, EdgeKey
from mdgrad.messages import Message
from mdgrad.operators.inexpressible import Inexpressible
from mdgrad.passes.arithmetic import evaluate
from mdgrad.passes.backward import backward, derivatives_at_once, local_derivatives_of
from mdgrad.passes.forward import forward
from mdgrad.passes.kinks import Kinks, is_piecewise, sides
from mdgrad.passes.program import Program, program_of
from mdgrad.passes.reals import Enclosure, Real, Reals, Signed, Undefined
from mdgrad.passes.signs import Signs

__all__ = [
    "Number", "Results", "constant_derivatives", "evaluate_exactly", "product_exactly",
    "sum_exactly", "values_and_gradients",
]  # fmt: skip

Number: TypeAlias = Fraction | Enclosure | Undefined | None
"""What the passes say of a number: None where an input that it depends on has none."""

K = TypeVar("K", bound=Hashable)


class _Numbers(Mapping[K, Number]):
    """Numbers by name; they are kept as the arithmetic left them and shown as `Number`."""

    def __init__(self, keys: Sequence[K], values: Sequence[Real]) -> None:
        self._keys = keys
        self._values = values

    @cached_property
    def _by_name(self) -> Mapping[K, Real]:
        """Made when something is looked up: not all of the results ever are."""
        return dict(zip(self._keys, self._values, strict=True))

    def __getitem__(self, key: K) -> Number:
        return _shown(self._by_name[key])

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


@dataclass(frozen=True, slots=True)
class Results:
    """Every number of a computation graph."""

    values: Mapping[str, Number]
    along: Mapping[EdgeKey, Number]
    local: Mapping[EdgeKey, Number]
    totals: Mapping[str, Number]
    at_kink: frozenset[EdgeKey] = frozenset()
    """The edges whose local derivative does not exist there and is a convention."""


def values_and_gradients(  # noqa: PLR0913
    graph: Dag | Program,
    inputs: Mapping[str, Fraction],
    output: str | None,
    upstream: Fraction | None,
    *,
    digits: int,
    kinks: Kinks | None = None,
    signs: Mapping[str, Signs] | None = None,
) -> Results:
    """Return every value, and every gradient of `output`, exactly or to `digits` digits.

    A graph on which this is asked more than once is best laid out before (`program_of`).
    An input without a number makes None of what depends on it, and so does an unknown upstream;
    but where only the sign of a node's value matters, `signs` may give it.
    """
    arithmetic = Reals(digits)
    at_kinks = Reals(digits, kinks or Kinks())  # conventions are for derivatives, not for values
    program = graph if isinstance(graph, Program) else program_of(graph)
    sources = (program.nodes[position] for position in program.inputs())
    given = {node: _narrow(inputs.get(node)) for node in sources}
    assume = partial(_assumed, signs) if signs else None
    values = forward(program, given, arithmetic, assume)
    by_node = _Numbers(program.nodes, values)
    if output is None:
        return Results(by_node, {}, {}, {})
    local = local_derivatives_of(program, values, at_kinks)
    _without_a_value(program, values, local)
    position = program.nodes.index(output)
    gradients = backward(program, position, _narrow(upstream), local, arithmetic)
    return Results(
        by_node,
        _Numbers(program.edges, gradients.along),
        _Numbers(program.edges, local),
        _Numbers(program.nodes, gradients.total),
        frozenset(_at_kinks(program, values, at_kinks)),
    )


def evaluate_exactly(
    formula: Expression, operands: Mapping[str, Fraction | Enclosure], digits: int = 30
) -> Number:
    """Return what a formula comes to, None if an operand that it uses has no number."""
    if not names_in(formula) <= operands.keys():
        return None
    try:
        return _shown(evaluate(formula, dict(operands), Reals(digits)))
    except Inexpressible:
        return Undefined(Message("the function is unknown"))


@lru_cache(maxsize=256)
def constant_derivatives(formula: Expression, arity: int) -> tuple[Number, ...]:
    """Return ∂formula/∂operand for each operand, None where it depends on what they are."""
    return tuple(map(_shown, derivatives_at_once(formula, arity, Reals())([None] * arity)))


def sum_exactly(terms: Sequence[Number], digits: int = 30) -> Number:
    """Return a sum of numbers, None if one of them is not known."""
    return _shown(Reals(digits).add(terms))


def product_exactly(factors: Sequence[Number], digits: int = 30) -> Number:
    """Return a product of numbers, None if one of them is not known."""
    return _shown(Reals(digits).multiply(factors))


def _assumed(signs: Mapping[str, Signs], node: str, value: Real) -> Real:
    """Return a value, or its sign where it is unknown and the sign is assumed."""
    return Signed(signs[node]) if value is None and node in signs else value


def _without_a_value(program: Program, values: Sequence[Real], local: list[Real]) -> None:
    """Make undefined the local derivatives of what has no value: log(−1) has no slope."""
    first = 0
    for value, operands in zip(values, program.operands, strict=True):
        if isinstance(value, Undefined):
            local[first : first + len(operands)] = [value] * len(operands)
        first += len(operands)


def _at_kinks(program: Program, values: Sequence[Real], arithmetic: Reals) -> Iterator[EdgeKey]:
    """Yield the edges whose local derivative differs on the two sides of where it is taken."""
    arithmetics = [replace(arithmetic, kinks=side) for side in sides(arithmetic.kinks)]
    derivatives = {
        number: [derivatives_at_once(*rule, side) for side in arithmetics]
        for number, rule in enumerate(program.rules)
        if is_piecewise(rule[0])
    }
    first = 0
    for rule, operands in zip(program.rule, program.operands, strict=True):
        if rule in derivatives:
            own = [values[operand] for operand in operands]
            left, right = (side(own) for side in derivatives[rule])
            for index in range(len(operands)):
                if left[index] != right[index]:
                    yield program.edges[first + index]
        first += len(operands)


@overload
def _narrow(value: Fraction) -> int | Fraction: ...
@overload
def _narrow(value: None) -> None: ...
def _narrow(value: Fraction | None) -> int | Fraction | None:
    return value.numerator if value is not None and value.denominator == 1 else value


def _shown(value: Real) -> Number:
    if isinstance(value, int):
        return Fraction(value)
    return None if isinstance(value, Signed) else value
