"""Written-out arithmetic put right: `1·1 + 4·1`, its numbers replaced where they stand.

The author's own signs, spaces and order stay. Where the arithmetic has the terms that the graph
asks for, each number takes its right value; where just one of its numbers is another than the
graph's, that one is replaced; and only where neither fits is the side written anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice, permutations
from typing import TypeAlias

from mdgrad.expressions.fold import mentioned_in
from mdgrad.expressions.grammar import readings
from mdgrad.expressions.tokens import Beyond
from mdgrad.graphs.assertions import Along, Assertion, At
from mdgrad.graphs.graph import EdgeKey
from mdgrad.judgement.numbers import Numbers
from mdgrad.judgement.numeric import judge_arithmetic
from mdgrad.labels.quantity import read_quantity
from mdgrad.labels.reading import Formula
from mdgrad.passes import Enclosure

__all__ = ["worked_anew"]

Known: TypeAlias = Fraction | Enclosure
WriteBeside: TypeAlias = Callable[[Known, str], str]
"""Writes a number in the manner of the one in whose place it stands."""

MOST_NUMERALS = 12
MOST_TRIALS = 120
"""So many ways to put numbers into the author's arithmetic are tried."""

_NUMERAL = re.compile(r"(?:(?<=[(=+·×*∙⋅/])|^)\s*[-−]\s?[0-9][0-9.,]*|[0-9][0-9.,]*")
_SIGN = re.compile(r"\s?[·×*∙⋅]\s?")


def worked_anew(assertion: Assertion, numbers: Numbers, write: WriteBeside) -> str | None:
    """Return the arithmetic of a side with the right numbers, None if none was found."""
    text = assertion.side.text
    terms = list(_terms(assertion, numbers))
    if not terms or any(len(term) == 0 for term in terms):
        return None
    numerals = [match for match in _NUMERAL.finditer(text) if read_quantity(_shown(match))]
    candidates: list[str] = []
    if len(numerals) <= MOST_NUMERALS:
        # The graph's own factors, each in its place, before what only comes to the same: behind
        # a relu that is off, -8 × 1 is meant as -8 × 0, not 0 × 1.
        candidates += _all_replaced(text, numerals, terms, write)
        candidates += _one_replaced(text, numerals, terms, write)
        candidates.sort(key=lambda other: _changed(text, other))
    candidates.append(_written(text, terms, write))
    for candidate in candidates:
        if candidate != text and _is_right(candidate, assertion, numbers):
            return candidate
    return None


def _terms(assertion: Assertion, numbers: Numbers) -> Iterator[tuple[Known, ...]]:
    """Yield what the arithmetic consists of: factors of each term of a gradient, or operands."""
    dag = numbers.graph.dag
    match assertion.role, assertion.target:
        case ("total", At()) | ("gradient", Along()):
            edges = numbers.graph.edges_of(assertion.target)
        case (("value" | "formula"), At(node)):
            ordered = sorted(dag.in_edges(node, keys=True), key=lambda edge: int(edge[2]))
            values = [numbers.value(source) for source, _, _ in ordered]
            yield tuple(value for value in values if isinstance(value, Fraction | Enclosure))
            return
        case _:
            return
    yield from (_factors(edge, numbers) for edge in edges)


def _factors(edge: EdgeKey, numbers: Numbers) -> tuple[Known, ...]:
    """Return the upstream gradient and the local derivative, none if one has no number."""
    factors = (numbers.total(edge[1]), numbers.local(edge))
    known = tuple(factor for factor in factors if isinstance(factor, Fraction | Enclosure))
    return known if len(known) == len(factors) else ()


def _shown(match: re.Match[str]) -> str:
    return match[0].strip().rstrip(".,")


def _one_replaced(
    text: str,
    numerals: Sequence[re.Match[str]],
    terms: Sequence[tuple[Known, ...]],
    write: WriteBeside,
) -> list[str]:
    """Return the side with one of its numbers replaced by one of the graph's."""
    wanted = list(dict.fromkeys(value for term in terms for value in term))
    return [
        _with(text, [match], [value], write)
        for match in numerals
        for value in wanted[:MOST_NUMERALS]
    ]


def _all_replaced(
    text: str,
    numerals: Sequence[re.Match[str]],
    terms: Sequence[tuple[Known, ...]],
    write: WriteBeside,
) -> list[str]:
    """Return the side with each number replaced, in every order that keeps the terms together."""
    if sum(map(len, terms)) != len(numerals):
        return []
    orders = islice(permutations(terms), MOST_TRIALS)
    filled = [
        [value for term in order for value in (term if ahead else reversed(term))]
        for order in orders
        for ahead in (True, False)
    ]
    return [*dict.fromkeys(_with(text, numerals, values, write) for values in filled)]


def _changed(text: str, other: str) -> int:
    before, after = _NUMERAL.findall(text), _NUMERAL.findall(other)
    return sum(one != two for one, two in zip(before, after, strict=False))


def _with(
    text: str, numerals: Sequence[re.Match[str]], values: Sequence[Known], write: WriteBeside
) -> str:
    pieces: list[str] = []
    end = 0
    for match, value in zip(numerals, values, strict=True):
        shown = _shown(match)
        start = match.start() + match[0].index(shown[0])
        written = read_quantity(shown)
        right = shown if written and written.value == value else write(value, shown)
        if right[0] in "-−" and text[:start].rstrip()[-1:] not in {"", "(", "="}:
            right = f"({right})"
        pieces += text[end:start], right
        end = start + len(shown)
    return "".join(pieces) + text[end:]


def _written(text: str, terms: Sequence[tuple[Known, ...]], write: WriteBeside) -> str:
    """Return the terms as a sum of products in the author's sign of multiplication."""
    sign = _SIGN.search(text)
    times = sign[0] if sign else " · "
    like = next((_shown(match) for match in _NUMERAL.finditer(text)), "0")
    return " + ".join(times.join(_in_brackets(write(v, like)) for v in term) for term in terms)


def _in_brackets(numeral: str) -> str:
    return f"({numeral})" if numeral[0] in "-−" else numeral


def _is_right(text: str, assertion: Assertion, numbers: Numbers) -> bool:
    """Return whether a text would be verified in the place of the side."""
    try:
        found = readings(text, numbers.graph.names.keys())
    except Beyond:
        return False
    side = replace(assertion.side, text=text, content=Formula(found))
    there = replace(assertion, side=side)
    verdicts = [judge_arithmetic(there, reading, numbers) for reading in found
                if not mentioned_in(reading)]  # fmt: skip
    return any(judged is not None and judged.verdict == "verified" for judged in verdicts)
