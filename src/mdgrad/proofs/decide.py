"""Deciding formulas: whether what a label writes is what the graph computes, for all inputs."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Generic, TypeVar

from mdgrad.expressions.fold import fold, postorder, rebuilt
from mdgrad.expressions.tree import Derivative, Expression, Name
from mdgrad.graphs.assertions import Along, At, Between, Target
from mdgrad.graphs.graph import Dag, EdgeKey, operations
from mdgrad.operators import expanded
from mdgrad.passes.arithmetic import Arithmetic, evaluate
from mdgrad.passes.backward import Gradients, backward, local_derivatives_of
from mdgrad.passes.enclosures import Enclosure
from mdgrad.passes.forward import forward
from mdgrad.passes.reals import Real, Reals
from mdgrad.proofs.field import Field, OutOfBudget
from mdgrad.proofs.structure import functions_in
from mdgrad.report import Certainty, Role, Verdict

__all__ = ["Context", "Decision", "decide"]

V = TypeVar("V")

_UPSTREAM = "upstream"
_POINTS = 8
"""At how many points a formula that has not been proved is tried."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a label can speak of."""

    dag: Dag
    output: str | None
    names: Mapping[str, str]
    """From a value's name to its node."""
    upstream: Expression | None
    """The symbol for the output's own gradient (`∂L/∂z`, `E`), None where it is 1."""
    symbolic: dict[str, tuple[_View[Any], Field]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """The graph over a field of functions, made when the first label asks for it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a formula is right."""

    verdict: Verdict
    certainty: Certainty | None = None
    reason: str | None = None


class _Unclear(Exception):
    """The label speaks of something that is not known; the message says of what."""


def decide(label: Expression, role: Role, target: Target, context: Context) -> Decision:
    """Return whether `label` is the value, gradient or local derivative of `target`.

    A formula is verified if it and the truth have the same normal form, wrong if they differ at
    some point, and undecided otherwise.
    """
    try:
        label = expanded(label)
        symbolic = _symbolic(label, role, target, context)
        if symbolic is not None:
            return symbolic
        if _refuted(label, role, target, context):
            return Decision("wrong")
    except _Unclear as unclear:
        return Decision("undecided", reason=str(unclear))
    return Decision("undecided", reason="the formula could be neither proved nor refuted")


def _symbolic(label: Expression, role: Role, target: Target, context: Context) -> Decision | None:
    """Return the decision that normal forms give, None if they leave it open."""
    try:
        view, symbols = _symbolic_view(label, context)
        difference = view.meaning(label) - view.truth(role, target)
        if symbols.is_zero(difference):
            return Decision("verified", "symbolic")
        return Decision("wrong") if symbols.is_rational(difference) else None
    except (OutOfBudget, KeyError):
        return None


def _symbolic_view(label: Expression, context: Context) -> tuple[_View[Any], Field]:
    """Return the graph over a field, the same for all labels that fit into it."""
    needed = functions_in([label])
    found = context.symbolic.get("view")
    if found is None or found[0].spare < needed:
        inputs = [node for node, operation in operations(context.dag) if operation is None]
        formulas = [operation.formula for _, operation in operations(context.dag) if operation]
        spare = max(16, 2 * needed)
        symbols = Field([*inputs, _UPSTREAM], functions_in(formulas) + spare)
        found = _View(context, symbols, symbols.inputs, spare), symbols
        context.symbolic["view"] = found
    found[0].spare -= needed
    return found


def _refuted(label: Expression, role: Role, target: Target, context: Context) -> bool:
    """Return whether label and truth differ at some point, by enclosures that lie apart."""
    inputs = [node for node, operation in operations(context.dag) if operation is None]
    source = random.Random(len(inputs))
    for attempt in range(_POINTS):
        low = 1 if attempt % 2 else -200
        point = {name: Fraction(source.randint(low, 200), 97) for name in [*inputs, _UPSTREAM]}
        view: _View[Real] = _View(context, Reals(), point)
        written, right = view.meaning(label), view.truth(role, target)
        if _is_number(written) and _is_number(right) and _apart(written, right):
            return True
    return False


def _is_number(value: object) -> bool:
    return isinstance(value, Fraction | Enclosure)


def _apart(one: Any, other: Any) -> bool:
    ends = [(v, v) if isinstance(v, Fraction) else (v.lower, v.upper) for v in (one, other)]
    return bool(ends[0][1] < ends[1][0] or ends[1][1] < ends[0][0])


class _View(Generic[V]):
    """A graph in some arithmetic: its values and derivatives, and what labels mean there."""

    def __init__(
        self, context: Context, arithmetic: Arithmetic[V], inputs: Mapping[str, V], spare: int = 0
    ) -> None:
        self.arithmetic = arithmetic
        self.spare = spare
        """How many more functions labels may adjoin."""
        self._context = context
        self._upstream = inputs[_UPSTREAM]
        self._values = forward(context.dag, inputs, arithmetic)
        self._local: dict[EdgeKey, V] | None = None
        self._gradients: dict[str, Gradients[V]] = {}

    def truth(self, role: Role, target: Target) -> V:
        """Return what is right for a target; gradients along parallel edges add up."""
        match role, target:
            case (("value" | "formula"), At(node)):
                return self._values[node]
            case "local", Along(edges):
                return self.arithmetic.add([self._locals()[edge] for edge in edges])
            case _, Between(of, by, onward):
                between = self._of(of).total[by]
                if not onward:
                    return between
                return self.arithmetic.multiply((self.truth("total", At(of)), between))
        output = self._context.output
        if output is None:
            raise _Unclear("the drawing has no one output")
        gradients = self._of(output)
        match target:
            case At(node):
                own = gradients.total[node]
            case Along(edges):
                own = self.arithmetic.add([gradients.along[edge] for edge in edges])
        if self._context.upstream is None:
            return own
        return self.arithmetic.multiply((self._upstream, own))

    def meaning(self, label: Expression) -> V:
        """Return what a label means: names are values, derivatives are those of the graph."""
        leaves = {_leaf(part): part for part, _ in postorder(label) if _is_leaf(part)}
        environment = {name: self._leaf_value(part) for name, part in leaves.items()}
        return evaluate(fold(label, _with_leaves_named), environment, self.arithmetic)

    def _leaf_value(self, leaf: Expression) -> V:
        if leaf == self._context.upstream:
            return self._upstream
        match leaf:
            case Name(name) if name in self._context.names:
                return self._values[self._context.names[name]]
            case Name(name):
                raise _Unclear(f"{name} is not known here")
            case Derivative(of, by):
                return self._derivative(of, by)
            case _:
                raise _Unclear("part of the label is not known")

    def _derivative(self, of: str, by: str) -> V:
        names, upstream = self._context.names, self._context.upstream
        if by not in names:
            raise _Unclear(f"{by} is not known here")
        if of in names:
            return self._of(names[of]).total[names[by]]
        if isinstance(upstream, Derivative) and of == upstream.of:
            return self.truth("total", At(names[by]))
        raise _Unclear(f"{of} is not known here")

    def _of(self, node: str) -> Gradients[V]:
        if node not in self._gradients:
            one = self.arithmetic.number(Fraction(1))
            self._gradients[node] = backward(
                self._context.dag, node, one, self._locals(), self.arithmetic
            )
        return self._gradients[node]

    def _locals(self) -> dict[EdgeKey, V]:
        if self._local is None:
            self._local = local_derivatives_of(self._context.dag, self._values, self.arithmetic)
        return self._local


def _is_leaf(part: Expression) -> bool:
    return isinstance(part, Name | Derivative)


def _leaf(part: Expression) -> str:
    return part.name if isinstance(part, Name) else str(part)


def _with_leaves_named(part: Expression, parts: Sequence[Expression]) -> Expression:
    return Name(_leaf(part)) if isinstance(part, Derivative) else rebuilt(part, parts)
