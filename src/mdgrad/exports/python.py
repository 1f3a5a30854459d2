"""A function of Python's own: the forward and the backward pass, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from mdgrad.exports.identifiers import GRADIENT
from mdgrad.exports.layout import formula_of, run, signature, table
from mdgrad.exports.model import Arrow, Exported, ExportError
from mdgrad.exports.source import Language, Lines
from mdgrad.expressions.tree import ONE, Expression, Name, Number, Product

__all__ = ["as_python"]

_PRIMITIVES = {
    "exp": "math.exp({})", "log": "math.log({})", "sin": "math.sin({})", "cos": "math.cos({})",
    "sqrt": "math.sqrt({})", "arcsin": "math.asin({})", "arccos": "math.acos({})",
    "arctan": "math.atan({})", "erf": "math.erf({})", "pi": "math.pi", "abs": "abs({})",
    "max": "max({})", "min": "min({})", "step": "step({})", "sign": "sign({})",
    "share": "share({})",
}  # fmt: skip
_OPERATORS = {
    "relu": "max({}, 0)", "tan": "math.tan({})", "sinh": "math.sinh({})", "cosh": "math.cosh({})",
    "tanh": "math.tanh({})", "log2": "math.log2({})", "log10": "math.log10({})",
}  # fmt: skip
PYTHON = Language({**_PRIMITIVES, **_OPERATORS})

_DEFINED = {
    "step": (
        "def step(x):",
        '    """Return 1 above 0, else 0."""',
        "    return 1 if x > 0 else 0",
    ),
    "sign": (
        "def sign(x):",
        '    """Return 1, 0 or -1: the derivative of abs(x), which at 0 is a convention."""',
        "    return (x > 0) - (x < 0)",
    ),
    "share": (
        "def share(own, *others):",
        '    """Return 1 if `own` is the greatest, shared among several greatest, else 0."""',
        "    return (own >= max(others)) / (1 + others.count(own))",
    ),
}
"""Functions that Python lacks, as they are defined where they are used."""


def as_python(exported: Exported) -> str:
    """Return a function that works out every value, and the gradient of the output by each."""
    body = Lines(PYTHON)
    body.say("# Forward: every value.")
    for value in exported.values:
        if value.formula is not None:
            body.assign(value.name, formula_of(value, PYTHON))
    body.say()
    body.say(f"# Backward: the gradient of {exported.output} by every value.")
    _backward(exported, body)
    names = [value.name for value in exported.values]
    body.say()
    body.lines += table("values", ((name, name) for name in names))
    body.lines += table("gradients", ((name, GRADIENT + name) for name in names))
    body.say("return values, gradients")
    return "\n".join((*_before(body.lines), *_function(exported, body), *run(exported))) + "\n"


def _backward(exported: Exported, body: Lines) -> None:
    """Add the backward pass: along each edge, the gradient that arrives times its derivative."""
    body.say(f"{GRADIENT}{exported.output} = upstream")
    reached = {exported.output}
    for value in reversed(exported.values):
        if value.name not in reached:
            body.say(f"{GRADIENT}{value.name} = 0")
            continue
        for arrow in value.arrows:
            operator = "+=" if arrow.operand in reached else "="
            body.assign(GRADIENT + arrow.operand, _along(value.name, arrow), operator)
            reached.add(arrow.operand)


def _along(name: str, arrow: Arrow) -> Expression:
    """Return the gradient that arrives times the local derivative, numbers first."""
    if arrow.derivative is None:
        raise ExportError(f"the derivative of {name} by {arrow.operand} is unknown")
    upstream, local = Name(GRADIENT + name), arrow.derivative
    if local == ONE:
        return upstream
    factors = local.factors if isinstance(local, Product) else (local,)
    numbers = [factor for factor in factors if isinstance(factor, Number)]
    others = [factor for factor in factors if not isinstance(factor, Number)]
    return Product((*numbers, upstream, *others))


def _before(lines: list[str]) -> Iterator[str]:
    """Yield what the function needs before it: imports, and functions that Python lacks."""
    if any("math." in line for line in lines):
        yield "import math"
        yield ""
        yield ""
    for name, definition in _DEFINED.items():
        if any(f"{name}(" in line for line in lines):
            yield from definition
            yield ""
            yield ""


def _function(exported: Exported, body: Lines) -> Iterator[str]:
    yield from signature(exported, PYTHON)
    yield f'    """Return every value, and the gradient of {exported.output} by each of them."""'
    yield from body.lines
