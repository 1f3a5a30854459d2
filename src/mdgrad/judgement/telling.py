"""Telling: verdicts become the claims and findings that the author reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from mdgrad.graphs.assertions import Along, Assertion, At, ComputationGraph
from mdgrad.judgement.missing import MissingGradient
from mdgrad.judgement.verdict import Judged
from mdgrad.labels.quantity import Quantity
from mdgrad.report import Claim, Edit, Finding, Missing, Severity, Status
from mdgrad.rules.catalogue import RULES
from mdgrad.source import Place, Span

__all__ = ["Placing", "claims", "findings", "missing", "says_something", "status"]

Placing = Callable[[Span], Place]
"""From a span of the Mermaid source to lines and columns of the post."""


def claims(
    graph: ComputationGraph, verdicts: Sequence[Judged], place: Placing
) -> tuple[Claim, ...]:
    """Return the verdicts as claims of the report."""
    return tuple(
        Claim(
            edge=judged.assertion.edge,
            node=judged.assertion.node,
            role=judged.assertion.role,
            place=place(judged.assertion.span(graph.flowchart)),
            written=judged.assertion.side.text,
            expected=judged.expected,
            verdict=judged.verdict,
            certainty=judged.certainty,
            reason=judged.reason,
        )
        for judged in verdicts
    )


def says_something(graph: ComputationGraph, verdicts: Sequence[Judged]) -> bool:
    """Return whether there is anything to say of a drawing.

    Where no value of an operator could be decided and no derivative is claimed, the drawing only
    looks like a computation, and its author is not bothered.
    """
    return bool(graph.problems) or any(
        judged.assertion.role in {"gradient", "total", "local"}
        or (judged.verdict != "undecided" and judged.certainty != "given")
        for judged in verdicts
    )


def status(graph: ComputationGraph, verdicts: Sequence[Judged]) -> Status:
    """Return what the diagram as a whole is: verified only if nothing is wrong or undecided."""
    if any(judged.verdict == "wrong" for judged in verdicts):
        return "wrong"
    if graph.problems or any(judged.verdict == "undecided" for judged in verdicts):
        return "undecided"
    return "verified"


def missing(gaps: Sequence[MissingGradient], place: Placing) -> tuple[Missing, ...]:
    """Return the gradients that the backward drawing leaves out."""
    return tuple(Missing(gap.source, gap.target, gap.text or "", place(gap.span)) for gap in gaps)


def findings(
    graph: ComputationGraph,
    verdicts: Sequence[Judged],
    gaps: Sequence[MissingGradient],
    edits: Mapping[Assertion, tuple[Edit, ...]],
    place: Placing,
) -> Iterator[Finding]:
    """Yield what is worth telling of a diagram; `edits` says what mends a wrong label."""
    for problem in graph.problems:
        yield _finding(problem.code, place(problem.span), problem.message)
    blocked = {problem.code for problem in graph.problems}
    for judged in verdicts:
        if judged.verdict == "wrong":
            yield _wrong(judged, graph, edits.get(judged.assertion, ()), place)
        elif judged.verdict == "undecided" and not blocked:
            yield _undecided(judged, graph, place)
    yield from _scaled(graph, place)
    for gap in gaps:
        right = f"; it is {gap.text}" if gap.text else ""
        message = f"the gradient of {_shown(gap.source, graph)} is not drawn{right}"
        yield _finding("MG303", place(gap.span), message, expected=gap.text)


def _wrong(
    judged: Judged, graph: ComputationGraph, edits: tuple[Edit, ...], place: Placing
) -> Finding:
    assertion = judged.assertion
    is_gradient = assertion.role in {"gradient", "total", "local"}
    written = assertion.side.text
    what = _what(assertion, graph)
    message = (
        f"{what} is {judged.expected}, not {written}" if judged.expected else f"{what} is wrong"
    )
    if judged.root is not None:
        code = "MG305" if is_gradient else "MG205"
        root = judged.root
        line = place(root.span(graph.flowchart)).line
        message += f"; it follows from the wrong {root.side.text} on line {line}"
    elif is_gradient:
        code = "MG301"
    else:
        code = "MG201" if isinstance(assertion.side.content, Quantity) else "MG202"
    if judged.reason:
        message += f": {judged.reason}"
    return _finding(
        code,
        place(assertion.span(graph.flowchart)),
        message,
        written=written,
        expected=judged.expected,
        edits=edits,
    )


def _undecided(judged: Judged, graph: ComputationGraph, place: Placing) -> Finding:
    is_gradient = judged.assertion.role in {"gradient", "total", "local"}
    message = f"{_what(judged.assertion, graph)} is undecided: {judged.reason}"
    code = "MG302" if is_gradient else "MG203"
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
        message = (
            f"the backward pass starts from {upstream.side.text}, an upstream gradient from beyond "
            "the drawing, and every gradient is scaled by it"
        )
        yield _finding("MG304", place(upstream.span(graph.flowchart)), message)


def _finding(  # noqa: PLR0913
    code: str,
    place: Place,
    message: str,
    *,
    written: str | None = None,
    expected: str | None = None,
    edits: tuple[Edit, ...] = (),
) -> Finding:
    severity: Severity = RULES[code].severity
    return Finding(code, severity, place, message, written, expected, edits)


def _what(assertion: Assertion, graph: ComputationGraph) -> str:
    """Return what an assertion speaks of, in words."""
    match assertion.role, assertion.target:
        case (("value" | "formula"), At(node)):
            return f"the value of {_shown(node, graph)}"
        case "total", At(node):
            return f"the gradient of {_shown(node, graph)}"
        case role, Along(((source, node, _), *_)):
            kind = "local derivative" if role == "local" else "gradient"
            return f"the {kind} from {_shown(node, graph)} to {_shown(source, graph)}"
        case _:
            return f"the {assertion.role}"


def _shown(node: str, graph: ComputationGraph) -> str:
    """Return how the author knows a node: its id, with what it shows if that is another."""
    text = graph.flowchart.nodes[node].text.strip()
    return f"{node} “{text}”" if text and text != node else node
