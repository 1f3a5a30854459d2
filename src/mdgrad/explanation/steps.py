"""Steps: one line for each verified label, as notes under diagrams show them."""

from __future__ import annotations

from dataclasses import dataclass

from mdgrad.explanation.model import ExplainedDiagram
from mdgrad.explanation.notation import plain_notation

__all__ = ["Step", "steps_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """One label, derived."""

    subject: str
    """What the label speaks of: `∂Jug/∂Price`."""
    rule: str
    """How that is worked out in general: `∂Jug/∂M1 · ∂M1/∂Price`."""
    numbers: str
    """The same with numbers, where there are any: `1.5 · 3 = 4.5`."""
    written: str
    certainty: str


def steps_of(diagram: ExplainedDiagram) -> tuple[Step, ...]:
    """Return a step for every verified label of a diagram, in the order of the post."""
    verified = [pair for pair in diagram.labels() if pair[1].claim.verdict == "verified"]
    verified.sort(key=lambda pair: pair[1].claim.place)
    steps = []
    for graph, label in verified:
        parts = ("", "", "")
        if label.derivation is not None:
            parts = plain_notation(graph).parts(label.derivation)
        steps.append(Step(*parts, label.claim.written, label.claim.certainty or ""))
    return tuple(steps)
