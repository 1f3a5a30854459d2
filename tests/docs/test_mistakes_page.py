"""The table of mistakes says what mdgrad says."""

from __future__ import annotations

import re

import pytest

import mdgrad
from tests.docs.sessions import ROOT

PAGE = (ROOT / "docs/mistakes.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\w+) to (\w+) \| (\S+) \| (\S+) \| (.*?) ?\|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("tail", "head", "right", "written", "said"), ROWS)
def test_the_table_is_what_is_said(
    tail: str, head: str, right: str, written: str, said: str
) -> None:
    arrow = re.compile(rf"^    {tail} -- {right} --> {head}\b", re.MULTILINE)
    (found,) = arrow.findall(PAGE)
    wrong = PAGE.replace(found, found.replace(f"-- {right} --", f"-- {written} --"))
    (message,) = (
        finding.message
        for finding in mdgrad.check(wrong).findings
        if finding.severity == "error" and finding.written == written
    )
    _, _, reason = message.partition(f"is {right}, not {written}")
    assert reason.removeprefix(": ") == ("" if said == "nothing more" else said)


def test_there_are_many() -> None:
    assert len(ROWS) > 12
