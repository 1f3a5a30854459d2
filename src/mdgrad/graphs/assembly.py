"""Assembling the DAG: what each node computes, and from which operands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from mdgrad.expressions.fold import fold, names_in_order, rebuilt, substitute
from mdgrad.expressions.names import is_symbol
from mdgrad.expressions.tokens import normal_name
from mdgrad.expressions.tree import Call, Expression, Name, Number, Product, Sum
from mdgrad.graphs.assertions import Problem
from mdgrad.graphs.drawing import Drawing, EdgeReading, NodeReading, has_derivative, numbers_in
from mdgrad.graphs.graph import Operation, operand
from mdgrad.graphs.operator_text import OperatorText
from mdgrad.labels.reading import Formula
from mdgrad.messages import Message
from mdgrad.operators import expanded, find
from mdgrad.operators.operation import is_unknown, unknown_function

if TYPE_CHECKING:
    from mdgrad.graphs.graph import Dag

__all__ = ["IDENTITY", "Assembly", "assemble"]

IDENTITY = Operation("identity", Name(operand(0)), 1)

_RESULT_WORDS = frozenset(
    ("output", "out", "result", "answer", "total", "end", "출력", "결과", "답", "정답", "出力",
     "結果", "输出", "结果")
)  # fmt: skip
"""Names that say no more than that here the result comes out."""


_TIMES = "×x*·"


@dataclass(frozen=True, slots=True)
class Assembly:
    """The DAG of a drawing, with what went wrong in it."""

    dag: Dag
    bearers: Mapping[str, Sequence[str]]
    """From a variable's name to the nodes that bear it, the one that computes it first."""
    operators: frozenset[str]
    """The nodes that compute something of their own: neither inputs nor passed-on values."""
    guessed: frozenset[str]
    """Those of them whose operands are told by nothing but an arrow."""
    problems: tuple[tuple[str, Problem], ...]
    """What is wrong with the drawing, each with the node where it is."""


@dataclass(frozen=True, slots=True)
class _Computation:
    """What one node computes: its operation, and for each operand its node and drawn edge."""

    operation: Operation | None
    operands: tuple[tuple[str, int | None], ...] = ()
    is_guessed: bool = False
    """Whether no operand that is drawn bears a name of the formula's."""
    lends: tuple[str, str] | None = None
    """A name that only the formula gives to the nameless node that feeds it, and that node."""
    between: tuple[str, tuple[tuple[str, int | None], ...]] | None = None
    """A variable that the formula names and nobody draws, and what it is computed from."""


def assemble(drawing: Drawing, forward: Sequence[EdgeReading]) -> Assembly:
    """Return the DAG that the forward edges draw.

    Operands come in the order in which their edges are written, or in which a formula names them.
    A variable that formulas name and nobody draws becomes an input of its own. The graph is
    acyclic unless the drawing is not; then a problem says so.
    """
    import networkx as nx

    dag: Dag = nx.MultiDiGraph()
    incoming: defaultdict[str, list[EdgeReading]] = defaultdict(list)
    touched: set[str] = set()
    for reading in forward:
        incoming[reading.edge.target].append(reading)
        touched |= {reading.edge.source, reading.edge.target}
    drawn = [node for node in drawing.nodes if node in touched]
    renaming = _renaming(forward)
    bearers = _bearers(drawing, forward, drawn, incoming, renaming)
    names = {name: nodes[0] for name, nodes in bearers.items()}
    computations = {node: _compute(drawing, node, incoming, names, renaming) for node in drawn}
    for name, node in filter(None, [c.lends for c in computations.values()]):
        bearers.setdefault(name, [node])
    computations |= dict(_computed_between(computations))
    for node, computation in computations.items():
        dag.add_node(node, operation=computation.operation)
        if node not in drawing.nodes:
            bearers.setdefault(node, [node])
        for source, _ in computation.operands:
            if source not in computations:
                dag.add_node(source, operation=None)
                bearers.setdefault(source, [source])
    for node, computation in computations.items():
        for index, (source, edge) in enumerate(computation.operands):
            dag.add_edge(source, node, key=index, flowchart_edge=edge)
    problems = [
        (node, problem)
        for node in drawn
        for problem in _wrong_arity(drawing, node, computations[node])
    ]
    problems += _cycle(drawing, dag)
    guessed = frozenset(node for node, c in computations.items() if c.is_guessed)
    operators = frozenset(
        node
        for node, computation in computations.items()
        if (operation := computation.operation) is not None
        and operation != IDENTITY
        and not is_unknown(operation.formula)
    )
    return Assembly(dag, bearers, operators, guessed, tuple(problems))


def _compute(
    drawing: Drawing,
    node: str,
    arriving: Mapping[str, Sequence[EdgeReading]],
    names: Mapping[str, str],
    renaming: Collection[str],
) -> _Computation:
    """Return what a node computes: by its operator, its formula, or the operator on its edge.

    A node in `renaming` is a function, if only an unknown one: it does not pass its operand on.
    """
    reading, incoming = drawing.nodes[node], arriving.get(node, ())
    operands: tuple[tuple[str, int | None], ...] = tuple(
        (r.edge.source, r.edge.index) for r in incoming
    )
    if not incoming:
        return _input(drawing, reading, names)
    if any(is_unclear_number(drawing, arrow) for arrow in incoming):
        return _Computation(unknown_function(node, len(incoming)), operands)
    if reading.equation is not None and reading.operator is not None:
        computation = _by_formula(drawing, reading.equation, incoming, names, is_equation=True)
        if computation is not None:
            return computation
    if reading.operator is not None:
        written = reading.operator.name if reading.operator.constant is None else None
        if written is not None and len(incoming) == 1:
            operands = (*operands, (names.get(written, written), None))
        weighted = _weighted(drawing, incoming)
        if weighted is not None:
            return _Computation(weighted, operands)
        operation = reading.operator.operation(len(operands))
        return _Computation(operation or unknown_function(node, len(operands)), operands)
    on_edge = incoming[0].operator if drawing.operates(incoming[0]) else None
    if len(incoming) == 1 and on_edge is not None and (operation := on_edge.operation(1)):
        return _Computation(operation, operands)
    if reading.definition is not None:
        is_equation = reading.equation is not None
        computation = _by_formula(
            drawing, reading.definition, incoming, names, is_equation=is_equation
        )
        if computation is not None:
            return computation
    source = incoming[0].edge.source
    is_sign = source in arriving and bool(drawing.nodes[source].letter)
    passes_on = is_sign or _passes_on(drawing.nodes[source], reading)
    if len(incoming) == 1 and passes_on and node not in renaming:
        return _Computation(IDENTITY, operands)
    return _Computation(unknown_function(node, len(incoming)), operands)


def _input(drawing: Drawing, reading: NodeReading, names: Mapping[str, str]) -> _Computation:
    """Return what a node is into which no arrow leads: a variable, or a formula of others.

    In `v = x = 2` the x that nobody draws is the variable's second name.
    """
    if isinstance(reading.equation, Name) and reading.equation.name not in names:
        return _Computation(None, lends=(reading.equation.name, reading.id))
    formula = reading.equation
    alone = formula and _by_formula(drawing, formula, (), names, is_equation=True)
    return alone or _Computation(None)


def is_unclear_number(drawing: Drawing, reading: EdgeReading) -> bool:
    """Return whether an arrow carries another number than the node that it leaves shows.

    It may be a weight, a slip, or something else: what the arrow does to the value is unclear,
    unless other arrows repeat the values of their nodes.
    """
    if drawing.repeats_values or drawing.numbers_are_slopes or drawing.operates(reading):
        return False
    own = numbers_in(drawing.nodes[reading.edge.source].statements)
    carried = numbers_in(reading.statements)
    return bool(own and carried) and not own & carried


def weight_of(drawing: Drawing, reading: EdgeReading) -> Fraction | None:
    """Return the weight that an arrow into a sum gives its operand: 0.7 in `-->|×0.7| Σ`.

    The local derivative of a sum is 1, so that another factor can only be a weight; unless arrows
    into other operators carry factors, too, which then are local derivatives all over the drawing.
    """
    written = reading.operator
    if written is None or written.constant in {None, 1} or not drawing.has_weights:
        return None
    is_sum = _is_sum(drawing.nodes[reading.edge.target].operator)
    return written.constant if is_sum and written.spelling in _TIMES else None


def _is_sum(operator: OperatorText | None) -> bool:
    operation = operator.operation(2) if operator is not None else None
    return operation is not None and operation.operator in {"add", "sum"}


def _weighted(drawing: Drawing, incoming: Sequence[EdgeReading]) -> Operation | None:
    """Return a sum of operands times the weights on their arrows, None if there are no weights."""
    weights = [weight_of(drawing, reading) for reading in incoming]
    if not any(weights):
        return None
    terms: list[Expression] = [
        Name(operand(i)) if weight is None else Product((Number(weight), Name(operand(i))))
        for i, weight in enumerate(weights)
    ]
    formula = terms[0] if len(terms) == 1 else Sum(tuple(terms))
    return Operation(None, formula, len(terms))


def _passes_on(source: NodeReading, target: NodeReading) -> bool:
    """Return whether a node shows what its only source computes, rather than something new.

    `((×)) --> L[loss]` names the product; `a["a = sigmoid(z)"] --> L[loss]` is another value,
    computed by something that is not drawn.
    """
    if target.name is None or source.name in {None, target.name}:
        return True
    words = target.statements[0].sides[0].text.casefold().split()
    return bool(words) and words[0] in _RESULT_WORDS


def _renaming(forward: Sequence[EdgeReading]) -> frozenset[str]:
    """Return the nodes into which one name goes, and out of which another one comes."""
    arriving: defaultdict[str, set[str]] = defaultdict(set)
    leaving: defaultdict[str, set[str]] = defaultdict(set)
    for reading in forward:
        arriving[reading.edge.target].update(_carried_names(reading))
        leaving[reading.edge.source].update(_carried_names(reading))
    return frozenset(
        node
        for node, names in arriving.items()
        if names and leaving[node] and not names & leaving[node]
    )


def _carried_names(reading: EdgeReading) -> Iterator[str]:
    """Yield the names of the value that an arrow carries."""
    for statement in reading.statements:
        content = statement.sides[0].content
        if isinstance(content, Formula) and isinstance(content.readings[0], Name):
            yield content.readings[0].name


def _by_formula(
    drawing: Drawing,
    formula: Expression,
    incoming: Sequence[EdgeReading],
    names: Mapping[str, str],
    *,
    is_equation: bool,
) -> _Computation | None:
    """Return the computation that a formula states, None if it does not use an operand drawn.

    There is none of a derivative either (`w − η ∂L/∂w`): it is a gradient, which no arrow carries.
    A variable is the node of that name; one that nobody draws is an input of its own. In an
    equation it may also be what the arrow from a nameless node carries, or, behind a node with
    another name, something computed between the two.
    """
    if has_derivative(formula):
        return None
    edge_of = {reading.edge.source: reading.edge.index for reading in incoming}
    formula, written_out = _with_operands(formula, drawing, edge_of)
    names = {**names, **written_out}
    used = names_in_order(formula)
    node_of = {name: names.get(name, name) for name in used}
    unnamed = [source for source in edge_of if source not in node_of.values()]
    free = [name for name in used if name not in names]
    between = lends = None
    one_each = len(free) == len(unnamed) == 1 and free[0] not in drawing.nodes
    if unnamed and one_each and is_equation:
        if drawing.nodes[unnamed[0]].name is None and unnamed[0] not in names.values():
            node_of[free[0]] = unnamed[0]
            lends = free[0], unnamed[0]
        else:
            between = (free[0], tuple((source, edge_of[source]) for source in unnamed))
    elif unnamed:
        return None
    placed = {name: Name(operand(index)) for index, name in enumerate(used)}
    over_operands = substitute(formula, placed)
    plain = expanded(over_operands, of_arrays=drawing.tells_shapes)
    operation = Operation(_called(over_operands, len(used)), plain, len(used))
    operation = IDENTITY if plain == IDENTITY.formula else operation
    operands = tuple((node_of[name], edge_of.get(node_of[name])) for name in used)
    named = any(node_of[name] in edge_of for name in used if name in names)
    return _Computation(operation, operands, bool(unnamed) and not named, lends, between)


def _called(formula: Expression, arity: int) -> str | None:
    """Return the operator that a formula does nothing but call, None if it is something else.

    A product of matrices is none: written out, its factors have an order.
    """
    operands = tuple(Name(operand(index)) for index in range(arity))
    if not isinstance(formula, Call) or formula.arguments != operands or formula.order:
        return None
    operator = find(formula.function, arity)
    is_product = formula.function in {"matmul", "dot"}
    return None if operator is None or is_product else operator.name


def _with_operands(
    formula: Expression, drawing: Drawing, sources: Iterable[str]
) -> tuple[Expression, dict[str, str]]:
    """Return a formula with the operands that it writes out by names, and the node of each name.

    Behind x1*w1 and x2*w2, x1*w1 + x2*w2 is the sum of the two.
    """
    written = {
        drawing.nodes[source].definition: f"what {source} computes"
        for source in sources
        if not isinstance(drawing.nodes[source].definition, Name | None)
    }

    def named(part: Expression, parts: Sequence[Expression]) -> Expression:
        return Name(written[part]) if part in written else rebuilt(part, parts)

    if formula in written or not written:
        return formula, {}
    return fold(formula, named), {
        written[definition]: source
        for source in sources
        if (definition := drawing.nodes[source].definition) in written
    }


def _computed_between(
    computations: Mapping[str, _Computation],
) -> Iterator[tuple[str, _Computation]]:
    """Yield the variables that formulas name, nobody draws, and other nodes feed."""
    for computation in computations.values():
        if computation.between is not None:
            name, operands = computation.between
            yield name, _Computation(unknown_function(name, len(operands)), operands)


def _is_letter(reading: NodeReading, name: str) -> bool:
    """Return whether the name that was read is the letter of an operator: x, σ."""
    return reading.operator is not None and normal_name(reading.operator.spelling) == name


def _wrong_arity(drawing: Drawing, node: str, computation: _Computation) -> Iterator[Problem]:
    """Yield a problem if a sign has operands it cannot take; a word may be no operator at all."""
    operation, operator = computation.operation, drawing.nodes[node].operator
    if operator is None or operation is None or not is_unknown(operation.formula):
        return
    count = len(computation.operands)
    if not operator.is_glyph or operator.operation(count) is not None:
        return
    shown = drawing.flowchart.nodes[node]
    message = Message.counted(
        count,
        "“{operator}” has {number} operand, which it cannot take",
        "“{operator}” has {number} operands, which it cannot take",
        operator=shown.text,
    )
    yield Problem("MG401", message, shown.label.span if shown.label else shown.span)


def _cycle(drawing: Drawing, dag: Dag) -> Iterator[tuple[str, Problem]]:
    import networkx as nx

    if nx.is_directed_acyclic_graph(dag):
        return
    cycle = [source for source, *_ in nx.find_cycle(dag)]
    path = " → ".join([*cycle, cycle[0]])
    shown = [drawing.flowchart.nodes[node] for node in cycle if node in drawing.flowchart.nodes]
    problem = Problem(
        "MG402", Message("the forward edges run in a circle: {path}", path=path), shown[0].span
    )
    yield cycle[0], problem


def _all_names(reading: NodeReading) -> tuple[str, ...]:
    return reading.other_names if reading.name is None else (reading.name, *reading.other_names)


def _bearers(
    drawing: Drawing,
    forward: Sequence[EdgeReading],
    drawn: Sequence[str],
    incoming: Mapping[str, Sequence[EdgeReading]],
    renaming: Collection[str],
) -> dict[str, list[str]]:
    """Return which nodes bear each name: what a node is called, then what its edges carry.

    Inputs come first, so that a derived value which bears an input's name by mistake is seen; the
    name of a function comes after that of its value.
    """
    carried = [
        (name, reading.edge.source) for reading in forward for name in _carried_names(reading)
    ]
    called = [
        (name, node)
        for node in drawn
        for name in _all_names(drawing.nodes[node])
        if not (_is_letter(drawing.nodes[node], name) and incoming.get(node))
    ]
    bearers: dict[str, list[str]] = {}
    functions = {(drawing.nodes[node].name, node) for node in renaming}

    def rank(named: tuple[str, str]) -> tuple[bool, bool]:
        return bool(incoming.get(named[1])), named in functions

    for name, node in sorted([*called, *carried], key=rank):
        bearers.setdefault(name, []).append(node)
    for name in sorted(drawing.mentioned):
        # Where a label speaks of a node that shows no variable, it means its id.
        if name not in bearers and name in drawn and not is_symbol(drawing.nodes[name].name or ""):
            bearers[name] = [name]
    return bearers
