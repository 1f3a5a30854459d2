"""The page in headless Chromium: legible, explored by pointer and keyboard, alone in the world."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mdgrad
from mdgrad.explanation.formats import render
from tests.integrations.test_browser import CONTRAST, PHONE, browser

__all__ = ["browser"]  # a fixture

pytestmark = pytest.mark.browser

EXAMPLES = Path(__file__).parents[2] / "docs/examples"


@pytest.fixture(scope="module", params=["light", "dark"])
def page(
    request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """Return the page that explains the example, in a colour scheme."""
    text = (EXAMPLES / "slip.md").read_text(encoding="utf-8")
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(render(mdgrad.explain(text, path="slip.md"), "html"), encoding="utf-8")
    opened = browser.new_page(color_scheme=request.param)
    asked: list[str] = []
    opened.on("request", lambda one: asked.append(one.url))
    opened.on("console", lambda message: asked.append(message.text))
    opened.goto(file.as_uri())
    yield opened
    assert {re.sub("#.*", "", url) for url in asked} == {file.as_uri()}  # nothing else, no error
    opened.close()


@pytest.mark.parametrize("way", ["hover", "focus"])
def test_an_edge_shows_its_derivation(page: Any, way: str) -> None:
    edges = page.locator("a.edge")
    assert edges.count() == 5
    told = page.locator(".told")
    for number in (3, 0):
        if way == "hover":
            edges.nth(number).locator("text").hover()
        else:
            edges.nth(number).focus()
        assert (
            told.inner_text() == page.locator(edges.nth(number).get_attribute("href")).inner_text()
        )
    assert "Gradient: ∂Jug/∂(price of a lemon)" in told.inner_text()
    assert told.inner_text().endswith("= 1.5 · 3 = 4.5")


def test_enter_leads_to_where_an_edge_is_written_out(page: Any) -> None:
    edge = page.locator("a.edge").nth(1)
    edge.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith(edge.get_attribute("href"))
    assert page.locator("li:target").inner_text().startswith("lemons → M1")


def test_everything_is_legible(page: Any) -> None:
    for selector in ("h1", ".status", "article p", "figcaption", "td", "li", "small"):
        for one in page.locator(selector).all()[:3]:
            assert one.evaluate(CONTRAST) >= 4.5, selector


def test_a_phone_scrolls_the_drawing_not_the_page(page: Any) -> None:
    page.set_viewport_size(PHONE)
    scrolls = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(scrolls)
    drawing = page.locator("figure .scroll")
    assert drawing.evaluate("(one) => one.scrollWidth > one.clientWidth")
    drawing.focus()
    page.keyboard.press("ArrowRight")
    # The page's own policy forbids to wait for a function, which is evaluated.
    for _ in range(50):
        if drawing.evaluate("(one) => one.scrollLeft") > 0:
            break
        page.wait_for_timeout(100)
    assert drawing.evaluate("(one) => one.scrollLeft") > 0


def test_without_a_script_everything_is_there(browser: Any, page: Any) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(page.url)
    assert plain.locator("ol.edges li").count() == 5
    plain.context.close()
