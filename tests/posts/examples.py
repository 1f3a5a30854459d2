"""Examples: posts and what is found in them, read from `fixtures/`; see the README there."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mdgrad.posts import Block, Encoding, Flavor, find_blocks
from mdgrad.source import Span

FOUR: tuple[Flavor, ...] = ("commonmark", "mkdocs", "myst", "quarto")
FLAVORS: tuple[Flavor, ...] = ("auto", *FOUR)
DIAGRAM = "flowchart LR\na --> b"

EXAMPLE = re.compile(
    r"^(?P<title>[^\n.][^\n]*)\n\.\n(?P<post>.*?)^\.\n(?P<found>.*?)^\.$", re.MULTILINE | re.DOTALL
)
EXPECTED = re.compile(r"(?P<line>\d+) (?P<flavors>[a-z ]+)\n(?P<source>(?:\|.*\n)*)")


@dataclass(frozen=True)
class Expected:
    line: int
    flavors: frozenset[Flavor]
    source: str


@dataclass(frozen=True)
class Example:
    name: str
    post: str
    expected: tuple[Expected, ...]

    def found_in(self, flavor: Flavor) -> list[tuple[int, str]]:
        return [(one.line, one.source) for one in self.expected if flavor in one.flavors]


def examples() -> Iterator[Example]:
    for path in sorted((Path(__file__).parent / "fixtures").glob("*.md")):
        if path.name != "README.md":
            text = path.read_text(encoding="utf-8").replace("→", "\t")
            for match in EXAMPLE.finditer(text):
                found = tuple(map(expected, EXPECTED.finditer(match["found"])))
                yield Example(f"{path.stem}: {match['title']}", match["post"], found)


def expected(match: re.Match[str]) -> Expected:
    named = FOUR if match["flavors"] == "all" else match["flavors"].split()
    flavors = frozenset(flavor for flavor in FLAVORS if flavor in named)
    if "only" not in named:
        flavors |= {"auto"}
    lines = [line[1:].removeprefix(" ") for line in match["source"].splitlines()]
    return Expected(int(match["line"]), flavors, "\n".join(lines) if lines else DIAGRAM)


EXAMPLES = list(examples())


def found(post: str, *, flavor: Flavor = "auto", path: str | None = None) -> list[tuple[int, str]]:
    """Return line and source of every diagram, the source without the last line end."""
    blocks = find_blocks(post, path=path, flavor=flavor).blocks
    return [(block.line, block.source.removesuffix("\n")) for block in blocks]


DECODERS: dict[Encoding, Callable[[str], str]] = {
    "plain": lambda text: text,
    "html": html.unescape,
    "template": lambda text: re.sub(r"\\(.)", r"\1", text),
    "json": lambda text: str(json.loads(f'"{text}"')),
}
DECODERS["html in json"] = lambda text: html.unescape(DECODERS["json"](text))
DECODERS["template in json"] = lambda text: DECODERS["template"](DECODERS["json"](text))


def assert_every_character_knows_its_place(post: str, block: Block) -> None:
    """Every character of the source but a line end stands, alone, at the place that it names."""
    end = block.span.start
    for offset, character in enumerate(block.source):
        place = block.in_post(Span(offset, offset + 1))
        assert end <= place.start < place.end
        # A block that is never closed ends before the last line end of its source.
        assert place.end <= block.span.end or character == "\n"
        end = place.end
        if character != "\n":
            written = DECODERS[block.encoding](post[place.start : place.end])
            if character == " " and written == "\t":
                end = place.start  # of a tab that is cut by the container's indentation
            else:
                assert written == character


def assert_replaced_in_place(
    post: str, number: int, span: Span, text: str, *, flavor: Flavor, path: str | None = None
) -> None:
    """Replacing a span of the source at its place in the post replaces it, and nothing else."""
    before = find_blocks(post, path=path, flavor=flavor).blocks
    block = before[number]
    place = block.in_post(span)
    written = post[: place.start] + block.write(text) + post[place.end :]
    after = find_blocks(written, path=path, flavor=flavor).blocks
    expected = [one.source for one in before]
    expected[number] = block.source[: span.start] + text + block.source[span.end :]
    assert [one.source for one in after] == expected
