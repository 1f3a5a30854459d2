"""Every code has a page, and the pages' examples are checked by mdgrad itself."""

from __future__ import annotations

import re

import pytest

from mdgrad.report import FileReport, Finding, Severity
from mdgrad.rules.catalogue import RULES
from mdgrad.rules.pages import page
from mdgrad.rules.selection import told
from mdgrad.settings import Settings
from mdgrad.source import Place


def test_codes_are_of_one_form_and_in_order() -> None:
    assert list(RULES) == sorted(RULES)
    assert all(re.fullmatch(r"MG[1-59][0-9]{2}", code) for code in RULES)


@pytest.mark.parametrize("code", RULES)
def test_every_code_has_a_page(code: str) -> None:
    text = page(code)
    assert text.startswith(f"# {code}: {RULES[code].title}\n")
    assert len(text.split()) > 30


@pytest.mark.parametrize(
    ("code", "strict", "severity"),
    [
        ("MG201", False, "error"),
        ("MG201", True, "error"),
        ("MG203", False, "info"),
        ("MG203", True, "error"),
        ("MG303", False, None),
        ("MG303", True, "error"),
        ("MG304", True, "info"),
    ],
)
def test_severity_under_strict(code: str, strict: bool, severity: Severity | None) -> None:
    finding = Finding(code, RULES[code].severity, Place(1, 1, 1, 1), "message")
    report = told(FileReport("-", findings=(finding,)), Settings(strict=strict))
    assert [one.severity for one in report.findings] == ([severity] if severity else [])
