"""A formula becomes a computation: one step for each operator, in the order of working it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from mdgrad.authoring.computation import (
    Computation,
    Operand,
    Recorder,
    UndrawableError,
    variable,
)
from mdgrad.expressions.fold import fold, names_in_order
from mdgrad.expressions.grammar import parse_formula
from mdgrad.expressions.names import NAME, normal_name
from mdgrad.expressions.tokens import Beyond, Unreadable
from mdgrad.expressions.tree import (
    MINUS_ONE,
    Call,
    Expression,
    Name,
    Number,
    Power,
    Product,
    Sum,
)
from mdgrad.expressions.writing import ends_within
from mdgrad.passes import evaluate_exactly

__all__ = ["computation_of"]

_OUTPUTS = ("y", "L", "f", "out")
_ONE = Fraction(1)


def computation_of(formula: str, inputs: Mapping[str, Fraction] | None = None) -> Computation:
    """Return the computation that `L = (w*x + b - y)**2` writes, at the given inputs.

    Without inputs they stay symbols. Raises `UndrawableError`, with what to do, if the text is no
    formula of operators to draw, or if an input is missing or not used.
    """
    given = {variable(name): value for name, value in (inputs or {}).items()}
    left, equals, right = formula.rpartition("=")
    named = variable(left.strip()) if equals else None
    try:
        expression = parse_formula(right, given)
    except (Unreadable, Beyond) as error:
        raise UndrawableError(f"the formula cannot be read: {error}") from None
    names = names_in_order(expression)
    _compare(names, given)
    output = named or next(o for o in _OUTPUTS if o not in names)
    if output in names:
        raise UndrawableError(f"{output} cannot be worked out from itself")
    recorder = Recorder({*names, output})
    term = fold(expression, lambda part, parts: _term(part, parts, recorder))
    values = {name: given.get(name) for name in names}
    spellings = {normal_name(name): name for name in re.findall(NAME, formula)}
    return recorder.finish(values, _operand(term, recorder), output, spellings)


def _compare(names: Sequence[str], given: Mapping[str, Fraction]) -> None:
    for name in names:
        if given and name not in given:
            raise UndrawableError(f"{name} has no value; say {name}=…, or give no value at all")
    for name in given:
        if name not in names:
            raise UndrawableError(f"{name} is given, but the formula does not use it")


@dataclass(frozen=True, slots=True)
class _Term:
    """coefficient · operand, or coefficient / operand: signs and numbers wait for what is around.

    So `a - 2*b` is a subtraction, and `a/b` a division.
    """

    coefficient: Fraction
    operand: str | None = None
    """None for a number."""
    inverted: bool = False


def _term(part: Expression, parts: Sequence[_Term], recorder: Recorder) -> _Term:
    """Return what a part of the formula comes to, given its own parts."""
    match part:
        case Number(value):
            return _Term(value)
        case Name(name):
            return _Term(_ONE, name)
        case Product():
            return _product(parts, recorder)
        case Sum():
            return _sum(parts, recorder)
        case Power():
            return _power(parts[0], parts[1], recorder)
        case Call("pi"):
            raise UndrawableError("π has no node of its own; give it as an input, like pi=3.1416")
        case Call(function, _, 0):
            operands = [_operand(term, recorder) for term in parts]
            return _Term(_ONE, recorder.apply(function, *operands))
        case _:
            raise UndrawableError("a derivative is no operator to draw")


def _operand(term: _Term, recorder: Recorder) -> Operand:
    """Return a term by a name of its own, once its coefficient is multiplied."""
    name, coefficient = term.operand, term.coefficient
    if name is None:
        return coefficient
    if term.inverted:
        if abs(coefficient) != 1:
            return recorder.apply("divide", coefficient, name)
        name = recorder.apply("reciprocal", name)
    if coefficient == 1:
        return name
    if coefficient == -1:
        return recorder.apply("neg", name)
    if ends_within(coefficient) is not None:
        return recorder.apply("multiply", name, coefficient)
    if coefficient.numerator != 1:
        name = recorder.apply("multiply", name, Fraction(coefficient.numerator))
    return recorder.apply("divide", name, Fraction(coefficient.denominator))


def _product(terms: Sequence[_Term], recorder: Recorder) -> _Term:
    """Multiply from left to right, then divide."""
    coefficient = reduce(lambda product, term: product * term.coefficient, terms, _ONE)
    above = [term.operand for term in terms if term.operand is not None and not term.inverted]
    below = [term.operand for term in terms if term.operand is not None and term.inverted]
    if above:
        return _Term(
            coefficient, _chained("divide", [_multiplied(above, recorder), *below], recorder)
        )
    if below:
        return _Term(coefficient, _multiplied(below, recorder), inverted=True)
    return _Term(coefficient)


def _multiplied(names: Sequence[str], recorder: Recorder) -> str:
    return _chained("multiply", names, recorder)


def _chained(operator: str, names: Iterable[str], recorder: Recorder) -> str:
    return reduce(lambda left, right: recorder.apply(operator, left, right), names)


def _sum(terms: Sequence[_Term], recorder: Recorder) -> _Term:
    """Add and subtract from left to right, beginning with what is not subtracted; numbers last."""
    constant = sum((term.coefficient for term in terms if term.operand is None), Fraction(0))
    others = [term for term in terms if term.operand is not None]
    if not others:
        return _Term(constant)
    first = next((term for term in others if term.coefficient > 0), None)
    result: Operand
    if first is not None:
        others.remove(first)
        result = _operand(first, recorder)
    elif constant:
        result, constant = constant, Fraction(0)
    else:
        result = _operand(others.pop(0), recorder)
    for term in others:
        operator = "add" if term.coefficient > 0 else "subtract"
        size = _Term(abs(term.coefficient), term.operand, term.inverted)
        result = recorder.apply(operator, result, _operand(size, recorder))
    if constant:
        result = recorder.apply("add" if constant > 0 else "subtract", result, abs(constant))
    return _Term(_ONE, result) if isinstance(result, str) else _Term(result)


def _power(base: _Term, exponent: _Term, recorder: Recorder) -> _Term:
    if exponent == _Term(MINUS_ONE.value):
        if not base.coefficient:
            raise UndrawableError("the formula divides by zero")
        inverted = base.operand is not None and not base.inverted
        return _Term(1 / base.coefficient, base.operand, inverted)
    if base.operand is None and exponent.operand is None:
        number = evaluate_exactly(Power(Number(base.coefficient), Number(exponent.coefficient)), {})
        if isinstance(number, Fraction):
            return _Term(number)
    raised = _operand(base, recorder)
    if exponent == _Term(Fraction(1, 2)):
        return _Term(_ONE, recorder.apply("sqrt", raised))
    return _Term(_ONE, recorder.apply("power", raised, _operand(exponent, recorder)))
