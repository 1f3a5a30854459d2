"""Near misses: formulas that one sign or one name keeps from being right, as people slip.

What is right then is what the author wrote, in the author's own words, but for the slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mdgrad.expressions.fold import postorder
from mdgrad.expressions.names import NAME, normal_name
from mdgrad.expressions.tree import Expression, Name, Sum
from mdgrad.expressions.writing import Manner
from mdgrad.graphs.assertions import Along, Assertion, At, Between, ComputationGraph, Target
from mdgrad.judgement.mistakes import SIGN
from mdgrad.labels.reading import Formula
from mdgrad.labels.sides import read_content

__all__ = ["NearMiss", "near_miss"]

_NAME = re.compile(rf"(?<![∂\\\w])(?:{NAME})")
_GRADIENTS = frozenset({"gradient", "total", "local"})
_MOST_RENAMINGS = 16
"""No more changes of names than so many are tried."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The text that would have been right, and the slip if it has a name."""

    text: str
    slip: str | None


def near_miss(
    assertion: Assertion,
    graph: ComputationGraph,
    manner: Manner,
    is_right: Callable[[Assertion], bool],
) -> NearMiss | None:
    """Return what a wrong gradient would be without its slip, None if there is none.

    Several names that would all be right leave open which one was meant.
    """
    content = assertion.side.content
    if not isinstance(content, Formula) or assertion.role not in _GRADIENTS:
        return None
    reading = content.readings[0]
    signed = _with_other_sign(assertion.side.text, reading, manner)
    if is_right(_rewritten(assertion, signed, graph)):
        return NearMiss(signed, SIGN)
    renamed = [
        text
        for text in _with_other_names(assertion, reading, graph, manner)
        if is_right(_rewritten(assertion, text, graph))
    ]
    return NearMiss(renamed[0], None) if len(renamed) == 1 else None


def _rewritten(assertion: Assertion, text: str, graph: ComputationGraph) -> Assertion:
    """Return the assertion with another text in the place of its own."""
    content = read_content(text, assertion.side.span.start, graph.names.keys())
    return replace(assertion, side=replace(assertion.side, text=text, content=content))


def _with_other_sign(text: str, reading: Expression, manner: Manner) -> str:
    if isinstance(reading, Sum):
        return f"{manner.minus}({text})"
    return text[1:].lstrip() if text[0] in "-−–" else manner.minus + text


def _with_other_names(
    assertion: Assertion, reading: Expression, graph: ComputationGraph, manner: Manner
) -> Iterator[str]:
    """Yield the text with one name in it replaced by one that the same step has to do with."""
    near = _near(assertion.target, graph)
    others = [name for name, named in graph.names.items() if named in near]
    used = dict.fromkeys(p.name for p, _ in postorder(reading) if isinstance(p, Name))
    pairs = [(old, new) for old in used for new in others if old != new]
    text = assertion.side.text
    tried: set[str] = {text}
    for old, new in pairs[:_MOST_RENAMINGS]:
        renamed = _renamed(text, old, manner.name(new))
        if renamed not in tried:
            tried.add(renamed)
            yield renamed


def _near(target: Target | None, graph: ComputationGraph) -> set[str]:
    """Return the nodes of the steps that a gradient is worked out in."""
    match target:
        case Along(edges):
            steps = {edge[1] for edge in edges}
        case At(node):
            steps = {node, *graph.dag.successors(node)}
        case Between(of):
            steps = {of}
        case _:
            steps = set()
    return steps.union(*(graph.dag.predecessors(step) for step in steps))


def _renamed(text: str, old: str, new: str) -> str:
    return _NAME.sub(lambda match: new if normal_name(match[0]) == old else match[0], text)
