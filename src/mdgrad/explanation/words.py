"""The words that every format uses."""

from __future__ import annotations

from collections.abc import Mapping

from mdgrad.explanation.model import ExplainedDiagram
from mdgrad.messages import Message
from mdgrad.report import Claim

__all__ = ["CERTAINTIES", "place_of", "status_of", "verdict_of"]

CERTAINTIES: Mapping[str, Message] = {
    "symbolic": Message("proved for all inputs"),
    "exact": Message("exact"),
    "given": Message("given"),
    "rounded": Message("rounded at each step"),
}
"""How certain what is verified is."""
_ROLES = {
    "value": "value",
    "gradient": "gradient",
    "total": "total gradient",
    "local": "local derivative",
    "formula": "formula",
    "shape": "shape",
}


def verdict_of(claim: Claim) -> str:
    """Return what a label is, and the verdict: `gradient, verified: proved for all inputs`."""
    certainty = CERTAINTIES.get(claim.certainty or "")
    return f"{_ROLES[claim.role]}, {claim.verdict}" + (f": {certainty}" if certainty else "")


def place_of(claim: Claim) -> str:
    """Return where a label stands."""
    return f"line {claim.place.line}, column {claim.place.column}"


def status_of(diagram: ExplainedDiagram) -> str:
    """Return what a diagram as a whole is, with its labels counted."""
    verdicts = [label.claim.verdict for _, label in diagram.labels()]
    total = len(verdicts)
    counts = ((verdicts.count(verdict), verdict) for verdict in ("verified", "wrong", "undecided"))
    told = [f"{count} {verdict}" for count, verdict in counts if count]
    return f"{total} label{'' if total == 1 else 's'}: {', '.join(told)}" if told else "no labels"
