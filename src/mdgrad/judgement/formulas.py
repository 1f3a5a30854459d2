"""The right formulas of a diagram, in its author's glyphs, names and way of factoring."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias, TypeGuard

from mdgrad.expressions.fold import fold, postorder, rebuilt, substitute
from mdgrad.expressions.functions import is_function
from mdgrad.expressions.tree import Call, Derivative, Expression, Name, Number, Power, Product, Sum
from mdgrad.expressions.writing import Manner, write
from mdgrad.graphs.assertions import Assertion, ComputationGraph
from mdgrad.graphs.graph import EdgeKey, Operation, edges_out_of, operand
from mdgrad.labels.reading import Formula
from mdgrad.operators import local_derivatives
from mdgrad.operators.operation import is_unknown

__all__ = ["Factoring", "Formulas", "as_people_write", "factoring_of", "has_tight_coefficient"]

Factoring: TypeAlias = Literal["chain", "stepwise", "explicit"]
"""How an author factors a gradient: `∂z/∂z · ∂z/∂t · ∂t/∂x`, `∂z/∂t · 1`, or `2t · 1`."""

_COEFFICIENT = re.compile(r"[0-9][^\W\d_]")
_BRACKETED = re.compile(r"\([^()]*\)")

MOST_STEPS = 3
"""A value without a name is written out over so many operators, not more."""
MOST_FACTORS = 12
"""A chain with more factors than this is cut short by the gradient of a value on the way."""
MOST_NODES_SEARCHED = 1_000
"""Another way is looked for over so many nodes; past them it is taken to exist."""
MOST_PARTS = 40
"""A formula with more parts than this is not written into a label."""
MOST_PARTS_OF_SLOPE = 8
"""The derivative of a function with more parts than this is written with a prime: tanh'(z)."""


@dataclass(frozen=True, slots=True)
class Formulas:
    """What is right in a diagram, as formulas; None where something in one has no name."""

    graph: ComputationGraph
    manner: Manner
    called: Mapping[str, str]
    """The name by which each node's value goes, where it has one."""
    times_in_values: str = " · "
    """What stands between the factors of a value, where `manner` has that of gradients."""
    writes_ones: bool = False
    """Whether the author writes factors that are 1: `2 · t · 1`."""
    tight_coefficients: bool = False
    """Whether nothing stands between a number and a name in a gradient: `3t²`."""

    def value(self, node: str, written: str = "") -> str | None:
        """Return what a node computes, in its operands' names.

        Terms and factors come in the order in which they are `written`, coefficients without a
        sign where there is none.
        """
        operation: Operation | None = self.graph.dag.nodes[node]["operation"]
        if operation is None:
            return None
        formula = self._in_names(operation.formula, node)
        if formula is None:
            return None
        operands = [self.called.get(source) for source in self.graph.dag.predecessors(node)]
        calls = any(isinstance(part, Call) for part, _ in postorder(operation.formula))
        if calls and is_function(operation.operator or "") and None not in operands:
            names = (self.manner.name(name) for name in operands if name is not None)
            return f"{operation.operator}({', '.join(names)})"
        manner = replace(self.manner, times=self.times_in_values)
        text = write(self._as_written(formula, written), manner)
        return _with_tight_coefficients(text, manner) if has_tight_coefficient(written) else text

    def _as_written(self, formula: Expression, written: str) -> Expression:
        """Return a sum or product with its parts in the order in which a text has them."""

        def position(part: Expression) -> int:
            if isinstance(part, Number):
                # A coefficient stands before, a constant term behind what has a name.
                return len(written) + 1 if isinstance(formula, Sum) else -1
            names = {p.name for p, _ in postorder(part) if isinstance(p, Name)}
            if not names:
                return -1
            places = [written.find(self.manner.name(name)) for name in names]
            return min((place for place in places if place >= 0), default=len(written))

        match formula:
            case Sum(parts):
                return Sum(tuple(sorted(parts, key=position)))
            case Product(parts):
                return Product(tuple(sorted(parts, key=position)))
            case _:
                return formula

    def total(self, node: str, factoring: Factoring) -> str | None:
        """Return the gradient of a node: the sum over its edges."""
        edges = edges_out_of(self.graph.dag, node)
        terms = [self._factors(edge, factoring) for edge in edges]
        if not terms or None in terms:
            return None
        told = [self.manner.times.join(_without_ones(term)) for term in terms if term is not None]
        text = " + ".join(told)
        if factoring == "chain" and text == self.of_output(node):
            return self.total(node, "explicit")  # ∂L/∂x = ∂L/∂x would say nothing
        return text

    def gradient(self, edge: EdgeKey, factoring: Factoring) -> str | None:
        """Return upstream · local derivative, factored as asked for, if names allow it."""
        factors = self._factors(edge, factoring)
        if factors is None:
            return None
        return self.manner.times.join(factors if self.writes_ones else _without_ones(factors))

    def _factors(self, edge: EdgeKey, factoring: Factoring) -> list[str] | None:
        """Return the factors of a gradient, sums among several of them in brackets.

        In one case of several, a factor is what it is in that case: nothing, or a sign at most.
        """
        factors = self._plain_factors(edge, factoring)
        if factors is None or len(factors) == 1:
            return factors
        if self.graph.assumptions:
            factors = self._in_this_case(factors)
        return [f"({factor})" if self._is_sum(factor) else factor for factor in factors]

    def _in_this_case(self, factors: list[str]) -> list[str]:
        minus_one = f"{self.manner.minus}1"
        if "0" in factors:
            return ["0"]
        told = [factor for factor in factors if factor not in {"1", minus_one}] or ["1"]
        if factors.count(minus_one) % 2:
            told[0] = self.manner.minus + told[0]
        return told

    def _is_sum(self, text: str) -> bool:
        """Return whether a text needs brackets in a product."""
        outside = _BRACKETED.sub("", _BRACKETED.sub("", text))
        return (
            text.startswith(self.manner.minus)
            or " + " in outside
            or (f" {self.manner.minus} " in outside)
        )

    def _plain_factors(self, edge: EdgeKey, factoring: Factoring) -> list[str] | None:
        tried = (self._try(edge, one) for one in dict.fromkeys((factoring, "stepwise", "explicit")))
        return next((factors for factors in tried if factors is not None), None)

    def _try(self, edge: EdgeKey, factoring: Factoring) -> list[str] | None:
        """Return upstream and local derivatives, step by step from the output on.

        Where a value goes more than one way, its own gradient stands for what comes after it.
        """
        factors: list[str] = []
        upstream = self._upstream_text()
        while not self._is_end(edge):
            node = edge[1]
            following = edges_out_of(self.graph.dag, node)
            if factoring == "chain" and self._goes_another_way(edge):
                return None  # ∂z/∂x would be the derivative along both ways
            local = self.local(edge, chain=factoring == "chain")
            if local is None:
                return None
            factors.append(local)
            if len(factors) > MOST_FACTORS:
                return None
            if not following:
                return [upstream, *reversed(factors)] if upstream else list(reversed(factors))
            is_last = len(following) == 1 and self._is_end(following[0])
            if len(following) > 1 or (factoring == "stepwise" and not is_last):
                gathered = self.of_output(node)
                return None if gathered is None else [gathered, *reversed(factors)]
            edge = following[0]
        if factors and upstream is None:
            return list(reversed(factors))
        return [upstream or self.of_output(edge[0]) or "1", *reversed(factors)]

    def local(self, edge: EdgeKey, *, chain: bool) -> str | None:
        """Return the local derivative along an edge, as ∂z/∂t in a chain, else worked out."""
        source, node, index = edge
        operation: Operation | None = self.graph.dag.nodes[node]["operation"]
        if operation is None:
            return None
        unknown = is_unknown(operation.formula)
        local = None if unknown else local_derivatives(operation.formula, operation.arity)[index]
        is_settled = bool(self.graph.assumptions) and isinstance(local, Number)
        if (chain and not is_settled) or local is None:
            of, by = self.called.get(node), self.called.get(source)
            return self.manner.derivative(of, by) if of and by else None
        named = self._in_names(local, node)
        if named is not None and len(postorder(named)) > MOST_PARTS_OF_SLOPE:
            named = self._primed(node) or named
        if named is None:
            return None
        text = write(_with_common_coefficient(named), self.manner)
        return _with_tight_coefficients(text, self.manner) if self.tight_coefficients else text

    def _primed(self, node: str) -> Expression | None:
        """Return the derivative of a function as people abbreviate it, tanh'(z), if it is one."""
        operation: Operation | None = self.graph.dag.nodes[node]["operation"]
        if operation is None or operation.arity != 1 or not is_function(operation.operator or ""):
            return None
        return self._in_names(Call(operation.operator or "", (Name(operand(0)),), 1), node)

    def _goes_another_way(self, edge: EdgeKey) -> bool:
        """Return whether a value reaches the node that an edge leads to by other edges, too."""
        source, node, _ = edge
        following = self.graph.dag.out_edges(source, keys=True)
        pending = [t for s, t, key in following if (s, t, int(key)) != edge]
        seen = set(pending)
        while pending and len(seen) <= MOST_NODES_SEARCHED:
            if node in seen:
                return True
            new = set(self.graph.dag.successors(pending.pop())) - seen
            seen |= new
            pending += new
        return bool(pending) or node in seen

    def _is_end(self, edge: EdgeKey) -> bool:
        """Return whether an edge only hands the result over to the node that shows it."""
        operation: Operation | None = self.graph.dag.nodes[edge[1]]["operation"]
        return (
            edge[1] == self.graph.output
            and operation is not None
            and operation.operator == "identity"
        )

    def _upstream_text(self) -> str | None:
        """Return how the author writes the output's own gradient, None where it is left out."""
        upstream = self.graph.upstream
        if upstream is None or not isinstance(upstream.side.content, Formula):
            return None
        return upstream.side.text

    def of_output(self, node: str) -> str | None:
        """Return the derivative of what the drawing ends in by a node's value."""
        by = self.called.get(node)
        of = self._last_name()
        return self.manner.derivative(of, by) if of and by else None

    def _last_name(self) -> str | None:
        """Return the name on top of the drawing's derivatives."""
        upstream = self.graph.upstream
        if upstream is not None and isinstance(upstream.side.content, Formula):
            reading = upstream.side.content.readings[0]
            return reading.of if isinstance(reading, Derivative) else None
        node = next((end for end in _ends_of(self.graph) if self.called.get(end) is not None), None)
        if node is None:
            return None
        names = [name for name, named in self.graph.names.items() if named == node]
        written = [name for name in names if self._is_derived(name)]
        return next(iter((*written, *names)), None)

    def _is_derived(self, name: str) -> bool:
        """Return whether a label has the name on top of a derivative."""
        tops = [f"{partial}{self.manner.name(name)}" for partial in ("∂", "d", "partial ")]
        texts = {assertion.label.text for assertion in self.graph.assertions}
        return any(top + bar in text for top in tops for bar in "/}" for text in texts)

    def _in_names(self, expression: Expression, node: str, depth: int = 0) -> Expression | None:
        """Return a formula over operands in the operands' names, None if it cannot be.

        What has no name of its own is written out, as long as that stays short.
        """
        used = {part.name for part, _ in postorder(expression) if isinstance(part, Name)}
        values: dict[str, Expression] = {}
        for source, _, index in self.graph.dag.in_edges(node, keys=True):
            if operand(index) in used:
                value = self._named(source, depth)
                if value is None:
                    return None
                values[operand(index)] = value
        written = fold(substitute(expression, values), as_people_write)
        return written if len(postorder(written)) <= MOST_PARTS else None

    def _named(self, node: str, depth: int) -> Expression | None:
        """Return a value's name, or what it is computed from."""
        name = self.called.get(node)
        if name is not None:
            return Name(name)
        operation: Operation | None = self.graph.dag.nodes[node]["operation"]
        if operation is None or depth >= MOST_STEPS or is_unknown(operation.formula):
            return None
        return self._in_names(operation.formula, node, depth + 1)


def has_tight_coefficient(text: str) -> bool:
    """Return whether a number stands right before a name: `3t²`."""
    return _COEFFICIENT.search(text) is not None


def _with_tight_coefficients(text: str, manner: Manner) -> str:
    """Return a formula with nothing between a number and a name: `3t²` for `3 · t²`."""
    return re.sub(rf"(?<=[0-9]){re.escape(manner.times)}(?=[^\W\d_])", "", text)


def _without_ones(factors: Sequence[str]) -> Sequence[str]:
    """Return the factors that are not 1, or a single 1."""
    return [factor for factor in factors if factor != "1"] or ["1"]


def as_people_write(part: Expression, parts: Sequence[Expression]) -> Expression:
    """Return x⁻² as the inverse of x², and a product of products without inner brackets."""
    match rebuilt(part, parts):
        case Power(base, Number(exponent)) if exponent < 0 and exponent != -1:
            return Power(Power(base, Number(-exponent)), Number(Fraction(-1)))
        case Product(factors):
            inner = [f.factors if _is_plain_product(f) else (f,) for f in factors]
            return Product(tuple(factor for several in inner for factor in several))
        case other:
            return other


def _with_common_coefficient(formula: Expression) -> Expression:
    """Return 2 · (a - y) for 2 · a - 2 · y: a derivative of a square is known by that."""
    terms = formula.terms if isinstance(formula, Sum) else ()
    parts = [term.factors if isinstance(term, Product) else (term,) for term in terms]
    heads = [part[0].value for part in parts if len(part) > 1 and isinstance(part[0], Number)]
    if len(terms) < 2 or len(heads) < len(terms) or len({abs(head) for head in heads}) > 1:
        return formula
    common = abs(heads[0])
    if common == 1:
        return formula
    rest = [
        Product(part[1:]) if head > 0 else Product((Number(Fraction(-1)), *part[1:]))
        for head, part in zip(heads, parts, strict=True)
    ]
    positive_first = sorted(zip(heads, rest, strict=True), key=lambda pair: pair[0] < 0)
    return Product((Number(common), Sum(tuple(term for _, term in positive_first))))


def _is_plain_product(expression: Expression) -> TypeGuard[Product]:
    """Return whether an expression is a product without a sign or a divisor in it."""
    return isinstance(expression, Product) and not any(
        isinstance(factor, Power | Number) for factor in expression.factors
    )


def factoring_of(assertion: Assertion, graph: ComputationGraph) -> Factoring | None:
    """Return how a label factors its gradient, None if it is no product with names in it."""
    content = assertion.side.content
    if not isinstance(content, Formula):
        return None
    reading = content.readings[0]
    if isinstance(reading, Sum):
        return None
    factors = reading.factors if isinstance(reading, Product) else (reading,)
    upstream = graph.upstream
    if upstream is not None and isinstance(upstream.side.content, Formula):
        factors = tuple(f for f in factors if f != upstream.side.content.readings[0])
    names = [factor for factor in factors if not isinstance(factor, Number)]
    derivatives = [f for f in names if isinstance(f, Derivative) and f.by in graph.names]
    are_local = not any(_is_of_output(derivative, graph) for derivative in derivatives)
    if not derivatives or (are_local and len(derivatives) < len(names)):
        return "explicit" if factors else None
    if len(names) == 1 and (assertion.role == "total" or len(factors) > 1):
        return "stepwise"
    return "chain" if len(derivatives) == len(names) else "stepwise"


def _is_of_output(derivative: Derivative, graph: ComputationGraph) -> bool:
    """Return whether a derivative is a gradient, rather than a local derivative on the way."""
    node, upstream = graph.names.get(derivative.of), graph.upstream
    if node is None or upstream is None or not isinstance(upstream.side.content, Formula):
        return node is None or node in _ends_of(graph)
    top = upstream.side.content.readings[0]
    return isinstance(top, Derivative) and top.of == derivative.of


def _ends_of(graph: ComputationGraph) -> Iterator[str]:
    """Yield the output, and the nodes whose value it only shows."""
    node = graph.output
    while node is not None:
        yield node
        operation: Operation | None = graph.dag.nodes[node]["operation"]
        shows = operation is not None and operation.operator == "identity"
        node = next(graph.dag.predecessors(node), None) if shows else None
