"""From a post to the computation graph in it that is to be written out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mdgrad import mermaid
from mdgrad.checking import MOST_EARLIER
from mdgrad.exports.identifiers import identifiers
from mdgrad.exports.model import Arrow, Exported, ExportError, Value
from mdgrad.expressions.fold import fold, rebuilt, substitute
from mdgrad.expressions.tree import Call, Expression, Name
from mdgrad.graphs.assertions import ComputationGraph
from mdgrad.graphs.earlier import Earlier
from mdgrad.graphs.graph import Operation, operand
from mdgrad.graphs.shapes import has_matrices
from mdgrad.graphs.understand import understand
from mdgrad.judgement.numbers import PRECISIONS, numbers_of
from mdgrad.operators import CATALOGUE, local_derivatives
from mdgrad.operators.operation import is_unknown
from mdgrad.passes import values_and_gradients
from mdgrad.passes.program import INPUT, program_of
from mdgrad.posts import find_blocks
from mdgrad.settings import Flavor

__all__ = ["exported"]

_SHORT = 30
"""A node's text with more characters than this is no name."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A computation graph of a post, and the lines that it is drawn on."""

    graph: ComputationGraph
    block: int
    """The first line of its diagram."""
    first: int
    last: int


def exported(
    text: str, *, path: str = "-", line: int | None = None, flavor: Flavor = "auto"
) -> Exported:
    """Return the computation graph of a post that is drawn on `line`, or the only one.

    Raises `ExportError` where there is none, or more than one, and where it is not one to write
    out: one of matrices, with several outputs, or that cannot be read as it is drawn.
    """
    found = list(_graphs(text, path, flavor))
    on_line = [one for one in found if line is None or one.first <= line <= one.last]
    if not on_line:
        where = "here" if line is None else f"on line {line}"
        raise ExportError(f"there is no computation graph {where}{_where_else(found)}")
    if len(on_line) > 1:
        raise ExportError(f"there are {len(on_line)} computation graphs{_where_else(on_line)}")
    (one,) = on_line
    return _exported(one.graph, one.block)


def _graphs(text: str, path: str, flavor: Flavor) -> Iterator[_Found]:
    """Yield the computation graphs of a post; several in one diagram have lines of their own."""
    post = find_blocks(text, path=path, flavor=flavor)
    earlier: list[Earlier] = []
    for block in post.blocks:
        if not mermaid.is_flowchart(block.source):
            continue
        try:
            flowchart = mermaid.parse(block.source)
        except mermaid.MermaidError:
            continue
        drawn = understand(flowchart, earlier[-MOST_EARLIER:])
        if not drawn.graphs:
            continue
        earlier.append(drawn)
        whole = post.text.place(block.span)
        starts = [whole.line]
        for graph in drawn.graphs[1:]:
            places = (block.in_post(a.span(flowchart)) for a in graph.assertions)
            starts.append(min((post.text.place(span).line for span in places), default=whole.line))
        ends = [*(start - 1 for start in starts[1:]), whole.end_line]
        for graph, first, last in zip(drawn.graphs, starts, ends, strict=True):
            yield _Found(graph, block.line, first, max(first, last))


def _where_else(found: Sequence[_Found]) -> str:
    lines = ", ".join(str(one.first) for one in found[:20])
    if not lines:
        return ""
    return f"; name one by its line: {lines}" + (", …" if len(found) > 20 else "")


def _exported(graph: ComputationGraph, line: int) -> Exported:
    if has_matrices(graph):
        raise ExportError(
            f"the diagram on line {line} is of matrices; only numbers are written out"
        )
    if graph.problems:
        raise ExportError(f"the diagram on line {line} is not clear: {graph.problems[0].message}")
    if graph.output is None:
        raise ExportError(
            f"the diagram on line {line} has several outputs; say which with “%% mdgrad: output …”"
        )
    program = program_of(graph.dag)
    end = _end(graph)
    output = graph.output if end is None else next(iter(graph.dag.predecessors(end)))
    texts = _names(program.nodes, graph)
    if end is not None:
        texts[output] = texts.pop(end)
    names = dict(zip(texts, identifiers(texts.values()), strict=True))
    known = numbers_of(graph)
    results = values_and_gradients(
        graph.dag, known.inputs, graph.output, known.upstream, digits=PRECISIONS[0]
    )
    values = []
    first = 0
    for node, rule, positions in zip(program.nodes, program.rule, program.operands, strict=True):
        edges = program.edges[first : first + len(positions)]
        first += len(positions)
        if node == end:
            continue
        formula: Expression | None = None
        arrows: tuple[Arrow, ...] = ()
        if rule != INPUT:
            operands = [names[source] for source, _, _ in edges]
            formula, derivatives = _in_names(*program.rules[rule], operands)
            arrows = tuple(
                Arrow(name, derivative, results.local[edge], results.along[edge])
                for name, derivative, edge in zip(operands, derivatives, edges, strict=True)
            )
        operator = _operator(graph.dag.nodes[node]["operation"])
        numbers = results.values[node], results.totals[node]
        values.append(Value(names[node], node, operator, formula, arrows, *numbers))
    return Exported(line, tuple(values), names[output], known.upstream)


def _end(graph: ComputationGraph) -> str | None:
    """Return the output if it is a node that only shows what another works out."""
    output = graph.output
    if output is None:
        return None
    operation: Operation | None = graph.dag.nodes[output]["operation"]
    if operation is None or operation.operator != "identity" or graph.dag.out_degree(output):
        return None
    (shown,) = graph.dag.predecessors(output)
    is_input = graph.dag.nodes[shown]["operation"] is None
    return output if graph.dag.out_degree(shown) == 1 and not is_input else None


def _in_names(
    formula: Expression, arity: int, operands: Sequence[str]
) -> tuple[Expression, tuple[Expression | None, ...]]:
    """Return a formula and its derivatives in the names of the operands.

    Unknown functions get identifiers for names; their derivatives are unknown.
    """
    replacements = {operand(index): Name(name) for index, name in enumerate(operands)}
    derivatives: Sequence[Expression | None] = (None,) * arity
    if not is_unknown(formula):
        derivatives = [substitute(d, replacements) for d in local_derivatives(formula, arity)]
    return _with_safe_functions(substitute(formula, replacements)), tuple(derivatives)


def _with_safe_functions(formula: Expression) -> Expression:
    """Return a formula whose unknown functions have identifiers for names."""

    def renamed(part: Expression, parts: Sequence[Expression]) -> Expression:
        if isinstance(part, Call) and part.function.startswith("?"):
            return Call("?" + identifiers([part.function])[0], tuple(parts))
        return rebuilt(part, parts)

    return fold(formula, renamed)


def _operator(operation: Operation | None) -> str | None:
    """Return the operator of an operation that is just that operator.

    In one of several cases a relu may be less than a relu.
    """
    entry = CATALOGUE.get(operation.operator or "") if operation is not None else None
    if operation is None or entry is None:
        return None
    return entry.name if entry.formula(operation.arity) == operation.formula else None


def _names(nodes: Sequence[str], graph: ComputationGraph) -> dict[str, str]:
    """Return how readers know each node: by its variable, the text of an input, or its id."""
    called = {node: name for name, node in reversed(list(graph.names.items()))}
    names = {}
    for node in nodes:
        drawn = graph.flowchart.nodes.get(node)
        text = " ".join(drawn.text.split()) if drawn is not None else ""
        is_input = graph.dag.nodes[node]["operation"] is None
        is_name = is_input and 0 < len(text) <= _SHORT and set("=<>$").isdisjoint(text)
        names[node] = called.get(node) or (text if is_name else node)
    return names
