"""Which findings are told, how severe they are under `--strict`, and in which language."""

from __future__ import annotations

from dataclasses import replace

from mdgrad.report import FileReport, Finding
from mdgrad.rules.catalogue import RULES
from mdgrad.settings import Settings
from mdgrad.translating import translated

__all__ = ["is_selected", "told", "unknown_prefixes"]

_ONLY_STRICT = frozenset({"MG303"})
"""Most drawings leave some gradient out on purpose, so that is told only when asked for."""


def told(report: FileReport, settings: Settings) -> FileReport:
    """Return the report with only the findings asked for, as severe and in words as asked for."""
    findings = tuple(
        _as_severe(finding, settings)
        for finding in report.findings
        if is_selected(finding.code, settings)
    )
    return translated(replace(report, findings=findings), settings.language)


def is_selected(code: str, settings: Settings) -> bool:
    """Return whether findings of `code` are told; what is ignored wins over what is selected."""
    if code in _ONLY_STRICT and not settings.strict:
        return False
    if settings.select and not code.startswith(settings.select):
        return False
    return not (settings.ignore and code.startswith(settings.ignore))


def unknown_prefixes(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the prefixes with which no code begins."""
    return tuple(
        prefix for prefix in prefixes if not any(code.startswith(prefix) for code in RULES)
    )


def _as_severe(finding: Finding, settings: Settings) -> Finding:
    rule = RULES.get(finding.code)
    if rule is None or not settings.strict or rule.under_strict == rule.severity:
        return finding
    return replace(finding, severity=rule.under_strict)
