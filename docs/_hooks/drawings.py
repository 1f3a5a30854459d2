"""Drawings that stay legible: set close together, in a frame that scrolls on a narrow screen."""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

__all__ = ["on_page_content"]

_DRAWING = re.compile(
    r'(?P<front><pre class="mermaid"><code>\s*(?:---\n.*?\n---\s*?\n)?)(?P<rest>.*?</code></pre>)',
    re.DOTALL,
)
_SPACING = '%%{init: {"flowchart": {"rankSpacing": 30, "nodeSpacing": 30}}}%%'


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Return the page with every drawing in a frame; front matter stays its first lines."""
    return _DRAWING.sub(rf'<div class="drawing">\g<front>{_SPACING}\n\g<rest></div>', html)
