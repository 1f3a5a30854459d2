"""The examples on the pages are what the pages say they are."""

from __future__ import annotations

import re

import pytest

import mdgrad
from mdgrad.rules.catalogue import RULES
from mdgrad.rules.pages import page

WITHOUT_EXAMPLE = frozenset({"MG904", "MG905", "MG906", "MG907"})
"""Codes that no single diagram can show."""
ONLY_STRICT = frozenset({"MG303"})

JUDGED = bool(mdgrad.check("```mermaid\nflowchart LR\nA -- 2 --> B((× 2)) -- 4 --> C\n```").claims)


def examples(code: str) -> dict[str, str]:
    """Return the page's examples, by heading."""
    sections = re.split(r"^## (.*)\n", page(code), flags=re.MULTILINE)
    return dict(zip(sections[1::2], sections[2::2], strict=True))


@pytest.mark.parametrize("code", RULES)
def test_every_page_has_both_examples(code: str) -> None:
    expected = set() if code in WITHOUT_EXAMPLE else {"Wrong", "Right"}
    assert set(examples(code)) == expected
    assert all(text.count("```mermaid\n") == 1 for text in examples(code).values())


@pytest.mark.skipif(not JUDGED, reason="nothing is judged yet")
@pytest.mark.parametrize("code", sorted(set(RULES) - WITHOUT_EXAMPLE))
def test_the_examples_are_as_told(code: str) -> None:
    strict = code in ONLY_STRICT
    wrong = mdgrad.check(examples(code)["Wrong"], strict=strict)
    right = mdgrad.check(examples(code)["Right"], strict=strict)
    assert code in {finding.code for finding in wrong.findings}
    assert [finding.code for finding in right.findings] == []
