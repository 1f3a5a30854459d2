"""Identifiers: a name for every value that is a valid name in Python, and no other's.

Names come from labels, which anyone may have written. Whatever is in one, its identifier is made of
letters, digits and `_` alone, and is no keyword, no builtin and no name that exported code uses.
"""

from __future__ import annotations

import builtins
import keyword
import unicodedata
from collections.abc import Iterable

__all__ = ["GRADIENT", "LONGEST", "PART", "identifiers"]

LONGEST = 20
"""Characters of an identifier; code of longer ones would be hard to read."""
GRADIENT = "grad_"
"""What the names of gradients begin with, and no value's does."""
PART = "part_"
"""What the names of parts of long formulas begin with, and no value's does."""

_TAKEN = frozenset(
    {
        *dir(builtins), *keyword.kwlist, *keyword.softkwlist, "math", "sympy", "torch", "values",
        "gradients", "upstream", "name", "value", "step", "sign", "share", "at",
        "values_and_gradients",
    }
)  # fmt: skip


def identifiers(names: Iterable[str]) -> list[str]:
    """Return an identifier for each name, no two alike."""
    used: set[str] = set()
    chosen = []
    for name in names:
        base = _identifier(name)
        own, number = base, 1
        while own in used or own in _TAKEN:
            number += 1
            own = f"{base}_{number}"
        used.add(own)
        chosen.append(own)
    return chosen


def _identifier(name: str) -> str:
    """Return a name with what cannot stand in an identifier as `_`."""
    # Python itself reads identifiers in this form, so that two that look alike are one.
    letters = unicodedata.normalize("NFKC", name)
    text = "".join(c if f"a{c}".isidentifier() else "_" for c in letters)
    text = unicodedata.normalize("NFKC", text).strip("_")[: LONGEST - 4].strip("_")
    if text.isidentifier() and not text.startswith((GRADIENT, PART)):
        return text
    return f"v_{text}" if f"v_{text}".isidentifier() and text else "v"
