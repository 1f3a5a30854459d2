"""LaTeX that is written, held against a typesetter: KaTeX, which comes with mermaid.js."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import mdgrad
from mdgrad.explanation.formats import render
from tests.explanation.test_formats import drawn
from tests.exports.programs import drawn as drawn_in_fixtures
from tests.exports.programs import export_or_reason
from tests.fixture_posts import POSTS
from tests.mermaid import real

pytestmark = pytest.mark.oracle

SCRIPT = Path(real.__file__).with_name("typeset.mjs")
EXAMPLES = sorted((Path(__file__).parents[2] / "docs/examples").glob("*.md"))
_FORMULA = re.compile(r"\\begin\{(align\*|aligned)\}.*?\\end\{\1\}", re.DOTALL)
_ODD_NAMES = (
    "50% off",
    "a_b^c",
    "{x}",
    "\\",
    "a & b",
    "#1",
    "~",
    "x \\text{y}",
    "$x$",
    "손실 함수",
    "∂x",
)


@pytest.fixture(scope="module")
def node_modules() -> Path:
    folder = real.installed()
    if folder is None:
        pytest.skip("node, npm or their packages are not to be had")
    return folder


def test_explanations_are_typeset(node_modules: Path) -> None:
    texts = [post.read_text(encoding="utf-8") for post in (*POSTS, *EXAMPLES)]
    explanations = [mdgrad.explain(text) for text in texts] + [drawn(name) for name in _ODD_NAMES]
    written = "\n".join(render(explanation, "latex") for explanation in explanations)
    formulas = [match[0] for match in _FORMULA.finditer(written)]
    assert len(formulas) > 1000
    assert refused(formulas, node_modules) == []


def test_exported_derivations_are_typeset(node_modules: Path) -> None:
    exports = (export_or_reason(text, "latex", line)[0] for _, text, line in drawn_in_fixtures())
    formulas = [exported for exported in exports if exported is not None]
    assert len(formulas) > 100
    assert refused(formulas, node_modules) == []


def test_what_is_no_latex_is_refused(node_modules: Path) -> None:
    wrong = [r"\frac{1}", r"\begin{align*} x", r"\nosuchcommand", "x_1_2"]
    assert [formula for formula, _ in refused(wrong, node_modules)] == wrong


def refused(formulas: list[str], node_modules: Path) -> list[tuple[str, str]]:
    """Return the formulas that are not typeset, each with what KaTeX says."""
    told = real.told_by(SCRIPT, node_modules, formulas)
    return [(formula, why) for formula, why in zip(formulas, told, strict=True) if why is not None]
