"""Replays a certificate with sympy alone: nothing of what made it is used.

The values are put into each other with the value on one edge cut loose, the whole is differentiated
by it, and the step that the certificate has for that edge must come to the same.
"""

from __future__ import annotations

import re
from typing import Any

import sympy

__all__ = ["ReplayError", "replay"]

_NUMBER = re.compile(r"-?[0-9]+(?:\.([0-9]+))?")


class ReplayError(Exception):
    """Something in the certificate does not follow."""


def replay(document: dict[str, Any]) -> int:
    """Return how many gradients and labels of a certificate were confirmed.

    Raises `ReplayError` for the first that was not.
    """
    uncut = _composed(document, None, None)
    confirmed = 0
    for step in document["gradients"]:
        _check_local(document, step, uncut)
        if step["verified"]:
            cut = sympy.Symbol("cut", real=True)
            whole = _composed(document, step, cut)
            right = sympy.diff(whole[document["output"]], cut).subs(cut, uncut[step["source"]])
            _require(right, _gradient(document, step["symbol"], uncut), step["symbol"])
            confirmed += 1
    for claim in document.get("claims", ()):
        confirmed += _check_label(document, claim, uncut)
    return confirmed


def _read(text: str, known: dict[str, Any]) -> Any:
    return sympy.sympify(text, locals=known)


def _composed(document: dict[str, Any], cut: dict[str, Any] | None, symbol: Any) -> dict[str, Any]:
    """Return every value in the inputs, and in the cut where an edge is cut."""
    values: dict[str, Any] = {}
    for value in document["values"]:
        own = value["symbol"]
        if "formula" not in value:
            values[own] = sympy.Symbol(own, real=True)
            continue
        operands = [values[operand] for operand in value["operands"]]
        plain = _read(value["expression"], values)
        places = {f"a{index}": operand for index, operand in enumerate(operands)}
        _require(plain, _read(value["formula"], places), own)
        if cut is not None and cut["target"] == own:
            if value["operands"][cut["operand"]] != cut["source"]:
                raise ReplayError(f"{cut['symbol']}: no such edge")
            places[f"a{cut['operand']}"] = symbol
        values[own] = _read(value["formula"], places)
    return values


def _check_local(document: dict[str, Any], step: dict[str, Any], values: dict[str, Any]) -> None:
    """Check the local derivative of a step by its target's formula."""
    (target,) = (v for v in document["values"] if v["symbol"] == step["target"])
    letters = {f"a{n}": sympy.Symbol(f"a{n}", real=True) for n in range(len(target["operands"]))}
    slope = sympy.diff(_read(target["formula"], letters), letters[f"a{step['operand']}"])
    placed = {letters[f"a{n}"]: values[operand] for n, operand in enumerate(target["operands"])}
    _require(slope.subs(placed), _read(step["local"], values), f"{step['symbol']}: local")


def _gradient(document: dict[str, Any], symbol: str, values: dict[str, Any]) -> Any:
    """Return a gradient in the inputs, worked out through the steps that it follows from."""
    known = dict(values)
    for step in document["gradients"]:
        known[step["symbol"]] = _read(step["expression"], known)
        if step["symbol"] == symbol:
            break
    return known[symbol]


def _check_label(document: dict[str, Any], claim: dict[str, Any], values: dict[str, Any]) -> bool:
    """Check the digits of a label that is a plain number; return whether there was one to check."""
    printed = _NUMBER.fullmatch(claim["written"].strip())
    numbers = {values[v["symbol"]]: v["number"] for v in document["values"] if "number" in v}
    if printed is None or claim["role"] == "local" or document["upstream"] is None:
        return False
    total = sum(_gradient(document, step, values) for step in claim["steps"])
    exact = total * sympy.Rational(document["upstream"])
    exact = exact.subs({symbol: sympy.Rational(number) for symbol, number in numbers.items()})
    half = sympy.Rational(1, 2) / 10 ** len(printed[1] or "")
    off = sympy.N(abs(exact - sympy.Rational(printed[0])), 50)
    if claim["certainty"] != "rounded" and not off <= half + sympy.Float("1e-40"):
        raise ReplayError(f"line {claim['line']}: {claim['written']}")
    return True


def _require(one: Any, other: Any, what: str) -> None:
    """Raise unless two expressions agree at three points to 40 digits."""
    difference = one - other
    inputs = sorted(difference.free_symbols, key=str)
    for shift in (1, 2, 3):
        point = {own: sympy.Rational(17 + 3 * n, 10 * shift) for n, own in enumerate(inputs)}
        if not abs(sympy.N(difference.subs(point), 50, maxn=200)) <= sympy.Float("1e-40"):
            raise ReplayError(what)
