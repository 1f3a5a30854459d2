"""Parts: the connected parts of a drawing, each a computation graph with an output of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mdgrad.graphs.assembly import Assembly
from mdgrad.graphs.assertions import Problem
from mdgrad.graphs.directives import Directives
from mdgrad.graphs.drawing import Drawing
from mdgrad.graphs.graph import Dag

__all__ = ["Piece", "pieces_of"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One connected part of the forward drawing."""

    dag: Dag
    output: str | None
    names: Mapping[str, str]
    problems: tuple[Problem, ...]


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
        output = _output(drawing, dag, names, directives, problems, backward=backward)
        alias = _alias(drawing, dag, names, output)
        if alias is not None and output is not None:
            names[alias] = output
        yield Piece(dag, output, names, tuple(problems))


def _output(
    drawing: Drawing,
    dag: Dag,
    names: Mapping[str, str],
    directives: Directives,
    problems: list[Problem],
    *,
    backward: bool,
) -> str | None:
    """Return the node whose gradients are drawn: the only sink, or the one a directive names."""
    if directives.output is not None:
        named = names.get(directives.output, directives.output)
        if named in dag:
            return named
    sinks = [node for node in dag if dag.out_degree(node) == 0 and dag.in_degree(node) > 0]
    if len(sinks) == 1:
        return sinks[0]
    if len(sinks) > 1 and backward:
        message = (
            f"the drawing has several outputs ({', '.join(sinks)}); “%% mdgrad: output …” picks one"
        )
        shown = _first_shown(sinks, drawing)
        if shown is not None:
            problems.append(Problem("MG406", message, drawing.flowchart.nodes[shown].span))
    return None


def _first_shown(nodes: Sequence[str], drawing: Drawing) -> str | None:
    return next((node for node in nodes if node in drawing.flowchart.nodes), None)


def _alias(drawing: Drawing, dag: Dag, names: Mapping[str, str], output: str | None) -> str | None:
    """Return the name that derivatives give the output where no node bears it.

    `L` is short for `Loss`; and where nothing names the output, the one unknown name on top of
    derivatives is it. Otherwise such a name is a value from beyond the drawing.
    """
    unknown = drawing.derived - names.keys()
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
    short = len(alias) == 1 and any(
        len(name) > 1 and name[0].casefold() == alias.casefold() for name in own
    )
    return alias if short or not own else None
