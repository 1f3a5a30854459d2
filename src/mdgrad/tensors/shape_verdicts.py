"""Verdicts on shapes: each shape that a label claims, held against the one that follows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mdgrad.graphs.graph import Dag, EdgeKey
from mdgrad.messages import Message
from mdgrad.report import Certainty, Verdict
from mdgrad.tensors.dimensions import Dimension, Dimensions, Shape, is_anonymous, worst
from mdgrad.tensors.inference import Misfit, Shapes, infer_shapes
from mdgrad.tensors.writing import shape_text

__all__ = ["ShapeReport", "ShapeVerdict", "judge_shapes"]


@dataclass(frozen=True, slots=True)
class ShapeVerdict:
    """The verdict on one claimed shape."""

    claimed: Shape
    verdict: Verdict
    certainty: Certainty | None = None
    expected: Shape | None = None
    """The shape that follows, where it differs."""
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class ShapeReport:
    """The verdicts on all claimed shapes of a graph, in the order in which they were given."""

    values: Mapping[str, tuple[ShapeVerdict, ...]]
    gradients: Mapping[str | EdgeKey, tuple[ShapeVerdict, ...]]
    """Gradients at a node, or along an edge."""
    misfits: tuple[Misfit, ...]
    """Operators whose operands cannot be combined (MG501)."""
    shapes: Shapes


def judge_shapes(
    dag: Dag,
    values: Mapping[str, Sequence[Shape]],
    gradients: Mapping[str | EdgeKey, Sequence[Shape]] | None = None,
) -> ShapeReport:
    """Return the verdict on every claimed shape.

    `values` has the shapes written for each node's value, `gradients` those of the gradients at a
    node or along an edge. The first shape of an input is given; any other must follow. A gradient
    has the shape of its value.
    """
    shapes = infer_shapes(dag, values)
    votes = _votes(dag, shapes, values)
    judged = {
        node: tuple(
            ShapeVerdict(claim, "verified", "given")
            if position == 0 and dag.nodes[node]["operation"] is None
            else _verdict(claim, node, shapes, votes)
            for position, claim in enumerate(claims)
        )
        for node, claims in values.items()
    }
    judged_gradients = {
        target: tuple(_gradient_verdict(claim, _node(target), shapes, votes) for claim in claims)
        for target, claims in (gradients or {}).items()
    }
    return ShapeReport(judged, judged_gradients, shapes.misfits, shapes)


@dataclass(frozen=True, slots=True)
class _Votes:
    """What the claims say about dimensions that the inputs leave open."""

    elected: Mapping[str, Dimension]
    """The number that most claims give a name, or the name itself where most of them keep it."""
    contested: frozenset[str]
    """The names to which as many claims give one number as another."""
    beside: tuple[frozenset[Dimension], ...] | None
    """The dimensions of each input; None where some operator takes two names for one number."""


def _votes(dag: Dag, shapes: Shapes, claimed: Mapping[str, Sequence[Shape]]) -> _Votes:
    """Return which number each open name is bound to by the claims, where they agree on one."""
    counts: defaultdict[str, Counter[Dimension]] = defaultdict(Counter)
    for node, claims in claimed.items():
        right = shapes.certain(node) if node in shapes.of else None
        if right is None or dag.nodes[node]["operation"] is None:
            continue
        for claim in claims:
            for derived, written in _pairs(right, claim, shapes.dimensions):
                if isinstance(derived, str) and (written == derived or _is_length(written)):
                    counts[derived][written] += 1
    elected = {name: numbers.most_common(1)[0][0] for name, numbers in counts.items()}
    contested = frozenset(
        name
        for name, numbers in counts.items()
        if len(numbers) > 1 and len({count for _, count in numbers.most_common(2)}) == 1
    )
    inputs = [node for node in shapes.of if dag.nodes[node]["operation"] is None]
    told_apart = not shapes.doubts.keys() & shapes.of.keys()
    beside = tuple(frozenset(shapes.of[node]) for node in inputs) if told_apart else None
    return _Votes(elected, contested, beside)


def _is_length(dimension: Dimension) -> bool:
    return isinstance(dimension, int) and dimension >= 0


def _pairs(
    right: Shape, claim: Shape, dimensions: Dimensions
) -> Iterator[tuple[Dimension, Dimension]]:
    if len(right) == len(claim):
        yield from zip(right, dimensions.shape(claim), strict=True)


def _node(target: str | EdgeKey) -> str:
    return target if isinstance(target, str) else target[0]


def _gradient_verdict(claim: Shape, node: str, shapes: Shapes, votes: _Votes) -> ShapeVerdict:
    judged = _verdict(claim, node, shapes, votes)
    if judged.verdict != "wrong" or judged.expected is None:
        return judged
    own = shape_text(judged.expected)
    reason = Message("a gradient has the shape of its value, which is {shape}", shape=own)
    return ShapeVerdict(claim, "wrong", expected=judged.expected, reason=reason)


def _verdict(claim: Shape, node: str, shapes: Shapes, votes: _Votes) -> ShapeVerdict:
    if node in shapes.doubts or node not in shapes.of:
        reason = shapes.doubts.get(node, Message("the shape is not known"))
        return ShapeVerdict(claim, "undecided", reason=reason)
    dimensions = shapes.dimensions
    right = dimensions.shape(shapes.of[node])
    written = dimensions.shape(dimensions.named_apart(claim))
    if len(right) != len(written):
        reason = _axes(len(right), len(written))
        return ShapeVerdict(claim, "wrong", expected=right, reason=reason)
    bound = tuple(votes.elected.get(one, one) if isinstance(one, str) else one for one in right)
    agreement = worst(dimensions.compare(a, b) for a, b in zip(right, written, strict=True))
    if (apart := _told_apart(right, written, votes, dimensions)) is not None:
        return ShapeVerdict(claim, "wrong", expected=right, reason=apart)
    if agreement == "conflict":
        return ShapeVerdict(claim, "wrong", expected=right, reason=_difference(right, written))
    if agreement == "assumed":
        one, other = next(
            (a, b)
            for a, b in zip(right, written, strict=True)
            if dimensions.compare(a, b) == agreement
        )
        reason = Message("whether {other} is {one} is not said", other=other, one=one)
        return ShapeVerdict(claim, "undecided", expected=right, reason=reason)
    for name, chosen, number in zip(right, bound, written, strict=True):
        if isinstance(name, str) and isinstance(number, int) and chosen != number:
            reason = _elsewhere(name, chosen)
            return ShapeVerdict(claim, "wrong", expected=bound, reason=reason)
        if name in votes.contested and isinstance(number, int):
            reason = Message("{name} is another number elsewhere in the drawing", name=name)
            return ShapeVerdict(claim, "undecided", reason=reason)
    return ShapeVerdict(claim, "verified", "symbolic" if _has_names(right) else "exact")


def _told_apart(
    right: Shape, written: Shape, votes: _Votes, dimensions: Dimensions
) -> Message | None:
    """Return why a dimension is not the one that follows: both stand side by side in one shape.

    An author who writes `[in, out]` or `(N, 3)` tells the two apart.
    """
    if votes.beside is None:
        return None
    beside = (*votes.beside, frozenset(right))
    for axis, (one, other) in enumerate(zip(right, written, strict=True), 1):
        named = not is_anonymous(one) and not is_anonymous(other)
        if one != other and named and any({one, other} <= shape for shape in beside):
            return Message("axis {axis} is {one}, not {other}", axis=axis, one=one, other=other)
    return None


def _difference(right: Shape, written: Shape) -> Message:
    axis = next(
        index
        for index, (one, other) in enumerate(zip(right, written, strict=True))
        if isinstance(one, int) and isinstance(other, int) and one != other
    )
    return Message(
        "axis {axis} has {right} elements, not {written}",
        axis=axis + 1, right=right[axis], written=written[axis],
    )  # fmt: skip


def _axes(right: int, written: int) -> Message:
    return Message.counted(
        right,
        "it has {number} axis, not {written}",
        "it has {number} axes, not {written}",
        written=written,
    )


def _elsewhere(name: str, chosen: Dimension) -> Message:
    """Return what a dimension is elsewhere, which the shape gives a number."""
    if chosen == name:
        return Message("{name} has no number elsewhere in the drawing", name=name)
    return Message("{name} is {number} elsewhere in the drawing", name=name, number=chosen)


def _has_names(shape: Shape) -> bool:
    return any(isinstance(dimension, str) for dimension in shape)
