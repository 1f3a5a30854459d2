"""What is measured: the same drawings on every machine, from nothing but their numbers."""

from __future__ import annotations

import operator
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Final

__all__ = ["random_drawing", "random_post", "subtractions"]

OPERATORS: Final[Mapping[str, Callable[[int, int], int]]] = {
    "+": operator.add,
    "−": operator.sub,
    "×": operator.mul,
}
"""What each glyph does to its operands, written out once more."""


def random_drawing(number: int, operators: int = 4) -> str:
    """Return a drawing of `operators` random operators; with four it has 17 edges.

    Every operator has two operands, and every edge its value; the gradients are there but for one
    of the inputs.
    """
    generator = random.Random(number)
    values = {f"x{index}": generator.randint(2, 9) for index in range(operators + 1)}
    waiting = list(values)
    operands: dict[str, tuple[str, str]] = {}
    glyphs: dict[str, str] = {}
    for index in range(operators):
        left, right = generator.sample(waiting, 2)
        name = f"n{index}"
        glyphs[name] = generator.choice(list(OPERATORS))
        operands[name] = left, right
        values[name] = OPERATORS[glyphs[name]](values[left], values[right])
        waiting = [*(one for one in waiting if one not in {left, right}), name]
    last = name
    lines = ["flowchart LR"]
    lines += [f"    x{index}[ ]" for index in range(operators + 1)]
    lines += [f"    {name}(({glyph}))" for name, glyph in glyphs.items()]
    for name, pair in operands.items():
        lines += [f"    {one} -- {values[one]} --> {name}" for one in pair]
    lines += [f"    {last} -- {values[last]} --> out[ ]", f"    out -- 1 --> {last}"]
    gradients = {last: 1}
    backward = []
    for name in reversed(operands):
        for one, other, sign in zip(operands[name], reversed(operands[name]), (1, -1), strict=True):
            local = {"+": 1, "−": sign, "×": values[other]}[glyphs[name]]
            gradients[one] = gradients[name] * local
            backward.append(f"    {name} -- {gradients[one]} --> {one}")
    return "\n".join([*lines, *backward[:-1]]) + "\n"


def random_post(number: int) -> str:
    """Return a post with a random drawing of 17 edges."""
    return f"# Post {number}\n\nWords.\n\n```mermaid\n{random_drawing(number)}```\n"


def subtractions(count: int) -> Iterator[str]:
    """Yield the lines of a drawing of `count` operators, each of which subtracts the two before it.

    Its values have a period of six, and so have its gradients: all of them are small.
    """
    values = [3, 5]
    for at in range(count):
        values.append(values[at + 1] - values[at])
    names = ["a", "b", *(f"n{at}" for at in range(count))]
    yield "flowchart LR"
    yield "a[ ]"
    yield "b[ ]"
    yield from (f"{name}((−))" for name in names[2:])
    for at in range(count):
        yield f"{names[at + 1]} -- {values[at + 1]} --> {names[at + 2]}"
        yield f"{names[at]} -- {values[at]} --> {names[at + 2]}"
    yield f"{names[-1]} -- {values[-1]} --> out[ ]"
    yield f"out -- 1 --> {names[-1]}"
    gradients = [0] * count + [0, 1]
    for at in range(count - 1, -1, -1):
        gradients[at + 1] += gradients[at + 2]
        gradients[at] -= gradients[at + 2]
        yield f"{names[at + 2]} -- {gradients[at + 2]} --> {names[at + 1]}"
        yield f"{names[at + 2]} -- {-gradients[at + 2]} --> {names[at]}"
