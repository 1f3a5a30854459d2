"""The setting of a gradient: the part of a graph that it depends on, and what names mean in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from mdgrad.expressions.fold import postorder
from mdgrad.expressions.tree import Derivative, Expression, Name
from mdgrad.graphs.graph import Dag, EdgeKey, operations
from mdgrad.messages import Message
from mdgrad.tensors.algebra import Unclear
from mdgrad.tensors.dimensions import Dimension, Shape
from mdgrad.tensors.inference import Shapes, infer_shapes
from mdgrad.tensors.shape_rules import Candidate
from mdgrad.tensors.values import Orientation

__all__ = [
    "MatrixContext", "Setting", "local_setting", "name_of", "operands_of", "orientations",
    "predicted_and_target", "read_otherwise", "source_of", "whole_setting",
]  # fmt: skip

_PRODUCTS = frozenset({"dot", "matmul", "affine", "multiply"})
_LOSSES = frozenset({"cross_entropy", "squared_error", "half_squared_error"})
MOST_NODES = 60
"""A larger graph is judged operator by operator only."""


Target: TypeAlias = EdgeKey | str
"""What a gradient is of: of a value along one edge, or of a node's value in all."""


@dataclass(frozen=True, slots=True)
class MatrixContext:
    """A graph of matrices, and what its labels can speak of."""

    dag: Dag
    names: Mapping[str, str]
    """From a value's name to its node."""
    shapes: Shapes
    upstream: Expression | None = None
    """What the drawing calls the output's own gradient (`E`, `∂L/∂Y`), None where it is 1."""
    names_of: Mapping[str, Sequence[str]] = field(init=False)
    """From a node to its names."""

    def __post_init__(self) -> None:
        names_of: dict[str, list[str]] = {}
        for name, node in self.names.items():
            names_of.setdefault(node, []).append(name)
        object.__setattr__(self, "names_of", names_of)


@dataclass(frozen=True, slots=True)
class Setting:
    """A graph whose values and gradients a label may speak of."""

    dag: Dag
    names: Mapping[str, str]
    shapes: Shapes
    output: str
    """The node whose gradient everything else's is derived from."""
    upstream: Expression | None = None
    """What the label calls the output's own gradient, beside ∂…/∂output."""
    unknown_totals: frozenset[str] = frozenset()
    """The values that other operators use as well, whose gradients in all are not seen here."""
    output_is_one: bool = False
    """Whether the output is what is differentiated, so that its own gradient is 1."""

    def shape(self, node: str) -> Shape:
        """Return the shape of a node. Raises `Unclear` if it does not follow."""
        shape = self.shapes.certain(node) if node in self.shapes.of else None
        if shape is None:
            raise Unclear(
                self.shapes.doubts.get(node, Message("the shape of {node} is not known", node=node))
            )
        return shape

    def reading(self, node: str) -> Candidate:
        """Return how a node's operands are read. Raises `Unclear` if that does not follow."""
        shape = self.shape(node)
        return replace(self.shapes.readings[node], shape=shape)

    def length(self, name: str) -> Dimension | None:
        """Return the dimension that a label calls by its name (the N of 1/N), if there is one."""
        known = any(name in shape for shape in self.shapes.of.values())
        dimension = self.shapes.dimensions.find(name)
        return dimension if known or dimension != name else None

    @property
    def variants(self) -> tuple[int, ...]:
        """How its losses may be read: a sum, or a mean as well where their names do not say."""
        operators = {operation.operator for _, operation in operations(self.dag) if operation}
        return (0, 1) if operators & _LOSSES else (0,)

    @property
    def has_vectors(self) -> bool:
        """Whether any value has one axis."""
        return any(len(shape) == 1 for shape in self.shapes.of.values())

    @property
    def single_rows(self) -> bool:
        """Whether a matrix, not a vector, has an axis of one element."""
        return any(len(shape) == 2 and 1 in shape for shape in self.shapes.of.values())

    def distributions(self) -> Iterator[str]:
        """Yield the inputs whose rows sum to one: the targets of cross entropies."""
        for node in self.dag:
            operation = self.dag.nodes[node]["operation"]
            if operation is not None and operation.operator == "cross_entropy":
                for source in operands_of(self.dag, node)[1:]:
                    if self.dag.nodes[source]["operation"] is None:
                        yield source


def are_independent(nodes: Sequence[str], dag: Dag) -> bool:
    """Return whether values have no input in common, as far as a short look can tell."""
    own = [node for node in nodes if dag.in_degree(node) == 0 and dag.out_degree(node) == 1]
    if len(own) >= len(nodes) - 1 and len(set(nodes)) == len(nodes):
        return True
    owner: dict[str, int] = {}
    for index, node in enumerate(nodes):
        pending = [node]
        while pending:
            current = pending.pop()
            if owner.setdefault(current, index) != index or len(owner) > 4 * MOST_NODES:
                return False
            pending += (one for one in dag.predecessors(current) if one not in owner)
            if any(owner.get(one, index) != index for one in dag.predecessors(current)):
                return False
    return True


def predicted_and_target(source: str, node: str, dag: Dag) -> tuple[str, str] | None:
    """Return y and t, where y = softmax(source) leads to nothing but a cross entropy with t."""
    edges = list(dag.out_edges(node, keys=True))
    if dag.nodes[node]["operation"].operator != "softmax" or len(edges) != 1:
        return None
    (_, loss, index) = edges[0]
    operation = dag.nodes[loss]["operation"]
    if operation.operator != "cross_entropy" or index != 0 or operation.arity != 2:
        return None
    predicted, target = operands_of(dag, loss)
    return (predicted, target) if dag.nodes[target]["operation"] is None else None


def operands_of(dag: Dag, node: str) -> list[str]:
    """Return the operands of a node in their order."""
    return [
        source for source, _, _ in sorted(dag.in_edges(node, keys=True), key=lambda edge: edge[2])
    ]


def local_setting(edge: EdgeKey, context: MatrixContext, given: Sequence[Shape]) -> Setting:
    """Return one operator alone, its operands as inputs of the shapes given.

    Its own gradient is whatever comes from above; it goes by the names of the values that only
    pass it on, too.
    """
    import networkx as nx

    _, node, _ = edge
    dag = context.dag
    alone: Dag = nx.MultiDiGraph()
    operands = operands_of(dag, node)
    alone.add_nodes_from(operands, operation=None)
    alone.add_node(node, operation=dag.nodes[node]["operation"])
    for index, source in enumerate(operands):
        alone.add_edge(source, node, key=index, flowchart_edge=None)
    names = {name: source for source in operands for name in context.names_of.get(source, ())}
    for same in _passed_on(node, dag):
        names |= dict.fromkeys(context.names_of.get(same, ()), node)
    claimed = {source: (shape,) for source, shape in zip(operands, given, strict=True)}
    shared = frozenset(
        source for source in operands if dag.out_degree(source) > alone.out_degree(source)
    )
    return Setting(alone, names, infer_shapes(alone, claimed), node, unknown_totals=shared)


def source_of(target: Target) -> str:
    """Return the node whose value a gradient belongs to."""
    return target if isinstance(target, str) else target[0]


def read_otherwise(setting: Setting) -> Iterator[Setting]:
    """Yield the setting with its output's operands read in each other way that fits."""
    shapes = setting.shapes
    for other in shapes.others.get(setting.output, ()):
        readings = {**shapes.readings, setting.output: other}
        yield replace(setting, shapes=replace(shapes, readings=readings))


def _passed_on(node: str, dag: Dag) -> list[str]:
    """Return the node and those that carry nothing but its value onward."""
    same = [node]
    while len(same) < MOST_NODES and dag.out_degree(node) == 1:
        (node,) = dag.successors(node)
        operation = dag.nodes[node]["operation"]
        if operation is None or operation.operator != "identity":
            break
        same.append(node)
    return same


def whole_setting(label: Expression, context: MatrixContext) -> Setting:
    """Return all of a graph of modest size. Raises `Unclear` if it has several outputs."""
    dag, names, upstream = context.dag, context.names, context.upstream
    if len(dag) > MOST_NODES:
        raise Unclear(Message("the drawing is too large to be judged as a whole"))
    sinks = [node for node in dag if dag.out_degree(node) == 0 and dag.in_degree(node)]
    if len(sinks) != 1:
        raise Unclear(Message("the drawing has several outputs"))
    (output,) = sinks
    tops = {part.of for part, _ in postorder(label) if isinstance(part, Derivative)}
    own = {name for name, node in names.items() if node == output}
    is_number = context.shapes.of.get(output) == ()
    mentions = any(part == upstream for part, _ in postorder(label)) if upstream else False
    one = is_number and tops <= own and not mentions
    if any(top in names and names[top] != output for top in tops):
        raise Unclear(Message("a derivative of one matrix by another has no one form"))
    return Setting(dag, names, context.shapes, output, upstream, output_is_one=one)


def orientations(setting: Setting) -> tuple[Orientation, ...]:
    """Return how the products drawn read vectors: as rows, as columns, or either where none says.

    Raises `Unclear` if vectors stand on both sides of matrices.
    """
    found: set[Orientation] = set()
    for node, reading in setting.shapes.readings.items():
        operator = setting.dag.nodes[node]["operation"].operator
        axes = [len(setting.shapes.of[source]) for source in operands_of(setting.dag, node)]
        if operator is None:
            continue
        if reading.reading == "elementwise":
            if {1, 2} <= set(axes):
                found.add("row")
        elif operator in _PRODUCTS and sorted(axes[:2]) == [1, 2]:
            left = axes[1 if reading.reading == "swapped" else 0]
            found.add("row" if left == 1 else "column")
        elif operator == "affine" and axes == [2, 2, 1]:
            rows, bias = setting.shape(node)[0], setting.shape(operands_of(setting.dag, node)[2])[0]
            is_column = reading.reading == "swapped" and rows == bias
            found.add("column" if is_column else "row")
    if len(found) > 1:
        raise Unclear(Message("vectors stand on both sides of matrices"))
    if found or not setting.has_vectors:
        return tuple(found) or ("row",)
    return ("row", "column")


def name_of(setting: Setting, part: Name | Derivative) -> str | None:
    """Return the node that a name or the lower part of a derivative speaks of.

    Raises `Unclear` for the gradient of a value that operators beyond the setting use, too.
    """
    node = setting.names.get(part.name if isinstance(part, Name) else part.by)
    if isinstance(part, Derivative) and node in setting.unknown_totals:
        raise Unclear(Message("{name} is used elsewhere, too", name=part.by))
    return node
