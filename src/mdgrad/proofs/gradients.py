"""Gradients proved: the reverse pass against a derivation that knows nothing of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from mdgrad.expressions.tree import Call, Expression, Name
from mdgrad.graphs.graph import Dag, EdgeKey
from mdgrad.operators.derivatives import local_derivatives
from mdgrad.operators.inexpressible import Inexpressible
from mdgrad.operators.operation import is_unknown, operand
from mdgrad.passes.arithmetic import evaluate
from mdgrad.passes.backward import backward, local_derivatives_of
from mdgrad.passes.forward import forward
from mdgrad.passes.program import INPUT, Program, program_of
from mdgrad.passes.unfolding import WIDEST, is_extreme, unfolded
from mdgrad.proofs.elements import MOST_WORK
from mdgrad.proofs.field import Budget, Field, OutOfBudget, OutOfRoom
from mdgrad.proofs.modular import chain_rule_holds
from mdgrad.proofs.structure import Structure, cut_at, functions_in, leading_to, structure_of
from mdgrad.report import Certainty

__all__ = ["prove_gradients"]

MOST_OPERATIONS = 24
MOST_EDGES = 96
"""A graph of more operations or edges is proved exactly, not symbolically."""


def prove_gradients(dag: Dag, output: str) -> Mapping[EdgeKey, Certainty]:
    """Return how the gradient along each edge that leads to `output` is proved.

    `symbolic`: the reverse pass and the derivative of the whole output as one expression are equal
    elements of a field of functions, for all inputs. `exact`: every local derivative is proved so,
    and the chain rule over them is confirmed by an independent forward pass (see `modular`). An
    edge is absent if neither could be shown. Proofs are found once for each structure.
    """
    program = program_of(dag)
    position = program.nodes.index(output)
    leading = leading_to(program, position)
    proved: dict[EdgeKey, Certainty] = {}
    operands = [len(program.operands[node]) for node in leading if program.rule[node] != INPUT]
    if len(operands) <= MOST_OPERATIONS and sum(operands) <= MOST_EDGES:
        structure, edges = structure_of(program, position)
        shown = _symbolically(structure)
        proved |= {edge: "symbolic" for edge, target, index in edges if shown[target][index]}
        if len(proved) == len(edges):
            return proved
    if _rules_hold(program, leading) and chain_rule_holds(dag, program, position):
        leads = {program.nodes[node] for node in leading}
        proved |= {
            edge: "exact" for edge in program.edges if edge[1] in leads and edge not in proved
        }
    return proved


@lru_cache(maxsize=1024)
def _symbolically(structure: Structure) -> tuple[tuple[bool, ...], ...]:
    """Return for each node of a structure which gradients along its incoming edges are proved.

    Cut one node's operands loose, each a free variable of its own: then the output is a function
    of these variables, differentiated as one expression, and the reverse pass over the same graph
    must give the same. What the variables carry in the drawing is one case of it.
    """
    budget = Budget()
    proved: list[tuple[bool, ...]] = []
    for node, formula in enumerate(structure.formulas):
        shown: tuple[bool, ...] = (False,) * len(structure.operands[node])
        if formula is not None and budget.left > 0:
            shown, work = _proved_where_cut(*cut_at(structure, node))
            budget.left -= work
        proved.append(shown)
    return tuple(proved)


@lru_cache(maxsize=4096)
def _proved_where_cut(cut: Structure, width: int) -> tuple[tuple[bool, ...], int]:
    """Return for the first inputs which of their gradients are proved, and the work it took."""
    program = cut.program()
    inputs = [program.nodes[position] for position in program.inputs()]
    room = functions_in(cut.formulas)
    budget = Budget()
    shown: tuple[bool, ...] = (False,) * width
    for functions in (room, 3 * room):
        try:
            shown = tuple(_agreements(program, width, Field(inputs, functions, budget)))
            break
        except OutOfRoom:
            continue
        except (OutOfBudget, Inexpressible):
            break
    return shown, MOST_WORK - budget.left


def _agreements(program: Program, width: int, field: Field) -> Iterator[bool]:
    """Yield for each cut whether the reverse pass gives the derivative of the whole."""
    values = forward(program, field.inputs, field)
    local = local_derivatives_of(program, values, field)
    reverse = backward(program, len(values) - 1, field.multiply(()), local, field)
    for cut in range(width):
        whole = field.derivative(values[-1], values[cut])
        yield field.is_zero(reverse.total[cut] - whole)


def _rules_hold(program: Program, leading: list[int]) -> bool:
    rules = {program.rule[node] for node in leading} - {INPUT}
    return all(_rule_holds(*program.rules[rule]) for rule in rules)


def _graph_of(program: Program) -> Dag:
    import networkx as nx

    graph: Dag = nx.MultiDiGraph()
    graph.add_nodes_from(program.nodes)
    for source, target, index in program.edges:
        graph.add_edge(source, target, key=index)
    return graph


@lru_cache(maxsize=4096)
def _rule_holds(formula: Expression, arity: int) -> bool:
    """Return whether the local derivatives of a formula are those of the formula as a whole.

    The derivatives of an unknown function are themselves unknown: there is nothing to prove. Those
    of many operands come by the chain rule over the formula's parts, and so does their proof; the
    greatest of many is the greater of one and the greatest of the others.
    """
    if is_unknown(formula):
        return True
    if arity > WIDEST and isinstance(formula, Call) and is_extreme(formula, arity):
        return _rule_holds(Call(formula.function, (Name(operand(0)), Name(operand(1)))), 2)
    if arity > WIDEST:
        parts = unfolded(formula, arity)
        return all(_rule_holds(*rule) for rule in parts.rules) and chain_rule_holds(
            _graph_of(parts), parts, len(parts.nodes) - 1
        )
    try:
        field = Field([operand(index) for index in range(arity)], functions_in([formula]))
        value = evaluate(formula, field.inputs, field)
        for index, derivative in enumerate(local_derivatives(formula, arity)):
            whole = field.derivative(value, field.inputs[operand(index)])
            if not field.is_zero(evaluate(derivative, field.inputs, field) - whole):
                return False
    except (OutOfBudget, Inexpressible):
        return False
    return True
