"""Assumptions: the case that a drawing shows (`x > 0`), and what it makes of piecewise operators.

A case stands in the title of a subgraph around the drawing, or in `%% mdgrad: assume x > 0`. Under
it max(0, x) is x: every step, sign, magnitude and maximum that it settles is replaced by the branch
it takes, so that values, gradients and proofs hold under the condition and need not know of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mdgrad.expressions.fold import fold, rebuilt
from mdgrad.expressions.names import NAME, normal_name
from mdgrad.expressions.tree import ONE, ZERO, Call, Expression, Name, Number, Product
from mdgrad.graphs.graph import Dag, operand
from mdgrad.operators.operation import Operation

__all__ = ["Assumption", "read_assumptions", "settled_by", "under"]

_NUMBER = r"[-−]?[0-9]{1,9}(?:\.[0-9]{1,9})?"
_SIGN = r">=|<=|[<>≥≤⩾⩽]|&gt;=?|&lt;=?"
_RELATION = rf"(?P<left>{NAME}|{_NUMBER})\s*(?P<sign>{_SIGN})\s*(?P<right>{_NUMBER}|{NAME})"
"""Compiled when it is first needed: that takes long, and few drawings have conditions."""
_MOST_CHARACTERS = 200
_MINUS_ONE = Number(Fraction(-1))


@dataclass(frozen=True, slots=True)
class Assumption:
    """`greater` lies above `less`, or is equal to it; each a name or a number."""

    greater: str | Fraction
    less: str | Fraction


def read_assumptions(text: str) -> tuple[Assumption, ...]:
    """Return the conditions that a title or a directive states: one for each `x > 0` in it."""
    if len(text) > _MOST_CHARACTERS or not re.search(_SIGN, text):
        return ()
    found = []
    for match in re.finditer(_RELATION, text):
        left, right = _side(match["left"]), _side(match["right"])
        if match["sign"][0] in ">≥⩾" or match["sign"].startswith("&gt"):
            found.append(Assumption(left, right))
        else:
            found.append(Assumption(right, left))
    return tuple(found)


def _side(text: str) -> str | Fraction:
    plain = text.replace("−", "-")
    return Fraction(plain) if re.fullmatch(r"-?[0-9.]+", plain) else normal_name(text)


def under(dag: Dag, names: Mapping[str, str], assumptions: Sequence[Assumption]) -> None:
    """Replace the operations of `dag` by those that they are under the assumptions."""
    if not assumptions:
        return
    for node in dag:
        operation = dag.nodes[node]["operation"]
        if operation is None:
            continue
        sources = {
            operand(index): _same_value(source, dag)
            for source, _, index in dag.in_edges(node, keys=True)
        }

        def value_of(name: str, sources: Mapping[str, set[str]] = sources) -> set[str]:
            return sources.get(name, set())

        formula = settled_by(assumptions, operation.formula, names, value_of)
        dag.nodes[node]["operation"] = Operation(operation.operator, formula, operation.arity)


def _same_value(node: str, dag: Dag) -> set[str]:
    """Return the nodes whose value is that of `node`: itself, and what it passes on."""
    same = {node}
    while (operation := dag.nodes[node]["operation"]) is not None:
        if operation.operator != "identity":
            break
        node = next(iter(dag.predecessors(node)))
        same.add(node)
    return same


def settled_by(
    assumptions: Iterable[Assumption],
    formula: Expression,
    names: Mapping[str, str],
    nodes_of: Callable[[str], set[str]],
) -> Expression:
    """Return `formula` with what the assumptions settle replaced by the branch it takes.

    `nodes_of` tells which nodes have the value that a name of the formula stands for.
    """
    case = _Case(tuple(assumptions), names, nodes_of)
    return fold(formula, case.settled)


@dataclass(frozen=True, slots=True)
class _Case:
    assumptions: tuple[Assumption, ...]
    names: Mapping[str, str]
    nodes_of: Callable[[str], set[str]]

    def settled(self, part: Expression, parts: Sequence[Expression]) -> Expression:
        """Return a part of a formula as it is in this case."""
        match part:
            case Call("max" | "min" as function, _, 0) if len(parts) == 2:
                return self._extreme(function, parts) or rebuilt(part, parts)
            case Call("step" | "sign" | "abs" as function, _, 0):
                sign = self._sign(parts[0])
                return rebuilt(part, parts) if sign is None else _branch(function, parts[0], sign)
            case _:
                return rebuilt(part, parts)

    def _is(self, expression: Expression, side: str | Fraction) -> bool:
        if isinstance(side, Fraction):
            return expression == Number(side)
        if not isinstance(expression, Name):
            return False
        return self.names.get(side) in self.nodes_of(expression.name)

    def _sign(self, expression: Expression) -> int | None:
        for assumption in self.assumptions:
            greater, less = assumption.greater, assumption.less
            if self._is(expression, greater) and isinstance(less, Fraction) and less >= 0:
                return 1
            if self._is(expression, less) and isinstance(greater, Fraction) and greater <= 0:
                return -1
        return None

    def _extreme(self, function: str, parts: Sequence[Expression]) -> Expression | None:
        for assumption in self.assumptions:
            for first, second in (parts, parts[::-1]):
                if self._is(first, assumption.greater) and self._is(second, assumption.less):
                    return first if function == "max" else second
        return None


def _branch(function: str, argument: Expression, sign: int) -> Expression:
    if function == "step":
        return ONE if sign > 0 else ZERO
    if function == "sign":
        return ONE if sign > 0 else _MINUS_ONE
    return argument if sign > 0 else Product((_MINUS_ONE, argument))
