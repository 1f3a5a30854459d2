"""How what is right was proved: every verified gradient carries it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mdgrad.graphs.assertions import ComputationGraph
from mdgrad.graphs.graph import EdgeKey
from mdgrad.judgement.verdict import Judged
from mdgrad.proofs import prove_gradients
from mdgrad.report import Certainty

__all__ = ["certified"]


def certified(verdicts: Iterable[Judged], graph: ComputationGraph) -> Iterator[Judged]:
    """Yield the verdicts, those on right numbers of gradients with how they were proved."""
    proofs: Mapping[EdgeKey, Certainty] | None = None
    for judged in verdicts:
        edges = _edges(judged, graph)
        if not edges or graph.output is None:
            yield judged
            continue
        if proofs is None:
            proofs = prove_gradients(graph.dag, graph.output)
        symbolic = all(proofs.get(edge) == "symbolic" for edge in edges)
        yield replace(judged, certainty="symbolic" if symbolic else "exact")


def _edges(judged: Judged, graph: ComputationGraph) -> Sequence[EdgeKey]:
    """Return the edges whose gradients a verified number rests on, none if it is no such number."""
    assertion = judged.assertion
    if judged.certainty != "exact" or assertion.role not in {"gradient", "total"}:
        return ()
    return graph.edges_of(judged.target)
