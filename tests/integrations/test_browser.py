"""Pages in headless Chromium: the diagram drawn, the note legible in both schemes, by keyboard."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.integrations.site import RIGHT, run_tool
from tests.integrations.test_builds import SUPERFENCES
from tests.published import npm_package

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PALETTE = """\
theme:
  name: material
  font: false
  palette:
    scheme: {scheme}
extra_javascript:
  - mermaid.js
"""
CONTRAST = """
(element) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colors) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); }
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const backgrounds = [];
  for (let one = element; one; one = one.parentElement)
    backgrounds.unshift(getComputedStyle(one).backgroundColor);
  backgrounds.unshift("white");
  const luminance = (pixel) => {
    const linear = [0, 1, 2].map((i) => {
      const part = pixel[i] / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const below = luminance(paint(backgrounds));
  const text = luminance(paint([...backgrounds, getComputedStyle(element).color]));
  return (Math.max(below, text) + 0.05) / (Math.min(below, text) + 0.05);
}
"""
"""WCAG 2.2's contrast ratio of an element's text to what is painted below it."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("Chromium is not here")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module", params=["default", "slate"])
def page(
    request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Any, str]]:
    """Return the page of the example in one of Material's schemes, and the scheme."""
    scheme: str = request.param
    tmp_path = tmp_path_factory.mktemp(scheme)
    cache = request.config.cache
    assert cache is not None
    mermaid = npm_package("mermaid@12", cache.mkdir("published"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(RIGHT)
    shutil.copyfile(mermaid / "dist/mermaid.min.js", tmp_path / "docs/mermaid.js")
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: Sample\n{PALETTE.format(scheme=scheme)}{SUPERFENCES}"
        "plugins:\n  - mdgrad:\n      badge: true\n      table: true\n"
    )
    built = run_tool("mkdocs", "build", "--strict", folder=tmp_path)
    assert built.status == 0, built.said
    handler = functools.partial(_Quiet, directory=str(tmp_path / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        opened = browser.new_page(viewport={"width": 1200, "height": 1500})
        opened.goto(f"http://127.0.0.1:{server.server_port}/")
        # Material draws into a closed shadow root; its host takes the place of the <pre>.
        opened.wait_for_function(
            "() => document.querySelectorAll('div.mermaid').length === 3", timeout=60_000
        )
        yield opened, scheme
        opened.close()
        server.shutdown()


def test_notes_are_legible_and_open_by_keyboard(
    page: tuple[Any, str], pytestconfig: pytest.Config
) -> None:
    opened, scheme = page
    drawn = opened.locator("div.mermaid").nth(1).bounding_box()
    assert drawn["height"] > 100
    badge = opened.locator(".mdgrad-badge").nth(1)
    assert badge.inner_text() == "✓ Checked by mdgrad: all 14 labels are right"
    for part in (badge, opened.locator(".mdgrad-mark").nth(1)):
        assert part.evaluate(CONTRAST) >= 4.5
    details = opened.locator(".mdgrad-details").nth(1)
    assert not opened.locator(".mdgrad-table").nth(1).is_visible()

    details.locator("summary").focus()
    opened.keyboard.press("Enter")
    assert opened.locator(".mdgrad-table").nth(1).is_visible()
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.matches('.mdgrad-scroll')")
    for cell in opened.locator(".mdgrad-table").nth(1).locator("th, td").all()[:12]:
        assert cell.evaluate(CONTRAST) >= 4.5
    keep_screenshot(opened, scheme, pytestconfig)
    opened.keyboard.press("Shift+Tab")
    opened.keyboard.press("Enter")
    assert not opened.locator(".mdgrad-table").nth(1).is_visible()


PHONE = {"width": 360, "height": 740}


def test_on_a_phone_the_table_scrolls_by_itself(
    page: tuple[Any, str], pytestconfig: pytest.Config
) -> None:
    opened, scheme = page
    before = opened.viewport_size
    opened.set_viewport_size(PHONE)
    opened.locator(".mdgrad-details summary").nth(1).click()
    table, scroll = opened.locator(".mdgrad-table").nth(1), opened.locator(".mdgrad-scroll").nth(1)
    assert table.bounding_box()["width"] > scroll.bounding_box()["width"]
    assert scroll.bounding_box()["width"] <= PHONE["width"]
    scroll.focus()
    opened.keyboard.press("ArrowRight")
    opened.wait_for_function(
        "() => document.querySelectorAll('.mdgrad-scroll')[1].scrollLeft > 0", timeout=5_000
    )
    assert opened.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    scroll.evaluate("(element) => { element.scrollLeft = 0; }")
    keep_screenshot(opened, f"{scheme}-phone", pytestconfig)
    opened.locator(".mdgrad-details summary").nth(1).click()
    opened.set_viewport_size(before)


def keep_screenshot(opened: Any, name: str, pytestconfig: pytest.Config) -> None:
    """Keep what the page looks like in pytest's cache, for people to look at."""
    cache = pytestconfig.cache
    assert cache is not None
    opened.locator(".mdgrad-details").nth(1).evaluate("(one) => one.scrollIntoView(false)")
    opened.screenshot(path=str(cache.mkdir("screenshots") / f"{name}.png"))


def test_nothing_of_ours_needs_a_script(page: tuple[Any, str]) -> None:
    opened, _ = page
    assert opened.locator(".mdgrad script, .mdgrad [onclick]").count() == 0
