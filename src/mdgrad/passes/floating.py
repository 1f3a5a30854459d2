"""What floating-point arithmetic makes of a graph: every operation rounded to its format.

Sums, products, quotients and square roots are rounded correctly, as IEEE 754 asks; libraries are
not as strict about the other functions, so that those are good to one unit in the last place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mdgrad.expressions.fold import fold, postorder
from mdgrad.expressions.tree import ONE, Call, Expression, Name, Number, Power, Product, Sum
from mdgrad.graphs.graph import Dag, EdgeKey
from mdgrad.operators import find
from mdgrad.operators.derivatives import local_derivatives
from mdgrad.operators.inexpressible import Inexpressible
from mdgrad.operators.operation import Operation, operand
from mdgrad.passes.arithmetic import evaluate
from mdgrad.passes.backward import backward, derivatives_at_once
from mdgrad.passes.binary import Format, Result, either
from mdgrad.passes.program import INPUT, Program, program_of
from mdgrad.passes.reals import Enclosure, Real, Reals
from mdgrad.passes.results import constant_derivatives
from mdgrad.passes.unfolding import WIDEST

__all__ = ["FloatingResults", "floating_results"]

_REALS = Reals(40)
_EXACT = frozenset({"sqrt", "abs", "sign", "step", "max", "min", "share"})
"""The functions that are rounded correctly everywhere."""


_BY_OUTPUT: Mapping[str, Expression] = {
    "sigmoid": Product((Name("#1"), Sum((ONE, Product((Number(-ONE.value), Name("#1"))))))),
    "tanh": Sum((ONE, Product((Number(-ONE.value), Name("#1"), Name("#1"))))),
}
"""Derivatives that libraries work out from the function's own value, here `#1`."""


@dataclass(frozen=True, slots=True)
class FloatingResults:
    """Every number of a graph as the arithmetic of one format may give it."""

    values: Mapping[str, Result]
    along: Mapping[EdgeKey, Result]
    totals: Mapping[str, Result]


def floating_results(
    dag: Dag,
    inputs: Mapping[str, Fraction],
    output: str,
    upstream: Fraction | None,
    numbers: Format,
) -> FloatingResults:
    """Return every value, and every gradient of `output`, as arithmetic of a format gives them."""
    program = program_of(dag)
    arithmetic = _Arithmetic(numbers)
    values: list[Result] = []
    operators = [_operator(dag, node) for node in program.nodes]
    for position, node in enumerate(program.nodes):
        formula = program.formula(position)
        if formula is None:
            given = inputs.get(node)
            values.append(None if given is None else numbers.rounded(given, given))
            continue
        own = [values[source] for source in program.operands[position]]
        at_once = operators[position] is not None
        values.append(arithmetic.value(formula, own, at_once=at_once))
    local = _local_derivatives(program, values, operators, arithmetic)
    start = None if upstream is None else numbers.rounded(upstream, upstream)
    gradients = backward(program, program.nodes.index(output), start, local, numbers)
    return FloatingResults(
        dict(zip(program.nodes, values, strict=True)),
        dict(zip(program.edges, gradients.along, strict=True)),
        dict(zip(program.nodes, gradients.total, strict=True)),
    )


@dataclass(frozen=True, slots=True)
class _Inverse:
    """1/divisor, not yet worked out: a/b is one quotient, not a times 1/b."""

    divisor: Result


@dataclass(frozen=True, slots=True)
class _Arithmetic:
    """Formulas worked out in a format."""

    numbers: Format

    def value(self, formula: Expression, operands: Sequence[Result], *, at_once: bool) -> Result:
        """Return a formula's value: an operator's `at_once`, an author's step by step as well.

        A library computes sigmoid or tanh as one function, good to a unit in the last place,
        however its formula would lose digits; the four operations are rounded step by step.
        """
        if _is_plain(formula):
            return self.step_by_step(formula, operands)
        result = self.at_once(formula, operands, units=1)
        return result if at_once else either(result, self.step_by_step(formula, operands))

    def at_once(self, formula: Expression, operands: Sequence[Result], *, units: int) -> Result:
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
        return self.numbers.rounded(min(ends), max(ends), units)

    def derivatives(
        self, formula: Expression, arity: int, operands: Sequence[Result]
    ) -> list[Result]:
        """Return the derivatives by many operands: the exact ones, rounded in the end."""
        lower = [None if value is None else value.lower for value in operands]
        upper = [None if value is None else value.upper for value in operands]
        exactly = derivatives_at_once(formula, arity, _REALS)
        constant = constant_derivatives(formula, arity)

        def rounded(slope: object, one: Real, other: Real) -> Result:
            ends = [*(_ends(one) or ()), *(_ends(other) or ())]
            units = 2 if slope is None else 0
            return self.numbers.rounded(min(ends), max(ends), units) if len(ends) == 4 else None

        return list(map(rounded, constant, exactly(lower), exactly(upper)))

    def step_by_step(self, formula: Expression, operands: Sequence[Result]) -> Result:
        """Return a formula's value with every operation rounded."""

        def value(part: Expression, parts: Sequence[Result | _Inverse]) -> Result | _Inverse:
            match part:
                case Number(number):
                    return self.numbers.rounded(number, number)
                case Name(name):
                    return operands[int(name[1:])]
                case Product():
                    return self._product(parts)
                case Power(_, Number(exponent)) if exponent == -1:
                    return _Inverse(self._resolved(parts[0]))
            own = [self._resolved(result) for result in parts]
            match part:
                case Sum():
                    return self.numbers.add(own)
                case Power(_, Number(exponent)) if exponent.denominator == 1:
                    return self.numbers.whole_power(own[0], exponent.numerator)
                case Power():
                    power = Power(Name(operand(0)), Name(operand(1)))
                    return self.at_once(power, own, units=1)
                case Call(function):
                    names = tuple(Name(operand(index)) for index in range(len(own)))
                    units = 0 if function in _EXACT else 1
                    return self.at_once(Call(function, names), own, units=units)
            return None

        return self._resolved(fold(formula, value))

    def _product(self, parts: Sequence[Result | _Inverse]) -> Result:
        product = self.numbers.multiply([part for part in parts if not isinstance(part, _Inverse)])
        for part in parts:
            if isinstance(part, _Inverse):
                product = self.numbers.divide(product, part.divisor)
        return product

    def _resolved(self, result: Result | _Inverse) -> Result:
        return self.numbers.invert(result.divisor) if isinstance(result, _Inverse) else result


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
    program: Program,
    values: Sequence[Result],
    operators: Sequence[str | None],
    arithmetic: _Arithmetic,
) -> list[Result]:
    """Return the derivative along every edge, in every way that programs work it out.

    A formula of the author's may be differentiated step by step, as reverse-mode programs do.
    """
    local: list[Result] = []
    for node, (rule, operands) in enumerate(zip(program.rule, program.operands, strict=True)):
        if rule == INPUT:
            continue
        own = [values[source] for source in operands]
        if len(operands) > WIDEST:
            local += arithmetic.derivatives(*program.rules[rule], own)
            continue
        by_output = _by_output(program.rules[rule][0])
        for derivative in local_derivatives(*program.rules[rule]):
            if _is_plain(derivative) and len(postorder(derivative)) <= 3:
                # At most one operation: there is but one way to work it out.
                local.append(arithmetic.step_by_step(derivative, own))
                continue
            result = arithmetic.at_once(derivative, own, units=2)
            if by_output is not None:
                result = either(result, arithmetic.step_by_step(by_output, [*own, values[node]]))
            if operators[node] is None:
                result = either(result, arithmetic.step_by_step(derivative, own))
            local.append(result)
    return local


def _by_output(formula: Expression) -> Expression | None:
    """Return the derivative of a function of one operand, if libraries work it out so."""
    for function, derivative in _BY_OUTPUT.items():
        entry = find(function, 1)
        if entry is not None and entry.formula(1) == formula:
            return derivative
    return None


def _exactly(
    formula: Expression, given: Mapping[str, Fraction]
) -> tuple[Fraction, Fraction] | None:
    environment: dict[str, Real] = dict(given)
    try:
        value = evaluate(formula, environment, _REALS)
    except Inexpressible:
        return None
    return _ends(value)


def _ends(value: Real) -> tuple[Fraction, Fraction] | None:
    """Return what a number lies between, None where there is none."""
    if isinstance(value, Enclosure):
        return value.lower, value.upper
    if isinstance(value, int | Fraction):
        return Fraction(value), Fraction(value)
    return None
