"""Notation: derivations as text, in plain characters or in LaTeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mdgrad.explanation.model import Derivation, ExplainedGraph, Side
from mdgrad.expressions.tree import Expression
from mdgrad.expressions.writing import Manner, write
from mdgrad.reports.visible import visible

__all__ = ["Notation", "Written", "latex_notation", "latex_text", "plain_notation"]

_MOST_DECIMALS = 30
_NAME = re.compile(r"(?P<letters>[A-Za-z\u0370-\u03ff]+)_?(?P<index>[0-9]*)(?P<primes>′*)")


@dataclass(frozen=True, slots=True)
class Written:
    """A derivation, written: subject, then each side with the sign before it."""

    subject: str
    sides: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return " ".join((self.subject, *(f"{sign} {text}" for sign, text in self.sides)))


@dataclass(frozen=True, slots=True)
class Notation:
    """How expressions whose names are nodes are written."""

    manner: Manner

    def expression(self, expression: Expression) -> str:
        """Return an expression as a formula."""
        return write(expression, self.manner)

    def written(self, derivation: Derivation) -> Written:
        """Return a derivation, written."""
        return Written(self.subject(derivation), tuple(self._sides(derivation.sides)))

    def subject(self, derivation: Derivation) -> str:
        """Return what is derived: `∂L/∂x`, or `∂L/∂x over m` where that is a share of it."""
        subject = self.expression(derivation.subject)
        if not derivation.over:
            return subject
        over = ", ".join(map(self.manner.name, derivation.over))
        return f"{subject}\\Big|_{{{over}}}" if self.manner.latex else f"{subject} over {over}"

    def parts(self, derivation: Derivation) -> tuple[str, str, str]:
        """Return a derivation's subject, its rule, and the same in numbers."""
        rule = [side for side in derivation.sides if side.kind == "rule"]
        numbers = [side for side in derivation.sides if side.kind != "rule"]
        return self.subject(derivation), self._joined(rule), self._joined(numbers)

    def _joined(self, sides: Sequence[Side]) -> str:
        written = " ".join(f"{sign} {text}" for sign, text in self._sides(sides))
        return written.removeprefix("= ")

    def _sides(self, sides: Sequence[Side]) -> Iterator[tuple[str, str]]:
        """Yield each side with the sign before it, but what has just been said."""
        before = None
        for side in sides:
            text = self.expression(side.expression)
            if text != before:
                yield self._sign(side), text
            before = text

    def _sign(self, side: Side) -> str:
        if self.manner.latex:
            return "=" if side.is_exact else "\\approx"
        return "=" if side.is_exact else "≈"


def plain_notation(graph: ExplainedGraph) -> Notation:
    """Return a graph's notation in plain characters; nothing of the post in it is invisible."""
    names = {node: visible(name) for node, name in graph.names.items()}
    return Notation(_manner(names))


def latex_notation(graph: ExplainedGraph) -> Notation:
    """Return a graph's notation in LaTeX; nothing of the post in it is a command."""
    names = {node: latex_name(name) for node, name in graph.names.items()}
    return Notation(
        Manner(" \\cdot ", names=names, latex=True, transposed="^\\top", decimals=_MOST_DECIMALS)
    )


def _manner(names: Mapping[str, str]) -> Manner:
    return Manner(minus="−", names=names, decimals=_MOST_DECIMALS, words_in_brackets=True)


def latex_name(name: str) -> str:
    r"""Return a name as LaTeX sets it: x_{1}, \theta, \text{price of a lemon}."""
    match = _NAME.fullmatch(name)
    if match is None:
        return f"\\text{{{latex_text(name)}}}"
    letters = match["letters"]
    base = _greek(letters) if len(letters) == 1 else f"\\mathit{{{latex_text(letters)}}}"
    index = f"_{{{match['index']}}}" if match["index"] else ""
    return base + index + "'" * len(match["primes"])


def _greek(letter: str) -> str:
    if letter.isascii():
        return letter
    words = unicodedata.name(letter, "").split()
    name = words[-1].replace("LAMDA", "LAMBDA") if words else ""
    name = name.lower() if "SMALL" in words else name.capitalize()
    return f"\\{name}" if len(words) == 4 and name in _LETTERS else f"\\text{{{letter}}}"


_LETTERS = frozenset(
    [
        *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
        *("lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi"),
        *("omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi"),
        *("Psi", "Omega"),
    ]
)
"""The Greek letters that LaTeX has commands for."""
_LATEX = {
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#",
    "%": "\\%", "_": "\\_", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}",
}  # fmt: skip


def latex_text(text: str) -> str:
    """Return a text as LaTeX shows it, no character of it a command."""
    return "".join(_LATEX.get(character, character) for character in visible(text))
