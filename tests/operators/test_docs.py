"""The table of operators in the docs is the catalogue's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mdgrad.operators import CATALOGUE, Operator

PAGE = Path(__file__).parents[2] / "docs" / "operators.md"


def table() -> Iterator[str]:
    yield "| operator | other spellings | operands | value |"
    yield "|---|---|---|---|"
    for entry in CATALOGUE.values():
        spellings = " ".join(f"`{spelling}`".replace("|", "\\|") for spelling in entry.spellings)
        yield f"| `{entry.name}` | {spellings} | {_operands(entry)} | {_value(entry)} |"


def _operands(entry: Operator) -> str:
    counts = [str(arity) for arity in range(4) if entry.takes(arity)]
    return " or ".join([*counts[:-1], "more"]) if entry.joins else " or ".join(counts)


def _value(entry: Operator) -> str:
    if entry.tensor:
        return "an array; its shape is checked"
    if entry.joins:
        return {
            "sum": "a + b + …",
            "product": "a · b · …",
            "mean": "(a + b + …) / n",
            "max": "the greatest",
            "min": "the least",
        }[entry.joins]
    return ", ".join(f"`{formula}`" for formula in entry.formulas)


def test_the_table_in_the_docs_is_the_catalogue() -> None:
    expected = "\n".join(table())
    assert expected in PAGE.read_text(encoding="utf-8"), f"the table must read:\n{expected}"
