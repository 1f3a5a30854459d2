"""Drawings that stay legible: set close together, in a frame that scrolls on a narrow screen."""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

__all__ = ["on_page_content"]

_DRAWING = re.compile(r'(<pre class="mermaid"><code>)(.*?</code></pre>)', re.DOTALL)
_SPACING = '%%{init: {"flowchart": {"rankSpacing": 30, "nodeSpacing": 30}}}%%'


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Return the page with every drawing in a frame."""
    return _DRAWING.sub(rf'<div class="drawing">\1{_SPACING}\n\2</div>', html)
