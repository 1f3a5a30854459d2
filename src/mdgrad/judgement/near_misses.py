"""Near misses: formulas that one sign, name, part or number keeps from being right, as people slip.

What is right then is what the author wrote, in the author's own words, but for the slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mdgrad.expressions.fold import mentioned_in, postorder
from mdgrad.expressions.names import NAME, normal_name
from mdgrad.expressions.parts import unbracketed, with_one_part_less
from mdgrad.expressions.tree import Expression, Name, Sum
from mdgrad.expressions.writing import Manner
from mdgrad.graphs.assertions import Along, Assertion, At, Between, ComputationGraph, Target
from mdgrad.graphs.derivative_graph import with_derivatives_named
from mdgrad.judgement.mistakes import SIGN
from mdgrad.labels.reading import Formula
from mdgrad.labels.sides import read_content
from mdgrad.messages import Message

__all__ = ["NearMiss", "in_own_words", "near_miss"]

_GRADIENTS = frozenset({"gradient", "total", "local"})
_NUMBER = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)?")
_MOST_CHANGES = 16
"""No more changes of names, or of numbers, than so many are tried."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The text that would have been right, and the slip if it has a name."""

    text: str
    slip: Message | None


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
    if not isinstance(content, Formula) or not _GRADIENTS & {assertion.role, assertion.told_as}:
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


def in_own_words(
    assertion: Assertion,
    right: str | None,
    graph: ComputationGraph,
    is_right: Callable[[Assertion], bool],
) -> str | None:
    """Return a wrong formula without a part that is too many, or with one number put right.

    Where neither makes it right, `right` is returned, whose numbers are the ones that are tried.
    """
    content, text = assertion.side.content, assertion.side.text
    if not isinstance(content, Formula):
        return right
    tried = list(dict.fromkeys(with_one_part_less(text)))
    if right is not None and mentioned_in(content.readings[0]):
        tried += _with_other_numbers(text, right)
    return next((t for t in tried if is_right(_rewritten(assertion, t, graph))), right)


def _with_other_numbers(text: str, right: str) -> list[str]:
    """Return the text with one of its numbers replaced by one of those in the right text."""
    numbers = dict.fromkeys(_NUMBER.findall(right))
    replaced = [
        text[: match.start()] + number + text[match.end() :]
        for match in _NUMBER.finditer(text)
        for number in numbers
        if number != match[0]
    ]
    return replaced[:_MOST_CHANGES]


def _rewritten(assertion: Assertion, text: str, graph: ComputationGraph) -> Assertion:
    """Return the assertion with another text in the place of its own."""
    content = read_content(text, assertion.side.span.start, graph.names.keys())
    if assertion.told_as is not None and isinstance(content, Formula):
        content = Formula(tuple(map(with_derivatives_named, content.readings)))
    return replace(assertion, side=replace(assertion.side, text=text, content=content))


def _with_other_sign(text: str, reading: Expression, manner: Manner) -> str:
    if isinstance(reading, Sum):
        return f"{manner.minus}({text})"
    return unbracketed(text[1:].lstrip()) if text[0] in "-−–" else manner.minus + text


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
    for old, new in pairs[:_MOST_CHANGES]:
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
    names = rf"(?<![∂\\\w])(?:{NAME})"
    return re.sub(names, lambda match: new if normal_name(match[0]) == old else match[0], text)
