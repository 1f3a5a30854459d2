"""The site builds without a warning, and no link on it leads nowhere."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from mdgrad.rules.catalogue import RULES
from tests.docs.sessions import ROOT
from tests.integrations.site import Built, run_tool
from tests.mermaid import real

pytestmark = pytest.mark.tools


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Path]:
    """Return what the build said, and the folder of the site."""
    folder = tmp_path_factory.mktemp("site")
    return run_tool("mkdocs", "build", "--strict", "-d", str(folder), folder=ROOT), folder


DRAWING = re.compile(r'<pre class="mermaid"><code>(.*?)</code></pre>', re.DOTALL)


class _Page(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src"} and value:
                self.links.append(value)
            elif name == "id" and value:
                self.anchors.add(value)


def test_it_builds_without_a_warning(site: tuple[Built, Path]) -> None:
    built, _ = site
    assert built.status == 0, built.said
    assert "WARNING" not in built.said


def test_every_page_is_there(site: tuple[Built, Path]) -> None:
    _, folder = site
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").with_suffix("")
        place = name.parent if name.name in {"index", "README"} else name
        assert (folder / place / "index.html").is_file(), name
    for code in RULES:
        assert (folder / "reference/rules" / code / "index.html").is_file()


def test_links_lead_somewhere(site: tuple[Built, Path]) -> None:
    _, folder = site
    pages = {
        page.relative_to(folder).as_posix(): _Page(page.read_text(encoding="utf-8"))
        for page in folder.rglob("*.html")
        if page.name != "404.html"
    }
    followed = list(_broken(pages, folder))
    assert [link for link, is_broken in followed if is_broken] == []
    assert len(followed) > 1_000


def test_mermaid_draws_every_drawing(site: tuple[Built, Path]) -> None:
    _, folder = site
    mermaid = real.installed()
    if mermaid is None:
        pytest.skip("mermaid.js is not here")
    drawings = [
        (page.relative_to(folder).as_posix(), html.unescape(source))
        for page in sorted(folder.rglob("*.html"))
        for source in DRAWING.findall(page.read_text(encoding="utf-8"))
    ]
    answers = real.answers(mermaid, [source for _, source in drawings])
    asked = zip(drawings, answers, strict=True)
    assert {name for (name, _), answer in asked if not answer["ok"]} == set()
    assert len(drawings) > 100


def _broken(pages: dict[str, _Page], folder: Path) -> Iterator[tuple[tuple[str, str], bool]]:
    """Yield each link within the site, and whether it leads nowhere."""
    for name, page in pages.items():
        for link in page.links:
            target, anchor = urldefrag(urljoin(f"/{name}", link))
            if "://" in target or target.startswith(("data:", "javascript:")):
                continue
            path = unquote(target).lstrip("/")
            path = f"{path}index.html" if path == "" or path.endswith("/") else path
            is_there = (
                not anchor or unquote(anchor) in pages[path].anchors
                if path in pages
                else (folder / path).is_file()
            )
            yield (name, link), not is_there
