"""Judging: each assertion of a computation graph held against what was derived."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mdgrad.expressions.fold import mentioned_in
from mdgrad.expressions.tree import Expression, Number
from mdgrad.graphs.assertions import Along, Assertion, At, ComputationGraph
from mdgrad.judgement.manner import AuthorsManner, manner_of
from mdgrad.judgement.missing import MissingGradient, missing_gradients
from mdgrad.judgement.names import names_another_target
from mdgrad.judgement.numbers import Numbers, free_upstream, numbers_of
from mdgrad.judgement.numeric import judge_arithmetic, judge_number
from mdgrad.judgement.steps import settled
from mdgrad.judgement.verdict import Judged
from mdgrad.labels.quantity import Quantity
from mdgrad.labels.reading import Blank, Formula
from mdgrad.proofs import Context, Decision, decide, prove_gradients
from mdgrad.report import Certainty

__all__ = ["judge"]

_BLOCKING = {"MG402": "the graph has a cycle", "MG403": "which edges run back is unclear"}
_BLOCKING_GRADIENTS = {
    "MG404": "the backward drawing does not match the forward drawing",
    "MG406": "the drawing has several outputs",
}


def judge(graph: ComputationGraph) -> tuple[tuple[Judged, ...], tuple[MissingGradient, ...]]:
    """Return the verdict on every assertion, in order, and the gradients that are not drawn."""
    judge_one = _judge_of(graph)
    verdicts = [
        judge_one.verdict(assertion)
        for assertion in graph.assertions
        if not isinstance(assertion.side.content, Blank)
    ]
    return tuple(settled(verdicts)), tuple(missing_gradients(graph, judge_one.manner))


@dataclass(frozen=True, slots=True)
class _Judge:
    graph: ComputationGraph
    numbers: Numbers
    context: Context
    manner: AuthorsManner

    def verdict(self, assertion: Assertion) -> Judged:
        blocked = self._blocked(assertion)
        if blocked is not None:
            return Judged(assertion, "undecided", reason=blocked)
        another = names_another_target(assertion, self.graph)
        if another is not None:
            return self._wrong(assertion, another)
        if assertion.given:
            return Judged(assertion, "verified", "given")
        return self._complete(self._share_or_sum(assertion))

    def _share_or_sum(self, assertion: Assertion) -> Judged:
        """Return the verdict, where one arrow answers several parallel ones, on share and sum."""
        judged = self._content(assertion)
        if judged.verdict == "wrong" and isinstance(assertion.target, Along):
            for edge in assertion.target.edges[1:]:
                share = self._content(replace(assertion, target=Along((edge,))))
                if share.verdict == "verified":
                    return replace(share, assertion=assertion)
        return judged

    def _content(self, assertion: Assertion) -> Judged:
        content = assertion.side.content
        if isinstance(content, Quantity):
            judged = judge_number(assertion, content, self.numbers)
            return judged or self._number_among_symbols(assertion, content)
        if isinstance(content, Formula):
            return self._any_reading(assertion, content.readings)
        return Judged(assertion, "undecided", reason="the label cannot be read")

    def _blocked(self, assertion: Assertion) -> str | None:
        """Return why nothing can be said of the assertion, if so."""
        if assertion.target is None:
            return assertion.reason
        problems = {problem.code for problem in self.graph.problems}
        reasons = dict(_BLOCKING)
        if assertion.role in {"gradient", "total"}:
            reasons |= _BLOCKING_GRADIENTS
        return next((reason for code, reason in reasons.items() if code in problems), None)

    def _wrong(self, assertion: Assertion, reason: str | None) -> Judged:
        return Judged(assertion, "wrong", expected=self.manner.right_text(assertion), reason=reason)

    def _number_among_symbols(self, assertion: Assertion, written: Quantity) -> Judged:
        """Return the verdict on a number whose inputs have none: it is a formula without names."""
        return self._reading(assertion, Number(written.value))

    def _is_symbolic(self, assertion: Assertion) -> bool:
        """Return whether a gradient stands among formulas, so that a number is one, too."""
        return assertion.role == "gradient" and any(
            other.role == "gradient" and isinstance(other.side.content, Formula)
            for other in self.graph.assertions
            if other is not assertion
        )

    def _any_reading(self, assertion: Assertion, readings: tuple[Expression, ...]) -> Judged:
        """Return the best verdict on any reading that readers would accept."""
        verdicts = [self._reading(assertion, reading) for reading in readings]
        for wanted in ("verified", "undecided"):
            for judged in verdicts:
                if judged.verdict == wanted:
                    return judged
        return verdicts[0]

    def _reading(self, assertion: Assertion, reading: Expression) -> Judged:
        if not mentioned_in(reading):
            judged = judge_arithmetic(assertion, reading, self.numbers)
            if judged is not None:
                return judged
        decision = self._decide(reading, assertion)
        is_number = not mentioned_in(reading)
        if decision.verdict == "wrong" and is_number and not self._is_symbolic(assertion):
            # The text around the diagram may well give the inputs.
            reason = "not every input that it depends on has a number"
            return Judged(assertion, "undecided", reason=reason)
        return Judged(assertion, decision.verdict, decision.certainty, reason=decision.reason)

    def _decide(self, reading: Expression, assertion: Assertion) -> Decision:
        target = assertion.target
        if isinstance(target, At):
            return decide(reading, assertion.role, target.node, self.context)
        if target is None:
            return Decision("undecided", reason=assertion.reason)
        return decide(reading, assertion.role, target.edges, self.context)

    def _complete(self, judged: Judged) -> Judged:
        """Return the verdict with what is right where it is wrong, or how it was proved."""
        assertion = judged.assertion
        if judged.verdict == "wrong":
            wrong = self._wrong(assertion, judged.reason)
            return Judged(
                assertion, "wrong", expected=wrong.expected, reason=wrong.reason, steps=judged.steps
            )
        if judged.certainty == "exact" and assertion.role == "gradient":
            return Judged(assertion, "verified", self._proof(assertion), reason=judged.reason)
        return judged

    def _proof(self, assertion: Assertion) -> Certainty:
        """Return how the gradient that a right number prints was proved."""
        if not isinstance(assertion.target, Along) or self.graph.output is None:
            return "exact"
        proofs = prove_gradients(self.graph.dag, self.graph.output)
        return proofs.get(assertion.target.edges[0], "exact")


def _judge_of(graph: ComputationGraph) -> _Judge:
    numbers = numbers_of(graph)
    context = Context(graph.dag, graph.output, graph.names, free_upstream(graph))
    return _Judge(graph, numbers, context, manner_of(graph, numbers))
