"""The normal form: the laws of matrices hold in it, and commuting does not."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from mdgrad.tensors.differential import gradient_of, substituted
from mdgrad.tensors.forms import Form, Forms, generator
from tests.tensors.exact import Matrix, filled, plus, product, scaled, summed, times, transposed

FORMS = Forms()
SIDE = 3


def _leaf(name: str) -> tuple[Form, Matrix]:
    return generator(name, "n", "n"), filled(SIDE, SIDE, ord(name))


Both = tuple[Form, Matrix]
LEAVES = st.sampled_from("ABC").map(_leaf)


def _combined(parts: st.SearchStrategy[Both]) -> st.SearchStrategy[Both]:
    pairs = st.tuples(parts, parts)
    return st.one_of(
        pairs.map(lambda p: (FORMS.matmul(p[0][0], p[1][0]), product(p[0][1], p[1][1]))),
        pairs.map(lambda p: (FORMS.add((p[0][0], p[1][0])), plus(p[0][1], p[1][1]))),
        pairs.map(lambda p: (FORMS.times(p[0][0], p[1][0]), times(p[0][1], p[1][1]))),
        parts.map(lambda p: (FORMS.transpose(p[0]), transposed(p[1]))),
        parts.map(lambda p: (FORMS.times(FORMS.number(Fraction(-2)), p[0]), scaled(-2, p[1]))),
        pairs.map(
            lambda p: (
                FORMS.add((p[0][0], FORMS.total(p[1][0], 0))),
                plus(p[0][1], summed(p[1][1])),
            )
        ),
    )


EXPRESSIONS = st.recursive(LEAVES, _combined, max_leaves=5)


@given(EXPRESSIONS, EXPRESSIONS)
@settings(max_examples=150, deadline=None)
def test_equal_forms_are_equal_matrices(one: Both, other: Both) -> None:
    if one[0] == other[0]:
        assert one[1] == other[1]


@given(EXPRESSIONS, EXPRESSIONS, EXPRESSIONS)
@settings(max_examples=50, deadline=None)
def test_the_laws_of_matrices(a: Both, b: Both, c: Both) -> None:
    x, y, z = a[0], b[0], c[0]
    matmul, times_, transpose = FORMS.matmul, FORMS.times, FORMS.transpose
    assert matmul(matmul(x, y), z) == matmul(x, matmul(y, z))
    assert transpose(matmul(x, y)) == matmul(transpose(y), transpose(x))
    assert transpose(transpose(x)) == x
    assert matmul(x, FORMS.add((y, z))) == FORMS.add((matmul(x, y), matmul(x, z)))
    assert times_(x, y) == times_(y, x)
    assert times_(x, FORMS.add((y, z))) == FORMS.add((times_(x, y), times_(x, z)))
    assert FORMS.add((x, y)) == FORMS.add((y, x))
    assert FORMS.total(FORMS.add((x, y)), 0) == FORMS.add((FORMS.total(x, 0), FORMS.total(y, 0)))


def test_matrices_do_not_commute() -> None:
    a, b = generator("A", "n", "n"), generator("B", "n", "n")
    assert FORMS.matmul(a, b) != FORMS.matmul(b, a)
    assert FORMS.matmul(a, b) != FORMS.times(a, b)
    assert FORMS.transpose(a) != a


def test_numbers_commute() -> None:
    a, s = generator("A", "n", "m"), generator("s", 1, 1)
    x, y = generator("x", "n", 1), generator("y", "n", 1)
    assert FORMS.matmul(a, s) == FORMS.matmul(s, a)
    assert FORMS.matmul(FORMS.transpose(x), y) == FORMS.matmul(FORMS.transpose(y), x)


def test_ones_count_what_they_sum_over() -> None:
    b = generator("b", 1, "m")
    a = generator("A", "n", "m")
    stretched = FORMS.add((b, FORMS.times(FORMS.number(Fraction(0)), a)))
    assert FORMS.total(stretched, 0) == FORMS.times(FORMS.size("n"), b)
    of_seven = FORMS.add((b, Form(7, "m", frozenset())))
    assert FORMS.total(of_seven, 0) == FORMS.times(FORMS.number(Fraction(7)), b)


def test_gradient_of_a_quadratic_form() -> None:
    # ∂(xᵀAx)/∂x = (A + Aᵀ)x (The Matrix Cookbook, equation 81).
    x, a = generator("x", "n", 1), generator("A", "n", "n")
    form = FORMS.matmul(FORMS.transpose(x), FORMS.matmul(a, x))
    right = FORMS.matmul(FORMS.add((a, FORMS.transpose(a))), x)
    assert gradient_of(form, x, "x", FORMS.number(Fraction(1))) == right


def test_gradient_of_a_bilinear_form() -> None:
    # ∂(aᵀXb)/∂X = abᵀ (The Matrix Cookbook, equation 70).
    a, b, x = generator("a", "n", 1), generator("b", "m", 1), generator("X", "n", "m")
    form = FORMS.matmul(FORMS.transpose(a), FORMS.matmul(x, b))
    right = FORMS.matmul(a, FORMS.transpose(b))
    assert gradient_of(form, x, "X", FORMS.number(Fraction(1))) == right


def test_substitution_is_evaluation() -> None:
    a, b, c = (generator(name, "n", "n") for name in "ABC")
    form = FORMS.add((FORMS.matmul(a, FORMS.transpose(b)), FORMS.times(a, b)))
    value = FORMS.matmul(b, c)
    right = FORMS.add((FORMS.matmul(value, FORMS.transpose(b)), FORMS.times(value, b)))
    assert substituted(form, {"A": value}) == right
