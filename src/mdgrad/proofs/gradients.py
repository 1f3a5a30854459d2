"""Gradients proved: the reverse pass against a derivation that knows nothing of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from mdgrad.expressions.tree import Expression
from mdgrad.graphs.graph import Dag, EdgeKey
from mdgrad.operators import local_derivatives
from mdgrad.operators.operation import is_unknown, operand
from mdgrad.passes.arithmetic import evaluate
from mdgrad.passes.backward import backward, local_derivatives_of
from mdgrad.passes.forward import forward
from mdgrad.proofs.field import Field, OutOfBudget
from mdgrad.proofs.modular import chain_rule_holds
from mdgrad.proofs.structure import Structure, functions_in, structure_of
from mdgrad.report import Certainty

__all__ = ["prove_gradients"]

MOST_OPERATIONS = 20
"""A graph of more operations is proved exactly, not symbolically."""


def prove_gradients(dag: Dag, output: str) -> Mapping[EdgeKey, Certainty]:
    """Return how the gradient along each edge that leads to `output` is proved.

    `symbolic`: the reverse pass and the derivative of the whole output as one expression are equal
    elements of a field of functions, for all inputs. `exact`: every local derivative is proved so,
    and the chain rule over them is confirmed by an independent forward pass (see `modular`). An
    edge is absent if neither could be shown. Proofs are found once for each structure.
    """
    structure, edges = structure_of(dag, output)
    return {
        edge: certainty
        for edge, certainty in zip(edges, _prove(structure), strict=True)
        if certainty is not None
    }


@lru_cache(maxsize=1024)
def _prove(structure: Structure) -> tuple[Certainty | None, ...]:
    """Return the proof of each edge, in the structure's order."""
    edges = [
        (s, t, i) for t, sources in enumerate(structure.operands) for i, s in enumerate(sources)
    ]
    operations = sum(formula is not None for formula in structure.formulas)
    if operations <= MOST_OPERATIONS:
        try:
            proved = _prove_symbolically(structure)
        except (OutOfBudget, KeyError):
            pass
        else:
            return tuple("symbolic" if proved[target] else None for _, target, _ in edges)
    dag = structure.dag()
    rules = {
        (formula, len(operands))
        for formula, operands in zip(structure.formulas, structure.operands, strict=True)
        if formula is not None
    }
    exact = all(_rule_holds(*rule) for rule in rules) and chain_rule_holds(
        dag, str(structure.output)
    )
    return tuple("exact" if exact else None for _ in edges)


def _prove_symbolically(structure: Structure) -> list[bool]:
    """Return for each node whether the gradients along all its incoming edges are proved.

    Cut one node's operands loose, each a free variable of its own: then the output is a function
    of these variables, differentiated as one expression, and the reverse pass over the same graph
    must give the same. What the variables carry in the drawing is one case of it.
    """
    formulas, operands = structure.formulas, structure.operands
    dag = structure.dag()
    inputs = [str(n) for n, formula in enumerate(formulas) if formula is None]
    proved: list[bool] = []
    for node, sources in enumerate(operands):
        cuts = [f"cut {index}" for index in range(len(sources))]
        field = Field([*inputs, *cuts], functions_in(formulas))
        for index, source in enumerate(sources):
            dag.remove_edge(str(source), str(node), key=index)
            dag.add_node(cuts[index], operation=None)
            dag.add_edge(cuts[index], str(node), key=index)
        proved.append(all(_agrees(dag, str(structure.output), field, cuts)))
        for index, source in enumerate(sources):
            dag.remove_node(cuts[index])
            dag.add_edge(str(source), str(node), key=index)
    return proved


def _agrees(dag: Dag, output: str, field: Field, cuts: list[str]) -> Iterator[bool]:
    if not cuts:
        return
    values = forward(dag, field.inputs, field)
    local = local_derivatives_of(dag, values, field)
    reverse = backward(dag, output, field.multiply(()), local, field)
    for cut in cuts:
        whole = field.derivative(values[output], field.inputs[cut])
        yield field.is_zero(reverse.total[cut] - whole)


@lru_cache(maxsize=4096)
def _rule_holds(formula: Expression, arity: int) -> bool:
    """Return whether the local derivatives of a formula are those of the formula as a whole.

    The derivatives of an unknown function are themselves unknown: there is nothing to prove.
    """
    field = Field([operand(index) for index in range(arity)], functions_in([formula]))
    try:
        value = evaluate(formula, field.inputs, field)
        for index, derivative in enumerate(local_derivatives(formula, arity)):
            whole = field.derivative(value, field.inputs[operand(index)])
            if not field.is_zero(evaluate(derivative, field.inputs, field) - whole):
                return False
    except KeyError:
        return is_unknown(formula)
    except OutOfBudget:
        return False
    return True
