"""Judging: each assertion of a computation graph held against what was derived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mdgrad.expressions.fold import mentioned_in
from mdgrad.expressions.tree import Derivative, Expression, Number, Product
from mdgrad.graphs.assertions import Along, Assertion, ComputationGraph, Target
from mdgrad.graphs.assumptions import settled_by
from mdgrad.graphs.shapes import has_matrices
from mdgrad.judgement.agreement import agreed, contradicted
from mdgrad.judgement.blanks import Filled, filled_blanks
from mdgrad.judgement.certainty import certified
from mdgrad.judgement.copies import contradicted_inputs, read_from_copies
from mdgrad.judgement.inputs import OtherInput, one_input
from mdgrad.judgement.manner import AuthorsManner, manner_of
from mdgrad.judgement.meaning import as_meant
from mdgrad.judgement.missing import MissingGradient, missing_gradients
from mdgrad.judgement.mistakes import name_misplaced
from mdgrad.judgement.names import names_another_target
from mdgrad.judgement.near_misses import NearMiss, in_own_words, near_miss
from mdgrad.judgement.numbers import Numbers, free_upstream, numbers_of
from mdgrad.judgement.numeric import judge_arithmetic, judge_number
from mdgrad.judgement.steps import settled, spared
from mdgrad.judgement.verdict import Judged
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Blank, Formula, Shape, Unread
from mdgrad.messages import Message
from mdgrad.operators import expanded
from mdgrad.proofs import OPEN, Context, Decision, decide

if TYPE_CHECKING:
    from mdgrad.judgement.shapes import Matrices

__all__ = ["Judgement", "judge"]

_BLOCKING = {
    "MG402": Message("the graph has a cycle"),
    "MG403": Message("which edges run back is unclear"),
}
_BLOCKING_GRADIENTS = {
    "MG404": Message("the backward drawing does not match the forward drawing"),
    "MG406": Message("the drawing has several outputs"),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be said of one computation graph."""

    graph: ComputationGraph
    verdicts: tuple[Judged, ...] = ()
    """On every assertion, in order."""
    missing: tuple[MissingGradient, ...] = ()
    other_input: OtherInput | None = None
    """The one input that would explain every wrong number."""
    blanks: tuple[Filled, ...] = ()
    """The places left open, each with what should stand there."""
    manner: AuthorsManner | None = None
    """How the author writes; None where nothing was judged."""


def judge(graph: ComputationGraph) -> Judgement:
    """Return the verdict on every assertion, and what is to be said of the graph as a whole.

    Where an input is written in several ways, the drawing is read with the one that leaves the
    fewest labels wrong.
    """
    first = _judged_as_read(graph)
    inputs = contradicted_inputs(first.verdicts)
    if not inputs:
        return first
    readings = [first, *map(_judged_as_read, read_from_copies(graph, inputs))]
    wrong = [sum(j.verdict == "wrong" for j in reading.verdicts) for reading in readings]
    best, *others = (r for r, count in zip(readings, wrong, strict=True) if count == min(wrong))
    return _left_open(best, others) if others else _with_copies_mended(best, inputs)


def _with_copies_mended(judgement: Judgement, inputs: set[Target | None]) -> Judgement:
    """Return the judgement, the slips among the copies of an input with what they should say."""
    manner = judgement.manner
    told = (
        replace(judged, expected=manner.right_text(judged.assertion))
        if manner and judged.code == "MG204" and judged.assertion.target in inputs
        else judged
        for judged in judgement.verdicts
    )
    return replace(judgement, verdicts=tuple(told))


def _left_open(judgement: Judgement, others: Sequence[Judgement]) -> Judgement:
    """Return the judgement, with no right text for labels that are right in another reading."""
    told = (
        replace(judged, expected=None)
        if any(other.verdicts[index].verdict == "verified" for other in others)
        else judged
        for index, judged in enumerate(judgement.verdicts)
    )
    return replace(judgement, verdicts=tuple(told))


def _judged_as_read(graph: ComputationGraph) -> Judgement:
    """Return the verdicts with the numbers of the inputs that are given."""
    judge_one = _judge_of(graph)
    stated = [a for a in graph.assertions if not isinstance(a.side.content, Blank)]
    verdicts = [judge_one.verdict(*pair) for pair in as_meant(stated, judge_one.verdict_on_side)]
    verdicts = judge_one.as_local_derivatives(verdicts)
    verdicts = list(settled(tuple(agreed(verdicts))))
    told = tuple(certified(spared(verdicts, judge_one.numbers), graph))
    return Judgement(
        graph,
        told,
        tuple(missing_gradients(graph, judge_one.manner, told)),
        one_input(told, judge_one.numbers),
        tuple(filled_blanks(graph, judge_one.manner)),
        judge_one.manner,
    )


@dataclass(frozen=True, slots=True)
class _Judge:
    graph: ComputationGraph
    numbers: Numbers
    context: Context
    manner: AuthorsManner
    formulas: int
    """How many gradients are written as formulas."""
    matrices: Matrices | None
    """What follows for matrices; None in a graph of numbers."""

    def verdict(self, assertion: Assertion, meant: Assertion) -> Judged:
        """Return the verdict on an assertion, read as its label is meant."""
        blocked = self._blocked(assertion)
        if blocked is not None:
            return Judged(assertion, "undecided", reason=blocked)
        another = names_another_target(assertion, self.graph)
        if another is not None:
            return self._wrong(assertion, another)
        if assertion.is_contradictory:
            return self._wrong(assertion, Message("the derivative of anything by itself is 1"))
        if assertion.given:
            return Judged(assertion, "verified", "given")
        judged = self._complete(self._but_for_a_name(meant))
        judged = replace(judged, assertion=assertion, meant=meant)
        if judged.verdict != "wrong":
            return judged
        if meant.alternatives and meant.role == "local" and meant.node is not None:
            judged = self._of_any_operand(judged)
        return contradicted(judged, self.numbers)

    def _of_any_operand(self, judged: Judged) -> Judged:
        """Return the verdict on a wrong local derivative that does not say by which operand.

        It is wrong only if it is wrong of each, and what is right is told only if that is the same.
        """
        assertion = judged.assertion
        targets = (assertion.target, *assertion.alternatives)
        each = [self._content(replace(assertion, target=target)) for target in targets]
        if any(other.verdict != "wrong" for other in each):
            reason = Message("it is not clear by which operand this is derived")
            return Judged(assertion, "undecided", reason=reason)
        texts = {self._complete(other).expected for other in each}
        return replace(judged, expected=texts.pop() if len(texts) == 1 else None)

    def _but_for_a_name(self, assertion: Assertion) -> Judged:
        """Return the verdict on what an assertion writes, a formula open for its names wrong.

        A formula that only some functions could make right is a slip if it is right of any
        function with another name in it.
        """
        judged = self._content(assertion)
        is_open = judged.verdict == "undecided" and judged.reason == OPEN
        if is_open and self._near_miss(assertion) is not None:
            return Judged(assertion, "wrong")
        return judged

    def _near_miss(self, assertion: Assertion) -> NearMiss | None:
        manner = self.manner.formulas.manner
        return near_miss(assertion, self.graph, manner, self._is_right)

    def verdict_on_side(self, assertion: Assertion) -> Judged:
        """Return the verdict on what an assertion writes, taken as it stands."""
        if (blocked := self._blocked(assertion)) is not None:
            return Judged(assertion, "undecided", reason=blocked)
        return self._content(assertion)

    def as_local_derivatives(self, verdicts: list[Judged]) -> list[Judged]:
        """Return the verdicts, those on backward edges as local derivatives if all of them are.

        Some draw on each arrow back what it multiplies by. That is so only if every backward edge
        after the first carries its local derivative, and none a product; at least two must tell,
        where the two are not the same.
        """
        edges = sorted({j.assertion.edge or 0 for j in verdicts if _runs_back(j)})
        back = [j for j in verdicts if _runs_back(j) and j.assertion.edge != edges[0]]
        telling = {j.assertion.edge for j in back if j.verdict != "verified"}
        if len(telling) < 2 or any(_is_written_product(j.assertion) for j in back):
            return verdicts
        local = {id(j): self.verdict_on_side(replace(j.assertion, role="local")) for j in back}
        if not all(other.verdict == "verified" for other in local.values()):
            return verdicts
        return [local.get(id(judged), judged) for judged in verdicts]

    def _content(self, assertion: Assertion) -> Judged:
        content = assertion.side.content
        if isinstance(content, Shape) and self.matrices is not None:
            return self.matrices.shape(assertion)
        if isinstance(content, Quantity):
            among_shapes = self.matrices is not None and self.matrices.has_shapes
            if among_shapes and self.matrices is not None and self.matrices.decides(assertion):
                return self._number_among_symbols(assertion, content)
            judged = judge_number(assertion, content, self.numbers)
            return judged or self._number_among_symbols(assertion, content)
        if isinstance(content, Formula):
            return self._any_reading(assertion, content.readings)
        if isinstance(content, Unread):
            return Judged(assertion, "undecided", reason=content.reason, code="MG901")
        reason = Message("the label cannot be read")
        return Judged(assertion, "undecided", reason=reason, code="MG405")

    def _blocked(self, assertion: Assertion) -> Message | None:
        """Return why nothing can be said of the assertion, if so."""
        if assertion.target is None:
            return assertion.reason
        problems = {problem.code for problem in self.graph.problems}
        reasons = dict(_BLOCKING)
        if assertion.role in {"gradient", "total"}:
            reasons |= _BLOCKING_GRADIENTS
        return next((reason for code, reason in reasons.items() if code in problems), None)

    def _wrong(self, assertion: Assertion, reason: Message | None) -> Judged:
        return Judged(assertion, "wrong", expected=self.manner.right_text(assertion), reason=reason)

    def _number_among_symbols(self, assertion: Assertion, written: Quantity) -> Judged:
        """Return the verdict on a number whose inputs have none: it is a formula without names."""
        return self._reading(assertion, Number(written.value))

    def _is_symbolic(self, assertion: Assertion) -> bool:
        """Return whether a gradient stands among formulas, so that a number is one, too."""
        own = isinstance(assertion.side.content, Formula)
        return assertion.role == "gradient" and self.formulas > own

    def _unclear(self, assertion: Assertion, reading: Expression) -> Message | None:
        """Return why a derivative that an arrow names cannot be judged, if so."""
        if not isinstance(reading, Derivative) or not isinstance(assertion.target, Along):
            return None
        source = assertion.target.edges[0][0]
        node = self.graph.names.get(reading.by)
        if assertion.role != "gradient" or node is None:
            return None
        if node == source and self.graph.dag.out_degree(source) > len(assertion.target.edges):
            return Message("it names the total gradient, and this arrow carries one share of it")
        if node not in self.graph.flowchart.nodes and not self._is_led_to(node):
            return Message("it speaks of {name}, to which no arrow leads", name=reading.by)
        return None

    def _is_led_to(self, node: str) -> bool:
        """Return whether a backward arrow of a drawing apart leads to what mirrors the node."""
        ends = (edge[0] for along in self.graph.backward.values() for edge in along.edges)
        return node in ends

    def _any_reading(self, assertion: Assertion, readings: tuple[Expression, ...]) -> Judged:
        """Return the best verdict on any reading that readers would accept."""
        verdicts = [self._reading(assertion, reading) for reading in readings]
        for wanted in ("verified", "undecided"):
            for judged in verdicts:
                if judged.verdict == wanted:
                    return judged
        return verdicts[0]

    def _reading(self, assertion: Assertion, reading: Expression) -> Judged:
        if self.matrices is not None and self.matrices.decides(assertion):
            return self._of_matrices(assertion, reading, self.matrices)
        if not mentioned_in(reading):
            judged = judge_arithmetic(assertion, reading, self.numbers)
            if judged is not None:
                return judged
        decision = self._decide(self._in_this_case(reading), assertion)
        if decision.verdict == "wrong" and (unclear := self._unclear(assertion, reading)):
            return Judged(assertion, "undecided", reason=unclear)
        is_number = not mentioned_in(reading)
        if decision.verdict == "wrong" and is_number and not self._is_symbolic(assertion):
            # The text around the diagram may well give the inputs.
            reason = Message("not every input that it depends on has a number")
            return Judged(assertion, "undecided", reason=reason)
        if (
            decision.verdict == "wrong"
            and not is_number
            and self.numbers.comes_to(assertion, reading)
        ):
            reason = Message("it holds only for the numbers that the drawing shows")
            return Judged(assertion, "undecided", reason=reason)
        return Judged(assertion, decision.verdict, decision.certainty, reason=decision.reason)

    def _of_matrices(self, assertion: Assertion, reading: Expression, matrices: Matrices) -> Judged:
        """Return the verdict on a formula of matrices, with what is right where that has a name."""
        decided = matrices.formula(assertion, reading)
        if decided.verdict == "wrong" and (unclear := self._unclear(assertion, reading)):
            return Judged(assertion, "undecided", reason=unclear)
        return Judged(assertion, decided.verdict, decided.certainty, reason=decided.reason)

    def _in_this_case(self, reading: Expression) -> Expression:
        """Return a formula as it is in the case that the drawing shows."""
        graph = self.graph
        if not graph.assumptions:
            return reading

        def nodes_of(name: str) -> set[str]:
            return {graph.names[name]} if name in graph.names else set()

        return settled_by(graph.assumptions, expanded(reading), graph.names, nodes_of)

    def _decide(self, reading: Expression, assertion: Assertion) -> Decision:
        if assertion.target is None:
            return Decision("undecided", reason=assertion.reason)
        return decide(reading, assertion.role, assertion.target, self.context)

    def _complete(self, judged: Judged) -> Judged:
        """Return the verdict with what is right where it is wrong."""
        if judged.verdict != "wrong" or judged.assertion.role == "shape":
            return judged
        assertion = judged.assertion
        missed = self._near_miss(assertion)
        slip = missed.slip if missed is not None else None
        reason = judged.reason or slip or name_misplaced(assertion, self.graph, self._is_right)
        if missed is not None:
            return replace(judged, expected=missed.text, reason=reason)
        right = self.manner.right_text(assertion)
        right = in_own_words(assertion, right, self.graph, self._is_right)
        return replace(judged, expected=right, reason=reason)

    def _is_right(self, assertion: Assertion) -> bool:
        return self._content(assertion).verdict == "verified"


def _runs_back(judged: Judged) -> bool:
    """Return whether a label stands on a backward edge and could be a local derivative."""
    assertion = judged.assertion
    return (
        assertion.role == "gradient"
        and assertion.edge is not None
        and isinstance(assertion.target, Along)
    )


def _is_written_product(assertion: Assertion) -> bool:
    """Return whether a label writes out a product of derivatives or of numbers."""
    content = assertion.side.content
    if not isinstance(content, Formula) or not isinstance(content.readings[0], Product):
        return False
    factors = content.readings[0].factors
    return any(isinstance(factor, Derivative) for factor in factors) or all(
        not mentioned_in(factor) for factor in factors
    )


def _judge_of(graph: ComputationGraph) -> _Judge:
    numbers = numbers_of(graph)
    context = Context(graph.dag, graph.output, graph.names, free_upstream(graph))
    formulas = sum(
        a.role == "gradient" and isinstance(a.side.content, Formula) for a in graph.assertions
    )
    matrices = None
    if has_matrices(graph):
        # What knows of matrices takes long to import, and few drawings have any.
        from mdgrad.judgement.shapes import matrices_of

        matrices = matrices_of(graph)
    manner = manner_of(graph, numbers, matrices)
    return _Judge(graph, numbers, context, manner, formulas, matrices)
