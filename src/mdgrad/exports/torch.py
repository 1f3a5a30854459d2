"""A script for PyTorch: the forward pass is written, autograd does the backward pass."""

from __future__ import annotations

from collections.abc import Iterator

from mdgrad.exports.layout import formula_of, run, signature, table
from mdgrad.exports.model import Exported, Value
from mdgrad.exports.python import PYTHON
from mdgrad.exports.source import Language, Lines
from mdgrad.expressions.fold import names_in
from mdgrad.expressions.tree import ZERO, Expression, Name, Product, Sum

__all__ = ["as_torch"]

_PRIMITIVES = {
    "exp": "torch.exp({})", "log": "torch.log({})", "sin": "torch.sin({})",
    "cos": "torch.cos({})", "sqrt": "torch.sqrt({})", "arcsin": "torch.asin({})",
    "arccos": "torch.acos({})", "arctan": "torch.atan({})", "erf": "torch.erf({})",
    "pi": "torch.pi", "abs": "torch.abs({})", "sign": "torch.sign({})",
    "max": "torch.stack([{}]).amax()", "min": "torch.stack([{}]).amin()",
    "step": "(({}) > 0).double()",
}  # fmt: skip
_OPERATORS = {
    "relu": "torch.relu({})", "sigmoid": "torch.sigmoid({})", "tan": "torch.tan({})",
    "sinh": "torch.sinh({})", "cosh": "torch.cosh({})", "tanh": "torch.tanh({})",
    "log2": "torch.log2({})", "log10": "torch.log10({})",
}  # fmt: skip
_OF_CONSTANTS = {
    name: PYTHON.functions[name]
    for name in _PRIMITIVES
    if "math." in PYTHON.functions[name] or name in {"abs", "max", "min"}
}
TORCH = Language({**_PRIMITIVES, **_OPERATORS}, _OF_CONSTANTS, lifted="torch.tensor(float({}))")


def as_torch(exported: Exported) -> str:
    """Return a script that works out every value, and its gradient by autograd."""
    body = Lines(TORCH)
    for value in exported.inputs:
        body.say(f"{value.name} = torch.tensor(float({value.name}), requires_grad=True)")
    body.say()
    for value in exported.values:
        if value.formula is not None:
            _assign(value, body)
    body.say()
    body.lines += table("values", ((value.name, value.name) for value in exported.values))
    body.say("for value in values.values():")
    body.say("    value.retain_grad()")
    body.say(f"{exported.output}.backward(torch.tensor(float(upstream)))")
    body.say("gradients = {")
    body.say("    name: 0.0 if value.grad is None else value.grad.item()")
    body.say("    for name, value in values.items()")
    body.say("}")
    body.say("return {name: value.item() for name, value in values.items()}, gradients")
    return "\n".join((*_before(body.lines), *_function(exported, body), *run(exported))) + "\n"


def _assign(value: Value, body: Lines) -> None:
    formula = formula_of(value, TORCH)
    if isinstance(formula, Name):
        # A tensor of its own: the gradient along this one edge is not that of the operand.
        body.say(f"{value.name} = {formula.name}.clone()")
    else:
        body.assign(value.name, _following(formula, value))


def _following(formula: Expression, value: Value) -> Expression:
    """Return a formula that autograd can follow to an operand, though it be a constant."""
    if names_in(formula):
        return formula
    return Sum((formula, Product((ZERO, Name(value.arrows[0].operand)))))


def _before(lines: list[str]) -> Iterator[str]:
    if any("math." in line for line in lines):
        yield "import math"
        yield ""
    yield "import torch"
    yield ""
    yield "torch.set_default_dtype(torch.float64)"
    yield ""
    yield ""


def _function(exported: Exported, body: Lines) -> Iterator[str]:
    yield from signature(exported, TORCH)
    yield f'    """Return every value, and the gradient of {exported.output} by each of them."""'
    yield from body.lines
