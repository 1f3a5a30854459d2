"""`mdgrad new`: a formula drawn as a diagram."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from fractions import Fraction

from mdgrad.authoring import UndrawableError, computation_of
from mdgrad.authoring import new as draw
from mdgrad.cli.console import Console
from mdgrad.cli.status import NOTHING, MisuseError
from mdgrad.expressions.fold import names_in_order
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.names import normal_name
from mdgrad.expressions.tokens import Beyond, Unreadable
from mdgrad.passes import evaluate_exactly

__all__ = ["new"]


def new(arguments: argparse.Namespace, console: Console) -> int:
    """Print the diagram of a formula, and return the exit status."""
    inputs = _values(arguments.inputs)
    if arguments.symbolic and inputs:
        raise MisuseError("--symbolic takes no values: the formula's names stay symbols")
    try:
        computation = computation_of(arguments.formula, inputs)
        if computation.inputs and not inputs and not arguments.symbolic:
            names = " ".join(f"{name}=…" for name in computation.inputs)
            raise MisuseError(f"give each name a value: {names}; or ask for --symbolic")
        diagram = draw(
            computation,
            dialect=arguments.dialect,
            exercise=arguments.exercise,
            backward=not arguments.forward_only,
        )
    except UndrawableError as error:
        raise MisuseError(str(error)) from None
    console.stdout.write(diagram)
    return NOTHING


def _values(texts: Sequence[str]) -> Mapping[str, Fraction]:
    """Return the number of each name in `w=2`; 1/3 and -1e-3 are numbers, too."""
    values: dict[str, Fraction] = {}
    for text in texts:
        name, _, number = text.partition("=")
        try:
            expression = parse_formula(number)
            value = None if names_in_order(expression) else evaluate_exactly(expression, {})
        except (Unreadable, Beyond):
            value = None
        if not isinstance(value, Fraction):
            raise MisuseError(f"“{text}” does not give a name a number, as in w=2")
        if normal_name(name.strip()) in map(normal_name, values):
            raise MisuseError(f"{name.strip()} is given twice")
        values[name.strip()] = value
    return values
