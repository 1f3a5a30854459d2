"""Gradients of forms, by the differential: whatever stands around dX in ⟨G, dY⟩.

⟨G, A·dX·B⟩ = ⟨Aᵀ·G·Bᵀ, dX⟩ is the one rule that all reverse rules of matrix products follow from
(Magnus and Neudecker, Matrix Differential Calculus, chapter 9; Minka, Old and new matrix algebra
useful for statistics). None is typed for an operator.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from mdgrad.tensors.forms import Form, Forms, word_form
from mdgrad.tensors.words import Applied, Generator, Hadamard, Letter, Word

__all__ = ["gradient_of", "substituted"]

_ALGEBRA = Forms()


def gradient_of(form: Form, target: Form, name: str, upstream: Form) -> Form:
    """Return ∂⟨upstream, form⟩/∂target, where `name` is the generator that `target` consists of."""
    zero = Form(target.rows, target.columns, frozenset())
    shares = [zero]
    for (numbers, word), coefficient in form.terms:
        scale = Form(1, 1, frozenset({((numbers, ()), coefficient)}))
        for index, letter in enumerate(word):
            around = _around(word[:index], _ALGEBRA.matmul(scale, upstream), word[index + 1 :])
            shares += _through(letter, around, target, name)
        inside = upstream
        if word and any(_mentions(number, name) for number, _ in numbers):
            inside = _summed(_ALGEBRA.times(upstream, word_form(word)))
        for index, (number, exponent) in enumerate(numbers):
            if not _mentions(number, name):
                continue
            others = (*numbers[:index], *numbers[index + 1 :])
            rest = ((number, exponent - 1),) if exponent != 1 else ()
            factor = Form(
                1, 1, frozenset({((_ordered((*others, *rest)), ()), coefficient * exponent)})
            )
            around = _ALGEBRA.matmul(factor, inside)
            shares += _through_word(number, around, target, name)
    return _ALGEBRA.add(shares)


def _ordered(numbers: tuple[tuple[Word, int], ...]) -> tuple[tuple[Word, int], ...]:
    return tuple(sorted(numbers, key=repr))


def _around(before: Word, upstream: Form, after: Word) -> Form:
    """Return beforeᵀ · upstream · afterᵀ."""
    if before:
        upstream = _ALGEBRA.matmul(word_form(before).transposed(), upstream)
    if after:
        upstream = _ALGEBRA.matmul(upstream, word_form(after).transposed())
    return upstream


def _through_word(word: Word, upstream: Form, target: Form, name: str) -> list[Form]:
    """Return the shares through each letter of a word that is one number, or a factor."""
    return [
        share
        for index, letter in enumerate(word)
        for share in _through(
            letter, _around(word[:index], upstream, word[index + 1 :]), target, name
        )
    ]


def _through(letter: Letter, upstream: Form, target: Form, name: str) -> list[Form]:
    """Return what reaches the target through one letter."""
    match letter:
        case Generator(own, _, _, transposed) if own == name:
            return [upstream.transposed() if transposed else upstream]
        case Hadamard(words):
            shares = []
            for index, word in enumerate(words):
                if _mentions(word, name):
                    others = upstream
                    for other in (*words[:index], *words[index + 1 :]):
                        others = _ALGEBRA.times(others, word_form(other))
                    shares += _through_word(word, others, target, name)
            return shares
        case Applied(function, order, form, _, _, transposed) if _mentions((letter,), name):
            if transposed:
                upstream = upstream.transposed()
            if function == "softmax":
                return [gradient_of(form, target, name, _through_softmax(form, upstream))]
            rate = _ALGEBRA.apply(function, order + 1, form)
            return [gradient_of(form, target, name, _ALGEBRA.times(upstream, rate))]
        case _:
            return []


def _through_softmax(form: Form, upstream: Form) -> Form:
    """Return s ⊙ (G − Σ G⊙s), the sum along every row."""
    value = _ALGEBRA.softmax(form)
    weighted = _ALGEBRA.times(upstream, value)
    mean = _ALGEBRA.times(value, _ALGEBRA.total(weighted, 1))
    return _ALGEBRA.add((weighted, _ALGEBRA.times(_ALGEBRA.number(Fraction(-1)), mean)))


def _summed(form: Form) -> Form:
    return _ALGEBRA.total(_ALGEBRA.total(form, 0), 1)


def _mentions(word: Word, name: str) -> bool:
    for letter in word:
        match letter:
            case Generator(own) if own == name:
                return True
            case Hadamard(words) if any(_mentions(one, name) for one in words):
                return True
            case Applied(_, _, form) if any(
                _mentions(part, name)
                for (numbers, own), _ in form.terms
                for part in (own, *(number for number, _ in numbers))
            ):
                return True
            case _:
                pass
    return False


def substituted(form: Form, replacements: Mapping[str, Form]) -> Form:
    """Return a form with generators replaced by forms of the same dimensions."""
    parts = [Form(form.rows, form.columns, frozenset())]
    for (numbers, word), coefficient in form.terms:
        product = _ALGEBRA.number(coefficient)
        for number, exponent in numbers:
            value = _word_substituted(number, replacements)
            if exponent < 0:
                value = _ALGEBRA.apply("reciprocal", 0, value)
            for _ in range(abs(exponent)):
                product = _ALGEBRA.matmul(product, value)
        if word:
            product = _ALGEBRA.matmul(product, _word_substituted(word, replacements))
        parts.append(product)
    return _ALGEBRA.add(parts)


def _word_substituted(word: Word, replacements: Mapping[str, Form]) -> Form:
    product = _letter_substituted(word[0], replacements)
    for letter in word[1:]:
        product = _ALGEBRA.matmul(product, _letter_substituted(letter, replacements))
    return product


def _letter_substituted(letter: Letter, replacements: Mapping[str, Form]) -> Form:
    match letter:
        case Generator(name, _, _, transposed) if name in replacements:
            value = replacements[name]
            return value.transposed() if transposed else value
        case Hadamard(words):
            product = _word_substituted(words[0], replacements)
            for word in words[1:]:
                product = _ALGEBRA.times(product, _word_substituted(word, replacements))
            return product
        case Applied(function, order, form, _, _, transposed):
            inside = substituted(form, replacements)
            if function == "softmax":
                value = _ALGEBRA.softmax(inside)
                return value.transposed() if transposed else value
            return _ALGEBRA.apply(function, order, inside)
        case _:
            return word_form((letter,))
