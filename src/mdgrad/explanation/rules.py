"""Rules: what a node computes and what it multiplies by, as a textbook has it.

σ(z) is shown by its name and its derivative as a(1 − a), where a is what the node computes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from mdgrad.expressions.fold import fold, postorder, rebuilt, substitute
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.tree import (
    ONE,
    ZERO,
    Call,
    Expression,
    Name,
    Number,
    Product,
    Sum,
    negated,
    product_of,
)
from mdgrad.graphs.assertions import ComputationGraph
from mdgrad.graphs.graph import EdgeKey, Operation, operand
from mdgrad.judgement.formulas import as_people_write
from mdgrad.operators import local_derivatives
from mdgrad.operators.catalogue import CATALOGUE
from mdgrad.operators.operation import is_unknown

__all__ = ["BY_RESULT", "is_drawn", "local_rule", "operands_of", "value_rules"]

BY_RESULT: Mapping[str, str] = {"exp": "y", "sigmoid": "y (1 - y)", "tanh": "1 - y^2"}
"""The derivatives that people remember in terms of the result y; tests prove them."""
_RESULT = "#result"
_LONGEST_FORMULA = 24
"""A derivative with more parts than this is shown by the function's name: gelu'(z)."""


def value_rules(
    node: str, graph: ComputationGraph, operands: Mapping[str, Expression]
) -> tuple[Expression, ...]:
    """Return how a node's value is worked out from its operands: by name, and by its formula."""
    operation: Operation | None = graph.dag.nodes[node]["operation"]
    if operation is None:
        return ()
    function = _function_of(operation.formula, operation.arity)
    formula = _placed(operation.formula, operands, node, graph)
    if function is None:
        return (formula,)
    named = Call(function, tuple(operands[operand(index)] for index in range(operation.arity)))
    return (named,) if named == formula or _is_piecewise(formula) else (named, formula)


def local_rule(
    edge: EdgeKey, graph: ComputationGraph, operands: Mapping[str, Expression]
) -> Expression | None:
    """Return the local derivative along an edge, None of a function that is unknown."""
    _, node, index = edge
    operation: Operation = graph.dag.nodes[node]["operation"]
    derivative = local_derivatives(operation.formula, operation.arity)[index]
    if any(is_unknown(part) for part, _ in postorder(derivative)):
        return None
    function = _function_of(operation.formula, operation.arity)
    if function is not None and function in BY_RESULT:
        known = parse_formula(BY_RESULT[function], ("y",))
        return substitute(known, {"y": Name(node)})
    written = fold(_placed(derivative, operands, node, graph), as_people_write)
    if function is not None and operation.arity == 1 and len(postorder(written)) > _LONGEST_FORMULA:
        return Call(function, (operands[operand(0)],), 1)
    return written


def operands_of(node: str, graph: ComputationGraph) -> dict[str, Expression]:
    """Return the operands of a node by their places: by name, or as formulas if not drawn."""
    dag = graph.dag
    operands: dict[str, Expression] = {}
    for source, _, index in dag.in_edges(node, keys=True):
        operation: Operation | None = dag.nodes[source]["operation"]
        if operation is None or is_drawn(source):
            operands[operand(index)] = Name(source)
        else:
            within = {operand(own): Name(name) for name, _, own in dag.in_edges(source, keys=True)}
            operands[operand(index)] = _placed(operation.formula, within, source, graph)
    return operands


def is_drawn(node: str) -> bool:
    """Return whether readers see a node, rather than a factor or a variable in a label.

    Those have names that are no ids of Mermaid's.
    """
    return " " not in node


def _placed(
    formula: Expression, operands: Mapping[str, Expression], node: str, graph: ComputationGraph
) -> Expression:
    """Return a formula over its operands, unknown functions as the drawing calls them."""

    def called(part: Expression, parts: Sequence[Expression]) -> Expression:
        match part:
            case Call(function) if function.startswith("?"):
                return Call(_shown_function(function[1:], node, graph), tuple(parts))
            case other:
                return rebuilt(other, parts)

    return fold(substitute(fold(formula, called), operands), _tidied)


def _tidied(part: Expression, parts: Sequence[Expression]) -> Expression:
    """Return a part of a formula as people write it: no factors of 1, 2 · (a − y), not −2y + 2a."""
    match rebuilt(part, parts):
        case Product(factors) if ZERO in factors:
            return ZERO
        case Product(factors) if ONE in factors:
            return product_of([factor for factor in factors if factor != ONE] or [ONE])
        case Sum(terms):
            return _factored(sorted(terms, key=lambda term: _coefficient(term)[0] < 0))
        case other:
            return other


def _factored(terms: Sequence[Expression]) -> Expression:
    """Return a sum with a coefficient that all its terms have before it."""
    coefficients, rests = zip(*map(_coefficient, terms), strict=True)
    size = abs(coefficients[0])
    if size == 1 or len(terms) == 1 or any(abs(one) != size for one in coefficients):
        return Sum(tuple(terms))
    signed = (
        rest if coefficient > 0 else negated(rest)
        for coefficient, rest in zip(coefficients, rests, strict=True)
    )
    return Product((Number(size), Sum(tuple(signed))))


def _coefficient(term: Expression) -> tuple[Fraction, Expression]:
    """Return the number before a term, and the rest of it."""
    match term:
        case Number(value):
            return value, ONE
        case Product((Number(value), *rest)):
            return value, product_of(rest)
        case other:
            return Fraction(1), other


def _shown_function(function: str, node: str, graph: ComputationGraph) -> str:
    """Return how the drawing calls an unknown function: `f`, or the node that bears it."""
    drawn = graph.flowchart.nodes.get(node)
    shown = drawn.text.strip() if function == node and drawn is not None else function
    return shown if shown.isidentifier() else "f"


def _is_piecewise(formula: Expression) -> bool:
    return any(isinstance(part, Call) and part.function == "step" for part, _ in postorder(formula))


@lru_cache(maxsize=512)
def _function_of(formula: Expression, arity: int) -> str | None:
    """Return the function of the catalogue that a formula is, None if it is none with a name."""
    return next(
        (name for name in _functions(arity) if CATALOGUE[name].formula(arity) == formula), None
    )


def _functions(arity: int) -> Iterator[str]:
    """Yield the functions that are known by their names, rather than by a formula of + and ×."""
    for name, entry in CATALOGUE.items():
        formula = entry.formula(arity)
        if formula is None or not entry.drawn:
            continue
        if any(isinstance(part, Call) and part.arguments for part, _ in postorder(formula)):
            yield name
