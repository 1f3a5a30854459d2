"""Nothing of a label gets into a program: only its letters, as a name."""

from __future__ import annotations

import builtins
import keyword
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import mdgrad
from mdgrad.exports import ExportError, Language
from mdgrad.exports.identifiers import GRADIENT, LONGEST, PART, identifiers
from tests.exports.programs import names_as_numbers

HOSTILE = [
    "__import__('os').system('true')", "x\n    import os", 'x"""', "x'", "class", "None", "print",
    "values", "upstream", "grad_x", "part_1", "math", "ﬁ", "ª", "x\u0301", "\u202ex", "1x", "_",
    "x;y", "#", "𝐱", "e\\x", "\\end{aligned}", "$$", "%", "&", "{", "lambda x: x",
]  # fmt: skip


@given(st.lists(st.text(max_size=40) | st.sampled_from(HOSTILE), max_size=30))
@example(HOSTILE)
@example(["x", "x", "x_2", "x", "ﬁ", "fi", "grad_x", "x_2_2"])
def test_identifiers_are_valid_and_no_two_alike(names: list[str]) -> None:
    found = identifiers(names)
    assert len(found) == len(names)
    assert len({unicodedata.normalize("NFKC", name) for name in found}) == len(found)
    for name in found:
        assert name.isidentifier()
        assert unicodedata.normalize("NFKC", name) == name
        assert not keyword.iskeyword(name)
        assert not hasattr(builtins, name)
        assert not name.startswith((GRADIENT, PART, "_"))
        assert len(name) <= LONGEST


def test_readable_names_stay() -> None:
    assert identifiers(["x", "W1", "walnut count", "사과", "θ"]) == [
        "x", "W1", "walnut_count", "사과", "θ",
    ]  # fmt: skip


def post(first: str, second: str) -> str:
    """Return a post with a graph of two inputs, of whatever names."""
    texts = [text.replace("#", "#35;").replace('"', "#quot;") for text in (first, second)]
    return (
        f'```mermaid\nflowchart LR\n  i1["{texts[0]}"] -->|"2"| m(("×"))\n'
        f'  i2["{texts[1]}"] -->|"3"| m\n  m -->|"6"| o["{texts[0]} out"]\n  o -->|"1"| m\n'
        '  m -->|"3"| i1\n  m -->|"2"| i2\n```\n'
    )


BENIGN = post("a", "b")
_line = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Nd", "Nl", "No")), max_size=30
)
"""One line; a digit might make it a number, with which a graph is another."""


@pytest.mark.parametrize("to", ["python", "torch", "sympy"])
@given(_line | st.sampled_from(HOSTILE).filter(lambda t: "\n" not in t), _line)
def test_a_program_is_the_same_whatever_its_names(to: Language, first: str, second: str) -> None:
    try:
        program = mdgrad.export(post(first, second), to)
    except ExportError:
        return  # such names make it another drawing
    if program.count("\n") != mdgrad.export(BENIGN, to).count("\n"):
        return
    assert names_as_numbers(program) == names_as_numbers(mdgrad.export(BENIGN, to))


@given(_line | st.sampled_from(HOSTILE).filter(lambda t: "\n" not in t), _line)
def test_no_name_is_a_command_of_latex(first: str, second: str) -> None:
    try:
        derivation = mdgrad.export(post(first, second), "latex")
    except ExportError:
        return
    assert derivation.count("{") == derivation.count("}")
    assert derivation.count("\\begin") == derivation.count("\\end") == 1
    for character in "$%#~^":
        assert character not in derivation
