"""Which diagram is exported, and why one cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import mdgrad
from mdgrad.cli import main
from mdgrad.cli.arguments import parser
from mdgrad.exports import LANGUAGES, ExportError, Language

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/graph.schema.json").read_text(encoding="utf-8")
)
ONE = mdgrad.new("y = 2*x + sin(x)", {"x": 3})
TWO = ONE + "\ntext\n\n" + mdgrad.new("y = w*x", {"x": 3, "w": 2}, dialect="equations")
SEVERAL = (
    '```mermaid\nflowchart LR\n  x["x = 2"] --> a["a = 2x = 4"]\n  x --> b["b = 3x = 6"]\n```\n'
)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        pytest.param("no diagram", None, "no computation graph here", id="none"),
        pytest.param("```mermaid\nflowchart LR\n  a --> b\n```\n", None, "here", id="other"),
        pytest.param(TWO, None, "2 computation graphs; name one by its line: 1, 18", id="two"),
        pytest.param(TWO, 40, "on line 40; name one by its line: 1, 18", id="elsewhere"),
        pytest.param(SEVERAL, None, "several outputs; say which", id="several-outputs"),
        pytest.param(
            '```mermaid\nflowchart LR\n  X["(4,)<br>X"] --> m((dot))\n'
            '  W["(4, 2)<br>W"] --> m\n  m -- "(2,)" --> Y["Y"]\n```\n',
            None, "of matrices", id="matrices",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_told(text: str, line: int | None, told: str) -> None:
    with pytest.raises(ExportError, match=told):
        mdgrad.export(text, "python", line=line)


def test_an_output_can_be_named() -> None:
    named = SEVERAL.replace("LR\n", "LR\n  %% mdgrad: output a\n")
    graph = json.loads(mdgrad.export(named, "json"))
    assert graph["output"] == "a"
    assert {one["name"]: one["gradient"]["exact"] for one in graph["values"]} == {
        "x": "2", "a": "1", "b": "0",
    }  # fmt: skip


def test_a_diagram_is_found_by_any_of_its_lines() -> None:
    for line in (18, 20, 22):
        assert '"w"' in mdgrad.export(TWO, "json", line=line)


UNKNOWN = (
    '```mermaid\nflowchart LR\n  x["x"] -->|"x"| f(("f"))\n  f -->|"y"| y["y"]\n'
    '  y -->|"E"| f\n  f -->|"E ∂y/∂x"| x\n```\n'
)


def test_an_unknown_function_is_one_for_sympy_alone() -> None:
    assert 'sympy.Function("f")(x)' in mdgrad.export(UNKNOWN, "sympy")
    assert "f &= \\mathrm{f}(x)" in mdgrad.export(UNKNOWN, "latex")
    for to in ("python", "torch"):
        with pytest.raises(ExportError, match="nothing is known of the function f; sympy"):
            mdgrad.export(UNKNOWN, to)


@pytest.mark.parametrize("text", [ONE, UNKNOWN, mdgrad.new("y = w*x")])
def test_the_graph_follows_its_schema(text: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(mdgrad.export(text, "json")), SCHEMA)


def test_the_graph_has_values_and_gradients_along_edges() -> None:
    graph = json.loads(mdgrad.export(mdgrad.new("y = x*x + x/3", {"x": 2}), "json"))
    by_name = {one["name"]: one for one in graph["values"]}
    assert by_name["x"]["gradient"]["exact"] == "13/3"  # 2x + 1/3
    assert by_name["y"]["value"]["exact"] == "14/3"
    square = next(one for one in graph["values"] if one["operator"] == "multiply")
    assert [one["gradient"]["exact"] for one in square["operands"]] == ["2", "2"]


def test_the_chain_rule_in_latex() -> None:
    derivation = mdgrad.export(mdgrad.new("L = (w*x)**2 + w", {"w": 2, "x": 3}), "latex")
    assert derivation.splitlines() == [
        "\\begin{aligned}",
        "  w &= 2 \\\\",
        "  x &= 3 \\\\",
        "  z_{1} &= w \\cdot x = 6 \\\\",
        "  z_{2} &= z_{1}^{2} = 36 \\\\",
        "  L &= z_{2} + w = 38 \\\\",
        "  \\frac{\\partial L}{\\partial L} &= 1 \\\\",
        "  \\frac{\\partial L}{\\partial z_{2}} &= 1 \\\\",
        "  \\frac{\\partial L}{\\partial z_{1}} &= \\frac{\\partial L}{\\partial z_{2}} \\cdot "
        "\\frac{\\partial z_{2}}{\\partial z_{1}} = \\frac{\\partial L}{\\partial z_{2}} \\cdot "
        "2 \\cdot z_{1} = 12 \\\\",
        "  \\frac{\\partial L}{\\partial x} &= \\frac{\\partial L}{\\partial z_{1}} \\cdot "
        "\\frac{\\partial z_{1}}{\\partial x} = \\frac{\\partial L}{\\partial z_{1}} \\cdot w "
        "= 24 \\\\",
        "  \\frac{\\partial L}{\\partial w} &= 1 + \\frac{\\partial L}{\\partial z_{1}} \\cdot x "
        "= 37 \\\\",  # 1 + 12 · 3
        "\\end{aligned}",
    ]


def test_prints_a_program(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    post = tmp_path / "post.md"
    post.write_text(TWO, encoding="utf-8")
    assert main(["export", "--to", "python", f"{post}:20"]) == 0
    assert capsys.readouterr().out == mdgrad.export(TWO, "python", line=20)
    assert main(["export", "--to", "python", str(post)]) == 2
    assert "name one by its line: 1, 18" in capsys.readouterr().err
    for missing in (tmp_path / "no.md", tmp_path):
        assert main(["export", "--to", "python", str(missing)]) == 2
        assert str(missing) in capsys.readouterr().err


@pytest.mark.parametrize("to", LANGUAGES)
def test_the_command_line_knows_every_language(to: Language) -> None:
    assert parser().parse_args(["export", "x", "--to", to]).to == to
    with pytest.raises(SystemExit):
        parser().parse_args(["export", "x", "--to", "other"])
    with pytest.raises(ExportError, match="no export to other"):
        mdgrad.export(ONE, "other")  # type: ignore[arg-type]
