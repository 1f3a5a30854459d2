"""Gradients of matrices element by element: an independent derivation at small sizes.

The graph of matrices is unrolled into one of numbers, whose gradients the passes work out; nothing
of the matrix calculus takes part. A label that differs there is wrong; one that agrees as a
rational function of the elements is right at these sizes.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from mdgrad.expressions.tree import Call, Derivative, Expression, Name, Number, Power, Product, Sum
from mdgrad.graphs.graph import Dag, Operation, operand
from mdgrad.messages import Message
from mdgrad.passes.arithmetic import Ordered
from mdgrad.passes.backward import backward, local_derivatives_of
from mdgrad.passes.enclosures import Enclosure
from mdgrad.passes.forward import forward
from mdgrad.passes.program import program_of
from mdgrad.passes.reals import Reals
from mdgrad.proofs.field import Field, OutOfBudget
from mdgrad.tensors.algebra import Unclear
from mdgrad.tensors.arrays import Array, Arrays
from mdgrad.tensors.dimensions import Dimension
from mdgrad.tensors.meaning import meanings
from mdgrad.tensors.setting import Setting, Target, name_of, operands_of
from mdgrad.tensors.values import Applying, Orientation, dimensions_of, value_of

__all__ = ["exact_sizes", "proves", "refutes"]

_POINTS = 3
_STAND_INS = (3, 5, 4, 2)
_SMALL = 5
MOST_ELEMENTS = 4_000
"""An unrolled graph with more numbers than this is not looked at."""
_MOST_PROVED = 40
_MOST_CALLS = 8
_SPARE_FUNCTIONS = 24


class _Tracer:
    """An arithmetic that draws a graph of numbers: every result is a node of it."""

    def __init__(self) -> None:
        import networkx as nx

        self.dag: Dag = nx.MultiDiGraph()
        self.inputs: list[str] = []
        self.calls = 0

    def input(self) -> str:
        """Return a new input."""
        node = self._node(None, ())
        self.inputs.append(node)
        return node

    def number(self, value: Fraction) -> str:
        return self._node(Number(value), ())

    def add(self, terms: Sequence[str]) -> str:
        return self._node(Sum(_operands(len(terms))), terms)

    def multiply(self, factors: Sequence[str]) -> str:
        return self._node(Product(_operands(len(factors))), factors)

    def power(self, base: str, exponent: str) -> str:
        constant = self.dag.nodes[exponent]["operation"]
        if constant is None or not isinstance(constant.formula, Number):
            return self._node(Power(*_operands(2)), (base, exponent))
        return self._node(Power(Name(operand(0)), constant.formula), (base,))

    def call(self, function: str, arguments: Sequence[str]) -> str:
        self.calls += 1
        return self._node(Call(function, _operands(len(arguments))), arguments)

    def copy(self, node: str) -> str:
        """Return a node of its own for a value, so that its gradient is known by itself."""
        return self._node(Name(operand(0)), (node,))

    def _node(self, formula: Expression | None, operands: Sequence[str]) -> str:
        if len(self.dag) >= MOST_ELEMENTS:
            raise Unclear(Message("the matrices are too large to be looked at element by element"))
        name = f"e{len(self.dag)}"
        operation = None if formula is None else Operation(None, formula, len(operands))
        self.dag.add_node(name, operation=operation)
        for index, source in enumerate(operands):
            self.dag.add_edge(source, name, key=index, flowchart_edge=None)
        return name


def _operands(count: int) -> tuple[Expression, ...]:
    return tuple(Name(operand(index)) for index in range(count))


class _Unrolled:
    """A setting as a graph of numbers, with a copy of the operand whose gradient is asked for."""

    def __init__(
        self,
        setting: Setting,
        target: Target,
        reading: tuple[Orientation, int],
        rotation: int = 0,
    ) -> None:
        import networkx as nx

        self.setting = setting
        self.orientation, variant = reading
        self.sizes = _stand_ins(setting, rotation)
        self.tracer = _Tracer()
        self.arrays: dict[str, Array[str]] = {}
        self.of = target
        self._algebra: Arrays[str] = Arrays(self.tracer, self.sizes)
        self.normal: list[tuple[str, ...]] = []
        """Rows of elements that sum to one."""
        for node in nx.topological_sort(setting.dag):
            self._unroll(node, variant)
        self.upstream = self._upstream()
        seeded = self._algebra.times(self.upstream, self.arrays[setting.output])
        self.loss = self._algebra.total(self._algebra.total(seeded, 0), 1).elements[0][0]

    def _unroll(self, node: str, variant: int) -> None:
        setting = self.setting
        operation = setting.dag.nodes[node]["operation"]
        if operation is None:
            self.arrays[node] = self._inputs(*dimensions_of(setting.shape(node), self.orientation))
            if node in set(setting.distributions()):
                self.normal += self.arrays[node].elements
            return
        operands = [self.arrays[source] for source in operands_of(setting.dag, node)]
        if not isinstance(self.of, str) and node == self.of[1]:
            chosen = operands[self.of[2]]
            copied = tuple(tuple(self.tracer.copy(one) for one in r) for r in chosen.elements)
            self._copied = Array(chosen.rows, chosen.columns, copied)
            operands[self.of[2]] = self._copied
        shapes = [setting.shape(source) for source in operands_of(setting.dag, node)]
        reading = setting.reading(node)
        values = value_of(
            Applying(self._algebra, operation, operands, shapes, reading, self.orientation)
        )
        self.arrays[node] = values[min(variant, len(values) - 1)]

    @property
    def target(self) -> Array[str]:
        """The elements whose gradients are asked for."""
        return self.arrays[self.of] if isinstance(self.of, str) else self._copied

    def _inputs(self, rows: Dimension, columns: Dimension) -> Array[str]:
        length = self._algebra.length
        elements = tuple(
            tuple(self.tracer.input() for _ in range(length(columns))) for _ in range(length(rows))
        )
        return Array(rows, columns, elements)

    def _upstream(self) -> Array[str]:
        if self.setting.output_is_one:
            return self._algebra.number(Fraction(1))
        output = self.arrays[self.setting.output]
        return self._inputs(output.rows, output.columns)

    def differences(
        self, label: Expression, inputs: Mapping[str, Any], arithmetic: Ordered[Any]
    ) -> list[list[tuple[Any, Any]]]:
        """Return, for each reading of the label that fits, its elements beside the right ones."""
        program = program_of(self.tracer.dag)
        results = forward(program, inputs, arithmetic)
        local = local_derivatives_of(program, results, arithmetic)
        one = arithmetic.number(Fraction(1))
        loss = program.nodes.index(self.loss)
        gradients = backward(program, loss, one, local, arithmetic)
        values = dict(zip(program.nodes, results, strict=True))
        totals = dict(zip(program.nodes, gradients.total, strict=True))
        algebra: Arrays[Any] = Arrays(arithmetic, self.sizes)

        def leaf(part: Name | Derivative) -> list[Array[Any]]:
            return [self._leaf(part, values, totals, algebra)]

        right = _filled(self.target, totals)
        readings = meanings(label, leaf, algebra, single_rows=self.setting.single_rows)
        elements = [one for row in right.elements for one in row]
        pairs = []
        for meant in readings:
            if (meant.rows, meant.columns) == (1, 1):
                pairs.append([(meant.elements[0][0], one) for one in elements])
            elif (meant.rows, meant.columns) == (right.rows, right.columns):
                own = [one for row in meant.elements for one in row]
                pairs.append(list(zip(own, elements, strict=True)))
        return pairs

    def _leaf(
        self,
        part: Name | Derivative,
        values: Mapping[str, Any],
        totals: Mapping[str, Any],
        algebra: Arrays[Any],
    ) -> Array[Any]:
        if part == self.setting.upstream:
            return _filled(self.upstream, values)
        node = name_of(self.setting, part)
        if node is not None:
            return _filled(self.arrays[node], values if isinstance(part, Name) else totals)
        if isinstance(part, Name) and (length := self.setting.length(part.name)) is not None:
            return algebra.size(length)
        raise Unclear(
            Message(
                "{name} is not known here", name=part.name if isinstance(part, Name) else part.by
            )
        )


def _filled(array: Array[str], values: Mapping[str, Any]) -> Array[Any]:
    elements = tuple(tuple(values[one] for one in row) for row in array.elements)
    return Array(array.rows, array.columns, elements)


def _stand_ins(setting: Setting, rotation: int = 0) -> dict[Dimension, int]:
    """Return a small size for every dimension that is a name or a large number.

    They differ where they can; another `rotation` gives others.
    """
    found = [
        dimension
        for node in setting.dag
        for dimension in (setting.shape(node) if node in setting.shapes.of else ())
    ]
    small = {one for one in found if isinstance(one, int) and one <= _SMALL}
    free = [size for size in _STAND_INS if size not in small] or list(_STAND_INS)
    large = [dimension for dimension in dict.fromkeys(found) if dimension not in small]
    return {
        dimension: free[(index + rotation) % len(free)] for index, dimension in enumerate(large)
    }


def refutes(
    label: Expression, target: Target, setting: Setting, reading: tuple[Orientation, int]
) -> bool:
    """Return whether every reading of the label differs from the truth at some point."""
    rotations = (0,) if exact_sizes(setting) else (0, 1)
    return any(
        _refuted(label, _Unrolled(setting, target, reading, rotation)) for rotation in rotations
    )


def _refuted(label: Expression, unrolled: _Unrolled) -> bool:
    source = random.Random(len(unrolled.tracer.dag))
    open_readings: set[int] | None = None
    for attempt in range(_POINTS):
        point = _point(unrolled, source, positive=attempt % 2 == 0)
        pairs = unrolled.differences(label, point, Reals())
        same = {
            index
            for index, reading in enumerate(pairs)
            if not any(_apart(one, other) for one, other in reading)
        }
        open_readings = same if open_readings is None else open_readings & same
        if not open_readings:
            return True
    return False


def _point(unrolled: _Unrolled, source: random.Random, *, positive: bool) -> dict[str, Fraction]:
    low = 1 if positive else -200
    point = {one: Fraction(source.randint(low, 200), 97) for one in unrolled.tracer.inputs}
    for row in unrolled.normal:
        shares = [source.randint(1, 50) for _ in row]
        point |= {one: Fraction(share, sum(shares)) for one, share in zip(row, shares, strict=True)}
    return point


def proves(
    label: Expression,
    target: Target,
    setting: Setting,
    reading: tuple[Orientation, int],
) -> bool:
    """Return whether a reading of the label equals the truth as a function of all elements.

    This is so at the sizes drawn if no dimension is a name or large, at small ones otherwise.
    """
    unrolled = _Unrolled(setting, target, reading)
    inputs = unrolled.tracer.inputs
    if len(inputs) > _MOST_PROVED or unrolled.tracer.calls > _MOST_CALLS:
        return False
    field = Field(inputs, _SPARE_FUNCTIONS)
    elements: dict[str, Any] = dict(field.inputs)
    try:
        for row in unrolled.normal:
            others = field.add([elements[one] for one in row[:-1]])
            minus = field.multiply((field.number(Fraction(-1)), others))
            elements[row[-1]] = field.add((field.number(Fraction(1)), minus))
        readings = unrolled.differences(label, elements, field)
        return any(all(field.is_zero(a - b) for a, b in reading) for reading in readings)
    except (OutOfBudget, KeyError):
        return False


def exact_sizes(setting: Setting) -> bool:
    """Return whether elements are looked at in the sizes drawn."""
    return not _stand_ins(setting)


def _apart(one: Any, other: Any) -> bool:
    """Return whether two enclosures have no number in common."""
    ends = []
    for value in (one, other):
        if isinstance(value, int | Fraction):
            ends.append((Fraction(value), Fraction(value)))
        elif isinstance(value, Enclosure):
            ends.append((value.lower, value.upper))
        else:
            return False
    return bool(ends[0][1] < ends[1][0] or ends[1][1] < ends[0][0])
