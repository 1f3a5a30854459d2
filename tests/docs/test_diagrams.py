"""Every diagram on the pages is right, but for the one that is wrong on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

import mdgrad
from tests.docs.sessions import PAGES, ROOT

WRONG_ON_PURPOSE = ROOT / "docs/examples/slip.md"
RIGHT = [page for page in PAGES if page != WRONG_ON_PURPOSE]


@pytest.mark.parametrize("page", RIGHT, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_diagram_is_verified(page: Path) -> None:
    report = mdgrad.check(page.read_text(encoding="utf-8"))
    assert all(
        diagram.status == "verified" for diagram in report.diagrams if diagram.kind == "computation"
    )
    assert all(diagram.kind != "unreadable" for diagram in report.diagrams)
    assert {finding.severity for finding in report.findings} <= {"info"}


def test_the_slip_is_the_only_one() -> None:
    report = mdgrad.check(WRONG_ON_PURPOSE.read_text(encoding="utf-8"))
    assert [finding.code for finding in report.findings] == ["MG301"]
