"""Directives: what an author settles in the diagram, `%% mdgrad: …` on a line of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from mdgrad.expressions.tokens import normal_name
from mdgrad.graphs.assumptions import Assumption, read_assumptions
from mdgrad.labels.quantity import read_quantity
from mdgrad.mermaid.flowchart import Flowchart
from mdgrad.source import Span

__all__ = ["Directives", "Ignore", "Let", "Order", "read_directives"]

_DIRECTIVE = re.compile(r"mdgrad\s*:\s*(?P<word>[a-z]+)\b\s*(?P<rest>.*)")
_CODE = re.compile(r"MG[0-9]{1,3}")
_ORDER = re.compile(r"([^\s:]+)\s*:\s*([^\s,:]+(?:\s*,\s*[^\s,:]+)+)")
_OF = re.compile(r"of\s+(\S{1,100})")
_NAME = re.compile(r"\S{1,100}")
_RANGE = re.compile(r"([0-9]{1,6})(?:\s*[-–]\s*([0-9]{1,6}))?")


@dataclass(frozen=True, slots=True)
class Ignore:
    """A code that the author wants no word about; a prefix such as `MG3` stands for all below."""

    code: str
    span: Span


@dataclass(frozen=True, slots=True)
class Let:
    """A number that the text around the diagram gives to an input."""

    name: str
    value: Fraction
    span: Span


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a node's operands, where it is not that of its edges."""

    node: str
    operands: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Directives:
    """Everything the directives of one diagram say."""

    off: bool = False
    ignores: tuple[Ignore, ...] = ()
    output: str | None = None
    backward: frozenset[int] = frozenset()
    """Mermaid's indices of the edges that run back."""
    span: Span | None = None
    """The directive that named the output."""
    lets: tuple[Let, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    name: str | None = None
    """What other diagrams of the post call this one."""
    backward_of: tuple[str, Span] | None = None
    """The diagram whose backward drawing this one is, and where that is said."""
    orders: tuple[Order, ...] = ()
    unknown: tuple[tuple[str, Span], ...] = ()
    """Directives that say nothing mdgrad understands: why, and where."""


def read_directives(flowchart: Flowchart) -> Directives:
    """Return what the comments of a flowchart direct."""
    found = Directives()
    for comment in flowchart.comments:
        match = _DIRECTIVE.fullmatch(comment.text.strip())
        if match:
            found = _with(found, match["word"], match["rest"].strip(), comment.span)
    return found


def _with(found: Directives, word: str, rest: str, span: Span) -> Directives:
    match word:
        case "off" | "on" if not rest:
            return replace(found, off=word == "off")
        case "ignore" if rest and all(_CODE.fullmatch(code) for code in rest.split()):
            ignores = tuple(Ignore(code, span) for code in rest.split())
            return replace(found, ignores=found.ignores + ignores)
        case "output" if rest:
            return replace(found, output=rest, span=span)
        case "backward" if (edges := _edges(rest)) is not None:
            return replace(found, backward=found.backward | edges)
        case "backward" if (of := _OF.fullmatch(rest)) is not None:
            return replace(found, backward_of=(of[1], span))
        case "name" if _NAME.fullmatch(rest):
            return replace(found, name=rest)
        case "assume" if rest and (assumptions := read_assumptions(rest)):
            return replace(found, assumptions=found.assumptions + assumptions)
        case "let" if (let := _let(rest, span)) is not None:
            return replace(found, lets=(*found.lets, let))
        case "order" if (order := _ORDER.fullmatch(rest)) is not None:
            operands = tuple(part.strip() for part in order[2].split(","))
            return replace(found, orders=(*found.orders, Order(order[1], operands, span)))
        case _:
            told = f"“{word} {rest}”".replace(" ”", "”")
            return replace(found, unknown=(*found.unknown, (told, span)))


def _let(text: str, span: Span) -> Let | None:
    name, equals, number = (part.strip() for part in text.partition("="))
    quantity = read_quantity(number)
    if not (name and equals and quantity):
        return None
    return Let(normal_name(name), quantity.value, span)


def _edges(text: str) -> frozenset[int] | None:
    """Return the edge indices of `5-7, 9`, None if it is no such list."""
    edges: set[int] = set()
    for part in re.split(r"[,\s]+", text):
        match = _RANGE.fullmatch(part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if last - first > 100_000:
            return None
        edges |= set(range(first, last + 1))
    return frozenset(edges)
