"""The extension of Python-Markdown, which Zensical uses too: diagrams checked as pages are made.

Python-Markdown hands an extension the text of a page and not its file, so a finding names the line
of the text without its front matter. Where a site has plugins, `mdgrad.integrations.mkdocs` knows
more.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from mdgrad.api import judge
from mdgrad.configuration import Nearest
from mdgrad.integrations.derivation import derivation
from mdgrad.integrations.notes import note, stylesheet
from mdgrad.integrations.pages import Page, annotated, message, verified_blocks
from mdgrad.report import FileReport
from mdgrad.settings import Settings

__all__ = ["MdgradExtension", "WrongLabelError", "makeExtension"]

LOG = logging.getLogger("mdgrad")

_BEFORE_FENCES = 26.5
"""Fences are taken away at 25, by Python-Markdown and by SuperFences alike."""


class WrongLabelError(Exception):
    """A page with a wrong label, where the site asks to fail; the message is the finding."""


class MdgradExtension(Extension):
    """Checks the computation graphs of a page."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "badge": [False, "put a badge under a verified diagram"],
            "table": [False, "put a table of every value and gradient under it"],
            "style": [True, "put the style of both into the page"],
            "fail": [False, "raise WrongLabelError for an error or a warning"],
            "path": ["", "what to call the page"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Look at a page's text before its fences are taken away."""
        preprocessor = _Checker(md, **self.getConfigs())
        md.preprocessors.register(preprocessor, "mdgrad", _BEFORE_FENCES)


class _Checker(Preprocessor):
    def __init__(  # noqa: PLR0913
        self, md: Markdown, *, badge: bool, table: bool, style: bool, fail: bool, path: str
    ) -> None:
        super().__init__(md)
        self._badge, self._table, self._style = badge, table, style
        self._fail = fail
        self._path = path

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of the page, with notes where they are asked for."""
        text = "\n".join(lines)
        if "mermaid" not in text:
            return lines
        path = self._path or "page.md"
        settings = Nearest().to(Path(path)).settings_for(Path(path))
        report = judge(text, path=path, settings=settings)
        self._tell(report, Page(text, 0))
        if not (self._badge or self._table):
            return lines
        return self._with_notes(text, report, settings).split("\n")

    def _tell(self, report: FileReport, page: Page) -> None:
        for finding in report.findings:
            told = message(self._path or "line", finding, page)
            if finding.severity == "info":
                LOG.info(told)
            elif self._fail:
                raise WrongLabelError(told)
            else:
                LOG.warning(told)

    def _with_notes(self, text: str, report: FileReport, settings: Settings) -> str:
        notes: dict[Any, str] = {}
        for place, source, diagram in verified_blocks(text, report, settings):
            html = note(derivation(source, diagram), badge=self._badge, table=self._table)
            if self._style and not notes:
                html = f"<div><style>{stylesheet()}</style>{html}</div>"
            notes[place] = html
        return annotated(text, notes, self.md.htmlStash.store)


def makeExtension(**options: Any) -> MdgradExtension:  # noqa: N802 -- Python-Markdown's name
    """Return the extension; Python-Markdown calls this by its name."""
    return MdgradExtension(**options)
