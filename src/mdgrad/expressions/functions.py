"""The functions that a formula may call: the words of the operator catalogue, in any case."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["function_named", "is_function", "may_stand_bare"]

# The catalogue is written in this package's grammar, so it can only be looked at when it is there.


def function_named(word: str) -> str | None:
    """Return the name of the function that `word` calls (`ln`, `σ`, `ReLU`), None if unknown."""
    from mdgrad.operators.catalogue import spelling_key

    return _by_word().get(spelling_key(word))


def is_function(name: str) -> bool:
    """Return whether `name` is the name of a function of the catalogue."""
    from mdgrad.operators.catalogue import CATALOGUE

    return name in CATALOGUE


def may_stand_bare(function: str) -> bool:
    r"""Return whether people write a function without brackets: those with a LaTeX command."""
    from mdgrad.operators.catalogue import CATALOGUE

    entry = CATALOGUE[function]
    takes_one = bool(entry.formulas)
    return takes_one and any(re.fullmatch(r"\\[a-z0-9]+", text) for text in entry.spellings)


@cache
def _by_word() -> dict[str, str]:
    from mdgrad.operators.catalogue import CATALOGUE, spelling_key

    words = {
        spelling_key(spelling.removeprefix("\\")): entry.name
        for entry in CATALOGUE.values()
        for spelling in entry.all_spellings
    }
    return {word: name for word, name in words.items() if word.isalnum() and word not in "xXᵀ"}
