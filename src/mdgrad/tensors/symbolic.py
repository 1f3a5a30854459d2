"""Values and gradients of a graph of matrices as normal forms, for all sizes and all elements."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mdgrad.expressions.tree import Derivative, Expression, Name
from mdgrad.graphs.graph import EdgeKey
from mdgrad.messages import Message
from mdgrad.tensors.algebra import Unclear
from mdgrad.tensors.differential import gradient_of, substituted
from mdgrad.tensors.forms import Form, Forms, generator
from mdgrad.tensors.meaning import meanings
from mdgrad.tensors.setting import Setting, Target, name_of, operands_of, predicted_and_target
from mdgrad.tensors.values import Applying, Orientation, dimensions_of, value_of

__all__ = ["UPSTREAM", "SymbolicView", "local_gradient"]

UPSTREAM = "#upstream"
_ALGEBRA = Forms()


def local_gradient(
    node: str, index: int, setting: Setting, orientation: Orientation, variant: int
) -> Form:
    """Return the gradient along one edge, over the operands `#0`, `#1`, … and the upstream."""
    operands = _placeholders(node, setting, orientation)
    value = _value(node, operands, setting, orientation, variant)
    upstream = generator(UPSTREAM, value.rows, value.columns)
    return gradient_of(value, operands[index], f"#{index}", upstream)


def _placeholders(node: str, setting: Setting, orientation: Orientation) -> list[Form]:
    return [
        generator(f"#{index}", *dimensions_of(setting.shape(source), orientation))
        for index, source in enumerate(operands_of(setting.dag, node))
    ]


def _value(
    node: str,
    operands: Sequence[Form],
    setting: Setting,
    orientation: Orientation,
    variant: int,
) -> Form:
    shapes = [setting.shape(source) for source in operands_of(setting.dag, node)]
    operation, reading = setting.dag.nodes[node]["operation"], setting.reading(node)
    values = value_of(Applying(_ALGEBRA, operation, operands, shapes, reading, orientation))
    return values[min(variant, len(values) - 1)]


class SymbolicView:
    """The values and gradients of a setting, worked out as they are asked for."""

    def __init__(self, setting: Setting, orientation: Orientation, variant: int) -> None:
        """Make a view in which vectors are rows or columns, and losses sums or means."""
        self._setting = setting
        self._orientation: Orientation = orientation
        self._variant = variant
        self._values: dict[str, Form] = {}
        self._totals: dict[str, Form] = {}
        self._along: dict[EdgeKey, Form] = {}
        self._meanings: dict[tuple[Expression, bool], tuple[Form, ...]] = {}

    def leaf(self, part: Name | Derivative) -> tuple[Form, ...]:
        """Return what a name or a derivative means. Raises `Unclear` if it is not known."""
        setting = self._setting
        if part == setting.upstream:
            return (self._upstream(),)
        node = name_of(setting, part)
        if node is not None:
            return (self.value(node) if isinstance(part, Name) else self.total(node),)
        if isinstance(part, Name) and (length := setting.length(part.name)) is not None:
            return (_ALGEBRA.size(length),)
        raise Unclear(
            Message(
                "{name} is not known here", name=part.name if isinstance(part, Name) else part.by
            )
        )

    def meanings(self, label: Expression, *, turned: bool = False) -> tuple[Form, ...]:
        """Return every reading of a label. Raises `Unclear` for what is not known.

        With `turned`, its vectors are columns where the drawing's are rows, and the other way.
        """
        if (label, turned) not in self._meanings:
            leaf = self._turned_leaf if turned else self.leaf
            single_rows = self._setting.single_rows
            found = meanings(label, leaf, _ALGEBRA, single_rows=single_rows)
            self._meanings[label, turned] = found
        return self._meanings[label, turned]

    def _turned_leaf(self, part: Name | Derivative) -> tuple[Form, ...]:
        is_output = part == self._setting.upstream
        node = self._setting.output if is_output else name_of(self._setting, part)
        is_vector = node is not None and len(self._setting.shape(node)) == 1
        return tuple(one.transposed() if is_vector else one for one in self.leaf(part))

    def value(self, node: str) -> Form:
        """Return the value of a node, in terms of the inputs."""
        import networkx as nx

        if not self._values:
            for one in nx.topological_sort(self._setting.dag):
                self._fill(one)
        if node not in self._values:
            raise Unclear(
                self._setting.shapes.doubts.get(
                    node, Message("{name} is not known here", name=node)
                )
            )
        return self._values[node]

    def _fill(self, node: str) -> None:
        setting = self._setting
        try:
            if setting.dag.nodes[node]["operation"] is None:
                own = dimensions_of(setting.shape(node), self._orientation)
                self._values[node] = generator(node, *own)
                return
            operands = [self._values[source] for source in operands_of(setting.dag, node)]
            value = _value(node, operands, setting, self._orientation, self._variant)
        except (Unclear, KeyError):
            return
        self._values[node] = value

    def gradient(self, target: Target) -> Form:
        """Return the gradient along an edge, or that of a node in all."""
        return self.total(target) if isinstance(target, str) else self.along(target)

    def along(self, edge: EdgeKey) -> Form:
        """Return the gradient along an edge."""
        if edge not in self._along:
            self._along[edge] = self._gradient_along(edge)
        return self._along[edge]

    def _gradient_along(self, edge: EdgeKey) -> Form:
        source, node, index = edge
        fused = self._through_cross_entropy(source, node)
        if fused is not None:
            return fused
        local = local_gradient(node, index, self._setting, self._orientation, self._variant)
        replacements = {
            f"#{position}": self.value(operand)
            for position, operand in enumerate(operands_of(self._setting.dag, node))
        }
        return substituted(local, {**replacements, UPSTREAM: self.total(node)})

    def total(self, node: str) -> Form:
        """Return the gradient of a node: the sum over its edges, from the output down."""
        import networkx as nx

        if node in self._totals:
            return self._totals[node]
        dag = self._setting.dag
        below = nx.descendants(dag, node) | {node}
        for one in reversed(list(nx.topological_sort(dag))):
            if one not in below or one in self._totals:
                continue
            shares = [self._upstream()] if one == self._setting.output else []
            shares += [self.along(edge) for edge in dag.out_edges(one, keys=True)]
            if not shares:
                raise Unclear(Message("no gradient reaches {name}", name=one))
            self._totals[one] = _ALGEBRA.add(shares)
        return self._totals[node]

    def _upstream(self) -> Form:
        if self._setting.output_is_one:
            return _ALGEBRA.number(Fraction(1))
        own = dimensions_of(self._setting.shape(self._setting.output), self._orientation)
        return generator(UPSTREAM, *own)

    def _through_cross_entropy(self, source: str, node: str) -> Form | None:
        """Return y − t, where a softmax y leads to nothing but a cross entropy with targets t.

        The targets of one sample sum to one, which no normal form knows.
        """
        dag = self._setting.dag
        found = predicted_and_target(source, node, dag)
        if found is None:
            return None
        predicted, target = found
        (loss,) = dag.successors(node)
        shape = self._setting.shape(predicted)
        if self._setting.shape(target) != shape:
            return None
        minus = _ALGEBRA.times(_ALGEBRA.number(Fraction(-1)), self.value(target))
        difference = _ALGEBRA.add((self.value(predicted), minus))
        if len(shape) == 2 and self._variant:
            inverse = _ALGEBRA.apply("reciprocal", 0, _ALGEBRA.size(shape[0]))
            difference = _ALGEBRA.matmul(inverse, difference)
        return _ALGEBRA.matmul(self.total(loss), difference)
