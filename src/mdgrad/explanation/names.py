"""Names: how readers know each node of a graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mdgrad.explanation.model import BEYOND
from mdgrad.expressions.tree import Name
from mdgrad.graphs.assertions import ComputationGraph
from mdgrad.judgement.manner import spellings
from mdgrad.judgement.numbers import free_upstream

__all__ = ["names_of", "shown_in", "upstream_key"]

_LONGEST = 30
"""Characters of a node's text to go by; a node with more goes by its id."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NO_NAME = frozenset("=<>$|\n")


def names_of(graph: ComputationGraph, beyond: str) -> dict[str, str]:
    """Return a name for each node, no two alike, and for what is `beyond` the drawing.

    A node goes by its variable, else, if it is an input, by what is written in it, else by its id.
    """
    spelled = dict(spellings(graph))
    names: dict[str, str] = {}
    taken: set[str] = set()
    for node, name in _chosen(graph, beyond, spelled):
        unique = name if name not in taken else node
        while unique in taken:
            unique += "′"
        names[node] = unique
        taken.add(unique)
    return names


def _chosen(
    graph: ComputationGraph, beyond: str, spelled: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    variables: dict[str, str] = {}
    for name, node in graph.names.items():
        variables.setdefault(node, spelled.get(name, name))
    for node in graph.dag:
        if node in variables:
            yield node, variables[node]
    yield BEYOND, beyond
    upstream = free_upstream(graph)
    if isinstance(upstream, Name):
        yield upstream_key(upstream), upstream.name
    for node in graph.dag:
        if node not in variables:
            yield node, _text_name(node, graph)


def upstream_key(upstream: Name) -> str:
    """Return the key of the symbol that stands for the output's own gradient."""
    return f"#{upstream.name}"


def _text_name(node: str, graph: ComputationGraph) -> str:
    text = shown_in(node, graph)
    is_input = graph.dag.nodes[node]["operation"] is None
    is_name = is_input and 0 < len(text) <= _LONGEST and _NO_NAME.isdisjoint(text)
    return text if is_name else node


def shown_in(node: str, graph: ComputationGraph) -> str:
    """Return what the drawing shows in a node, on one line."""
    drawn = graph.flowchart.nodes.get(node)
    return " ".join(_BREAK.sub(" ", drawn.text).split()) if drawn is not None else ""
