"""The derivation of a verified diagram: each of its labels with how it comes about."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mdgrad.expressions.tree import Number
from mdgrad.expressions.writing import Manner, write
from mdgrad.graphs.assertions import Along, Assertion, At, ComputationGraph
from mdgrad.graphs.graph import EdgeKey, Operation, operand
from mdgrad.judgement.numbers import Numbers, Result, numbers_of
from mdgrad.passes import Enclosure
from mdgrad.report import Claim, Diagram

__all__ = ["Step", "derivation"]

_SHOWN = 30
"""Characters of a node's text or of a number to show; a node with more goes by its id."""
_MANNER = Manner(minus="−")


@dataclass(frozen=True, slots=True)
class Step:
    """One label, derived."""

    subject: str
    """What the label speaks of: `∂Jug/∂Price`."""
    rule: str
    """How that is worked out in general: `∂Jug/∂M1 · ∂M1/∂Price`."""
    numbers: str
    """The same with numbers, where there are any: `1.5 · 3 = 4.5`."""
    written: str
    certainty: str


_Key = tuple[int | None, str | None, str, str]
"""Edge, node, role and text: by which a claim of the report finds what asserts it."""


def derivation(source: str, diagram: Diagram) -> tuple[Step, ...]:
    """Return a step for every verified claim of `diagram`, whose Mermaid source is `source`."""
    from mdgrad import mermaid
    from mdgrad.graphs.understand import understand

    graphs = understand(mermaid.parse(source)).graphs
    if not graphs:
        return ()
    known = [numbers_of(graph) for graph in graphs]
    asserted: dict[_Key, tuple[Assertion | None, Numbers]] = {
        (one.edge, one.node, one.role, one.side.text): (one, numbers)
        for numbers in reversed(known)
        for one in reversed(numbers.graph.assertions)
    }
    return tuple(
        _step(claim, *asserted.get(_key(claim), (None, known[0])))
        for claim in diagram.claims
        if claim.verdict == "verified"
    )


def _key(claim: Claim) -> _Key:
    return claim.edge, claim.node, claim.role, claim.written


def _step(claim: Claim, assertion: Assertion | None, numbers: Numbers) -> Step:
    subject, rule, worked_out = "", "", ""
    if assertion is not None and assertion.target is not None:
        graph = numbers.graph
        match claim.role, assertion.target:
            case (("value" | "formula"), At(node)):
                subject = _name(node, graph)
                rule, worked_out = _value(node, numbers)
            case "total", At(node):
                subject = _derivative(graph.output, node, graph)
                rule, worked_out = _total(node, numbers)
            case ("gradient", Along((edge, *more))):
                subject = _derivative(graph.output, edge[0], graph)
                rule, worked_out = _chain((edge, *more), numbers)
            case ("local", Along((edge, *_))):
                subject = _derivative(edge[1], edge[0], graph)
                worked_out = _number(numbers.local(edge))
    return Step(subject, rule, worked_out, claim.written, claim.certainty or "")


def _value(node: str, numbers: Numbers) -> tuple[str, str]:
    """Return a node's formula over its operands, and its value."""
    graph = numbers.graph
    operation: Operation | None = graph.dag.nodes[node]["operation"]
    if operation is None:
        return "", _number(numbers.value(node))
    operands = {operand(index): source for source, _, index in graph.dag.in_edges(node, keys=True)}
    names = {name: _name(source, graph) for name, source in operands.items()}
    rule = write(operation.formula, Manner(minus="−", names=names))
    values = {name: _number(numbers.value(source)) for name, source in operands.items()}
    result = _number(numbers.value(node))
    if not result or not all(values.values()):
        return rule, result
    inserted = {name: f"({text})" if "−" in text else text for name, text in values.items()}
    return rule, f"{write(operation.formula, Manner(minus='−', names=inserted))} = {result}"


def _chain(edges: tuple[EdgeKey, ...], numbers: Numbers) -> tuple[str, str]:
    """Return the chain rule along parallel edges, and the same with numbers."""
    graph = numbers.graph
    rules = [
        f"{_derivative(graph.output, target, graph)} · {_derivative(target, source, graph)}"
        for source, target, _ in edges
    ]
    factors = [(_number(numbers.total(edge[1])), _number(numbers.local(edge))) for edge in edges]
    total = _number(numbers.along(edges[0])) if len(edges) == 1 else ""
    if not all(all(pair) for pair in factors):
        return " + ".join(rules), ""
    products = [" · ".join(map(_bracketed, pair)) for pair in factors]
    return " + ".join(rules), " + ".join(products) + (f" = {total}" if total else "")


def _total(node: str, numbers: Numbers) -> tuple[str, str]:
    """Return the gradient of a node as the sum over the edges that its value takes."""
    edges = tuple(numbers.graph.dag.out_edges(node, keys=True))
    if not edges:
        return "", _number(numbers.total(node))
    rule, worked_out = _chain(edges, numbers)
    total = _number(numbers.total(node))
    if worked_out and len(edges) > 1 and total:
        worked_out += f" = {total}"
    return rule, worked_out


def _derivative(of: str | None, by: str, graph: ComputationGraph) -> str:
    whole = _name(of, graph) if of is not None else "output"
    return f"∂{_one_word(whole)}/∂{_one_word(_name(by, graph))}"


def _one_word(name: str) -> str:
    return f"({name})" if " " in name else name


def _name(node: str, graph: ComputationGraph) -> str:
    """Return how readers know a node: by its variable, by what is written in it, or by its id."""
    variable = next((name for name, one in graph.names.items() if one == node), None)
    if variable is not None:
        return variable
    drawn = graph.flowchart.nodes.get(node)
    text = " ".join(drawn.text.split()) if drawn is not None else ""
    if graph.dag.nodes[node]["operation"] is not None or not text or len(text) > _SHOWN:
        return node
    return text if set("=<$").isdisjoint(text) else node


def _number(result: Result) -> str:
    """Return a number as people read it; nothing where there is none."""
    if isinstance(result, Enclosure):
        return f"≈ {float((result.lower + result.upper) / 2):.6g}".replace("-", "−")
    if not isinstance(result, Fraction):
        return ""
    text = write(Number(result), _MANNER)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _bracketed(number: str) -> str:
    return f"({number})" if number.startswith("−") else number
