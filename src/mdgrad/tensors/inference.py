"""Shape inference: the shape of every value from those of the inputs, in one loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from mdgrad.expressions.fold import postorder
from mdgrad.expressions.tree import Call, Derivative, Expression, Name, Number, Power, Product, Sum
from mdgrad.graphs.graph import Dag, Operation, operand, operations
from mdgrad.messages import AND, Listing, Message
from mdgrad.tensors.dimensions import Agreement, Dimensions, Shape, is_anonymous, worst
from mdgrad.tensors.shape_rules import Candidate, candidates
from mdgrad.tensors.writing import shape_text

__all__ = ["Misfit", "Shapes", "infer_shapes"]

_MOST_PARTS = 200
"""A formula with more parts than this has no shape here."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """An operator whose operands cannot be combined."""

    node: str
    message: Message


@dataclass(frozen=True, slots=True)
class Shapes:
    """What follows from the shapes of the inputs."""

    of: Mapping[str, Shape]
    """The shape of every node for which one follows."""
    readings: Mapping[str, Candidate]
    """How each operator's operands are read."""
    others: Mapping[str, tuple[Candidate, ...]]
    """Other ways to read an operator's operands that fit as well and give the same shape."""
    doubts: Mapping[str, Message]
    """For the nodes whose shape does not follow, or only by an assumption, why."""
    misfits: tuple[Misfit, ...]
    dimensions: Dimensions = field(compare=False)

    def certain(self, node: str) -> Shape | None:
        """Return the shape of a node if it follows without any assumption."""
        return None if node in self.doubts else self.dimensions.shape(self.of[node])


def infer_shapes(dag: Dag, claimed: Mapping[str, Sequence[Shape]]) -> Shapes:
    """Return the shape of every value of the graph that follows from those of its inputs.

    `claimed` has the shapes written at each node, inputs and others. An input has the first of its
    own; for any other value they only settle what the drawing leaves open, such as the axis of a
    sum.
    """
    import networkx as nx

    inference = _Inference(dag, claimed)
    for node in nx.topological_sort(dag):
        inference.visit(node)
    return Shapes(
        {node: inference.dimensions.shape(shape) for node, shape in inference.shapes.items()},
        inference.readings,
        inference.others,
        inference.doubts,
        tuple(inference.misfits),
        inference.dimensions,
    )


class _Inference:
    def __init__(self, dag: Dag, claimed: Mapping[str, Sequence[Shape]]) -> None:
        self.dimensions = Dimensions()
        self.shapes: dict[str, Shape] = {}
        self.readings: dict[str, Candidate] = {}
        self.others: dict[str, tuple[Candidate, ...]] = {}
        self.doubts: dict[str, Message] = {}
        self.misfits: list[Misfit] = []
        self._dag = dag
        self._claimed = claimed
        for node, operation in operations(dag):
            if operation is None and claimed.get(node):
                self.shapes[node] = self.dimensions.named_apart(claimed[node][0])

    def visit(self, node: str) -> None:
        """Find the shape of a node whose operands have been visited."""
        operation: Operation | None = self._dag.nodes[node]["operation"]
        if operation is None:
            if node not in self.shapes:
                self.doubts[node] = Message("the shape of {node} is not written", node=node)
            return
        sources = dict(sorted((k, s) for s, _, k in self._dag.in_edges(node, keys=True)))
        doubt = next((self.doubts[s] for s in sources.values() if s in self.doubts), None)
        if not all(source in self.shapes for source in sources.values()):
            self.doubts[node] = doubt or Message("the shape of an operand is not known")
            return
        if doubt is not None:
            self.doubts[node] = doubt
        operands = [self.dimensions.shape(self.shapes[source]) for source in sources.values()]
        chosen = self._choose(node, operation, operands)
        if chosen is not None:
            self.shapes[node] = self.dimensions.shape(chosen.shape)
            self.readings[node] = chosen

    def _choose(
        self, node: str, operation: Operation, operands: Sequence[Shape]
    ) -> Candidate | None:
        if operation.operator is None and not _is_known(operation.formula):
            self.doubts[node] = Message("what {node} computes is not known", node=node)
            return None
        fitting = self._fitting(operation, operands)
        if not fitting:
            others = permutations(operands) if len(operands) == 3 else ()
            if any(self._fitting(operation, other) for other in others):
                self.doubts[node] = Message("its operands fit only in another order than drawn")
            else:
                self._misfit(node, operation, operands)
            return None
        chosen = self._best(node, fitting)
        if chosen is None:
            self.doubts[node] = Message("the drawing does not say along which axis")
            return None
        if operation.operator == "affine":
            # Nobody says whether a square matrix is meant as W or as Wᵀ.
            same = (one for one in fitting if one.shape == chosen.shape and one != chosen)
            self.others[node] = tuple(one for one in same if self._agreement(one) == "equal")
        exact = {one.shape for one in fitting if self._agreement(one) == "equal"}
        if self._agreement(chosen) == "bound" and exact - {chosen.shape} and not chosen.free:
            self.doubts.setdefault(node, Message("its operands fit in one order and in the other"))
        elif self._agreement(chosen) == "assumed":
            self.doubts.setdefault(node, self._assumption(chosen))
        else:
            for one, other in chosen.equal:
                self.dimensions.join(one, other)
        return chosen

    def _fitting(self, operation: Operation, operands: Sequence[Shape]) -> list[Candidate]:
        found = _candidates(operation, operands)
        return [one for one in found if self._agreement(one) != "conflict"]

    def _best(self, node: str, fitting: Sequence[Candidate]) -> Candidate | None:
        """Return the candidate to go on with, None if the drawing leaves it open.

        The order drawn goes first. Another one takes its place only if the drawn one would need an
        assumption and the other needs nothing, or if the drawn one does not fit at all.
        """
        agreements = {one: self._agreement(one) for one in fitting}
        as_drawn = [one for one in fitting if one.reading in {"drawn", "elementwise"}]
        needs_nothing = "equal" in agreements.values()
        may_bind = as_drawn or ([] if needs_nothing else fitting)
        sure = [
            one
            for one, agreement in agreements.items()
            if agreement == "equal" or (agreement == "bound" and one in may_bind)
        ] or list(fitting)
        if not sure[0].free:
            return sure[0]
        open_ones = [one for one in sure if one.free]
        if len({one.shape for one in open_ones}) == 1:
            return open_ones[0]
        for shape in self._claimed.get(node, ()):
            own = self.dimensions.named_apart(shape)
            for one in open_ones:
                if self._fits(one.shape, own):
                    return one
            same = [one for one in open_ones if len(one.shape) == len(own)]
            if any(self._may_fit(one.shape, own) for one in same):
                return None
            return (same or open_ones)[0]
        numbers = [one for one in open_ones if one.shape == ()]
        if open_ones[0].reading == "elementwise":
            return None if numbers else open_ones[0]
        # What a graph ends in is a number, if anything is to be differentiated at all.
        is_sink = self._dag.out_degree(node) == 0
        return numbers[0] if is_sink and numbers else None

    def _fits(self, one: Shape, other: Shape) -> bool:
        """Return whether shapes are equal but for placeholders: nothing is bound by a choice."""
        return len(one) == len(other) and all(
            a == b or is_anonymous(a) or is_anonymous(b)
            for a, b in zip(one, self.dimensions.shape(other), strict=True)
        )

    def _may_fit(self, one: Shape, other: Shape) -> bool:
        return all(
            self.dimensions.compare(a, b) != "conflict" for a, b in zip(one, other, strict=True)
        )

    def _agreement(self, candidate: Candidate) -> Agreement:
        """Return how well the dimensions agree that the candidate needs to be equal."""
        return worst(self.dimensions.compare(one, other) for one, other in candidate.equal)

    def _assumption(self, candidate: Candidate) -> Message:
        one, other = next(
            pair for pair in candidate.equal if self.dimensions.compare(*pair) == "assumed"
        )
        return Message(
            "it takes {one} and {other} to be equal, which the drawing does not say",
            one=one,
            other=other,
        )

    def _misfit(self, node: str, operation: Operation, operands: Sequence[Shape]) -> None:
        shapes = Listing(AND, (shape_text(shape) for shape in operands))
        name = operation.operator or node
        self.doubts[node] = Message("the operands of {node} do not fit together", node=node)
        message = Message(
            "{operator} cannot combine the shapes {shapes}", operator=name, shapes=shapes
        )
        self.misfits.append(Misfit(node, message))


def _candidates(operation: Operation, operands: Sequence[Shape]) -> tuple[Candidate, ...]:
    """Return the shapes that an operation's value may have."""
    if operation.operator is not None:
        return candidates(operation.operator, operands)
    return _of_formula(operation.formula, operands)


def _is_known(formula: Expression) -> bool:
    """Return whether every part of a formula has a shape rule."""
    parts = postorder(formula)
    return len(parts) <= _MOST_PARTS and not any(
        isinstance(part, Derivative) or (isinstance(part, Call) and part.function.startswith("?"))
        for part, _ in parts
    )


def _of_formula(formula: Expression, operands: Sequence[Shape]) -> tuple[Candidate, ...]:
    """Return the shapes that a formula over the operands may have, part by part."""
    environment = {operand(index): shape for index, shape in enumerate(operands)}
    stack: list[tuple[Candidate, ...]] = []
    for part, count in postorder(formula):
        start = len(stack) - count
        own = stack[start:]
        del stack[start:]
        stack.append(_of_part(part, own, environment))
    return stack[0]


def _of_part(
    part: Expression, own: Sequence[tuple[Candidate, ...]], environment: Mapping[str, Shape]
) -> tuple[Candidate, ...]:
    match part:
        case Name(name) if name in environment:
            return (Candidate(environment[name]),)
        case Number():
            return (Candidate(()),)
        case Name() | Derivative():
            return ()
        case Sum() | Power():
            function = "add"
        case Product():
            function = "multiply"
        case Call(function):
            pass
    if function == "multiply":
        # A product of many is one of two at a time, each of matrices or of elements.
        combined = own[0]
        for factor in own[1:]:
            combined = _all_of(function, [(a, b) for a in combined for b in factor])
        return combined
    found: tuple[tuple[Candidate, ...], ...] = tuple((one,) for one in own[0]) if own else ()
    for argument in own[1:]:
        found = tuple((*many, one) for many in found for one in argument)[:16]
    return _all_of(function, found)


def _all_of(function: str, choices: Sequence[Sequence[Candidate]]) -> tuple[Candidate, ...]:
    """Return the candidates that a function makes of each choice of candidates for its operands."""
    made: list[Candidate] = []
    for chosen in choices[:16]:
        equal = tuple(pair for one in chosen for pair in one.equal)
        for one in candidates(function, [one.shape for one in chosen]):
            if one.reading in {"swapped", "weight transposed"}:
                continue  # a formula has its factors in order
            made.append(Candidate(one.shape, equal + one.equal, one.reading, one.free))
    return tuple(dict.fromkeys(made))[:16]
