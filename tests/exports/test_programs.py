"""Every exported program works out the diagram's own numbers, and those of others."""

from __future__ import annotations

import importlib.util
import json
import math
import random
import subprocess
import sys
from pathlib import Path

import pytest

import mdgrad
from mdgrad.authoring import Dialect
from mdgrad.exports import Language
from tests.authoring.formulas import Formula, random_formula
from tests.exports.programs import REFUSED, drawn, export_or_reason, run, worked_out

DRAWN = list(drawn())
DIALECTS: tuple[Dialect, ...] = ("edges", "two-drawings", "nodes", "equations")
NEEDS_TORCH = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None, reason="PyTorch is not here"
)
PROGRAMS: tuple[Language, ...] = ("python", "torch", "sympy")
NEURON = mdgrad.new("L = (w*x + b - y)**2", {"w": 2, "x": 3, "b": 1, "y": 5})


def close(one: object, other: object) -> bool:
    return math.isclose(float(str(one)), float(str(other)), rel_tol=1e-9, abs_tol=1e-9)


def test_the_function_for_a_reader() -> None:
    assert mdgrad.export(NEURON, "python").splitlines()[:21] == [
        "def values_and_gradients(*, w=2, x=3, b=1, y=5, upstream=1):",
        '    """Return every value, and the gradient of L by each of them."""',
        "    # Forward: every value.",
        "    z1 = w * x",
        "    z2 = z1 + b",
        "    z3 = z2 - y",
        "    L = z3**2",
        "",
        "    # Backward: the gradient of L by every value.",
        "    grad_L = upstream",
        "    grad_z3 = 2 * grad_L * z3",
        "    grad_z2 = grad_z3",
        "    grad_y = -grad_z3",
        "    grad_z1 = grad_z2",
        "    grad_b = grad_z2",
        "    grad_w = grad_z1 * x",
        "    grad_x = grad_z1 * w",
        "",
        "    values = {",
        '        "w": w,',
        '        "x": x,',
    ]


def test_the_program_shows_its_numbers() -> None:
    program = mdgrad.export(NEURON, "python")
    done = subprocess.run(
        [sys.executable, "-"], input=program, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[:2] == ["w = 2, gradient 12", "x = 3, gradient 8"]


def random_post(seed: int) -> tuple[Formula, str]:
    """Return a random formula and a post that draws it."""
    while True:
        formula = random_formula(random.Random(f"export {seed}"))
        try:
            dialect = DIALECTS[seed % len(DIALECTS)]
            return formula, mdgrad.new(formula.text, formula.inputs, dialect=dialect)
        except ValueError:
            seed += 1_000_000


def check_against_mpmath(formula: Formula, text: str, to: Language) -> None:
    values, gradients = worked_out(mdgrad.export(text, to))
    output = list(values)[-1]
    assert close(values[output], formula.value()), formula.text
    for name in formula.inputs:
        own = name.replace("_", "") if name not in gradients else name
        assert close(gradients[own], formula.gradient(name)), (formula.text, name)


@pytest.mark.parametrize("seed", range(16))
def test_python_computes_what_mpmath_does(seed: int) -> None:
    check_against_mpmath(*random_post(seed), "python")


@NEEDS_TORCH
@pytest.mark.parametrize("seed", range(16))
def test_autograd_finds_what_mpmath_does(seed: int) -> None:
    check_against_mpmath(*random_post(seed), "torch")


def check_sympy(text: str, line: int | None = None) -> None:
    """Check that sympy's derivatives of the whole are what the backward pass in Python finds."""
    names = run(mdgrad.export(text, "sympy", line=line))
    at = dict(names["at"])
    symbols = {name: names[name] for name in names["gradients"]} | {"upstream": names["upstream"]}
    free = {name: one for name, one in symbols.items() if one.is_Symbol and one not in at}
    given = {name: 0.5 + index / 8 for index, name in enumerate(free)}
    at |= {symbols[name]: number for name, number in given.items()}
    values, gradients = worked_out(mdgrad.export(text, "python", line=line), **given)
    for found, expected in ((names["values"], values), (names["gradients"], gradients)):
        for name, expression in found.items():
            assert close(expression.subs(at).evalf(30), expected[name]), name


@pytest.mark.parametrize("seed", range(6))
def test_sympy_differentiates_to_the_same(seed: int) -> None:
    check_sympy(random_post(seed)[1])


@pytest.mark.parametrize(("name", "text", "line"), DRAWN, ids=[name for name, *_ in DRAWN])
def test_every_diagram_of_the_fixtures(name: str, text: str, line: int) -> None:
    program, reason = export_or_reason(text, "python", line)
    if program is None:
        lines = [int(n) for n in reason.rpartition("line: ")[2].split(", ") if n.isdigit()]
        if lines and "computation graphs" in reason:
            line = lines[0]  # one case of several in the diagram
        else:
            assert any(words in reason for words in REFUSED), reason
            return
    check_sympy(text, line)
    graph = json.loads(mdgrad.export(text, "json", line=line))
    if graph["upstream"] is None or any(
        one["value"] is None for one in graph["values"] if not one["operands"]
    ):
        return  # a diagram of symbols
    values, gradients = worked_out(mdgrad.export(text, "python", line=line))
    for one in graph["values"]:
        assert close(values[one["name"]], one["value"]["float"]), one
        assert close(gradients[one["name"]], one["gradient"]["float"]), one


@pytest.mark.parametrize(
    ("formula", "inputs", "gradients"),
    [
        pytest.param("y = x*x", {"x": 3}, {"x": 6}, id="parallel-edges"),
        pytest.param("y = x*x + x", {"x": 3}, {"x": 7}, id="fan-out"),
        pytest.param("y = max(a, b)", {"a": 2, "b": 2}, {"a": 0.5, "b": 0.5}, id="equals"),
        pytest.param("y = max(a, b)", {"a": 2, "b": 3}, {"a": 0, "b": 1}, id="max"),
        pytest.param("y = min(a, b)", {"a": 2, "b": 3}, {"a": 1, "b": 0}, id="min"),
        pytest.param("y = relu(x)*2", {"x": 0}, {"x": 0}, id="relu-at-0"),
        pytest.param("y = 2*abs(x)", {"x": 0}, {"x": 0}, id="abs-at-0"),
        pytest.param("y = 2*abs(x)", {"x": -3}, {"x": -2}, id="abs"),
        pytest.param("y = leaky_relu(x) + 1", {"x": -3}, {"x": 0.01}, id="leaky-relu"),
        pytest.param("y = x/3 + 1/7", {"x": 1}, {"x": 1 / 3}, id="fractions"),
        pytest.param("y = 2**x - 1", {"x": 3}, {"x": 8 * math.log(2)}, id="constant-base"),
    ],
)
@pytest.mark.parametrize("to", ["python", pytest.param("torch", marks=NEEDS_TORCH)])
def test_gradients_known_by_heart(
    formula: str, inputs: dict[str, int], gradients: dict[str, float], to: Language
) -> None:
    _, found = worked_out(mdgrad.export(mdgrad.new(formula, inputs), to))
    for name, gradient in gradients.items():
        assert close(found[name], gradient)


def test_an_upstream_that_is_unknown_is_asked_for() -> None:
    text = (
        "```mermaid\nflowchart LR\n  x -->|x| m((×))\n  y -->|y| m\n  m -->|z| o[ ]\n"
        "  o -->|∂L/∂z| m\n  m -->|∂L/∂z · y| x\n  m -->|∂L/∂z · x| y\n```\n"
    )
    _, gradients = worked_out(mdgrad.export(text, "python"), x=2, y=3, upstream=10)
    assert (gradients["x"], gradients["y"]) == (30, 20)


def test_one_case_of_several_is_named_by_its_line() -> None:
    text = (
        "```mermaid\nflowchart LR\n"
        '  subgraph A["x > 0"]\n    x["x"] -->|x| r((relu))\n    r -->|y| y["y"]\n'
        "    y -->|1| r\n    r -->|1| x\n  end\n"
        '  subgraph B["x <= 0"]\n    u["x"] -->|x| s((relu))\n    s -->|y| v["y"]\n'
        "    v -->|1| s\n    s -->|0| u\n  end\n```\n"
    )
    found, reason = export_or_reason(text, "python")
    assert found is None
    assert "2 computation graphs; name one by its line: 1, 10" in reason
    for line, gradient in ((4, 1), (11, 0)):
        _, gradients = worked_out(mdgrad.export(text, "python", line=line), x=5)
        assert gradients["x"] == gradient


def test_many_operands_do_not_make_long_lines() -> None:
    names = [f"operand{index}" for index in range(40)]
    arrows = "".join(f'  {name}["{name}"] -->|"2"| s(("+"))\n' for name in names)
    text = f'```mermaid\nflowchart LR\n{arrows}  s -->|"80"| S["S"]\n```\n'
    for to in ("python", "sympy"):
        program = mdgrad.export(text, to)
        assert max(map(len, program.splitlines())) <= 88
    values, gradients = worked_out(mdgrad.export(text, "python"))
    assert values["S"] == 80
    assert gradients["operand7"] == 1


def test_programs_are_formatted_as_ruff_has_it(tmp_path: Path) -> None:
    pytest.importorskip("ruff")
    posts = [(random_post(seed)[1], None) for seed in range(25)]
    for index, (text, line) in enumerate([*posts, *((text, line) for _, text, line in DRAWN)]):
        for to in PROGRAMS:
            program, _ = export_or_reason(text, to, line)
            if program is not None:
                (tmp_path / f"{to}{index}.py").write_text(program, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--diff", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
