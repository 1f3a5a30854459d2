"""The grammar of formulas: text to tree, by a small recursive descent of bounded depth.

sum       = ["+" | "-"] product { ("+" | "-") product }
product   = factor { ("*" | "/" | "@" | nothing) factor }
factor    = { "-" | "+" } power
power     = postfix [ "^" factor ]
postfix   = primary { "²" | "%" | "ᵀ" }
primary   = number | name | derivative | call | bracket | "|" sum "|" | "√" primary | fraction
bracket   = "(" sum [ comparison sum ] ")"        a comparison makes it 1 or 0
"""

from __future__ import annotations

from collections.abc import Collection

from mdgrad.expressions.cursor import DEEPEST
from mdgrad.expressions.parser import Parser
from mdgrad.expressions.tokens import Beyond, Unreadable, tokenize
from mdgrad.expressions.tree import Expression, negated
from mdgrad.messages import Message

__all__ = ["DEEPEST", "MOST_CHARACTERS", "negated", "parse_formula", "readings"]

MOST_CHARACTERS = 2_000


def parse_formula(
    text: str,
    variables: Collection[str] = (),
    *,
    tight_products: bool = False,
    euler: bool = False,
) -> Expression:
    """Return what `text` means as a formula.

    `variables` are the names that exist around the formula, in normal spelling: they tell the
    product `a(1-a)` from a call and let `wx` be w·x. With `tight_products` a product without a
    sign binds closer than a division, a power and a root: `1/2x` is 1/(2x). With `euler` the `e`
    in `e^x` is Euler's number though there is a variable e.

    Raises `Unreadable`, with the offset, if the text is no formula, and `Beyond` beyond the limits.
    """
    return _parse(text, variables, tight_products=tight_products, euler=euler)[0]


def _parse(
    text: str, variables: Collection[str], *, tight_products: bool, euler: bool
) -> tuple[Expression, bool]:
    """Return what `text` means, and whether tight products could mean something else."""
    if len(text) > MOST_CHARACTERS:
        raise Beyond(
            Message("the formula has more than {most} characters", most=MOST_CHARACTERS), 0
        )
    parser = Parser(list(tokenize(text)), variables, tight_products=tight_products, euler=euler)
    expression = parser.sum()
    parser.expect_end()
    return expression, parser.ambiguous


def readings(text: str, variables: Collection[str] = ()) -> tuple[Expression, ...]:
    """Return every meaning that readers would accept, the usual one first; empty if none.

    Raises `Beyond` if the text may be a formula but is beyond the limits.
    """
    found: list[Expression] = []
    for euler in (False, True) if "e" in variables else (False,):
        for tight in (False, True):
            try:
                expression, ambiguous = _parse(text, variables, tight_products=tight, euler=euler)
            except Beyond:
                raise
            except Unreadable:
                break
            if expression not in found:
                found.append(expression)
            if not ambiguous:
                break
    return tuple(found)
