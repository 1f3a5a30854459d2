"""Judging numbers: printed ones by their digits, written-out arithmetic by what it comes to."""

from __future__ import annotations

import re
from fractions import Fraction

from mdgrad.expressions.fold import substitute
from mdgrad.expressions.tree import Expression, Number
from mdgrad.graphs.assertions import Assertion, At
from mdgrad.graphs.graph import operand
from mdgrad.judgement.mistakes import name_mistake
from mdgrad.judgement.numbers import PRECISIONS, Numbers
from mdgrad.judgement.rounding import prints, rounds_to
from mdgrad.judgement.verdict import Judged
from mdgrad.labels.quantity import Quantity
from mdgrad.messages import Message
from mdgrad.operators import expanded, same_formula
from mdgrad.passes import Enclosure, Undefined, evaluate_exactly
from mdgrad.passes.binary import BINARY32, BINARY64, Binary, Format

__all__ = ["judge_arithmetic", "judge_number"]

_LITERAL = re.compile(r"[0-9]+(?:\.([0-9]+))?")


def judge_number(assertion: Assertion, written: Quantity, numbers: Numbers) -> Judged | None:
    """Return the verdict on a printed number, None where an input that it needs has no number.

    The enclosure of the exact result is refined until the printed digits are decided.
    """
    for digits in PRECISIONS:
        result = numbers.exactly(assertion, digits)
        if result is None:
            return None
        if isinstance(result, Undefined):
            return _undefined(assertion, result)
        right = prints(written, result)
        if right:
            return Judged(assertion, "verified", "exact")
        if right is False:
            return _wrong_number(assertion, written, result, numbers)
    return Judged(assertion, "undecided", reason=Message("the digits could not be decided"))


def _wrong_number(
    assertion: Assertion, written: Quantity, right: Fraction | Enclosure, numbers: Numbers
) -> Judged:
    """Return the verdict on a number that is not the exact result's digits.

    It may still be right from rounded operands, or follow from a wrong one: its `steps` tell,
    once there is a verdict on them.
    """
    for arithmetic in (BINARY32, BINARY64):
        if written.digits < arithmetic.telling_digits:
            break
        if _is_printed(written, arithmetic, numbers.floating(assertion, arithmetic)):
            reason = Message("it is what {format} arithmetic gives", format=arithmetic.name)
            return Judged(assertion, "verified", "exact", reason=reason)
    by_hand, operands = numbers.by_hand(assertion)
    follows = isinstance(by_hand, Fraction | Enclosure) and prints(written, by_hand) is True
    return Judged(
        assertion,
        "wrong",
        reason=name_mistake(assertion, numbers, right),
        steps=operands if follows else (),
    )


def _undefined(assertion: Assertion, result: Undefined) -> Judged:
    code = "MG901" if result.is_limit else None
    return Judged(assertion, "undecided", reason=result.reason, code=code)


def _is_printed(written: Quantity, arithmetic: Format, result: Binary | None) -> bool:
    """Return whether printed digits are those of a number that the arithmetic may give."""
    printed = arithmetic.nearest(written.value)
    if result is None or printed is None or not result.lower <= printed <= result.upper:
        return False
    return rounds_to(printed, written.value, written.step) is True


def judge_arithmetic(assertion: Assertion, written: Expression, numbers: Numbers) -> Judged | None:
    """Return the verdict on arithmetic without names (`2 × 3`, `6 + 0.91`, `sin(2)`).

    It is right if it comes to the exact result, if it is the operator applied to its operands'
    values, or if, with as many decimals as its own numbers have, it prints the exact result.
    """
    result = numbers.exactly(assertion, PRECISIONS[0])
    if not isinstance(result, Fraction | Enclosure):
        return None
    written = expanded(written)
    value = evaluate_exactly(written, {})
    if isinstance(value, Fraction) and value == result:
        return Judged(assertion, "verified", "exact")
    if _is_operation_on_operands(assertion, written, numbers):
        return Judged(assertion, "verified", "exact")
    if isinstance(value, Fraction):
        decimals = [len(match[1] or "") for match in _LITERAL.finditer(assertion.side.text)]
        step = Fraction(1, 10 ** max(decimals, default=0))
        if step < 1 and value % step == 0 and rounds_to(result, value, step):
            reason = Message("right by hand, from rounded numbers")
            return Judged(assertion, "verified", "rounded", reason=reason)
        by_hand, operands = numbers.by_hand(assertion)
        return Judged(assertion, "wrong", steps=operands if value == by_hand else ())
    if isinstance(value, Enclosure) and _apart(value, result):
        return Judged(assertion, "wrong")
    if isinstance(value, Undefined):
        return _undefined(assertion, value)
    if numbers.comes_to(assertion, written):
        return Judged(assertion, "verified", "exact")
    return Judged(assertion, "undecided", reason=Message("the formula could not be compared"))


def _is_operation_on_operands(assertion: Assertion, written: Expression, numbers: Numbers) -> bool:
    """Return whether the arithmetic is the node's own formula with its operands' values put in."""
    if not isinstance(assertion.target, At):
        return False
    dag = numbers.graph.dag
    operation = dag.nodes[assertion.target.node]["operation"]
    if operation is None:
        return False
    values = {
        operand(index): Number(value)
        for source, _, index in dag.in_edges(assertion.target.node, keys=True)
        if isinstance(value := numbers.value(source), Fraction)
    }
    return len(values) == operation.arity and same_formula(
        written, substitute(operation.formula, values)
    )


def _apart(one: Enclosure, other: Fraction | Enclosure) -> bool:
    lower, upper = (other, other) if isinstance(other, Fraction) else (other.lower, other.upper)
    return one.upper < lower or upper < one.lower
