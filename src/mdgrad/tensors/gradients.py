"""Deciding gradients of matrices: whether a label such as `∂L/∂Y · Wᵀ` is right, for all sizes.

A label is verified if its normal form and that of the gradient are the same, or, in the very sizes
drawn, if both are the same function of the elements. It is wrong if every reading differs from the
gradient at some point. Matrices never commute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mdgrad.expressions.fold import postorder
from mdgrad.expressions.tree import Call, Derivative, Expression, Name, Number, Product, Sum
from mdgrad.graphs.graph import Dag, EdgeKey
from mdgrad.messages import Message
from mdgrad.report import Certainty, Verdict
from mdgrad.tensors.algebra import IllShaped, Unclear, scalar
from mdgrad.tensors.dimensions import Shape
from mdgrad.tensors.elementwise import exact_sizes, proves, refutes
from mdgrad.tensors.forms import Form, Forms, surely_nonzero
from mdgrad.tensors.hypotheses import hypotheses
from mdgrad.tensors.right import as_expression
from mdgrad.tensors.setting import (
    MatrixContext,
    Setting,
    Target,
    are_independent,
    local_setting,
    operands_of,
    orientations,
    predicted_and_target,
    read_otherwise,
    source_of,
    whole_setting,
)
from mdgrad.tensors.symbolic import UPSTREAM, SymbolicView, local_gradient
from mdgrad.tensors.values import Orientation, is_elementwise

__all__ = ["MatrixDecision", "decide_matrix_gradient", "decide_matrix_total", "right_gradient"]

_IF_COLUMNS = Message("it is right only if vectors are columns, which are rows here")
_IF_ROWS = Message("it is right only if vectors are rows, which are columns here")
_LONGEST = 10
"""A right formula with more parts than this is not offered."""


@dataclass(frozen=True, slots=True)
class MatrixDecision:
    """Whether a label states the gradient along an edge."""

    verdict: Verdict
    certainty: Certainty | None = None
    reason: Message | None = None
    right: Expression | None = None
    """The right gradient, where the label is not it and the drawing has names for its parts."""


def decide_matrix_gradient(
    label: Expression, edge: EdgeKey, context: MatrixContext
) -> MatrixDecision:
    """Return whether `label` is the gradient along `edge`, of the value that its source computes.

    `∂L/∂Y` in the label is the total gradient of the node named Y. Where shapes are not known, the
    label must be right in whatever shapes the order of the operands admits.
    """
    shapes, node = context.shapes, edge[1]
    operands = operands_of(context.dag, node)
    if node in {misfit.node for misfit in shapes.misfits}:
        return MatrixDecision("undecided", reason=shapes.doubts[node])
    known = [shapes.certain(one) if one in shapes.of else None for one in operands]
    given = [shape for shape in known if shape is not None]
    if len(given) < len(known):
        return _without_shapes(label, edge, context, known)
    decision = _with_shapes(label, edge, context, given)
    if decision.verdict == "verified":
        return decision
    right = right_gradient(edge, context, given, _top(label, context.upstream))
    return MatrixDecision(decision.verdict, reason=decision.reason, right=right)


def decide_matrix_total(label: Expression, node: str, context: MatrixContext) -> MatrixDecision:
    """Return whether `label` is the gradient of a node's value in all: the sum over its edges."""
    edges = list(context.dag.out_edges(node, keys=True))
    if len(edges) == 1:
        return decide_matrix_gradient(label, edges[0], context)
    try:
        return _decide(label, node, whole_setting(label, context))
    except Unclear as unclear:
        return MatrixDecision("undecided", reason=unclear.message)


def _with_shapes(
    label: Expression, edge: EdgeKey, context: MatrixContext, given: Sequence[Shape]
) -> MatrixDecision:
    """Return the decision on one operator alone, where that settles it, else on the whole graph."""
    alone = _decided(label, edge, local_setting(edge, context, given))
    if alone.verdict == "verified":
        return alone
    for setting in read_otherwise(local_setting(edge, context, given)):
        if _decided(label, edge, setting).verdict == "verified":
            reason = Message(
                "it is right only if the factors of the product are read in another way"
            )
            return MatrixDecision("undecided", reason=reason)
    # Operands that have nothing in common may be anything, so that nothing else can save the label.
    mentions = any(isinstance(part, Derivative) for part, _ in postorder(label))
    operands = operands_of(context.dag, edge[1])
    if alone.verdict == "wrong" and mentions and are_independent(operands, context.dag):
        return alone
    try:
        return _decide(label, edge, whole_setting(label, context))
    except Unclear as unclear:
        return MatrixDecision("undecided", reason=unclear.message)


def _decided(label: Expression, target: Target, setting: Setting) -> MatrixDecision:
    """Return the decision in a setting, undecided with the reason where it is unclear."""
    try:
        return _decide(label, target, setting)
    except Unclear as unclear:
        return MatrixDecision("undecided", reason=unclear.message)


def right_gradient(
    edge: EdgeKey, context: MatrixContext, given: Sequence[Shape], top: str = "L"
) -> Expression | None:
    """Return the gradient along an edge as people write it: `∂L/∂Y · Wᵀ`.

    `given` are the shapes of the operands, `top` is what is differentiated. None where a part of it
    has no name in the drawing, or the formula would be long.
    """
    dag = context.dag
    fused = predicted_and_target(edge[0], edge[1], dag)
    if fused is not None:
        predicted, target = (_name_of(node, context) for node in fused)
        if predicted is None or target is None or len(given[0]) != 1:
            return None
        return Sum((predicted, Product((Number(Fraction(-1)), target))))
    setting = local_setting(edge, context, given)
    named: dict[str, Expression] = {}
    for name, node in setting.names.items():
        if node == setting.output:
            named.setdefault(UPSTREAM, Derivative(top, name))
        for index, source in enumerate(operands_of(dag, edge[1])):
            if node == source:
                named.setdefault(f"#{index}", Name(name))
    try:
        for orientation in orientations(setting):
            form = local_gradient(edge[1], edge[2], setting, orientation, 0)
            for written in (as_expression(form, named), _by_function(edge, dag, named)):
                if written is None or len(postorder(written)) > _LONGEST:
                    continue
                if _decide(written, edge, setting).verdict == "verified":
                    return written
    except (Unclear, IllShaped):
        return None
    return None


def _by_function(edge: EdgeKey, dag: Dag, named: Mapping[str, Expression]) -> Expression | None:
    """Return the gradient through a function of every element: `∂L/∂A ⊙ f'(Z)`."""
    operation = dag.nodes[edge[1]]["operation"]
    if operation.arity != 1 or operation.operator is None or not {"#0", UPSTREAM} <= named.keys():
        return None
    if not is_elementwise(operation.operator):
        return None
    return Product((named[UPSTREAM], Call(operation.operator, (named["#0"],), 1)))


def _name_of(node: str, context: MatrixContext) -> Name | None:
    return next((Name(name) for name in context.names_of.get(node, ())), None)


def _top(label: Expression, upstream: Expression | None) -> str:
    """Return what the author differentiates: the L of `∂L/∂Y`."""
    derivatives = [part for part, _ in postorder(label) if isinstance(part, Derivative)]
    if isinstance(upstream, Derivative):
        derivatives.append(upstream)
    return derivatives[0].of if derivatives else "L"


def _decide(label: Expression, target: Target, setting: Setting) -> MatrixDecision:
    """Return the decision in a setting where all shapes are known."""
    possible = [one for one in orientations(setting) if _fits(target, setting, one)]
    if not possible:
        raise Unclear(Message("the dimensions do not fit together"))
    views = {
        (orientation, variant): SymbolicView(setting, orientation, variant)
        for orientation in possible
        for variant in setting.variants
    }
    proved = {key for key, view in views.items() if _is_proved(label, target, view)}
    refuted: set[tuple[Orientation, int]] = set()
    if not proved and not any(_has_shape(label, target, view) for view in views.values()):
        refuted |= set(views)
    free = not any(setting.distributions())
    for key in views.keys() - proved - refuted:
        differs = free and _surely_differs(label, target, views[key])
        if differs or refutes(label, target, setting, key):
            refuted.add(key)
        elif exact_sizes(setting) and proves(label, target, setting, key):
            proved.add(key)
    if any(proved >= {(one, variant) for variant in setting.variants} for one in possible):
        return MatrixDecision("verified", "symbolic")
    if proved:
        reason = Message("whether the loss is a sum or a mean is not said")
        return MatrixDecision("undecided", reason=reason)
    turned = _is_right_turned(label, target, setting, views)
    if turned is not None:
        return MatrixDecision("undecided", reason=turned)
    if len(refuted) == len(views):
        return MatrixDecision("wrong", reason=_why(label, target, views[possible[0], 0]))
    return MatrixDecision("undecided", reason=Message("it could be neither proved nor refuted"))


def _fits(target: Target, setting: Setting, orientation: Orientation) -> bool:
    """Return whether vectors can be read so at all."""
    try:
        SymbolicView(setting, orientation, 0).gradient(target)
    except IllShaped:
        return False
    return True


def _is_proved(label: Expression, target: Target, view: SymbolicView) -> bool:
    """Return whether a reading of the label has the normal form of the gradient."""
    truth = view.gradient(target)
    return any(_same(meant, truth) for meant in view.meanings(label))


def _surely_differs(label: Expression, target: Target, view: SymbolicView) -> bool:
    """Return whether every reading differs from the gradient by its mere normal form."""
    truth = view.gradient(target)
    minus = Forms().times(Forms().number(Fraction(-1)), truth)
    shaped = (_filling(meant, truth) for meant in view.meanings(label))
    return all(
        surely_nonzero(Forms().add((meant, minus)))
        for meant in shaped
        if (meant.rows, meant.columns) == (truth.rows, truth.columns)
    )


def _same(meant: Form, truth: Form) -> bool:
    """Return whether two forms are equal; a number stands for a matrix full of it."""
    return _filling(meant, truth) == truth


def _filling(meant: Form, truth: Form) -> Form:
    """Return a number as a matrix full of it, as large as the truth; any other matrix as it is."""
    if not scalar(meant):
        return meant
    return Forms().add((meant, Form(truth.rows, truth.columns, frozenset())))


def _has_shape(label: Expression, target: Target, view: SymbolicView) -> bool:
    """Return whether a reading of the label has the shape of the gradient."""
    truth = view.gradient(target)
    return any(
        scalar(meant) or (meant.rows, meant.columns) == (truth.rows, truth.columns)
        for meant in view.meanings(label)
    )


def _is_right_turned(
    label: Expression,
    target: Target,
    setting: Setting,
    views: Mapping[tuple[Orientation, int], SymbolicView],
) -> Message | None:
    """Return why a label is right only to readers who write vectors the other way, or None."""
    if not setting.has_vectors:
        return None
    is_vector = len(setting.shape(source_of(target))) == 1
    for (orientation, _), view in views.items():
        truth = view.gradient(target)
        turned = truth.transposed() if is_vector else truth
        if is_vector and turned in view.meanings(label):
            return Message("it is right but for being transposed")
        if turned in view.meanings(label, turned=True):
            return _IF_COLUMNS if orientation == "row" else _IF_ROWS
    return None


def _why(label: Expression, target: Target, view: SymbolicView) -> Message | None:
    """Return the slip, if it is plain: factors that cannot be multiplied, a sum left out."""
    truth, found = view.gradient(target), view.meanings(label)
    if not found:
        return Message("the dimensions of its factors do not fit together")
    shaped = [one for one in found if (one.rows, one.columns) == (truth.rows, truth.columns)]
    if any(Forms().times(Forms().number(Fraction(-1)), one) == truth for one in shaped):
        return Message("the sign is wrong")
    if any(one.rows != truth.rows and Forms().total(one, 0) == truth for one in found):
        return Message("it must be summed over the batch")
    if any(one == truth.transposed() for one in found):
        return Message("it is transposed")
    if not shaped and not any(scalar(one) for one in found):
        return Message("it does not have the shape of its value")
    return None


def _without_shapes(
    label: Expression, edge: EdgeKey, context: MatrixContext, known: Sequence[Shape | None]
) -> MatrixDecision:
    """Return the decision where shapes are left out: it must not depend on them."""
    operation = context.dag.nodes[edge[1]]["operation"]
    if operation.operator is None:
        return MatrixDecision("undecided", reason=Message("the shapes are not drawn"))
    drawn, otherwise = (
        [
            _decided(label, edge, setting).verdict
            for shapes in hypotheses(operation.operator, known, drawn=as_drawn)
            for setting in _supposed(edge, context, shapes)
        ]
        for as_drawn in (True, False)
    )
    # A product of vectors and one of matrices are both drawn as X·W; the gradient of either is.
    if not drawn + otherwise:
        return MatrixDecision("undecided", reason=Message("the shapes are not drawn"))
    if "verified" in drawn and all(one == "verified" for one in drawn):
        return MatrixDecision("verified", "symbolic")
    if all(one == "wrong" for one in drawn + otherwise):
        return MatrixDecision("wrong")
    if "verified" in drawn:
        return MatrixDecision(
            "undecided", reason=Message("it depends on shapes that are not drawn")
        )
    reason = Message("it depends on the order of the factors, which nothing in the drawing says")
    return MatrixDecision("undecided", reason=reason)


def _supposed(edge: EdgeKey, context: MatrixContext, shapes: Sequence[Shape]) -> Iterator[Setting]:
    """Yield the operator alone, if its operands can have these shapes at all."""
    setting = local_setting(edge, context, shapes)
    if edge[1] not in setting.shapes.doubts:
        yield setting
