"""Why a number is wrong: the mistakes people make, each with the number it would give.

A mistake is named only if it gives exactly the number that is written, in the digits written, and
that number is not the right one.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from mdgrad.graphs.assertions import Along, Assertion, At
from mdgrad.graphs.graph import EdgeKey
from mdgrad.judgement.numbers import Numbers, Result
from mdgrad.judgement.rounding import prints
from mdgrad.labels.quantity import Quantity
from mdgrad.passes import Enclosure

__all__ = ["name_mistake"]


def name_mistake(assertion: Assertion, numbers: Numbers, right: Fraction | Enclosure) -> str | None:
    """Return the sentence that names the mistake behind a wrong number, if one fits exactly."""
    written = assertion.side.content
    if not isinstance(written, Quantity) or written.value == 0:
        return None
    for result, sentence in _hypotheses(assertion, numbers, right):
        if isinstance(result, Fraction | Enclosure) and prints(written, result):
            return sentence
    return None


def _hypotheses(
    assertion: Assertion, numbers: Numbers, right: Fraction | Enclosure
) -> Iterator[tuple[Result, str]]:
    if isinstance(right, Fraction):
        yield -right, "the sign is the other way round"
    match assertion.role, assertion.target:
        case "gradient", Along(edges) if len(edges) == 1:
            yield from _gradient_mistakes(edges[0], numbers)
        case "value", At(node):
            yield from _value_mistakes(node, numbers)
    if isinstance(right, Fraction):
        yield from _slips(right, assertion)


def _gradient_mistakes(edge: EdgeKey, numbers: Numbers) -> Iterator[tuple[Result, str]]:
    source, node, index = edge
    dag = numbers.graph.dag
    upstream, local = numbers.total(node), numbers.local(edge)
    siblings = [
        (other, numbers.along((other, node, key)))
        for other, _, key in dag.in_edges(node, keys=True)
        if key != index
    ]
    name = _shown(node, numbers)
    for other, gradient in siblings:
        yield (
            gradient,
            f"that is the gradient of {name}'s other operand {_shown(other, numbers)}: "
            "the two are swapped",
        )
    own = numbers.value(source)
    if isinstance(upstream, Fraction):
        if isinstance(own, Fraction):
            yield (
                upstream * own,
                f"that is the upstream gradient times {_shown(source, numbers)}'s own value; "
                f"{name} passes the derivative, which depends on the other operand",
            )
        yield upstream, f"that is the upstream gradient alone, without {name}'s local derivative"
    yield local, "that is the local derivative alone, without the upstream gradient"
    if dag.out_degree(source) > 1:
        yield (
            numbers.total(source),
            f"that is the total gradient of {_shown(source, numbers)} over all its edges; "
            "this arrow carries only its own share",
        )
    yield own, f"that is the value of {_shown(source, numbers)}, not a gradient"
    yield numbers.value(node), f"that is the output of {name}, not a gradient"


def _value_mistakes(node: str, numbers: Numbers) -> Iterator[tuple[Result, str]]:
    dag = numbers.graph.dag
    operands = [numbers.value(source) for source, _ in dag.in_edges(node)]
    exact = [value for value in operands if isinstance(value, Fraction)]
    if len(exact) != len(operands) or not exact:
        return
    if len(exact) > 1:
        product = Fraction(1)
        for value in exact:
            product *= value
        name = _shown(node, numbers)
        yield sum(exact, Fraction(0)), f"that is the sum of the operands of {name}"
        yield product, f"that is the product of the operands of {name}"
    for value in exact:
        yield value, "that is an operand passed on unchanged"


def _slips(right: Fraction, assertion: Assertion) -> Iterator[tuple[Result, str]]:
    written = assertion.side.content
    if not isinstance(written, Quantity) or right == 0:
        return
    for power in (1, 2, 3):
        yield right * 10**power, "the decimal point has slipped"
        yield right / 10**power, "the decimal point has slipped"


def _shown(node: str, numbers: Numbers) -> str:
    """Return what the drawing shows in a node, or its id where it shows nothing."""
    drawn = numbers.graph.flowchart.nodes.get(node)
    text = drawn.text.strip() if drawn is not None else ""
    return f"“{text}”" if text else node
