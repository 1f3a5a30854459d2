"""What `--complete` draws is drawn by the real mermaid.js, its new arrows red."""

from __future__ import annotations

from pathlib import Path

import pytest

import mdgrad
from mdgrad.mermaid import parse
from mdgrad.posts import find_blocks
from tests.mending.browser import chromium, draw
from tests.mermaid import real

pytestmark = pytest.mark.browser

RED = "rgb(255, 0, 0)"


def assert_drawn(post: str, folder: Path) -> None:
    browser, mermaid = chromium(), real.installed()
    if browser is None or mermaid is None:
        pytest.skip("chromium, node, npm or the network is missing")
    sources = [block.source for block in find_blocks(post, path="post.md").blocks]
    completed = mdgrad.fix(post, complete=True).text
    blocks = find_blocks(completed, path="post.md").blocks
    seen = draw(browser, mermaid, [block.source for block in blocks], folder)
    for before, block, drawing in zip(sources, blocks, seen, strict=True):
        edges = parse(block.source).edges
        first = len(parse(before).edges)
        assert len(drawing["strokes"]) == len(edges)
        assert {drawing["strokes"][edge.index] for edge in edges[first:]} <= {RED}
        assert {edge.text for edge in edges} - {""} == set(drawing["labels"])
    assert (folder / "drawn.png").stat().st_size > 10_000


def test_our_own_post(tmp_path: Path) -> None:
    post = (Path(__file__).parent / "unfinished.md").read_text(encoding="utf-8")
    assert_drawn(post, tmp_path)


def test_the_seed(shared: Path, tmp_path: Path) -> None:
    assert_drawn((shared / "seed/post.md").read_text(encoding="utf-8"), tmp_path)
