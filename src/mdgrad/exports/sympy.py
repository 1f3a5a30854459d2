"""A script for sympy: every value as an expression in the inputs, differentiated as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from mdgrad.exports.layout import formula_of, table
from mdgrad.exports.model import Exported
from mdgrad.exports.source import INDENT, Code, Language, Lines, fraction, negative

__all__ = ["as_sympy"]

_FUNCTIONS = {
    "exp": "sympy.exp({})", "log": "sympy.log({})", "sin": "sympy.sin({})",
    "cos": "sympy.cos({})", "sqrt": "sympy.sqrt({})", "arcsin": "sympy.asin({})",
    "arccos": "sympy.acos({})", "arctan": "sympy.atan({})", "erf": "sympy.erf({})",
    "pi": "sympy.pi", "abs": "sympy.Abs({})", "sign": "sympy.sign({})", "max": "sympy.Max({})",
    "min": "sympy.Min({})", "step": "sympy.Piecewise((1, {} > 0), (0, True))",
    "tan": "sympy.tan({})", "sinh": "sympy.sinh({})", "cosh": "sympy.cosh({})",
    "tanh": "sympy.tanh({})",
}  # fmt: skip


def _rational(value: Fraction) -> Code:
    return fraction(value, "sympy.Rational")


def _exact(value: Fraction) -> Code:
    """Return a number of sympy's, lest Python divide integers before sympy sees them."""
    if value < 0:
        return negative(_exact(-value))
    if value.denominator != 1:
        return _rational(value)
    return Code(f"sympy.Integer({value.numerator})", is_constant=True)


SYMPY = Language(
    _FUNCTIONS, number=_rational, constant=_exact, unknown='sympy.Function("{name}")({})'
)


def as_sympy(exported: Exported) -> str:
    """Return a script that builds every value, and the output's derivatives by the inputs."""
    body = Lines(SYMPY, indent="")
    for value in exported.inputs:
        body.say(f'{value.name} = sympy.Symbol("{value.name}", real=True)')
    if exported.upstream is None:
        body.say('upstream = sympy.Symbol("upstream", real=True)')
    else:
        body.say(f"upstream = {_exact(exported.upstream).text}")
    body.say()
    for value in exported.values:
        if value.formula is not None:
            body.assign(value.name, formula_of(value, SYMPY))
    body.say()
    body.lines += table("values", ((value.name, value.name) for value in exported.values), "")
    derivatives = (
        (value.name, f"upstream * sympy.diff({exported.output}, {value.name})")
        for value in exported.inputs
    )
    body.lines += table("gradients", derivatives, "")
    return "\n".join(("import sympy", "", *body.lines, *_at(exported), *_run())) + "\n"


def _at(exported: Exported) -> Iterator[str]:
    """Yield the numbers that the diagram gives."""
    numbers = {value.name: value.number for value in exported.inputs}
    given = {name: n for name, n in numbers.items() if isinstance(n, Fraction)}
    if not given:
        yield "at = {}"
        return
    yield "at = {"
    for name, number in given.items():
        yield f"{INDENT}{name}: {_rational(number).text},"
    yield "}"


def _run() -> Iterator[str]:
    yield ""
    yield 'if __name__ == "__main__":'
    for table_name, said in (("values", "{name}"), ("gradients", "gradient by {name}")):
        yield f"{INDENT}for name, value in {table_name}.items():"
        yield f'{INDENT}{INDENT}print(f"{said}: {{value}} = {{value.subs(at)}}")'
