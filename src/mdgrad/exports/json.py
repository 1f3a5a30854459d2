"""The graph as machines read it; `docs/graph.schema.json` describes it."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Final

from mdgrad.exports.model import Arrow, Exported, Value
from mdgrad.expressions.writing import Manner, write
from mdgrad.passes import Enclosure
from mdgrad.passes.results import Number

__all__ = ["SCHEMA", "as_json"]

SCHEMA: Final = "mdgrad.graph/1"
"""Changes whenever a key is added, gone, or means something else."""


def as_json(exported: Exported) -> str:
    """Return the graph with every value and gradient as JSON text."""
    graph = {
        "schema": SCHEMA,
        "line": exported.line,
        "output": exported.output,
        "upstream": _number(exported.upstream),
        "values": [_value(value) for value in exported.values],
    }
    return json.dumps(graph, ensure_ascii=False, indent=2) + "\n"


def _value(value: Value) -> dict[str, object]:
    formula = None if value.formula is None else write(value.formula, Manner()).replace("?", "")
    return {
        "name": value.name,
        "node": value.node,
        "operator": value.operator,
        "formula": formula,
        "operands": [_arrow(arrow) for arrow in value.arrows],
        "value": _number(value.number),
        "gradient": _number(value.gradient),
    }


def _arrow(arrow: Arrow) -> dict[str, object]:
    return {
        "name": arrow.operand,
        "local_derivative": _number(arrow.local),
        "gradient": _number(arrow.gradient),
    }


def _number(number: Number) -> dict[str, object] | None:
    """Return a number exactly where it is rational, and as the nearest float; null if unknown."""
    if isinstance(number, Fraction):
        return {"exact": str(number), "float": _float(number)}
    if isinstance(number, Enclosure):
        return {"exact": None, "float": _float((number.lower + number.upper) / 2)}
    return None


def _float(number: Fraction) -> float | None:
    """Return the nearest float, None where there is none."""
    try:
        return float(number)
    except OverflowError:
        return None
