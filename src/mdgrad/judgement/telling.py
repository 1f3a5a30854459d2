"""Telling: verdicts become the claims and findings that the author reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from mdgrad.expressions.writing import ends_within
from mdgrad.graphs.assertions import Assertion, At, ComputationGraph
from mdgrad.graphs.graph import operations
from mdgrad.judgement.inputs import OtherInput
from mdgrad.judgement.judge import Judgement
from mdgrad.judgement.manner import is_fraction
from mdgrad.judgement.rounding import prints
from mdgrad.judgement.subjects import shown, subject
from mdgrad.judgement.verdict import Judged
from mdgrad.labels.quantity import Quantity, write_number
from mdgrad.messages import Message
from mdgrad.operators.operation import is_unknown
from mdgrad.passes import Enclosure
from mdgrad.report import Claim, Edit, Finding, Missing, Role, Severity, Status
from mdgrad.rules.catalogue import RULES
from mdgrad.source import Place, Span

__all__ = ["Placing", "Telling", "says_something"]

Placing = Callable[[Span], Place]
"""From a span of the Mermaid source to lines and columns of the post."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What is to be told of one computation graph."""

    judgement: Judgement
    edits: Mapping[Assertion, tuple[Edit, ...]]
    """What mends each wrong label."""
    place: Placing

    @property
    def graph(self) -> ComputationGraph:
        """The graph that was judged."""
        return self.judgement.graph

    def claims(self) -> Iterator[Claim]:
        """Yield the verdicts as claims of the report."""
        for judged in self.judgement.verdicts:
            assertion = judged.assertion
            yield Claim(
                edge=assertion.edge,
                node=assertion.node,
                role=_role(assertion),
                place=self.place(assertion.span(self.graph.flowchart)),
                written=assertion.side.text,
                expected=judged.expected,
                verdict=judged.verdict,
                certainty=judged.certainty,
                reason=judged.reason,
            )

    def status(self) -> Status:
        """Return what the graph as a whole is: verified only if nothing is wrong or undecided."""
        verdicts = {judged.verdict for judged in self.judgement.verdicts}
        if "wrong" in verdicts:
            return "wrong"
        return "undecided" if self.graph.problems or "undecided" in verdicts else "verified"

    def missing(self) -> Iterator[Missing]:
        """Yield the gradients that the backward drawing leaves out."""
        for gap in self.judgement.missing:
            yield Missing(gap.source, gap.target, gap.text or "", self.place(gap.span))

    def findings(self) -> Iterator[Finding]:
        """Yield what is worth telling."""
        for problem in self.graph.problems:
            yield _finding(problem.code, self.place(problem.span), problem.message)
        blocked = {problem.code for problem in self.graph.problems}
        for judged in self.judgement.verdicts:
            if judged.verdict == "wrong":
                edits = self.edits.get(judged.assertion, ())
                yield _wrong(judged, self.graph, edits, self.place)
            elif judged.verdict == "undecided" and not blocked:
                yield _undecided(judged, self.graph, self.place)
        yield from _scaled(self.graph, self.place)
        yield from _explained(self.judgement.other_input, self.graph, self.place)
        for gap in self.judgement.missing:
            node = shown(gap.source, self.graph)
            message = (
                Message(
                    "the gradient of {node} is not drawn; it is {right}", node=node, right=gap.text
                )
                if gap.text
                else Message("the gradient of {node} is not drawn", node=node)
            )
            yield _finding("MG303", self.place(gap.span), message, expected=gap.text)
        yield from self._left_blank()

    def _left_blank(self) -> Iterator[Finding]:
        """Yield the places that wait to be filled in."""
        for blank in self.judgement.blanks:
            is_value = blank.assertion.role in {"value", "formula", "shape"}
            what = subject(blank.assertion, self.graph)
            yield _finding(
                "MG207" if is_value else "MG306",
                self.place(blank.assertion.span(self.graph.flowchart)),
                Message("{what} is left blank; it is {right}", what=what, right=blank.text)
                if blank.text
                else Message("{what} is left blank", what=what),
                written=blank.assertion.side.text,
                expected=blank.text,
                edits=self.edits.get(blank.assertion, ()) if blank.text else (),
            )


def says_something(judgement: Judgement) -> bool:
    """Return whether there is anything to say of a drawing.

    Where no value of an operator could be decided and no derivative is claimed, nor a shape among
    operators that are all known, the drawing only looks like a computation, and its author is not
    bothered; unless the values of its operators stand on its arrows, as in nothing else that is
    drawn, or wait there to be filled in.
    """
    graph = judgement.graph
    if graph.problems or any(blank.text is not None for blank in judgement.blanks):
        return True
    is_known = not any(
        operation is not None and is_unknown(operation.formula)
        for _, operation in operations(graph.dag)
    )
    return (
        _is_all_operators(graph)
        or _follows_from_printed(judgement)
        or any(
            judged.assertion.role in {"gradient", "total", "local"}
            or judged.assertion.told_as is not None
            or (judged.verdict != "undecided" and judged.certainty != "given")
            or (judged.assertion.role == "shape" and judged.certainty != "given" and is_known)
            or _is_value_on_arrow(judged.assertion, graph)
            for judged in judgement.verdicts
        )
    )


def _follows_from_printed(judgement: Judgement) -> bool:
    """Return whether an undecided number is what an operator makes of the numbers printed."""
    if judgement.manner is None:
        return False
    numbers = judgement.manner.numbers
    for judged in judgement.verdicts:
        written = judged.assertion.side.content
        if judged.verdict != "undecided" or not isinstance(written, Quantity):
            continue
        result, operands = numbers.by_hand(judged.assertion)
        if operands and isinstance(result, Fraction | Enclosure) and prints(written, result):
            return True
    return False


def _is_all_operators(graph: ComputationGraph) -> bool:
    """Return whether several operators, and nothing else, make the output from the inputs."""
    computed = [
        graph.dag.nodes[node]["operation"].operator
        for node in graph.dag
        if graph.dag.in_degree(node)
    ]
    return len(computed) > 1 and not {None, "identity"} & set(computed)


def _is_value_on_arrow(assertion: Assertion, graph: ComputationGraph) -> bool:
    if assertion.edge is None or not isinstance(assertion.target, At):
        return False
    operation = graph.dag.nodes[assertion.target.node]["operation"]
    return operation is not None and operation.operator not in {None, "identity"}


def _wrong(
    judged: Judged, graph: ComputationGraph, edits: tuple[Edit, ...], place: Placing
) -> Finding:
    assertion = judged.assertion
    is_gradient = _role(assertion) in {"gradient", "total", "local"}
    written = assertion.side.text
    what = subject(assertion, graph)
    message = (
        Message(
            "{what} is {right}, not {written}", what=what, right=judged.expected, written=written
        )
        if judged.expected
        else Message("{what} is wrong", what=what)
    )
    if judged.root is not None:
        code = "MG305" if is_gradient else "MG205"
        root = judged.root
        line = place(root.span(graph.flowchart)).line
        follows = Message(
            "it follows from the wrong {label} on line {line}", label=root.side.text, line=line
        )
        message = Message("{finding}; {reason}", finding=message, reason=follows)
        edits = tuple(replace(edit, reason=follows) for edit in edits)
    elif judged.code is not None:
        code = judged.code
    elif is_gradient:
        code = "MG301"
    else:
        is_number = isinstance(assertion.side.content, Quantity) or is_fraction(written)
        code = "MG201" if is_number else "MG202"
    if judged.reason:
        message = Message("{finding}: {reason}", finding=message, reason=judged.reason)
    return _finding(
        code,
        place(assertion.span(graph.flowchart)),
        message,
        written=written,
        expected=judged.expected,
        edits=edits,
    )


def _undecided(judged: Judged, graph: ComputationGraph, place: Placing) -> Finding:
    is_gradient = _role(judged.assertion) in {"gradient", "total", "local"}
    what = subject(judged.assertion, graph)
    message = (
        Message("{what} is undecided: {reason}", what=what, reason=judged.reason)
        if judged.reason
        else Message("{what} is undecided", what=what)
    )
    code = judged.code or ("MG302" if is_gradient else "MG203")
    return _finding(
        code,
        place(judged.assertion.span(graph.flowchart)),
        message,
        written=judged.assertion.side.text,
    )


def _scaled(graph: ComputationGraph, place: Placing) -> Iterator[Finding]:
    """Yield a note if the backward pass starts from another number than 1."""
    upstream = graph.upstream
    if upstream is None or not isinstance(upstream.side.content, Quantity):
        return
    if upstream.side.content.value != Fraction(1):
        message = Message(
            "the backward pass starts from {label}, an upstream gradient from beyond the drawing, "
            "and every gradient is scaled by it",
            label=upstream.side.text,
        )
        yield _finding("MG304", place(upstream.span(graph.flowchart)), message)


def _explained(
    other: OtherInput | None, graph: ComputationGraph, place: Placing
) -> Iterator[Finding]:
    """Yield a note if another number for one input would make every wrong label right."""
    if other is None or not isinstance(other.label.side.content, Quantity):
        return
    written = other.label.side.text
    value = write_number(other.value, other.label.side.content, ends_within(other.value))
    message = Message(
        "if {what} were {right}, not {written}, every wrong label would be right: was it mistyped?",
        what=subject(other.label, graph), right=value, written=written,
    )  # fmt: skip
    span = other.label.span(graph.flowchart)
    yield _finding("MG206", place(span), message, written=written, expected=value)


def _finding(  # noqa: PLR0913
    code: str,
    place: Place,
    message: Message,
    *,
    written: str | None = None,
    expected: str | None = None,
    edits: tuple[Edit, ...] = (),
) -> Finding:
    severity: Severity = RULES[code].severity
    return Finding(code, severity, place, message, written, expected, edits)


def _role(assertion: Assertion) -> Role:
    return assertion.told_as or assertion.role
