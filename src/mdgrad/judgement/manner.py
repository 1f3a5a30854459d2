"""The author's manner: the right text as this author would have written it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from mdgrad.expressions.names import NAME, normal_name
from mdgrad.expressions.tree import Name, Number, Product
from mdgrad.expressions.writing import MOST_DECIMALS, Manner, ends_within, write
from mdgrad.graphs.assertions import Along, Assertion, At, ComputationGraph, Target
from mdgrad.graphs.graph import EdgeKey, operations
from mdgrad.judgement.formulas import Formulas, factoring_of, has_tight_coefficient
from mdgrad.judgement.habits import Habits, habits_of, has_names
from mdgrad.judgement.numbers import Numbers
from mdgrad.judgement.written_out import worked_anew
from mdgrad.labels.quantity import Quantity, read_quantity, write_number
from mdgrad.labels.reading import Blank, Content, Formula
from mdgrad.passes import Enclosure

if TYPE_CHECKING:
    from mdgrad.judgement.shapes import Matrices

__all__ = ["AuthorsManner", "is_fraction", "manner_of", "spellings"]

_FRACTION = re.compile(r"(?P<minus>[-−–])?[0-9]+(?P<bar>\s?[/⁄]\s?)[0-9]+")
_TIMES = re.compile(r"\s?[·×*∙⋅@]\s?|\s?\\cdot\s?")
_TRANSPOSED = re.compile(r"ᵀ|(?<=\w)\.T\b|(?<=\w)\^\{?(?:T\b|\\top)\}?")

MOST_ZEROS = 12
"""A number is not written with more decimals than this to show its first digits."""


@dataclass(frozen=True, slots=True)
class AuthorsManner:
    """How the author of one diagram writes, and what is right in it."""

    graph: ComputationGraph
    numbers: Numbers
    formulas: Formulas
    habits: Habits
    matrices: Matrices | None = None
    """What follows for matrices; None in a graph of numbers."""

    @property
    def has_shapes(self) -> bool:
        """Whether shapes are told, so that factors have an order and biases are summed over."""
        return self.matrices is not None and self.matrices.has_shapes

    def right_text(self, assertion: Assertion) -> str | None:
        """Return what the label's side should say, or None if there is no one right text."""
        content = assertion.side.content
        if isinstance(content, Blank):
            return self._in_blank(assertion, content.unit)
        if self.matrices is not None and self.matrices.decides(assertion):
            return self._of_matrices(assertion.target)
        result = self.numbers.exactly(assertion, 30)
        if isinstance(result, Fraction | Enclosure):
            if isinstance(content, Quantity):
                return self._number_in(assertion, content, result)
            if isinstance(content, Formula) and not has_names(content):
                fraction = _as_fraction(assertion.side.text, result)
                return fraction or worked_anew(assertion, self.numbers, self._beside)
        return self._symbolic(assertion)

    def number(
        self, value: Fraction | Enclosure, *, gradient: bool = True, percent: bool = False
    ) -> str:
        """Return a number where no label shows how to write it: as the other labels do.

        Before a `percent` sign it is a hundred times as large.
        """
        like = self.habits.gradient if gradient else self.habits.value
        if like is None:
            return _plain(_middle(value) * (100 if percent else 1))
        return self._digits(value, replace(like, percent=percent))

    def gradient(self, edge: EdgeKey) -> str | None:
        """Return the gradient along an edge where no label shows how to write it.

        It is written as the other gradients of the diagram are.
        """
        if self.has_shapes:
            return self._of_matrices(Along((edge,)))
        return self.formulas.gradient(edge, self.habits.factoring)

    def along(self, edge: EdgeKey) -> str | None:
        """Return the gradient along an edge, as a number or a formula like its neighbours."""
        if self.has_shapes:
            return self.gradient(edge)
        number = self.numbers.along(edge)
        written = self.gradient(edge) if self.habits.is_symbolic else None
        if written is None and isinstance(number, Fraction | Enclosure):
            return self.number(number)
        return written

    def total(self, node: str) -> str | None:
        """Return the gradient of a node's value, as a number or a formula like the others."""
        if self.has_shapes:
            return self._of_matrices(At(node))
        number = self.numbers.total(node)
        written = (
            self.formulas.total(node, self.habits.factoring) if self.habits.is_symbolic else None
        )
        says_nothing = written is None or written == self.formulas.of_output(node)
        if says_nothing and isinstance(number, Fraction | Enclosure):
            return self.number(number)
        return written

    def _in_blank(self, assertion: Assertion, unit: str) -> str | None:
        """Return what a blank should say, as a number or a formula like its neighbours.

        Only a number stands beside a `unit`, and only beside one that numbers here have: any other
        word there is just a word.
        """
        if unit:
            result = self.numbers.exactly(assertion, 30)
            if unit not in self.habits.units or not isinstance(result, Fraction | Enclosure):
                return None
            is_gradient = assertion.role not in {"value", "formula"}
            return self.number(result, gradient=is_gradient, percent=unit == "%")
        match assertion.role, assertion.target:
            case "gradient", Along((edge,)):
                return self.along(edge)
            case "total", At(node):
                return self.total(node)
            case "value", At(node):
                name = self.formulas.called.get(node)
                if name is not None and self.habits.names_on_edges and assertion.edge is not None:
                    spelled = self.formulas.manner.name(name)
                    if spelled not in map(str.strip, assertion.label.text.split("=")):
                        return spelled
        if self.matrices is not None and self.matrices.decides(assertion):
            return None
        result = self.numbers.exactly(assertion, 30)
        if isinstance(result, Fraction | Enclosure):
            written = self.number(result, gradient=assertion.role not in {"value", "formula"})
            before, after = self.habits.around or ("", "")
            return before + written + after if assertion.role == "value" else written
        return None if self.habits.has_numbers else self._symbolic(assertion)

    def _of_matrices(self, target: Target | None) -> str | None:
        """Return a gradient of matrices as a formula, None where it has no short one."""
        edges = self.graph.edges_of(target)
        right = self.matrices.right(edges[0]) if self.matrices and len(edges) == 1 else None
        return None if right is None else write(right, self.formulas.manner)

    def _number_in(
        self, assertion: Assertion, written: Quantity, value: Fraction | Enclosure
    ) -> str:
        """Return the side's text with the right number in the place of the written one."""
        text, start = assertion.side.text, assertion.side.span.start
        numeral = written.span.shifted(-start)
        return text[: numeral.start] + self._digits(value, written) + text[numeral.end :]

    def _beside(self, value: Fraction | Enclosure, written: str) -> str:
        """Return a number in the manner of the one that is written in its place."""
        like = read_quantity(written)
        return self._digits(value, like) if like is not None else _plain(_middle(value))

    def _digits(self, value: Fraction | Enclosure, like: Quantity) -> str:
        """Return the numeral, with the author's marks and minus where the one written has none."""
        habits = self.habits
        minus = self.formulas.manner.minus if like.value >= 0 else like.minus
        decimal_mark = like.decimal_mark if like.decimals else habits.decimal_mark
        thousands_mark = like.thousands_mark or habits.thousands_mark
        if thousands_mark == decimal_mark:
            thousands_mark = ""
        like = replace(like, minus=minus, decimal_mark=decimal_mark, thousands_mark=thousands_mark)
        return self._numeral(value, like)

    def _numeral(self, value: Fraction | Enclosure, like: Quantity) -> str:
        """Return the numeral: in full where it ends soon, else in as many decimals as are usual.

        Padding with zeros is kept where the author pads.
        """
        exact = _middle(value)
        if (
            isinstance(value, Enclosure)
            and value.lower <= round(exact, MOST_DECIMALS) <= value.upper
        ):
            value = exact = round(exact, MOST_DECIMALS)
        scaled = exact * (100 if like.percent else 1)
        ends = ends_within(scaled)
        if like.approximate and 1 < like.step <= abs(exact):
            return write_number(round(exact / like.step) * like.step, like)
        if like.exponent_form:
            return write_number(exact, like)
        if like.approximate and (like.decimals or ends == 0):
            ends_before = isinstance(value, Fraction) and ends is not None and ends < like.decimals
            return write_number(exact, like, ends if ends_before else None)
        if like.decimals and (like.value / like.step) % 10 == 0:
            return write_number(exact, like, max(like.decimals, ends or 0))
        if ends is not None and ends <= self.habits.padded and not like.percent:
            return write_number(exact, like, self.habits.padded)
        if isinstance(value, Fraction) and ends is not None:
            return write_number(exact, like, ends)
        usual = like.decimals if like.decimals >= 2 else max(self.habits.decimals, 2)
        hidden = abs(scaled) * 10**usual < Fraction(1, 2)
        return write_number(exact, like, _leading_zeros(scaled) + 2 if hidden else usual)

    def _symbolic(self, assertion: Assertion) -> str | None:
        own = factoring_of(assertion, self.graph)
        match assertion.role, assertion.target:
            case (("value" | "formula"), At(node)):
                return self.formulas.value(node, assertion.side.text)
            case "gradient", Along((edge,)):
                return self.formulas.gradient(edge, own or self.habits.factoring)
            case "total", At(node):
                return self.formulas.total(node, own or self.habits.factoring)
            case "local", Along((edge,)):
                return self.formulas.local(edge, chain=False)
            case _:
                return None


def manner_of(
    graph: ComputationGraph, numbers: Numbers, matrices: Matrices | None = None
) -> AuthorsManner:
    """Return the manner of a diagram's author, as far as its labels show it."""
    texts = [one.side.text for one in graph.assertions if one.role != "shape"]
    slopes = [a.side for a in graph.assertions if a.role in {"gradient", "total", "local"}]
    labels = [one.label.text for one in graph.assertions if one.role != "shape"]
    leibniz = [text for text in labels if re.search(r"∂|\bd[A-Za-z]\w*/d|\\partial", text)]
    partial = "d" if leibniz and not any("∂" in t or "partial" in t for t in leibniz) else "∂"
    minus = "−" if any("−" in text for text in texts) else "-"
    latex = any("\\frac" in text or "$$" in text for text in labels)
    in_values = _times(texts) or (" \\cdot " if latex else " · ")
    times = _times(side.text for side in slopes) or f" {in_values.strip()} "
    written = (match[0] for text in texts if (match := _TRANSPOSED.search(text)))
    transposed = next(written, "^\\top" if latex else "ᵀ")
    manner = Manner(times, minus, partial, dict(spellings(graph)), latex, transposed)
    manner = replace(manner, names={**_derivatives(graph, manner), **manner.names})
    called = _called(graph)
    ones = any(_has_factor_one(side.content) for side in slopes)
    formulas_in = [side.text for side in slopes if isinstance(side.content, Formula)]
    tight = any(map(has_tight_coefficient, formulas_in))
    formulas = Formulas(graph, manner, called, in_values, ones, tight)
    return AuthorsManner(graph, numbers, formulas, habits_of(graph), matrices)


def _called(graph: ComputationGraph) -> dict[str, str]:
    """Return by which name each node's value goes, its own or that of a node that shows it."""
    called = {node: name for name, node in reversed(list(graph.names.items()))}
    for node, operation in operations(graph.dag):
        if operation is not None and operation.operator == "identity" and node in called:
            for source in graph.dag.predecessors(node):
                called.setdefault(source, called[node])
    return called


def _has_factor_one(content: Content) -> bool:
    """Return whether a label is a product of names with a factor that is 1 among them."""
    if not isinstance(content, Formula) or not has_names(content):
        return False
    reading = content.readings[0]
    return isinstance(reading, Product) and Number(Fraction(1)) in reading.factors


def _times(texts: Iterable[str]) -> str | None:
    """Return the first sign of multiplication in the texts, with its spaces."""
    return next((match[0] for text in texts if (match := _TIMES.search(text))), None)


def spellings(graph: ComputationGraph) -> Iterator[tuple[str, str]]:
    """Yield how the author spells each name that stands alone or in a derivative."""
    for node in graph.flowchart.nodes.values():
        yield normal_name(node.text.strip()), node.text.strip()
    for assertion in graph.assertions:
        content = assertion.side.content
        if isinstance(content, Formula) and isinstance(content.readings[0], Name):
            yield content.readings[0].name, assertion.side.text
        if "∂" in assertion.label.text:
            for name in re.findall(f"∂({NAME})", assertion.label.text):
                yield normal_name(name), name


def _derivatives(graph: ComputationGraph, manner: Manner) -> dict[str, str]:
    """Return how the author writes the derivatives that are values of a derivative graph."""
    parts = {name: name.removeprefix("∂").split("/∂") for name in graph.names if "/∂" in name}
    return {name: manner.derivative(*part) for name, part in parts.items() if len(part) == 2}


def is_fraction(text: str) -> bool:
    """Return whether a text is a number written as a fraction: 2/3."""
    return _FRACTION.fullmatch(text) is not None


def _as_fraction(written: str, value: Fraction | Enclosure) -> str | None:
    """Return a value as a fraction, where a fraction is written; None elsewhere."""
    match = _FRACTION.fullmatch(written)
    if match is None or not isinstance(value, Fraction):
        return None
    minus = match["minus"] or "-"
    sign = minus if value < 0 else ""
    if value.denominator == 1:
        return f"{sign}{abs(value)}"
    return f"{sign}{abs(value.numerator)}{match['bar']}{value.denominator}"


def _leading_zeros(value: Fraction) -> int:
    """Return how many zeros stand between the decimal mark and a small number's first digit."""
    if value == 0:
        return 0
    scaled = ((z, abs(value) * 10**z) for z in range(MOST_ZEROS))
    return next((zeros for zeros, shown in scaled if shown >= Fraction(1, 10)), 0)


def _middle(value: Fraction | Enclosure) -> Fraction:
    return value if isinstance(value, Fraction) else (value.lower + value.upper) / 2


def _plain(value: Fraction) -> str:
    ends = ends_within(value)
    decimals = MOST_DECIMALS if ends is None else ends
    text = f"{abs(round(value * 10**decimals)):0{decimals + 1}d}"
    text = text[:-decimals] + "." + text[-decimals:] if decimals else text
    return ("-" if value < 0 else "") + text
