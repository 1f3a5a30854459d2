"""What float32 arithmetic makes of a graph: IEEE 754 binary32, every operation rounded.

A number is the interval of the results that programs may print. Sums, products, quotients and
square roots are rounded correctly, as the standard asks (IEEE 754-2019, section 5); libraries are
not as strict about the others, so that those are good to one unit in the last place. No `float`
takes part: everything is rational, rounded by this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from mdgrad.expressions.fold import fold, postorder
from mdgrad.expressions.tree import ONE, Call, Expression, Name, Number, Power, Product, Sum
from mdgrad.graphs.graph import Dag, EdgeKey
from mdgrad.operators.derivatives import local_derivatives
from mdgrad.operators.inexpressible import Inexpressible
from mdgrad.operators.operation import Operation, operand
from mdgrad.passes.arithmetic import evaluate
from mdgrad.passes.backward import backward
from mdgrad.passes.program import INPUT, Program, program_of
from mdgrad.passes.reals import Enclosure, Real, Reals

__all__ = ["Binary32", "Float32Results", "float32_results", "nearest"]

_PRECISION = 24
_LEAST_EXPONENT = -149
"""The unit in the last place of the subnormal numbers is 2 to this power."""
_GREATEST = (2 - Fraction(1, 2**23)) * 2**127
_OVERFLOWS_AT = _GREATEST + Fraction(2) ** (127 - 24)
_REALS = Reals(40)
_EXACT = frozenset({"sqrt", "abs", "sign", "step", "max", "min", "share"})
"""The functions that are rounded correctly everywhere."""


_BY_OUTPUT: Mapping[str, Expression] = {
    "sigmoid": Product((Name("#1"), Sum((ONE, Product((Number(-ONE.value), Name("#1"))))))),
    "tanh": Sum((ONE, Product((Number(-ONE.value), Name("#1"), Name("#1"))))),
}
"""Derivatives that libraries work out from the function's own value, here `#1`."""


@dataclass(frozen=True, slots=True)
class Binary32:
    """A float32 number, or any of several neighbours: lower ≤ the number ≤ upper."""

    lower: Fraction
    upper: Fraction


Result: TypeAlias = Binary32 | None
"""None where there is no number: an input has none, or float32 has no finite one."""


@dataclass(frozen=True, slots=True)
class Float32Results:
    """Every number of a graph as float32 arithmetic may give it."""

    values: Mapping[str, Result]
    along: Mapping[EdgeKey, Result]
    totals: Mapping[str, Result]


def float32_results(
    dag: Dag, inputs: Mapping[str, Fraction], output: str, upstream: Fraction | None
) -> Float32Results:
    """Return every value, and every gradient of `output`, as float32 arithmetic gives them."""
    program = program_of(dag)
    arithmetic = _Float32()
    values: list[Result] = []
    operators = [_operator(dag, node) for node in program.nodes]
    for position, node in enumerate(program.nodes):
        formula = program.formula(position)
        if formula is None:
            given = inputs.get(node)
            values.append(None if given is None else _rounded(given, given))
            continue
        own = [values[source] for source in program.operands[position]]
        values.append(_value(formula, own, at_once=operators[position] is not None))
    local = _local_derivatives(program, values, operators)
    start = None if upstream is None else _rounded(upstream, upstream)
    gradients = backward(program, program.nodes.index(output), start, local, arithmetic)
    return Float32Results(
        dict(zip(program.nodes, values, strict=True)),
        dict(zip(program.edges, gradients.along, strict=True)),
        dict(zip(program.nodes, gradients.total, strict=True)),
    )


def nearest(value: Fraction) -> Fraction | None:
    """Return the float32 number nearest to a rational, ties to even; None if it overflows."""
    if abs(value) >= _OVERFLOWS_AT:
        return None
    unit = _unit(value)
    return round(value / unit) * unit


def _unit(value: Fraction) -> Fraction:
    """Return the distance between the float32 numbers around a value."""
    numerator, denominator = abs(value.numerator), value.denominator
    exponent = numerator.bit_length() - denominator.bit_length()
    if abs(value) < Fraction(2) ** exponent:
        exponent -= 1
    return Fraction(2) ** max(exponent - _PRECISION + 1, _LEAST_EXPONENT)


def _rounded(lower: Fraction, upper: Fraction, units: int = 0) -> Result:
    """Return an interval with its ends rounded, and so many units in the last place wider."""
    low, high = nearest(lower), nearest(upper)
    if low is None or high is None:
        return None
    return Binary32(low - units * _unit(low), high + units * _unit(high))


class _Float32:
    """Sums and products for the backward pass, each operation rounded."""

    @staticmethod
    def add(terms: Sequence[Result]) -> Result:
        """Return the sum; its terms may be added in the order given or from the other end."""
        return _either(_summed(terms), _summed(list(reversed(terms))))

    @staticmethod
    def multiply(factors: Sequence[Result]) -> Result:
        """Return the product from left to right."""
        product: Result = Binary32(Fraction(1), Fraction(1))
        for factor in factors:
            if product is None or factor is None:
                return None
            corners = [a * b for a in (product.lower, product.upper)
                       for b in (factor.lower, factor.upper)]  # fmt: skip
            product = _rounded(min(corners), max(corners))
        return product


def _summed(terms: Sequence[Result]) -> Result:
    total: Result = Binary32(Fraction(0), Fraction(0))
    for term in terms:
        if total is None or term is None:
            return None
        total = _rounded(total.lower + term.lower, total.upper + term.upper)
    return total


def _value(formula: Expression, operands: Sequence[Result], *, at_once: bool) -> Result:
    """Return a formula's value: an operator's at once, an author's formula step by step.

    A library computes sigmoid or tanh as one function, good to a unit in the last place, however
    its formula would lose digits; the four operations and what an author writes out are rounded
    step by step.
    """
    if at_once and not _is_plain(formula):
        return _at_once(formula, operands, units=1)
    return _step_by_step(formula, operands)


def _is_plain(formula: Expression) -> bool:
    """Return whether a formula is a sum, product or quotient of operands and numbers."""
    parts = formula.terms if isinstance(formula, Sum) else (formula,)
    return all(
        isinstance(_base(factor), Name | Number)
        for part in parts
        for factor in (part.factors if isinstance(part, Product) else (part,))
    )


def _base(factor: Expression) -> Expression:
    """Return what a factor is a power of."""
    is_power = isinstance(factor, Power) and isinstance(factor.exponent, Number)
    return factor.base if is_power and isinstance(factor, Power) else factor


def _operator(dag: Dag, node: str) -> str | None:
    operation: Operation | None = dag.nodes[node]["operation"]
    return None if operation is None else operation.operator


def _local_derivatives(
    program: Program, values: Sequence[Result], operators: Sequence[str | None]
) -> list[Result]:
    local: list[Result] = []
    for node, (rule, operands) in enumerate(zip(program.rule, program.operands, strict=True)):
        if rule == INPUT:
            continue
        own = [values[source] for source in operands]
        by_output = _BY_OUTPUT.get(operators[node] or "")
        for derivative in local_derivatives(*program.rules[rule]):
            if _is_plain(derivative) and len(postorder(derivative)) <= 3:
                # At most one operation: there is but one way to work it out.
                local.append(_step_by_step(derivative, own))
                continue
            at_once = _at_once(derivative, own, units=2)
            other = _step_by_step(by_output, [*own, values[node]]) if by_output else at_once
            local.append(_either(at_once, other))
    return local


def _either(one: Result, other: Result) -> Result:
    """Return what two ways to work out a number may give."""
    if one is None or other is None:
        return None
    return Binary32(min(one.lower, other.lower), max(one.upper, other.upper))


def _at_once(formula: Expression, operands: Sequence[Result], *, units: int) -> Result:
    """Return the exact value of a formula at the operands, rounded in the end."""
    ends: list[Fraction] = []
    if any(value is None for value in operands):
        return None
    known = [value for value in operands if value is not None]
    for own in ([value.lower for value in known], [value.upper for value in known]):
        given = {operand(index): value for index, value in enumerate(own)}
        value = _exactly(formula, given)
        if value is None:
            return None
        ends += value
    return _rounded(min(ends), max(ends), units)


def _exactly(
    formula: Expression, given: Mapping[str, Fraction]
) -> tuple[Fraction, Fraction] | None:
    environment: dict[str, Real] = dict(given)
    try:
        value = evaluate(formula, environment, _REALS)
    except Inexpressible:
        return None
    if isinstance(value, Enclosure):
        return value.lower, value.upper
    if isinstance(value, int | Fraction):
        return Fraction(value), Fraction(value)
    return None


@dataclass(frozen=True, slots=True)
class _Inverse:
    """1/divisor, not yet worked out: a/b is one quotient, not a times 1/b."""

    divisor: Result


def _step_by_step(formula: Expression, operands: Sequence[Result]) -> Result:
    """Return a formula's value with every operation rounded."""

    def value(part: Expression, parts: Sequence[Result | _Inverse]) -> Result | _Inverse:
        match part:
            case Number(number):
                return _rounded(number, number)
            case Name(name):
                return operands[int(name[1:])]
            case Product():
                return _product(parts)
            case Power(_, Number(exponent)) if exponent == -1:
                return _Inverse(_resolved(parts[0]))
        own = [_resolved(result) for result in parts]
        match part:
            case Sum():
                return _Float32.add(own)
            case Power(_, Number(exponent)) if exponent.denominator == 1:
                return _whole_power(own[0], exponent.numerator)
            case Power():
                return _at_once(Power(Name(operand(0)), Name(operand(1))), own, units=1)
            case Call(function):
                names = tuple(Name(operand(index)) for index in range(len(own)))
                units = 0 if function in _EXACT else 1
                return _at_once(Call(function, names), own, units=units)
        return None

    return _resolved(fold(formula, value))


def _product(parts: Sequence[Result | _Inverse]) -> Result:
    product = _Float32.multiply([part for part in parts if not isinstance(part, _Inverse)])
    for part in parts:
        if isinstance(part, _Inverse):
            product = _quotient(product, part.divisor)
    return product


def _resolved(result: Result | _Inverse) -> Result:
    if isinstance(result, _Inverse):
        return _quotient(Binary32(Fraction(1), Fraction(1)), result.divisor)
    return result


def _quotient(dividend: Result, divisor: Result) -> Result:
    if dividend is None or divisor is None or divisor.lower <= 0 <= divisor.upper:
        return None
    corners = [a / b for a in (dividend.lower, dividend.upper)
               for b in (divisor.lower, divisor.upper)]  # fmt: skip
    return _rounded(min(corners), max(corners))


def _whole_power(base: Result, exponent: int) -> Result:
    """Return a power by multiplication; a negative one is a quotient."""
    if base is None or abs(exponent) > 64:
        return None
    power = _Float32.multiply([base] * abs(exponent))
    return power if exponent >= 0 else _quotient(Binary32(Fraction(1), Fraction(1)), power)
