"""Posts that mean harm: little to write, much to work out, unless somebody says where it ends."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["POSTS"]

MEGABYTE = 1_000_000


def post(source: str) -> str:
    return f"```mermaid\nflowchart LR\n{source}\n```\n"


def on_edge(label: str, operator: str = "**9") -> str:
    """Return a post that says `label` of 9 to the ninth, or of another operator's result."""
    return post(f'X[x] -- 9 --> P(("{operator}"))\nP -- "{label}" --> Y[y]')


def in_node(text: str) -> str:
    return post(f'x["x = 2"] --> m["{text}"]')


def shared(count: int, operator: str) -> str:
    """Return a chain whose nodes use the node before twice: written out, it doubles each time."""
    lines = ['n0["x = 2"]']
    for number in range(count):
        lines += [f"n{number} --> n{number + 1}(({operator}))"] * 2
    return post("\n".join([*lines, f'n{count} -- 7 --> y["y"]']))


def nested(count: int, operator: str) -> str:
    """Return a chain of one operator, so that `**2` squares a square of a square."""
    lines = [f'n0["x"] -- 3 --> n1(("{operator}"))']
    lines += [f'n{number} --> n{number + 1}(("{operator}"))' for number in range(1, count)]
    return post("\n".join([*lines, f'n{count} -- 7 --> y["y"]']))


def named_squares(count: int) -> str:
    lines = ['s0["s0 = x * x"]']
    lines += [f's{n} --> s{n + 1}["s{n + 1} = s{n} * s{n}"]' for n in range(count)]
    return post("\n".join(['x["x = 2"] --> s0', *lines, f's{count} --> o["o = s{count} + 1 = 7"]']))


def _labels() -> Iterator[tuple[str, str]]:
    """Yield what stands on an edge and in a formula of a node."""
    yield "a tower of powers", "9**9**9"
    yield "a power of a power of ten", "10**(10**10)"
    yield "a factorial", "99999999!"
    yield "an exponential of an exponential", "exp(exp(1e9))"
    yield "5,000 brackets", "(" * 5_000 + "1" + ")" * 5_000
    yield "brackets within a limit of length", "(" * 900 + "1" + ")" * 900
    yield "brackets never closed", "(" * 5_000
    yield "roots", "√" * 1_900 + "2"
    yield "signs", "-" * 1_900 + "1"
    yield "bars", "|" * 1_900
    yield "powers of powers", "2^" * 900 + "2"
    yield "fractions", "$$" + r"\frac{" * 250 + "1" + "}{2}" * 250 + "$$"
    yield "a million digits", "7" * MEGABYTE
    yield "a million digits behind the point", "0." + "7" * MEGABYTE
    yield "digits past Python's limit", "7" * 4_301
    yield "digits within a label", "7" * 3_900
    yield "a great exponent", "1e999999999"
    yield "a small exponent", "1e-999999999"
    yield "groups of digits", "1" + ",111" * 900
    yield "no decimal points", "1." * 1_900
    yield "a megabyte of additions", "1+" * (MEGABYTE // 2) + "1"
    yield "additions", "1+" * 1_900 + "1"
    yield "primes", "f" + "'" * 1_900 + "(1)"
    yield "an entity with many digits", "&#" + "9" * 5_000 + ";"
    yield "tags", "<b>" * 1_000 + "1"
    yield "tags never ended", "<" * 3_900
    yield "backslashes", "\\" * 3_900
    yield "dollars", "$" * 3_900
    yield "equal signs", "1 = " * 900 + "1"
    yield "spaces", "1" + " " * MEGABYTE + "2"
    yield "derivatives", "∂L/∂z · " * 400 + "∂L/∂z"
    yield "combining marks", "x" + "\u0301" * 3_900
    yield "superscripts", "x" + "²" * 3_900
    yield "currencies", "₩" * 3_900 + "1"


POSTS = {
    **{f"{name}, on an edge": on_edge(label) for name, label in _labels()},
    **{f"{name}, in a node": in_node(f"m = x * {label} = 7") for name, label in _labels()},
    "60 doublings of a shared node": shared(60, "+"),
    "60 squares of a shared node": shared(60, "×"),
    "500 squares of a shared node": shared(500, "×"),
    "500 nested squares": nested(500, "**2"),
    "500 nested exponentials": nested(500, "exp"),
    "500 nested sigmoids": nested(500, "sigmoid"),
    "60 named squares": named_squares(60),
    "250 named squares": named_squares(250),
    "an operator with a great exponent": on_edge("7", "**99999999999"),
    "an operator with many digits": on_edge("7", "× " + "7" * 4_301),
    "a tower of powers of an input": in_node("m = x**x**x**x**x**x = 7"),
    "a product of sums": in_node("m = " + "*".join(["(x+y+z+w)"] * 60) + " = 7"),
    "a great power of a sum": in_node("m = (x+y+z+w)**300 = 7"),
    "a great shape": post('X["(' + "9," * 50_000 + ')<br><b>X</b>"] --> d["dot"]'),
    "a great matrix": post('X["(99999999, 9)<br>X"] --> d["matmul"]\nW["(9, 99999999)"] --> d'),
    "a directive with a tower": post("%% mdgrad: let x = 9**9**9\nX[x] -- ? --> P((exp))"),
    "a directive with many digits": post(f"%% mdgrad: let x = {'9' * 5_000}\nX[x] --> P((exp))"),
    "a directive of many edges": post("%% mdgrad: backward 1-999999999999\nX[x] -- 2 --> P((exp))"),
    "a style of a great index": post(f"X[x] -- 2 --> P((exp))\nlinkStyle {'9' * 5_000} stroke:red"),
    "3,000 quotes": ">" * 3_000 + " x\n" + in_node("m = x * 3 = 7"),
    "3,000 quotes around a diagram": "> " * 3_000 + "```mermaid\n",
    "two megabytes on a line": "x" * 2 * MEGABYTE + "\n" + in_node("m = x * 3 = 7"),
    "two megabytes in a label": in_node("x" * 2 * MEGABYTE),
    "5,000 subgraphs": post("subgraph a\n" * 5_000 + "x-->y\n" + "end\n" * 5_000),
}  # fmt: skip
