"""The examples on the pages are what the pages say they are."""

from __future__ import annotations

import pytest

import mdgrad
from mdgrad.rules.catalogue import RULES
from mdgrad.rules.pages import Example, examples, page

WITHOUT_EXAMPLE = frozenset({"MG904", "MG905"})
"""A bug of our own, and a file of many megabytes."""
ONLY_STRICT = frozenset({"MG303"})


@pytest.mark.parametrize("code", RULES)
def test_every_page_has_both_examples(code: str) -> None:
    expected = [] if code in WITHOUT_EXAMPLE else ["Wrong", "Right"]
    assert [example.heading for example in examples(code)] == expected


@pytest.mark.parametrize("code", sorted(code for code in RULES if code[2] in "2345"))
def test_every_page_says_why_it_matters(code: str) -> None:
    assert "\nWhy it matters: " in page(code)


def found(code: str, example: Example) -> set[str]:
    strict = code in ONLY_STRICT
    report = mdgrad.check(example.post, path=example.path, strict=strict)
    return {finding.code for finding in report.findings}


@pytest.mark.parametrize("code", sorted(set(RULES) - WITHOUT_EXAMPLE))
def test_the_examples_are_as_told(code: str) -> None:
    wrong, right = examples(code)
    assert code in found(code, wrong)
    assert found(code, right) == set()
