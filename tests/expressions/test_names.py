"""The spellings of names, and names that spell a derivative."""

from __future__ import annotations

import pytest

from mdgrad.expressions.differentials import as_derivative
from mdgrad.expressions.names import adjoint_of, is_symbol, normal_name

SPELLINGS = [
    ("x1", ["x1", "x₁", "x_1", "x_{1}", "x<sub>1</sub>", r"\mathbf{x}_1"]),
    ("ŷ", ["ŷ", "y\u0302", r"\hat{y}", r"\hat y"]),
    ("θ1", ["θ1", "θ₁", r"\theta_1", r"\theta_{1}"]),
    ("z(1)", ["z⁽¹⁾", "z^{(1)}", "z^[1]", "z^{[1]}", "z<sup>(1)</sup>"]),
    ("ht-1", ["h_{t-1}", "hₜ₋₁", "h_{t−1}"]),
    ("Wout", ["W_out", "W_{out}", r"W_{\text{out}}"]),
    ("L", ["L", r"\mathcal{L}"]),
    ("x'", ["x'", "x′", "x’"]),
    ("walnut count", ["walnut count", "walnut  count", " walnut count "]),
]


@pytest.mark.parametrize(
    ("name", "spelling"),
    [(name, spelling) for name, spellings in SPELLINGS for spelling in spellings],
)
def test_the_one_spelling_that_all_share(name: str, spelling: str) -> None:
    assert normal_name(spelling) == name


def test_a_power_is_no_index() -> None:
    assert normal_name("x²") != normal_name("x2")


@pytest.mark.parametrize(
    "text",
    ["x", "W1", "wx", "x₁", "x_{12}", "θ", "ŷ", r"\hat{y}", "z⁽¹⁾", "h_{t-1}", "x'", "x_out"],
)
def test_symbols(text: str) -> None:
    assert is_symbol(text)


@pytest.mark.parametrize(
    "text", ["", "loss", "2", "x y", "x+y", "x²", "호두", "是", "a" * 3_000, "f("]
)
def test_what_is_no_symbol(text: str) -> None:
    assert not is_symbol(text)


@pytest.mark.parametrize(
    ("name", "derivative"),
    [
        ("dLdz", ("L", "z")),
        ("dlossdz", ("loss", "z")),
        ("dz", ("", "z")),
        ("δz", ("", "z")),
        ("data", None),
        ("z", None),
        ("d", None),
        ("dq", None),
        ("ddd", None),
    ],
)
def test_a_name_that_spells_a_derivative(name: str, derivative: tuple[str, str] | None) -> None:
    assert as_derivative(name, {"z", "L"}) == derivative


def test_a_variable_is_itself_and_no_derivative() -> None:
    assert as_derivative("dz", {"z", "dz"}) is None


@pytest.mark.parametrize(
    ("name", "variable"), [("x̄", "x"), (normal_name(r"\bar{x}_1"), "x1"), ("x", None), ("ŷ", None)]
)
def test_the_variable_below_a_bar(name: str, variable: str | None) -> None:
    assert adjoint_of(name) == variable
