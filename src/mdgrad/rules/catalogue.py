"""The catalogue of findings: every code with its title and severity, in one table.

A code is stable once published: it never changes its meaning and is never used again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mdgrad.report import Severity

__all__ = ["RULES", "Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding; `mdgrad.rules.pages` has the page that explains it."""

    code: str
    title: str
    severity: Severity
    under_strict: Severity
    """The severity under `--strict`, where missing and undecided count as errors."""


def _error(code: str, title: str) -> Rule:
    return Rule(code, title, "error", "error")


def _warning(code: str, title: str) -> Rule:
    return Rule(code, title, "warning", "warning")


def _info(code: str, title: str) -> Rule:
    return Rule(code, title, "info", "info")


def _unless_strict(code: str, title: str) -> Rule:
    """Return a rule for what is missing or undecided."""
    return Rule(code, title, "info", "error")


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.code: rule
        for rule in (
            _error("MG101", "Mermaid refuses the diagram"),
            _error("MG102", "the front matter is not YAML"),
            _error("MG103", "Mermaid has no such shape"),
            _error("MG104", "the data of a node is wrong"),
            _error("MG105", "a linkStyle names an edge that is not there"),
            _warning("MG111", "the head of a link is a letter, or the letter of a node a head"),
            _warning("MG112", "a link's end eats the first letter of a node"),
            _warning("MG113", "a line with a direction in it vanishes"),
            _warning("MG114", "a comment is read as a node"),
            _warning("MG115", "a comment is read as a style or a title"),
            _warning("MG116", "the two ends of a link do not belong together"),
            _warning("MG117", "a label is cut short"),
            _warning("MG118", "a node is labelled twice"),
            _warning("MG119", "the data of a node is ignored"),
            _warning("MG120", "a colour is no colour"),
            _info("MG121", "the diagram is past a limit of Mermaid's"),
            _error("MG201", "a value is wrong"),
            _error("MG202", "a value's formula is wrong"),
            _unless_strict("MG203", "a value is undecided"),
            _error("MG204", "one value is written in two ways that differ"),
            _info("MG205", "a value follows from another wrong number"),
            _info("MG206", "one input would explain every wrong label"),
            _unless_strict("MG207", "a value is left blank"),
            _error("MG301", "a gradient is wrong"),
            _unless_strict("MG302", "a gradient is undecided"),
            _unless_strict("MG303", "a gradient is not drawn"),
            _info("MG304", "the first upstream gradient is not 1"),
            _info("MG305", "a gradient follows from another wrong number"),
            _unless_strict("MG306", "a gradient is left blank"),
            _error("MG401", "an operator has the wrong number of operands"),
            _error("MG402", "the forward edges run in a circle"),
            _unless_strict("MG403", "the direction of the edges is ambiguous"),
            _unless_strict("MG404", "the backward drawing does not match the forward drawing"),
            _unless_strict("MG405", "a label cannot be read"),
            _unless_strict("MG406", "there are several outputs"),
            _error("MG501", "an operator cannot combine the shapes of its operands"),
            _error("MG502", "a shape is wrong"),
            _error("MG503", "a gradient does not have the shape of its value"),
            _unless_strict("MG504", "a shape is undecided"),
            _unless_strict("MG901", "a limit is exceeded"),
            _warning("MG902", "an ignore that ignores nothing"),
            _warning("MG903", "an unknown directive"),
            _error("MG904", "not mended, because a check of the rewrite failed"),
            _warning("MG905", "the file is too large to be judged"),
            _warning("MG906", "the block of a diagram is never closed"),
            _error("MG907", "a notebook is no JSON"),
        )
    }
)
