"""Why a number is wrong: the mistakes people make, each with the number it would give.

A mistake is named only if it gives exactly the number that is written, in the digits written, and
that number is not the right one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from mdgrad.expressions.tree import Sum
from mdgrad.graphs.assertions import Along, Assertion, At
from mdgrad.graphs.graph import EdgeKey, operand
from mdgrad.judgement.numbers import Numbers, Result
from mdgrad.judgement.rounding import prints
from mdgrad.labels.quantity import Quantity
from mdgrad.operators import local_derivatives
from mdgrad.passes import Enclosure, evaluate_exactly

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
        case "total", At(node):
            yield from _total_mistakes(node, numbers)
        case "value", At(node) if assertion.told_as == "total":
            yield from _arrow_mistakes(node, numbers)
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
        yield (
            _times_local_at_output(upstream, node, numbers),
            f"that is the derivative of {name} at its output; it belongs at the input",
        )
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


def _times_local_at_output(upstream: Fraction, node: str, numbers: Numbers) -> Result:
    """Return the gradient of an operator's one operand, derived where its output lies."""
    operation, output = numbers.graph.dag.nodes[node]["operation"], numbers.value(node)
    if operation is None or operation.arity != 1 or not isinstance(output, Fraction):
        return None
    (derivative,) = local_derivatives(operation.formula, 1)
    slope = evaluate_exactly(derivative, {operand(0): output})
    return upstream * slope if isinstance(slope, Fraction) else None


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


def _total_mistakes(node: str, numbers: Numbers) -> Iterator[tuple[Result, str]]:
    """Yield what a gradient is without one of its paths, or with one of them twice."""
    edges = [(s, t, int(key)) for s, t, key in numbers.graph.dag.out_edges(node, keys=True)]
    shares = [share for edge in edges if isinstance(share := numbers.along(edge), Fraction)]
    if len(shares) == len(edges):
        ends = [_shown(target, numbers) for _, target, _ in edges]
        yield from _path_mistakes(shares, [f"over {end}" for end in ends])


def _path_mistakes(shares: Sequence[Fraction], ways: Sequence[str]) -> Iterator[tuple[Result, str]]:
    whole = sum(shares, Fraction(0))
    for share, way in zip(shares, ways, strict=True):
        if len(shares) > 1 and share:
            yield whole - share, f"the path {way} is missing"
            yield whole + share, f"the path {way} is counted twice"


def _arrow_mistakes(node: str, numbers: Numbers) -> Iterator[tuple[Result, str]]:
    """Yield what a derivative of a derivative graph is without one of its arrows."""
    dag = numbers.graph.dag
    edges = sorted(dag.in_edges(node, keys=True), key=lambda edge: int(edge[2]))
    values = [numbers.value(source) for source, *_ in edges]
    exact = [value for value in values if isinstance(value, Fraction)]
    operation = dag.nodes[node]["operation"]
    is_sum = operation is not None and isinstance(operation.formula, Sum)
    if len(exact) != len(values) or not is_sum or len(exact) != 2 * len(operation.formula.terms):
        return
    shares = [behind * factor for behind, factor in zip(exact[::2], exact[1::2], strict=True)]
    ways = [f"from {_shown(source, numbers)}" for source, *_ in edges[::2]]
    yield from _path_mistakes(shares, ways)


def _slips(right: Fraction, assertion: Assertion) -> Iterator[tuple[Result, str]]:
    written = assertion.side.content
    if not isinstance(written, Quantity) or right == 0:
        return
    if right in _with_digits_swapped(written):
        yield written.value, "two digits are swapped"
    for power in (1, 2, 3):
        yield right * 10**power, "the decimal point has slipped"
        yield right / 10**power, "the decimal point has slipped"


def _with_digits_swapped(written: Quantity) -> Iterator[Fraction]:
    """Yield the number with two neighbouring digits the other way round."""
    units = written.value / written.step
    digits = str(abs(units.numerator))
    sign = -1 if units < 0 else 1
    for i in range(len(digits) - 1 if units.denominator == 1 else 0):
        swapped = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
        yield sign * int(swapped) * written.step


def _shown(node: str, numbers: Numbers) -> str:
    """Return what the drawing shows in a node, or its id where it shows nothing."""
    drawn = numbers.graph.flowchart.nodes.get(node)
    text = drawn.text.strip() if drawn is not None else ""
    return f"“{text}”" if text else node
