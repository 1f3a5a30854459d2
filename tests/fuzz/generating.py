"""Labels and posts drawn at random, each following from its number alone.

Right posts are spoilt rather than noise written: noise is refused at the first stage, and what
lies behind it would never be reached.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

from mdgrad.posts.flavors import GRAMMARS, Flavor
from tests.fixture_posts import EXAMPLES
from tests.mermaid.generating import generated

__all__ = ["any_flavor", "any_label", "any_path", "any_post", "any_wrapped_post"]

PIECES = (  # noqa: SIM905 -- a list of them would fill a page
    "x y z w1 x₁ x_1 θ ŷ ∂ ∂L/∂z dL/dz ∂z/∂t \\frac{ \\partial ∇ \\nabla_{x} grad adj 기울기 値 "
    "0 1 2 7 -3 −3 0.5 .5 1. 1,000 1,5 2/3 ½ ⅓ 10% 1e-3 1e999999999 9**9**9 10**(10**10) 99999999! "
    "= ≈ == := ≤ < > != : | , ; ; → -> => ∴ + - − * × · ∙ / ÷ ^ ** ² ³ ᵀ √ @ ' ′ ! % ± ∈ "
    "( ) [ ] { } (2,3) [2,2] (batch, ·) |x| \\| $ $$ \\left( \\right) ₩ € kg 원 ✓ … ? ??? TODO ___ "
    "exp(x) exp(exp( log sin σ(z) sigmoid relu' max(0,x) softmax 1[x>0] sum_i f(x) E e i "
    '<br> <br/> <b> </b> <sup>2</sup> <script> &lt; &#35; #quot; #35; ** _ ` " \\ \\n data shape '
    "value where since and forward .backward() \x1b[31m \u202e \u200b \ud800 \0 é e\u0301 𝑥 日本 🎉"
).split()
"""What stands in labels, from the usual to the treacherous."""

SCRAPS = (  # noqa: SIM905
    "```mermaid\n|```\n|~~~ mermaid\n|~~~\n|```{mermaid}\n|:::mermaid\n|:::\n|> |    |- |1. |\t|"
    "<div class='mermaid'>\n|</div>\n|<pre class=\"mermaid\">\n|</pre>\n|{{< mermaid >}}\n|"
    "{{< /mermaid >}}\n|{% mermaid %}\n|{% endmermaid %}\n|<!-- mdgrad: off -->\n|"
    "<!-- mdgrad: ignore MG301 -->\n|<!--|-->|%% mdgrad: let x = 3\n|%% mdgrad: backward 1-2\n|"
    "%% mdgrad: off\n|%%{init: {}}%%\n|flowchart LR\n|graph TD;|---\nmdgrad: off\n---\n|"
    "subgraph s\n|end\n|linkStyle 0 stroke:red\n|click A \"u\"\n|style A fill:red\n|\r|\r\n|\n\n|"
    "\ufeff|\u2028|\0|!!! note\n|=== \"T\"\n|<Mermaid chart={`|`}/>|[^1]: |&lt;|\\|\ud800|A --> B\n"
    "|A((×))|-- 2 -->"
).split("|")  # fmt: skip
"""What stands around and between diagrams."""

FLAVORS: tuple[Flavor, ...] = tuple(GRAMMARS)
SUFFIXES = ("md", "md", "md", "mdx", "qmd", "mmd", "ipynb")
LABEL = re.compile(r'"[^"\n]*"|(?<=-- )[^\n|"]+?(?= --)|(?<=\|)[^|\n]+(?=\|)')
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def any_label(number: int) -> str:
    """Return the label of this number: pieces in a row, or the label of a fixture spoilt."""
    chance = Random(number)
    if chance.random() < 0.5:
        return _pieces(chance, 12)
    return _spoilt(chance, chance.choice(_labels()), PIECES)


def any_post(number: int) -> str:
    """Return the post of this number: one or two diagrams with some labels spoilt."""
    chance = Random(number)
    if chance.random() < 0.1:
        return f"```mermaid\n{generated(number)}\n```\n"
    text = "\n".join(chance.choice(_posts()) for _ in range(chance.choice((1, 1, 2))))
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        text = chance.choice((_relabelled, _relabelled, _renumbered, _scrapped))(chance, text)
    return text


def any_wrapped_post(number: int) -> str:
    """Return the text of this number: scraps of containers around and within a diagram."""
    chance = Random(number)
    text = chance.choice(_posts())
    for _ in range(chance.randint(1, 12)):
        text = _scrapped(chance, text)
    return text


def any_path(number: int) -> str:
    """Return the name of the post of this number."""
    return f"post.{SUFFIXES[number % len(SUFFIXES)]}"


def any_flavor(number: int) -> Flavor:
    """Return the flavour to read the post of this number in."""
    return FLAVORS[number // len(SUFFIXES) % len(FLAVORS)]


@cache
def _posts() -> tuple[str, ...]:
    published = sorted((Path(__file__).parents[1] / "published").glob("*.md"))
    blocks = re.compile(r"```mermaid\n.*?\n```\n", re.DOTALL)
    found = [block for path in published for block in blocks.findall(path.read_text("utf-8"))]
    return (*(example.source for example in EXAMPLES), *found)


@cache
def _labels() -> tuple[str, ...]:
    found = (match[0].strip('"') for post in _posts() for match in LABEL.finditer(post))
    return tuple(dict.fromkeys(found))


def _pieces(chance: Random, most: int) -> str:
    gap = chance.choice(("", " ", ""))
    return gap.join(chance.choices(PIECES, k=chance.randint(1, most)))


def _spoilt(chance: Random, text: str, pieces: list[str]) -> str:
    for _ in range(chance.randint(1, 3)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((0, 0, 1, 3)))
        text = text[:start] + chance.choice(pieces) + text[end:]
    return text


def _relabelled(chance: Random, text: str) -> str:
    found = list(LABEL.finditer(text))
    if not found:
        return text
    match = chance.choice(found)
    label = chance.choice((
        lambda: _pieces(chance, 4),
        lambda: _spoilt(chance, match[0].strip('"'), PIECES),
        lambda: chance.choice(_labels()),
        lambda: chance.choice("?10"),
    ))()  # fmt: skip
    quote = '"' if match[0].startswith('"') else ""
    return text[: match.start()] + quote + label + quote + text[match.end() :]


def _renumbered(chance: Random, text: str) -> str:
    found = list(NUMBER.finditer(text))
    if not found:
        return text
    match = chance.choice(found)
    other = chance.choice(("0", "1", "-2", "1e400", "0.1", str(chance.randint(0, 99))))
    return text[: match.start()] + other + text[match.end() :]


def _scrapped(chance: Random, text: str) -> str:
    return _spoilt(chance, text, SCRAPS)
