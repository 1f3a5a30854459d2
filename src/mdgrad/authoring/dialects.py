"""Drawing a computation in one of the dialects, with `?` for all that is to be worked out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count
from typing import Literal, TypeAlias, get_args

from mdgrad.authoring.computation import Computation, Operand, Step, UndrawableError
from mdgrad.expressions.tree import Number
from mdgrad.expressions.writing import Manner, ends_within, write
from mdgrad.operators.catalogue import find

__all__ = ["DIALECTS", "Dialect", "drawn"]

Dialect: TypeAlias = Literal[
    "edges",
    "two-drawings",
    "nodes",
    "equations",
    "local-derivatives",
    "derivative-graph",
    "operators-on-edges",
]
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)

_BLANK = "?"
_END = "End"
"""The id of the node where the output arrives."""
_SIGNS: Mapping[str, str] = {
    "add": "+", "subtract": "−", "multiply": "×", "divide": "÷", "power": "**",
    "sigmoid": "σ",
}  # fmt: skip
_WITH_CONSTANT = frozenset({"add", "subtract", "multiply", "divide", "power"})
"""Operators whose last operand may stand in the node, like `× 2`."""
_SAFE_ID = re.compile(
    r"(?!(?:end|(?:sub)?graph|flowchart|style|linkstyle|class|click|href|call|default|interpolate"
    r"|direction|classdef)(?![a-z]))[a-z][a-z0-9]*",
    re.IGNORECASE | re.ASCII,
)
"""Names that can be ids: no word of Mermaid's is among them."""
_RED = "stroke:red,stroke-width:2px,color:red"
_MINUS_AND_TIMES = Manner(times=" · ")


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A computation whose inputs, constants and steps have ids as nodes."""

    computation: Computation
    ids: Mapping[str, str]
    """By name; a constant with an arrow of its own is called by its number."""
    values: Mapping[str, str]
    """What is known of each value before anything is worked out: a number, or its name."""
    constants: frozenset[str]
    manner: Manner
    backward: bool
    """Whether gradients are drawn, too."""

    @property
    def output(self) -> str:
        """The output as it is spelled."""
        return self.manner.name(self.computation.output)

    @property
    def is_symbolic(self) -> bool:
        """Whether values are called by names, not worked out in numbers."""
        return None in self.computation.inputs.values()

    @property
    def sources(self) -> Iterator[str]:
        """The names of what nothing leads to: inputs and constants."""
        yield from self.computation.inputs
        yield from sorted(self.constants)

    def operator(self, step: Step) -> str:
        """Return how an operator is written, with its constant."""
        sign, constant = _SIGNS.get(step.operator, step.operator), _constant(step)
        return sign if constant is None else f"{sign} {_number(constant)}"

    def in_node(self, step: Step) -> str:
        """Return how an operator is written in its node.

        A drawing of words alone may be of anything: without a sign in it, `sin` is `sin(·)`.
        """
        alone = not any(one.operator in _WITH_CONSTANT for one in self.computation.steps)
        word = self.operator(step)
        return f"{word}(·)" if alone and len(step.operands) == 1 else word

    def arrows(self, step: Step) -> Iterator[str]:
        """Yield the names of the operands that arrows bring to a step."""
        for operand in _arriving(step):
            yield operand if isinstance(operand, str) else _number(operand)


def drawn(computation: Computation, dialect: Dialect, *, backward: bool = True) -> str:
    """Return the source of a flowchart in `dialect`, with `?` for what is worked out.

    Raises `UndrawableError` where the dialect cannot show such a computation.
    """
    if dialect not in _DRAWINGS:
        raise UndrawableError(f"there is no dialect {dialect}; there are {', '.join(DIALECTS)}")
    if not backward and dialect in _OF_DERIVATIVES:
        raise UndrawableError(
            f"{dialect} is a drawing of derivatives; take {_OF_DERIVATIVES[dialect]}"
        )
    lines = _DRAWINGS[dialect](_sketch(computation, backward=backward))
    return "\n".join(("flowchart LR", *lines)) + "\n"


def _sketch(computation: Computation, *, backward: bool) -> _Sketch:
    manner = replace(_MINUS_AND_TIMES, names=computation.spellings)
    steps = computation.steps
    constants = {
        _number(operand): _number(operand)
        for step in steps
        for operand in _arriving(step)
        if isinstance(operand, Fraction)
    }
    values = {
        name: manner.name(name) if value is None else _number(value)
        for name, value in computation.inputs.items()
    }
    is_symbolic = None in computation.inputs.values()
    known = values | constants
    names = [*known, *(step.name for step in steps)]
    free = (f"N{number}" for number in count(1) if f"N{number}" not in names)
    ids = {name: name if _SAFE_ID.fullmatch(name) else next(free) for name in names}
    known |= {step.name: manner.name(step.name) if is_symbolic else _BLANK for step in steps}
    return _Sketch(computation, ids, known, frozenset(constants), manner, backward)


def _arriving(step: Step) -> tuple[Operand, ...]:
    """Return the operands that an arrow brings; the others stand in the node."""
    return step.operands if _constant(step) is None else step.operands[:-1]


def _constant(step: Step) -> Fraction | None:
    """Return the operand that stands in the node, like the 2 of `× 2`."""
    last = step.operands[-1]
    if step.operator not in _WITH_CONSTANT or not isinstance(last, Fraction):
        return None
    fits = last >= 0 or step.operator not in {"add", "subtract"}
    return last if fits and ends_within(last) is not None else None


def _number(value: Fraction) -> str:
    return write(Number(value), _MINUS_AND_TIMES)


def _forward(sketch: _Sketch, prefix: str = "") -> Iterator[str]:
    """Yield operators in nodes, with values on the arrows between them."""
    shown: set[str] = set()
    known = {*sketch.sources}
    for step in sketch.computation.steps:
        target = f'{prefix}{sketch.ids[step.name]}(("{sketch.in_node(step)}"))'
        for name in sketch.arrows(step):
            source = prefix + sketch.ids[name]
            if name not in shown and name in known:
                is_input = name in sketch.computation.inputs
                source += f'["{sketch.manner.name(name)}"]' if is_input else "[ ]"
            yield f'{source} -->|"{sketch.values[name]}"| {target}'
            target = prefix + sketch.ids[step.name]
            shown.add(name)
    output = sketch.computation.output
    end = f"{prefix}{_END}[{_end_text(sketch)}]"
    yield f'{prefix}{sketch.ids[output]} -->|"{sketch.values[output]}"| {end}'


def _end_text(sketch: _Sketch) -> str:
    """Return what stands where the output arrives: its name, if that is no sign like x."""
    return " " if find(sketch.output, 2) is not None else f'"{sketch.output}"'


def _backward(sketch: _Sketch, prefix: str = "") -> Iterator[str]:
    """Yield the arrows back, each with a blank for its gradient."""
    yield f'{prefix}{_END} -->|"1"| {prefix}{sketch.ids[sketch.computation.output]}'
    for step in reversed(sketch.computation.steps):
        for name in sketch.arrows(step):
            yield (f'{prefix}{sketch.ids[step.name]} -->|"{_BLANK}"| {prefix}{sketch.ids[name]}')


def _edges(sketch: _Sketch) -> Iterator[str]:
    forward, backward = [*_forward(sketch)], [*_backward(sketch)]
    yield from _indented(forward)
    if sketch.backward:
        yield from _indented([*backward, _style(len(forward), len(backward))])


def _two_drawings(sketch: _Sketch) -> Iterator[str]:
    forward, backward = [*_forward(sketch, "L")], [*_backward(sketch, "R")]
    nodes = [f"R{_END}[{_end_text(sketch)}]"]
    nodes += [f'R{sketch.ids[s.name]}(("{sketch.in_node(s)}"))' for s in sketch.computation.steps]
    for name in sketch.sources:
        text = f'"{sketch.manner.name(name)}"' if name in sketch.computation.inputs else " "
        nodes.append(f"R{sketch.ids[name]}[{text}]")
    yield from _indented(["subgraph Forward", *_indented(forward), "end"])
    yield from _indented(["subgraph Backward", *_indented([*nodes, *backward]), "end"])
    yield from _indented([_style(len(forward), len(backward))])


def _nodes(sketch: _Sketch) -> Iterator[str]:
    """Yield nodes that bear operator, value and gradient."""
    if sketch.is_symbolic:
        raise UndrawableError("operators with values in the nodes take numbers; give the inputs")
    for name in sketch.sources:
        is_input = name in sketch.computation.inputs
        called = sketch.manner.name(name) if is_input else sketch.ids[name]
        text = f"{called} = {sketch.values[name]}"
        yield _node(sketch, name, text, f"grad = {_BLANK}")
    for step in sketch.computation.steps:
        grad = "1" if step.name == sketch.computation.output else _BLANK
        text = f"{sketch.in_node(step)}<br/>= {_BLANK}"
        yield _node(sketch, step.name, text, f"grad = {grad}")
    yield from _bare_arrows(sketch)


def _equations(sketch: _Sketch) -> Iterator[str]:
    """Yield nodes that bear equations over the names of others, and their gradients."""
    for name in sketch.sources:
        if name in sketch.computation.inputs:
            yield _node(sketch, name, _equation(sketch, name), _total(sketch, name))
    for step in sketch.computation.steps:
        yield _node(sketch, step.name, _equation(sketch, step), _total(sketch, step.name))
    yield from _bare_arrows(sketch, with_constants=False)


def _local_derivatives(sketch: _Sketch) -> Iterator[str]:
    """Yield equations in nodes, with the derivative of each by each operand on the arrow."""
    for name in sketch.sources:
        if name in sketch.computation.inputs:
            yield f'    {sketch.ids[name]}["{_equation(sketch, name)}"]'
    for step in sketch.computation.steps:
        yield f'    {sketch.ids[step.name]}["{_equation(sketch, step)}"]'
        for name in dict.fromkeys(o for o in step.operands if isinstance(o, str)):
            label = f"{sketch.manner.derivative(step.name, name)} = {_BLANK}"
            yield f'    {sketch.ids[name]} -->|"{label}"| {sketch.ids[step.name]}'


def _derivative_graph(sketch: _Sketch) -> Iterator[str]:
    """Yield equations, then a graph of derivatives with the local ones on its arrows."""
    yield from _equations(replace(sketch, backward=False))
    for name in [*sketch.computation.inputs, *(step.name for step in sketch.computation.steps)]:
        yield f'    d_{sketch.ids[name]}["{_total(sketch, name)}"]'
    for step in reversed(sketch.computation.steps):
        for name in dict.fromkeys(o for o in step.operands if isinstance(o, str)):
            yield f'    d_{sketch.ids[step.name]} -->|"{_BLANK}"| d_{sketch.ids[name]}'


def _operators_on_edges(sketch: _Sketch) -> Iterator[str]:
    """Yield values in nodes, with the one operator between them on the arrow."""
    if sketch.is_symbolic:
        raise UndrawableError("operators on the arrows take numbers; give the inputs")
    for name in sketch.sources:
        yield f'    {sketch.ids[name]}["{sketch.manner.name(name)} = {sketch.values[name]}"]'
    for step in sketch.computation.steps:
        source, *others = sketch.arrows(step)
        if others:
            raise UndrawableError(
                f"operators on the arrows are for chains; {step.operator} has two operands here"
            )
        target = f'{sketch.ids[step.name]}["{sketch.manner.name(step.name)} = {_BLANK}"]'
        yield f'    {sketch.ids[source]} -->|"{sketch.operator(step)}"| {target}'


def _node(sketch: _Sketch, name: str, value: str, gradient: str) -> str:
    """Return a node that bears a value, and the gradient below it if gradients are drawn."""
    text = f"{value}<br/>{gradient}" if sketch.backward else value
    return f'    {sketch.ids[name]}["{text}"]'


def _bare_arrows(sketch: _Sketch, *, with_constants: bool = True) -> Iterator[str]:
    for step in sketch.computation.steps:
        for name in sketch.arrows(step):
            if with_constants or name not in sketch.constants:
                yield f"    {sketch.ids[name]} --> {sketch.ids[step.name]}"


def _equation(sketch: _Sketch, shown: Step | str) -> str:
    """Return `z = w · x = ?`, or `x = 2` for an input."""
    if isinstance(shown, str):
        name = sketch.manner.name(shown)
        return name if sketch.is_symbolic else f"{name} = {sketch.values[shown]}"
    text = f"{sketch.manner.name(shown.name)} = {write(shown.formula, sketch.manner)}"
    return text if sketch.is_symbolic else f"{text} = {_BLANK}"


def _total(sketch: _Sketch, name: str) -> str:
    output = sketch.computation.output
    gradient = "1" if name == output else _BLANK
    return f"{sketch.manner.derivative(output, name)} = {gradient}"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return ("    " + line for line in lines)


def _style(first: int, number: int) -> str:
    return f"linkStyle {','.join(map(str, range(first, first + number)))} {_RED}"


_OF_DERIVATIVES: Mapping[Dialect, Dialect] = {
    "two-drawings": "edges",
    "local-derivatives": "equations",
    "derivative-graph": "equations",
}
"""The dialects that are about derivatives, with the one to take where none are to be drawn."""
_DRAWINGS: Mapping[Dialect, Callable[[_Sketch], Iterator[str]]] = {
    "edges": _edges,
    "two-drawings": _two_drawings,
    "nodes": _nodes,
    "equations": _equations,
    "local-derivatives": _local_derivatives,
    "derivative-graph": _derivative_graph,
    "operators-on-edges": _operators_on_edges,
}
