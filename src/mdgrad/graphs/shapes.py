"""Shapes in a drawing: where labels speak of shapes, which of them are shapes, and of what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mdgrad.expressions.fold import postorder
from mdgrad.expressions.tree import Call
from mdgrad.graphs.assertions import Along, Assertion, At, Between, ComputationGraph, Target
from mdgrad.graphs.graph import operations
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Blank, Shape, Words
from mdgrad.operators import CATALOGUE

__all__ = ["has_matrices", "with_shapes"]

_PRODUCTS = frozenset({"dot", "matmul", "affine"})
_OF_NUMBER = re.compile(r"\(\s*\)")
_PLAIN = re.compile(r"[(\[][0-9,\s]*[0-9]\s*[)\]]")
"""Numbers in brackets: a shape, a point, an interval or a list."""


def has_matrices(graph: ComputationGraph) -> bool:
    """Return whether a graph computes with matrices: by its operators, or since shapes are told."""
    return any(assertion.role == "shape" for assertion in graph.assertions) or any(
        isinstance(part, Call) and part.function in CATALOGUE and CATALOGUE[part.function].tensor
        for _, operation in operations(graph.dag)
        if operation is not None
        for part, _ in postorder(operation.formula)
    )


def with_shapes(assertions: Iterable[Assertion], graph: ComputationGraph) -> Iterator[Assertion]:
    """Yield the assertions, those that state a shape in that role.

    Where nothing shows that brackets mean shapes, they may hold the numbers of a list, an interval
    or a point, and claim nothing.
    """
    made = list(assertions)
    spoken = _speaks_of_shapes(made, graph)
    dimensions = {
        dimension
        for assertion in made
        if isinstance(assertion.side.content, Shape)
        for dimension in assertion.side.content.dimensions
    }
    numbers = {_place(a) for a in made if isinstance(a.side.content, Quantity)}
    for assertion in made:
        shape = _shape_in(assertion, graph, among=numbers) if spoken else None
        if shape is None and _is_of_number(assertion) and _place(assertion) in numbers:
            continue  # `()` beside the number is no blank
        if _is_tag(assertion) and (
            shape is None
            or not set(shape.dimensions) <= dimensions
            or (assertion.edge is not None and not _has_names(shape))
        ):
            continue
        if shape is not None:
            side = replace(assertion.side, content=shape)
            target = _whose(assertion)
            yield replace(assertion, role="shape", target=target, side=side, given=False)
        elif not isinstance(assertion.side.content, Shape):
            yield assertion


def _speaks_of_shapes(assertions: Sequence[Assertion], graph: ComputationGraph) -> bool:
    """Return whether some label can only be a shape, or stands where the others must be shapes.

    `(3,)`, `(N, 3)` and ℝ²ˣ³ are shapes. Lists of names in square brackets are, too, among
    operators of matrices, and whatever a product of matrices comes to in brackets or crosses.
    """
    of_matrices = has_matrices(graph)
    products = {
        node
        for node, operation in operations(graph.dag)
        if operation is not None and operation.operator in _PRODUCTS
    }
    products |= {
        node
        for node, operation in operations(graph.dag)
        if operation is not None
        and operation.operator == "identity"
        and set(graph.dag.predecessors(node)) & products
    }
    for assertion in assertions:
        shape = _shape_in(assertion, graph, among=())
        if shape is None or not shape.dimensions or _is_tag(assertion):
            continue
        is_certain = not _PLAIN.fullmatch(assertion.side.text) and (
            isinstance(assertion.side.content, Shape)
            and (assertion.side.text[0] != "[" or of_matrices)
        )
        target = assertion.target
        if is_certain or (isinstance(target, At) and target.node in products):
            return True
    return False


def _shape_in(
    assertion: Assertion, graph: ComputationGraph, *, among: Iterable[object]
) -> Shape | None:
    """Return the shape that a label states where shapes are spoken of, None if it states none.

    `2×3` is one if it stands `among` no numbers of the same value, `[out]` if another shape has
    that dimension: arrows are numbered `[3]`. `()` is the shape of a number.
    """
    side = assertion.side
    if isinstance(side.content, Shape):
        return side.content
    if _is_of_number(assertion):
        return Shape(())
    if side.shape is None or _place(assertion) in among:
        return None
    is_product = any(name in graph.names for name in side.shape.dimensions)
    return None if is_product else side.shape


def _is_of_number(assertion: Assertion) -> bool:
    """Return whether a label is `()`, the shape of a number, unless it is a blank."""
    side = assertion.side
    return isinstance(side.content, Blank) and _OF_NUMBER.fullmatch(side.text) is not None


def _is_tag(assertion: Assertion) -> bool:
    """Return whether a label only numbers or names something, if it is no shape: `[out]`, `[3]`."""
    side = assertion.side
    return isinstance(side.content, Words) and side.shape is not None


def _has_names(shape: Shape) -> bool:
    return any(isinstance(dimension, str) for dimension in shape.dimensions)


def _place(assertion: Assertion) -> object:
    """Return what the sides of one equality share."""
    return assertion.label, assertion.target


def _whose(assertion: Assertion) -> Target | None:
    """Return what has the shape: a value, or a gradient along an edge or of a value in all."""
    match assertion.role, assertion.target:
        case "total", At(node):
            return Between("", node)
        case "local", _:
            return None
        case _, (At() | Along()) as target:
            return target
        case _:
            return None
