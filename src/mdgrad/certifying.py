"""Certifying: the certificates of a post, which say how every verified gradient was derived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from mdgrad.checking import judged_blocks
from mdgrad.graphs.assertions import ComputationGraph
from mdgrad.graphs.graph import EdgeKey, Operation
from mdgrad.graphs.shapes import has_matrices
from mdgrad.judgement.numbers import Numbers, free_upstream, numbers_of
from mdgrad.judgement.telling import Telling
from mdgrad.judgement.verdict import Judged
from mdgrad.operators.operation import is_unknown
from mdgrad.passes.program import program_of
from mdgrad.proofs import certificate
from mdgrad.settings import Settings

__all__ = ["certificates"]

_DERIVATIVES = frozenset({"gradient", "total", "local"})


def certificates(text: str, *, path: str, settings: Settings) -> Iterator[dict[str, Any]]:
    """Yield the certificate of every computation graph of a post that has a verified gradient.

    Each is that of `mdgrad.proofs.certificate` with the line of its diagram, the output's own
    gradient, the numbers of the inputs, and the claims that rest on it. A graph of which there is
    none, one of matrices or of functions without a formula, has a `reason` instead.
    """
    for block, tellings in judged_blocks(text, path=path, settings=settings):
        for telling in tellings:
            claims = [j for j in telling.judgement.verdicts if _rests_on_a_proof(j)]
            if claims:
                yield {"line": block.line} | _certified(telling, claims)


def _rests_on_a_proof(judged: Judged) -> bool:
    return (
        judged.verdict == "verified"
        and judged.assertion.role in _DERIVATIVES
        and judged.certainty in {"symbolic", "exact", "rounded"}
    )


def _certified(telling: Telling, claims: list[Judged]) -> dict[str, Any]:
    graph = telling.judgement.graph
    if has_matrices(graph):
        return {"reason": "its gradients are those of matrices"}
    if any(_is_of_unknown_function(graph, node) for node in graph.dag):
        return {"reason": "it has functions without a formula"}
    if graph.output is None:
        return {"reason": "it has no one output"}
    edges = {edge for judged in claims for edge in graph.edges_of(judged.target)}
    proved = certificate(graph.dag, graph.output, edges, names=graph.names)
    numbers = numbers_of(graph)
    symbols = {edge: step["symbol"] for edge, step in _steps(graph, proved)}
    upstream = free_upstream(graph)
    return proved | {
        "values": [_with_number(value, numbers) for value in proved["values"]],
        "upstream": None if upstream is not None else str(numbers.upstream),
        "claims": [_claim(judged, telling, symbols) for judged in claims],
    }


def _is_of_unknown_function(graph: ComputationGraph, node: str) -> bool:
    operation: Operation | None = graph.dag.nodes[node]["operation"]
    return operation is not None and is_unknown(operation.formula)


def _steps(
    graph: ComputationGraph, proved: Mapping[str, Any]
) -> Iterator[tuple[EdgeKey, Mapping[str, Any]]]:
    """Yield every step of a certificate with the edge that it is about."""
    nodes = program_of(graph.dag).nodes
    for step in proved["gradients"]:
        source, target = (nodes[int(step[end].removeprefix("v"))] for end in ("source", "target"))
        yield (source, target, step["operand"]), step


def _with_number(value: Mapping[str, Any], numbers: Numbers) -> dict[str, Any]:
    """Return an input with the number that the drawing gives it, exactly."""
    number = numbers.inputs.get(value["node"])
    known = "expression" not in value and isinstance(number, Fraction)
    return {**value, "number": str(number)} if known else dict(value)


def _claim(judged: Judged, telling: Telling, symbols: Mapping[EdgeKey, str]) -> dict[str, Any]:
    """Return where a label says what, and the steps whose sum is what it should say."""
    assertion, graph = judged.assertion, telling.judgement.graph
    place = telling.place(assertion.span(graph.flowchart))
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "role": assertion.role,
        "written": assertion.side.text,
        "certainty": judged.certainty,
        "steps": [symbols[edge] for edge in graph.edges_of(judged.target) if edge in symbols],
    }
