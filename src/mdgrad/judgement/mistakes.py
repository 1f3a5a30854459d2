"""Why a label is wrong: the mistakes people make, each with what it would make of the label.

A mistake is named only if it gives exactly what is written, a number in the digits written, and
that is not what is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice

from mdgrad.expressions.tree import Sum
from mdgrad.graphs.assertions import Along, Assertion, At, ComputationGraph
from mdgrad.graphs.graph import EdgeKey, edges_out_of, operand
from mdgrad.judgement.numbers import Numbers, Result
from mdgrad.judgement.rounding import prints, rounds_to
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Formula
from mdgrad.messages import Message
from mdgrad.operators import local_derivatives
from mdgrad.passes import Enclosure, evaluate_exactly, product_exactly, sum_exactly

__all__ = ["SIGN", "name_misplaced", "name_mistake"]

SIGN = Message("the sign is the other way round")
_MOST_TRIED = 16
"""No more operands, or paths of a fan-out, than so many are tried in the place of others."""
_LOCAL_ALONE = Message("that is the local derivative alone, without the upstream gradient")


def name_mistake(
    assertion: Assertion, numbers: Numbers, right: Fraction | Enclosure
) -> Message | None:
    """Return the sentence that names the mistake behind a wrong number, if one fits exactly."""
    written = assertion.side.content
    if not isinstance(written, Quantity) or written.value == 0:
        return None
    for result, sentence in _hypotheses(assertion, numbers, right):
        if isinstance(result, Fraction | Enclosure) and prints(written, result):
            return sentence
    return None


def name_misplaced(
    assertion: Assertion, graph: ComputationGraph, is_right: Callable[[Assertion], bool]
) -> Message | None:
    """Return the sentence that names the mistake behind a wrong formula of a gradient.

    It is one that is right of something else: of another edge, or of a factor of the gradient.
    """
    edge = _edge_of(assertion, graph)
    if edge is None or not isinstance(assertion.side.content, Formula):
        return None
    for other, sentence in _other_meanings(assertion, edge, graph):
        if is_right(other):
            return sentence
    return None


def _other_meanings(
    assertion: Assertion, edge: EdgeKey, graph: ComputationGraph
) -> Iterator[tuple[Assertion, Message]]:
    source, node, _ = edge
    for other in _siblings(edge, graph):
        swapped = replace(assertion, role="gradient", target=Along((other,)))
        yield swapped, _swapped(node, other[0], graph)
    upstream = replace(assertion, role="total", target=At(node))
    yield upstream, _upstream_alone(node, graph)
    yield replace(assertion, role="local", target=Along((edge,))), _LOCAL_ALONE
    if graph.dag.out_degree(source) > 1:
        yield replace(assertion, role="total", target=At(source)), _total(source, graph)


def _edge_of(assertion: Assertion, graph: ComputationGraph) -> EdgeKey | None:
    """Return the one edge along which the gradient flows that an assertion speaks of."""
    match assertion.role, assertion.target:
        case ("gradient", Along()) | ("total", At()):
            edges = graph.edges_of(assertion.target)
            return edges[0] if len(edges) == 1 else None
        case _:
            return None


def _siblings(edge: EdgeKey, graph: ComputationGraph) -> list[EdgeKey]:
    """Return the edges of the operator's other operands, some of them where there are many."""
    _, node, index = edge
    edges = islice(graph.dag.in_edges(node, keys=True), _MOST_TRIED)
    return [(s, t, int(key)) for s, t, key in edges if int(key) != index]


def _swapped(node: str, other: str, graph: ComputationGraph) -> Message:
    return Message(
        "that is the gradient of {operator}'s other operand {other}: the two are swapped",
        operator=graph.caption(node), other=graph.caption(other),
    )  # fmt: skip


def _upstream_alone(node: str, graph: ComputationGraph) -> Message:
    return Message(
        "that is the upstream gradient alone, without {operator}'s local derivative",
        operator=graph.caption(node),
    )


def _total(source: str, graph: ComputationGraph) -> Message:
    return Message(
        "that is the total gradient of {variable} over all its edges; "
        "this arrow carries only its own share",
        variable=graph.caption(source),
    )


def _hypotheses(
    assertion: Assertion, numbers: Numbers, right: Fraction | Enclosure
) -> Iterator[tuple[Result, Message]]:
    yield product_exactly((Fraction(-1), right)), SIGN
    match assertion.role, assertion.target:
        case (("gradient" | "total"), (Along() | At())):
            edge = _edge_of(assertion, numbers.graph)
            if edge is not None:
                yield from _gradient_mistakes(edge, numbers)
            elif isinstance(assertion.target, At):
                yield from _incomplete(assertion.target.node, numbers)
        case "value", At(node) if assertion.told_as == "total":
            yield from _arrow_mistakes(node, numbers)
        case "value", At(node):
            yield from _value_mistakes(node, numbers)
    yield from _slips(right, assertion)


def _gradient_mistakes(edge: EdgeKey, numbers: Numbers) -> Iterator[tuple[Result, Message]]:
    graph = numbers.graph
    source, node, _ = edge
    upstream, local = numbers.total(node), numbers.local(edge)
    name = graph.caption(node)
    for other in _siblings(edge, graph):
        yield numbers.along(other), _swapped(node, other[0], graph)
    yield (
        product_exactly((upstream, _local_at_output(node, numbers))),
        Message(
            "that is the derivative of {operator} at its output; it belongs at the input",
            operator=name,
        ),
    )
    for part, mistake in _incomplete(node, numbers):
        told = Message("{mistake} in the gradient of {operator}", mistake=mistake, operator=name)
        yield product_exactly((part, local)), told
    yield (
        product_exactly((upstream, numbers.value(source))),
        Message(
            "that is the upstream gradient times {variable}'s own value, "
            "not times {operator}'s local derivative",
            variable=graph.caption(source),
            operator=name,
        ),
    )
    yield upstream, _upstream_alone(node, graph)
    yield local, _LOCAL_ALONE
    if graph.dag.out_degree(source) > 1:
        yield numbers.total(source), _total(source, graph)
    yield (
        numbers.value(source),
        Message("that is the value of {variable}, not a gradient", variable=graph.caption(source)),
    )
    yield (
        numbers.value(node),
        Message("that is the output of {operator}, not a gradient", operator=name),
    )


def _local_at_output(node: str, numbers: Numbers) -> Result:
    """Return the local derivative of an operator's one operand, taken where its output lies."""
    operation, output = numbers.graph.dag.nodes[node]["operation"], numbers.value(node)
    if operation is None or operation.arity != 1 or not isinstance(output, Fraction | Enclosure):
        return None
    (derivative,) = local_derivatives(operation.formula, 1)
    return evaluate_exactly(derivative, {operand(0): output})


def _value_mistakes(node: str, numbers: Numbers) -> Iterator[tuple[Result, Message]]:
    graph = numbers.graph
    edges = sorted(graph.dag.in_edges(node, keys=True), key=lambda edge: int(edge[2]))
    operands = [numbers.value(source) for source, *_ in edges]
    name = graph.caption(node)
    if len(operands) > 1:
        yield (
            sum_exactly(operands),
            Message("that is the sum of the operands of {operator}", operator=name),
        )
        yield (
            product_exactly(operands),
            Message("that is the product of the operands of {operator}", operator=name),
        )
    if len(operands) == 2:
        turned = _value_of(node, operands[::-1], numbers)
        yield turned, Message("the operands of {operator} are the other way round", operator=name)
    for value in operands:
        yield value, Message("that is an operand passed on unchanged")


def _value_of(node: str, operands: Sequence[Result], numbers: Numbers) -> Result:
    """Return what an operator makes of other operands than its own."""
    operation = numbers.graph.dag.nodes[node]["operation"]
    known = [value for value in operands if isinstance(value, Fraction | Enclosure)]
    if operation is None or len(known) != operation.arity:
        return None
    values = {operand(index): value for index, value in enumerate(known)}
    return evaluate_exactly(operation.formula, values)


def _incomplete(node: str, numbers: Numbers) -> Iterator[tuple[Result, Message]]:
    """Yield the gradient of a node that is used several times, without a path or with one twice."""
    if numbers.graph.dag.out_degree(node) > _MOST_TRIED:
        return
    edges = edges_out_of(numbers.graph.dag, node)
    shares = [numbers.along(edge) for edge in edges]
    ends = [Message("over {node}", node=numbers.graph.caption(target)) for _, target, _ in edges]
    yield from _path_mistakes(shares, ends)


def _path_mistakes(
    shares: Sequence[Result], ways: Sequence[Message]
) -> Iterator[tuple[Result, Message]]:
    if len(shares) < 2:
        return
    for index, (share, way) in enumerate(zip(shares, ways, strict=True)):
        if share != 0:
            others = (*shares[:index], *shares[index + 1 :])
            yield sum_exactly(others), Message("the path {way} is missing", way=way)
            yield sum_exactly((*shares, share)), Message("the path {way} is counted twice", way=way)


def _arrow_mistakes(node: str, numbers: Numbers) -> Iterator[tuple[Result, Message]]:
    """Yield what a derivative of a derivative graph is without one of its arrows."""
    dag = numbers.graph.dag
    edges = sorted(dag.in_edges(node, keys=True), key=lambda edge: int(edge[2]))
    values = [numbers.value(source) for source, *_ in edges]
    operation = dag.nodes[node]["operation"]
    is_sum = operation is not None and isinstance(operation.formula, Sum)
    if not is_sum or len(values) != 2 * len(operation.formula.terms):
        return
    pairs = zip(values[::2], values[1::2], strict=True)
    ways = [Message("from {node}", node=numbers.graph.caption(source)) for source, *_ in edges[::2]]
    yield from _path_mistakes([product_exactly(pair) for pair in pairs], ways)


def _slips(right: Fraction | Enclosure, assertion: Assertion) -> Iterator[tuple[Result, Message]]:
    """Yield what a slip of the pen makes of the right number, in the digits that are written."""
    written = assertion.side.content
    if not isinstance(written, Quantity) or right == 0:
        return
    if any(rounds_to(right, other, written.step) for other in _with_digits_swapped(written)):
        yield written.value, Message("two digits are swapped")
    for power in (1, 2, 3):
        yield _scaled(right, Fraction(10**power)), Message("the decimal point has slipped")
        yield _scaled(right, Fraction(1, 10**power)), Message("the decimal point has slipped")


def _scaled(number: Fraction | Enclosure, factor: Fraction) -> Fraction | Enclosure:
    if isinstance(number, Fraction):
        return number * factor
    return Enclosure(number.lower * factor, number.upper * factor)


def _with_digits_swapped(written: Quantity) -> Iterator[Fraction]:
    """Yield the number with two neighbouring digits the other way round."""
    units = written.value / written.step
    digits = str(abs(units.numerator))
    sign = -1 if units < 0 else 1
    for i in range(len(digits) - 1 if units.denominator == 1 else 0):
        swapped = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
        if swapped.startswith("0"):
            continue  # 10 for 1 is a slip of the decimal point
        yield sign * int(swapped) * written.step
