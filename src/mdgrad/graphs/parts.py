"""Parts: the connected parts of a drawing, each a computation graph with an output of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mdgrad.graphs.assembly import Assembly
from mdgrad.graphs.assertions import Problem
from mdgrad.graphs.assumptions import Assumption, read_assumptions, under
from mdgrad.graphs.directives import Directives
from mdgrad.graphs.drawing import Drawing
from mdgrad.graphs.graph import Dag
from mdgrad.messages import Message

__all__ = ["Piece", "pieces_of"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One connected part of the forward drawing."""

    dag: Dag
    output: str | None
    names: Mapping[str, str]
    problems: tuple[Problem, ...]
    assumptions: tuple[Assumption, ...]


def pieces_of(
    drawing: Drawing, assembly: Assembly, directives: Directives, *, backward: bool
) -> Iterator[Piece]:
    """Yield the connected parts, in the order drawn.

    A name means the node that bears it in the same part. `backward` says whether gradients are
    drawn at all: only then does it matter that a part has several outputs.
    """
    import networkx as nx

    whole = assembly.dag
    parts = [frozenset(part) for part in nx.weakly_connected_components(whole)]
    position = {node: index for index, node in enumerate(whole)}
    for part in sorted(parts, key=lambda nodes: min(position[node] for node in nodes)):
        dag: Dag = whole if len(parts) == 1 else whole.subgraph(part).copy()
        names = {
            name: node
            for name, nodes in assembly.bearers.items()
            if (node := next((n for n in nodes if n in part), None)) is not None
        }
        problems = [problem for node, problem in assembly.problems if node in part]
        output = _output(dag, names, directives)
        if output is None and backward:
            problems += _several_outputs(drawing, dag)
        alias = _alias(drawing, dag, names, output)
        if alias is not None and output is not None:
            names[alias] = output
        assumptions = (*directives.assumptions, *_case(drawing, dag))
        under(dag, names, assumptions)
        yield Piece(dag, output, names, tuple(problems), assumptions)


def _case(drawing: Drawing, dag: Dag) -> tuple[Assumption, ...]:
    """Return what the titles of the subgraphs around a part say of the case that it shows."""
    nodes = {node for node in dag if node in drawing.flowchart.nodes}
    return tuple(
        assumption
        for subgraph in drawing.flowchart.subgraphs
        if nodes <= set(subgraph.nodes)
        for assumption in read_assumptions(subgraph.title)
    )


def _output(dag: Dag, names: Mapping[str, str], directives: Directives) -> str | None:
    """Return the node whose gradients are drawn: the only sink, or the one a directive names."""
    if directives.output is not None:
        named = names.get(directives.output, directives.output)
        if named in dag:
            return named
    sinks = _sinks(dag)
    return sinks[0] if len(sinks) == 1 else None


def _sinks(dag: Dag) -> list[str]:
    return [node for node in dag if dag.out_degree(node) == 0 and dag.in_degree(node) > 0]


def _several_outputs(drawing: Drawing, dag: Dag) -> Iterator[Problem]:
    """Yield the problem that a part has several outputs, if it has."""
    sinks = [node for node in _sinks(dag) if node in drawing.flowchart.nodes]
    if len(sinks) > 1:
        names = ", ".join(sinks)
        message = Message(
            "the drawing has several outputs ({outputs}); “%% mdgrad: output …” picks one",
            outputs=names,
        )
        yield Problem("MG406", message, drawing.flowchart.nodes[sinks[0]].span)


def _alias(drawing: Drawing, dag: Dag, names: Mapping[str, str], output: str | None) -> str | None:
    """Return the name that derivatives give the output where no node bears it.

    It is the one unknown name on top of derivatives, unless there is a derivative of it by the
    output itself: then it is a value from beyond the drawing.
    """
    derivatives = drawing.derivatives
    unknown = {derivative.of for derivative in derivatives} - {"", *names}
    if output is None or len(unknown) != 1:
        return None
    (alias,) = unknown
    same = {output}
    while dag.nodes[output]["operation"] is not None and (
        dag.nodes[output]["operation"].operator == "identity"
    ):
        output = next(iter(dag.predecessors(output)))
        same.add(output)
    own = [name for name, node in names.items() if node in same]
    beyond = any(derivative.of == alias and derivative.by in own for derivative in derivatives)
    return None if beyond else alias
