"""Computation graphs of matrices, written down in a line."""

from __future__ import annotations

import networkx as nx

from mdgrad.expressions.tree import Call, Name
from mdgrad.graphs.graph import Dag, Operation, operand
from mdgrad.operators import find


def drawn(text: str) -> Dag:
    """Return the graph of `M = dot X W; Y = add M B`; what nothing computes is an input."""
    dag: Dag = nx.MultiDiGraph()
    for statement in text.split(";"):
        node, _, right = statement.partition("=")
        operator, *operands = right.split()
        for name in (*operands, node.strip()):
            if name not in dag:
                dag.add_node(name, operation=None)
        dag.nodes[node.strip()]["operation"] = operation(operator, len(operands))
        for index, source in enumerate(operands):
            dag.add_edge(source, node.strip(), key=index, flowchart_edge=None)
    return dag


def operation(operator: str, arity: int) -> Operation:
    """Return an operator of the catalogue over so many operands; `?` is an unknown function."""
    operands = tuple(Name(operand(index)) for index in range(arity))
    if operator.startswith("?"):
        return Operation(None, Call(operator, operands), arity)
    entry = find(operator, arity)
    assert entry is not None
    return Operation(entry.name, entry.formula(arity) or Call(entry.name, operands), arity)
