"""The extension of Python-Markdown, which Zensical uses too: diagrams checked as pages are made.

Python-Markdown hands an extension the text of a page and not its file, so a finding names the line
of the text without its front matter. Zensical tells the file too.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from mdgrad.api import judge
from mdgrad.configuration import Nearest
from mdgrad.integrations.notes import note, stylesheet
from mdgrad.integrations.pages import Page, annotated, completed, message, page_of, verified_blocks
from mdgrad.posts.quick import may_hold_diagrams
from mdgrad.report import FileReport
from mdgrad.settings import Settings
from mdgrad.source import Place

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
            "complete": [False, "show diagrams mended, with the gradients that are missing"],
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
        self,
        md: Markdown,
        *,
        badge: bool,
        table: bool,
        complete: bool,
        style: bool,
        fail: bool,
        path: str,
    ) -> None:
        super().__init__(md)
        self._badge, self._table, self._style = badge, table, style
        self._complete, self._fail = complete, fail
        self._path = path

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of the page, with notes where they are asked for."""
        text = "\n".join(lines)
        if not may_hold_diagrams(text):
            return lines
        file = _file(self.md)
        path = file or Path(self._path or "page.md")
        configuration = Nearest().to(path)
        if configuration.leaves_out(path):
            return lines
        settings = configuration.settings_for(path)
        page = page_of(text, file.read_text(encoding="utf-8-sig") if file else None)
        report = judge(page.text, path=str(path), settings=settings)
        name = os.path.relpath(path) if file else self._path or "line"
        self._tell(report, page, name, settings.language)
        shown = page.text
        if self._complete:
            shown, report = completed(shown, report, settings)
        if self._badge or self._table:
            shown = self._with_notes(shown, report, settings)
        return shown[page.start :].split("\n")

    def _tell(self, report: FileReport, page: Page, path: str, language: str) -> None:
        findings = (one for one in report.findings if one.severity != "info")
        told = [message(path, one, page, language) for one in findings]
        for one in told:
            LOG.warning(one)
        if self._fail and told:
            raise WrongLabelError(told[0])

    def _with_notes(self, text: str, report: FileReport, settings: Settings) -> str:
        notes: dict[Place, str] = {}
        for place, steps in verified_blocks(text, report, settings):
            html = note(steps, badge=self._badge, table=self._table)
            if self._style and not notes:
                html = f"<div><style>{stylesheet()}</style>{html}</div>"
            notes[place] = html
        return annotated(text, notes, self.md.htmlStash.store)


def _file(md: Markdown) -> Path | None:
    """Return the file of the page, if the program that has it made says which (Zensical does)."""
    if "rendering_context" not in md.preprocessors:
        return None
    context: Any = md.preprocessors["rendering_context"]
    try:
        file = Path(context.config["docs_dir"]) / context.page.path
    except (AttributeError, KeyError, TypeError):
        return None
    return file if file.is_file() else None


def makeExtension(**options: Any) -> MdgradExtension:  # noqa: N802 -- Python-Markdown's name
    """Return the extension; Python-Markdown calls this by its name."""
    return MdgradExtension(**options)
