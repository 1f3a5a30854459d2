"""The author's manner: the right text as this author would have written it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mdgrad.expressions.fold import postorder, substitute
from mdgrad.expressions.tokens import normal_name
from mdgrad.expressions.tree import Derivative, Expression, Name, Product
from mdgrad.expressions.writing import Manner, write
from mdgrad.graphs.assertions import Along, Assertion, At, ComputationGraph
from mdgrad.graphs.graph import EdgeKey, operand
from mdgrad.judgement.numbers import Numbers
from mdgrad.labels.quantity import Quantity, write_number
from mdgrad.labels.reading import Formula
from mdgrad.operators import local_derivatives
from mdgrad.passes import Enclosure

__all__ = ["AuthorsManner", "ends_within", "manner_of"]

MOST_DECIMALS = 6
"""A number that ends within so many decimals is written in full."""


@dataclass(frozen=True, slots=True)
class AuthorsManner:
    """How the author of one diagram writes, and what is right in it."""

    graph: ComputationGraph
    numbers: Numbers
    formulas: Manner

    def right_text(self, assertion: Assertion) -> str | None:
        """Return what the label's side should say, or None if there is no one right text."""
        content = assertion.side.content
        result = self.numbers.exactly(assertion, 30)
        if isinstance(content, Quantity):
            if isinstance(result, Fraction | Enclosure):
                return self._number_in(assertion, content, result)
            return self._symbolic(assertion)
        return self._symbolic(assertion)

    def number(self, value: Fraction | Enclosure) -> str:
        """Return a number where no label shows how to write it: as the other labels do."""
        like = next(iter(self._quantities()), None)
        return self._digits(value, like) if like else _plain(_middle(value))

    def gradient(self, edge: EdgeKey) -> str | None:
        """Return the gradient along an edge where no label shows how to write it.

        It is written as the other gradients of the diagram are.
        """
        chain = any(
            _is_chain(assertion, self.graph)
            for assertion in self.graph.assertions
            if assertion.role == "gradient" and not assertion.given
        )
        return self._gradient(edge, chain=chain)

    def _number_in(
        self, assertion: Assertion, written: Quantity, value: Fraction | Enclosure
    ) -> str:
        """Return the side's text with the right number in the place of the written one."""
        text, start = assertion.side.text, assertion.side.span.start
        numeral = written.span.shifted(-start)
        return text[: numeral.start] + self._digits(value, written) + text[numeral.end :]

    def _digits(self, value: Fraction | Enclosure, like: Quantity) -> str:
        """Return the numeral: in full where it ends soon, else in as many decimals as are usual.

        Padding with zeros is kept where the author pads.
        """
        exact = _middle(value)
        scaled = exact * (100 if like.percent else 1)
        ends = ends_within(scaled)
        usual = max((q.decimals for q in self._quantities()), default=0)
        if like.exponent_form or like.approximate:
            return write_number(exact, like)
        if like.decimals >= 2 and (like.value / like.step) % 10 == 0:
            return write_number(exact, like, max(like.decimals, ends or 0))
        if isinstance(value, Fraction) and ends is not None:
            return write_number(exact, like, ends)
        return write_number(exact, like, max(like.decimals, usual, 2))

    def _quantities(self) -> Iterator[Quantity]:
        for assertion in self.graph.assertions:
            if isinstance(assertion.side.content, Quantity):
                yield assertion.side.content

    def _symbolic(self, assertion: Assertion) -> str | None:
        match assertion.role, assertion.target:
            case (("value" | "formula"), At(node)):
                formula = self._value_formula(node)
                return write(formula, self.formulas) if formula is not None else None
            case "gradient", Along(edges) if len(edges) == 1:
                return self.gradient(edges[0])
            case _:
                return None

    def _gradient(self, edge: EdgeKey, *, chain: bool) -> str | None:
        """Return upstream · local derivative, step by step back from the output."""
        factors: list[str] = []
        while True:
            node = edge[1]
            if node == self.graph.output and self._upstream_text() is not None:
                break
            local = self._local_text(edge, chain=chain)
            if local is None:
                return None
            factors.append(local)
            following = list(self.graph.dag.out_edges(node, keys=True))
            if not following:
                break
            if len(following) > 1:
                return None
            edge = following[0]
            if self._upstream_text() is None and edge[1] == self.graph.output:
                break
        upstream = self._upstream_text()
        if upstream is not None:
            factors.append(upstream)
        return self.formulas.times.join(reversed(factors))

    def _upstream_text(self) -> str | None:
        """Return how the author writes the output's own gradient, None where it is left out."""
        upstream = self.graph.upstream
        return upstream.side.text if upstream is not None else None

    def _local_text(self, edge: EdgeKey, *, chain: bool) -> str | None:
        source, node, index = edge
        operation = self.graph.dag.nodes[node]["operation"]
        if chain:
            of, by = self._name(node), self._name(source)
            return self.formulas.derivative(of, by) if of and by else None
        local = local_derivatives(operation.formula, operation.arity)[index]
        named = self._in_names(local, node)
        if named is None:
            return None
        text = write(named, self.formulas)
        is_sum = text.startswith(self.formulas.minus) or " + " in text or " - " in text
        return f"({text})" if is_sum else text

    def _value_formula(self, node: str) -> Expression | None:
        operation = self.graph.dag.nodes[node]["operation"]
        if operation is None:
            return None
        return self._in_names(operation.formula, node)

    def _in_names(self, expression: Expression, node: str) -> Expression | None:
        """Return a formula over operands in the operands' names, None if one has no name."""
        names = {
            operand(index): self._name(source)
            for source, _, index in self.graph.dag.in_edges(node, keys=True)
        }
        used = {part.name for part, _ in postorder(expression) if isinstance(part, Name)}
        if any(names.get(name) is None for name in used):
            return None
        return substitute(
            expression, {key: Name(name) for key, name in names.items() if name is not None}
        )

    def _name(self, node: str) -> str | None:
        return next((name for name, named in self.graph.names.items() if named == node), None)


def manner_of(graph: ComputationGraph, numbers: Numbers) -> AuthorsManner:
    """Return the manner of a diagram's author, as far as its labels show it."""
    texts = [assertion.side.text for assertion in graph.assertions]
    times = next(
        (match[0] for text in texts if (match := re.search(r"\s?[·×*∙⋅]\s?|\s?\\cdot\s?", text))),
        " · ",
    )
    leibniz = [text for text in texts if re.search(r"∂|\bd[A-Za-z]\w*/d|\\partial", text)]
    partial = "d" if leibniz and not any("∂" in t or "partial" in t for t in leibniz) else "∂"
    minus = "−" if any("−" in text for text in texts) else "-"
    latex = any("\\frac" in text for text in leibniz)
    return AuthorsManner(
        graph, numbers, Manner(times, minus, partial, dict(_spellings(graph)), latex)
    )


def _spellings(graph: ComputationGraph) -> Iterator[tuple[str, str]]:
    """Yield how the author spells each name that stands alone in a label or a node."""
    for node in graph.flowchart.nodes.values():
        yield normal_name(node.text.strip()), node.text.strip()
    for assertion in graph.assertions:
        content = assertion.side.content
        if isinstance(content, Formula) and isinstance(content.readings[0], Name):
            yield content.readings[0].name, assertion.side.text


def _is_chain(assertion: Assertion, graph: ComputationGraph) -> bool:
    """Return whether the label is written as a chain of derivatives: `∂z/∂t · ∂t/∂x`."""
    content = assertion.side.content
    if not isinstance(content, Formula):
        return False
    reading = content.readings[0]
    factors = reading.factors if isinstance(reading, Product) else (reading,)
    known = [
        factor
        for factor in factors
        if isinstance(factor, Derivative) and {factor.of, factor.by} <= graph.names.keys()
    ]
    return bool(known)


def ends_within(value: Fraction) -> int | None:
    """Return after how many decimals a number ends, None if not within `MOST_DECIMALS`."""
    return next((d for d in range(MOST_DECIMALS + 1) if 10**d % value.denominator == 0), None)


def _middle(value: Fraction | Enclosure) -> Fraction:
    return value if isinstance(value, Fraction) else (value.lower + value.upper) / 2


def _plain(value: Fraction) -> str:
    ends = ends_within(value)
    decimals = MOST_DECIMALS if ends is None else ends
    text = f"{abs(round(value * 10**decimals)):0{decimals + 1}d}"
    text = text[:-decimals] + "." + text[-decimals:] if decimals else text
    return ("-" if value < 0 else "") + text
