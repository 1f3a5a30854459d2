"""What the programs have in common: signature, table of results, and a way to run them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from mdgrad.exports.model import Exported, Value
from mdgrad.exports.source import INDENT, WIDTH, Language
from mdgrad.expressions.tree import Call, Expression, Name

__all__ = ["formula_of", "run", "signature", "table"]


def signature(exported: Exported, language: Language) -> Iterator[str]:
    """Yield the lines that begin the function; what has a number has it as its default."""
    given = [(value.name, value.number) for value in exported.inputs]
    parameters = ["*"]
    for name, number in (*given, ("upstream", exported.upstream)):
        default = f"={language.number(number).text}" if isinstance(number, Fraction) else ""
        parameters.append(name + default)
    line = f"def values_and_gradients({', '.join(parameters)}):"
    if len(line) <= WIDTH:
        yield line
        return
    yield "def values_and_gradients("
    for parameter in parameters:
        yield f"{INDENT}{parameter},"
    yield "):"


def table(name: str, entries: Iterable[tuple[str, str]], indent: str = INDENT) -> Iterator[str]:
    """Yield the lines of a dictionary from the names of values to something of theirs."""
    yield f"{indent}{name} = {{"
    for key, entry in entries:
        yield f'{indent}{INDENT}"{key}": {entry},'
    yield f"{indent}}}"


def run(exported: Exported) -> Iterator[str]:
    """Yield the lines that show the numbers, if the diagram has them."""
    if exported.has_numbers and exported.upstream is not None:
        yield ""
        yield ""
        yield 'if __name__ == "__main__":'
        yield f"{INDENT}values, gradients = values_and_gradients()"
        yield f"{INDENT}for name, value in values.items():"
        yield f'{INDENT}{INDENT}print(f"{{name}} = {{value}}, gradient {{gradients[name]}}")'


def formula_of(value: Value, language: Language) -> Expression:
    """Return a value's formula, as a call of its operator where the language has that."""
    formula = value.formula
    if formula is None:
        raise TypeError(f"{value.name} is an input")
    if value.operator in language.functions and not isinstance(formula, Name):
        return Call(value.operator or "", tuple(Name(arrow.operand) for arrow in value.arrows))
    return formula
