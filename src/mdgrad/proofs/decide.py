"""Deciding formulas: whether what a label writes is what the graph computes, for all inputs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from mdgrad.expressions.fold import fold, postorder, rebuilt
from mdgrad.expressions.tree import Derivative, Expression, Name
from mdgrad.graphs.assertions import Along, At, Between, Target
from mdgrad.messages import Message
from mdgrad.operators import Inexpressible, expanded, with_constants
from mdgrad.passes.arithmetic import evaluate
from mdgrad.passes.enclosures import Enclosure
from mdgrad.passes.reals import Real
from mdgrad.passes.signs import Signs
from mdgrad.proofs.context import POINTS, Context, is_number
from mdgrad.proofs.field import Field, OutOfBudget
from mdgrad.proofs.structure import functions_in
from mdgrad.proofs.views import Layout, View
from mdgrad.report import Certainty, Role, Verdict

__all__ = ["OPEN", "Context", "Decision", "decide", "holds_here"]

V = TypeVar("V")

OPEN = Message("the formula could be neither proved nor refuted")
"""Why a formula is undecided that some functions make right and others do not."""

_Right: TypeAlias = Callable[["_Question", View[Any]], Any]
"""What the label is compared with, seen through a view."""

_LARGEST_DENOMINATOR = 1000
"""How finely a number that a label may be off by is looked for."""
_MOST_NODES = 200
"""How much of a graph one proof may look at."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a formula is right."""

    verdict: Verdict
    certainty: Certainty | None = None
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    label: Expression
    role: Role
    target: Target
    context: Context
    leaves: tuple[Name | Derivative, ...]
    """The names and derivatives that the label is made of."""
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    """The inputs, by node, where only these very numbers are asked about."""
    named: Collection[str | None] = ()
    """The nodes that the label names, which stay variables."""


class _Unclear(Exception):
    """The label speaks of something that is not known; the message says of what."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def decide(label: Expression, role: Role, target: Target, context: Context) -> Decision:
    """Return whether `label` is the value, gradient or local derivative of `target`.

    A formula is wrong if it and the truth differ at some point, where enclosures of both lie apart;
    verified if they have the same normal form, wherever the truth has a value, and agree at some
    point; and undecided otherwise.
    """
    label = with_constants(expanded(label), context.names)
    question = _Question(label, role, target, context, _leaves(label))
    try:
        _check_known(question)
        first = list(islice(_comparisons(question), 2))
        if first and all(first) and _same_form(question):
            return Decision("verified", "symbolic")
        if not all(_comparisons(question)) or _is_wrong_of_any_function(question):
            return Decision("wrong")
    except _Unclear as unclear:
        return Decision("undecided", reason=unclear.message)
    return Decision("undecided", reason=OPEN)


def holds_here(
    label: Expression,
    role: Role,
    target: Target,
    context: Context,
    numbers: Mapping[str, Fraction],
) -> bool:
    """Return whether a label is what is right where the inputs that it leaves out are `numbers`.

    Arithmetic (`cos(2)`) leaves out all of them. What the label names stays a variable, so that
    -1/p is -y/p where y is 1, and w + 1 is not x where both w + 1 and x are 3. False where the
    normal forms leave it open.
    """
    label = with_constants(expanded(label), context.names)
    leaves = _leaves(label)
    named = {context.names.get(leaf.name) for leaf in leaves if isinstance(leaf, Name)}
    question = _Question(label, role, target, context, leaves, numbers, named)
    try:
        _check_known(question)
        return _same_in(question, loose=True)
    except (OutOfBudget, Inexpressible, _Unclear):
        return False


def _leaves(label: Expression) -> tuple[Name | Derivative, ...]:
    parts = (part for part, _ in postorder(label))
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, Name | Derivative)))


def _check_known(question: _Question) -> None:
    """Raise `_Unclear` if the label or its role speaks of something that is not known."""
    context = question.context
    names = context.names
    if context.output is None and _asks_for_output(question):
        raise _Unclear(Message("the drawing has no one output"))
    for leaf in question.leaves:
        if leaf == context.upstream:
            continue
        if isinstance(leaf, Name):
            if leaf.name not in names:
                raise _Unclear(Message("{name} is not known here", name=leaf.name))
        elif leaf.by not in names:
            raise _Unclear(Message("{name} is not known here", name=leaf.by))
        elif leaf.of not in names and not _is_beyond(leaf, context):
            raise _Unclear(Message("{name} is not known here", name=leaf.of))


def _is_beyond(leaf: Derivative, context: Context) -> bool:
    """Return whether a derivative is that of the unknown upstream quantity."""
    return isinstance(context.upstream, Derivative) and leaf.of == context.upstream.of


def _is_total(leaf: Derivative, context: Context) -> bool:
    """Return whether a derivative is that of the drawing's output, up to the upstream."""
    return _is_beyond(leaf, context) or (
        context.upstream is None and context.names.get(leaf.of) == context.output
    )


def _truth(question: _Question, view: View[V]) -> V:
    """Return what is right."""
    position, edge_position = view.layout.position, view.layout.edge_position
    match question.role, question.target:
        case (("value" | "formula"), At(node)):
            return view.value(position[node])
        case _, At(node):
            return view.total(position[node])
        case "local", Along(edges):
            return view.arithmetic.add([view.local(*edge_position[edge]) for edge in edges])
        case _, Along(edges):
            return view.arithmetic.add([view.along(*edge_position[edge]) for edge in edges])
        case _, Between(of, by, onward):
            between = view.derivative(position[of], position[by])
            if not onward:
                return between
            return view.arithmetic.multiply((view.total(position[of]), between))
    raise _Unclear(Message("what the label speaks of is not clear"))


def _asks_for_output(question: _Question) -> bool:
    """Return whether what is right is a derivative of the output."""
    match question.role, question.target:
        case (("value" | "formula" | "local"), _):
            return False
        case _, Between(onward=onward):
            return onward
        case _:
            return True


def _meaning(question: _Question, view: View[V], upstream: V) -> V:
    """Return what the label means: names are values, derivatives are those of the graph."""
    context, position = question.context, view.layout.position
    environment: dict[str, V] = {}
    for leaf in question.leaves:
        if leaf == context.upstream:
            value = upstream
        elif isinstance(leaf, Name):
            value = view.value(position[context.names[leaf.name]])
        else:
            by = position[context.names[leaf.by]]
            if _is_total(leaf, context):
                value = view.total(by)
            else:
                value = view.derivative(position[context.names[leaf.of]], by)
        environment[_key(leaf)] = value
    return evaluate(fold(question.label, _with_leaves_named), environment, view.arithmetic)


def _key(leaf: Name | Derivative) -> str:
    return leaf.name if isinstance(leaf, Name) else str(leaf)


def _with_leaves_named(part: Expression, parts: Any) -> Expression:
    return Name(_key(part)) if isinstance(part, Derivative) else rebuilt(part, parts)


def _same_form(
    question: _Question,
    right: _Right = _truth,
    factor: Fraction = Fraction(1),
    term: Fraction = Fraction(0),
) -> bool:
    """Return whether the label has the normal form of what is right, in its own terms or in all.

    In the label's terms: the values and gradients that it names are free variables, and what
    holds for any of them holds for those of the drawing. Otherwise only the inputs are free.
    With a `factor` and a `term`, it is compared with so many times what is right, and some more.
    """
    for loose in (True, False):
        try:
            if _same_in(question, loose=loose, right=right, factor=factor, term=term):
                return True
        except (OutOfBudget, Inexpressible):
            pass
    return False


def _is_wrong_of_any_function(question: _Question) -> bool:
    """Return whether no unknown function makes the label right, short of a trivial one.

    The label is a multiple of what is right other than once, or differs from it by a number; or it
    is a number, or a number of times the upstream gradient, as if the derivative of the function
    were one.
    """
    if not _asks_for_output(question):
        return False
    if not question.leaves and question.context.upstream is not None:
        return True
    return any(
        _is_related(question, right, lambda a, b: a / b if b else None, times=True)
        for right in (_truth, _upstream_alone)
    ) or _is_related(question, _truth, lambda a, b: a - b, times=False)


def _upstream_alone(question: _Question, view: View[V]) -> V:
    """Return the output's own gradient, where that is a symbol."""
    output = question.context.output
    if output is None or question.context.upstream is None:
        raise Inexpressible("the upstream gradient is a number")
    return view.total(view.layout.position[output])


def _is_related(
    question: _Question,
    right: _Right,
    relation: Callable[[Fraction, Fraction], Fraction | None],
    *,
    times: bool,
) -> bool:
    """Return whether the label is `right` times a number, or plus one: the one it is at a point.

    False where that number makes it what is right.
    """
    number = None
    for point in question.context.points():
        try:
            written = _meaning(question, point.of_some_function, point.upstream)
            whole = right(question, point.of_some_function)
        except Inexpressible:
            return False
        if is_number(written) and is_number(whole):
            number = relation(_middle(written), _middle(whole))
        if number is not None:
            break
    # Enclosures lie about the number; that it is this one is proved below.
    number = None if number is None else number.limit_denominator(_LARGEST_DENOMINATOR)
    if number is None or (right is _truth and number == times):
        return False
    factor, term = (number, Fraction(0)) if times else (Fraction(1), number)
    return _same_form(question, right, factor, term)


def _same_in(
    question: _Question,
    *,
    loose: bool,
    right: _Right = _truth,
    factor: Fraction = Fraction(1),
    term: Fraction = Fraction(0),
) -> bool:
    """Return whether the label has the normal form of `factor` times what is right, and `term`."""
    context, layout = question.context, question.context.layout
    cut_values, cut_totals = _cuts(question) if loose else (set[int](), set[int]())
    view, symbols, upstream = _symbolic_view(question, cut_values, cut_totals)
    if context.output is not None:
        view.totals.setdefault(layout.position[context.output], upstream)
    whole = symbols.number(factor) * right(question, view) + symbols.number(term)
    required = dict(symbols.conditions)
    written = _meaning(question, view, upstream)
    return symbols.conditions == required and symbols.is_zero(written - whole)


def _cuts(question: _Question) -> tuple[set[int], set[int]]:
    """Return the nodes whose values, and those whose gradients, the label names."""
    context, layout = question.context, question.context.layout
    own = layout.position[question.target.node] if isinstance(question.target, At) else None
    values: set[int] = set()
    totals: set[int] = set()
    for leaf in question.leaves:
        if leaf == context.upstream:
            continue
        if isinstance(leaf, Name):
            values.add(layout.position[context.names[leaf.name]])
        elif _is_total(leaf, context):
            totals.add(layout.position[context.names[leaf.by]])
    # What is asked for is not free.
    asks_for_value = question.role in {"value", "formula"}
    return (values - {own}, totals) if asks_for_value else (values, totals - {own})


def _symbolic_view(
    question: _Question, cut_values: set[int], cut_totals: set[int]
) -> tuple[View[Any], Field, Any]:
    """Return the part of the graph that matters, over a field of functions."""
    context, layout = question.context, question.context.layout
    program = layout.program
    looked_at = _reach(question, cut_values, cut_totals)
    free = sorted(
        p for p in looked_at | cut_values if p in cut_values or program.formula(p) is None
    )
    names = [f"value {p}" for p in free] + [f"total {p}" for p in cut_totals] + ["upstream"]
    formulas = [program.formula(p) for p in looked_at - cut_values]
    symbols = Field(names, functions_in([*formulas, question.label]), kinks=context.kinks)
    values = {p: symbols.inputs[f"value {p}"] for p in free}
    for p in free:
        node = program.nodes[p]
        if node not in question.named and (number := question.numbers.get(node)) is not None:
            values[p] = symbols.number(number)
    totals = {p: symbols.inputs[f"total {p}"] for p in cut_totals}
    assume = partial(_assume, symbols, context.signs)
    for p, element in values.items():
        assume(program.nodes[p], element)
    view: View[Any] = View(layout, symbols, values, totals, _MOST_NODES, assume)
    upstream = symbols.inputs["upstream"] if context.upstream is not None else symbols.number(1)
    return view, symbols, upstream


def _assume(symbols: Field, signs: Mapping[str, Signs], node: str, element: Any) -> Any:
    if node in signs:
        symbols.require(element, signs[node])
    return element


def _reach(question: _Question, cut_values: set[int], cut_totals: set[int]) -> set[int]:
    """Return the nodes whose values label and truth may depend on; raise if they are too many."""
    context, layout = question.context, question.context.layout
    match question.target:
        case At(node):
            starts = [layout.position[node]]
        case Along(edges):
            starts = [layout.edge_position[edge][0] for edge in edges]
        case Between(of, by):
            starts = [layout.position[of], layout.position[by]]
    ahead = starts[:]
    for leaf in question.leaves:
        if leaf == context.upstream:
            continue
        if isinstance(leaf, Name):
            starts.append(layout.position[context.names[leaf.name]])
        else:
            ahead.append(layout.position[context.names[leaf.by]])
            if not _is_total(leaf, context):
                starts.append(layout.position[context.names[leaf.of]])
    if _asks_for_output(question) or any(isinstance(leaf, Derivative) for leaf in question.leaves):
        starts += _ahead(layout, ahead, cut_totals)
    found: set[int] = set()
    while starts:
        current = starts.pop()
        if current not in found:
            if len(found) > _MOST_NODES:
                raise OutOfBudget
            found.add(current)
            # A cut node is free; but its operands matter where its local derivatives do.
            starts += layout.program.operands[current]
    return found


def _ahead(layout: Layout, nodes: list[int], cut_totals: set[int]) -> list[int]:
    """Return the nodes through which gradients come back, as far as none is cut."""
    found: set[int] = set()
    pending = list(nodes)
    while pending:
        node = pending.pop()
        if node not in found:
            if len(found) > _MOST_NODES:
                raise OutOfBudget
            found.add(node)
            if node not in cut_totals:
                pending += [target for target, _ in layout.uses[node]]
    return list(found)


def _comparisons(question: _Question) -> Iterator[bool]:
    """Yield, for every point at which both have a value, whether label and truth may be the same.

    They may not where enclosures of them lie apart. An unknown function may be any: that they
    differ for some function refutes nothing, since another may be meant.
    """
    is_any = False
    for index, point in enumerate(question.context.points()):
        if index >= POINTS and is_any:
            return
        if point.at_zero and question.role not in {"value", "formula"}:
            continue  # there a derivative may be a convention
        same = _compared(question, point.view, point.upstream)
        if same is None and _compared(question, point.of_some_function, point.upstream):
            same = True
        if same is not None:
            is_any = True
            yield same


def _compared(question: _Question, view: View[Real], upstream: Real) -> bool | None:
    try:
        written = _meaning(question, view, upstream)
        right = _truth(question, view)
    except Inexpressible:
        return None
    if not (is_number(written) and is_number(right)):
        return None
    return not _apart(written, right)


def _middle(value: Real) -> Fraction:
    if isinstance(value, Enclosure):
        return (value.lower + value.upper) / 2
    assert isinstance(value, int | Fraction)
    return Fraction(value)


def _apart(one: Any, other: Any) -> bool:
    ends = [(v.lower, v.upper) if isinstance(v, Enclosure) else (v, v) for v in (one, other)]
    return bool(ends[0][1] < ends[1][0] or ends[1][1] < ends[0][0])
