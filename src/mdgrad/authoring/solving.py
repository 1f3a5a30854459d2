"""A new diagram: a computation drawn with blanks, and solved as any exercise is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from mdgrad.api import fix
from mdgrad.authoring.computation import Computation, UndrawableError, exact_number
from mdgrad.authoring.dialects import Dialect, drawn
from mdgrad.authoring.formula import computation_of
from mdgrad.report import Report

__all__ = ["new"]


def new(
    formula: str | Computation,
    inputs: Mapping[str, int | float | Decimal | Fraction] | None = None,
    *,
    dialect: Dialect = "edges",
    exercise: bool = False,
    backward: bool = True,
) -> str:
    """Return a Mermaid fence that shows how a formula is worked out, every label of it verified.

    `new("L = (w*x + b - y)**2", {"w": 2, "x": 3, "b": 1, "y": 5})`; without inputs the names stay
    symbols. What `trace` returns is drawn, too. As an exercise the diagram has `?` for all that is
    worked out; without `backward` it has values alone. Raises `UndrawableError` for what is no
    formula to draw, where the dialect cannot show it, and where a label could not be worked out and
    verified: log(-1) has no value.
    """
    if isinstance(formula, str):
        exact = {name: exact_number(value) for name, value in (inputs or {}).items()}
        computation = computation_of(formula, exact)
    elif inputs:
        raise TypeError("a computation has its inputs already")
    else:
        computation = formula
    blank = f"```mermaid\n{drawn(computation, dialect, backward=backward)}```\n"
    solved = fix(blank)
    reason = _unverified(solved.report)
    if reason is not None:
        raise UndrawableError(f"there is no such diagram with every label verified: {reason}")
    return blank if exercise else solved.text


def _unverified(report: Report) -> str | None:
    """Return what keeps a diagram from being verified as a whole, None if it is."""
    for finding in report.findings:
        return finding.message
    diagrams = report.files[0].diagrams
    if [diagram.status for diagram in diagrams] != ["verified"]:
        return "the drawing is not read as one computation"
    undecided = (c.reason for c in diagrams[0].claims if c.verdict != "verified")
    return next((reason or "a label is undecided" for reason in undecided), None)
