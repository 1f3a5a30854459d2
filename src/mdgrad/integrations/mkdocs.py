"""The plugin for MkDocs and ProperDocs: every page is checked as the site is built."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as SitePage

from mdgrad.cache import Cache, cache_folder
from mdgrad.configuration import Configuration, ConfigurationError, Nearest
from mdgrad.files.ignoring import Patterns, is_valid_pattern
from mdgrad.integrations.pages import Page, annotated, completed, message, page_of, verified_blocks
from mdgrad.posts.quick import may_hold_diagrams
from mdgrad.report import FileReport
from mdgrad.rules.selection import unknown_prefixes
from mdgrad.settings import Settings

__all__ = ["MdgradPlugin"]

LOG = get_plugin_logger("mdgrad")

_STYLE = "assets/mdgrad.css"
_LATE = -100
"""Other plugins change a page's text first, so that what is judged is what readers see."""


class Options(Config):  # type: ignore[no-untyped-call] # MkDocs' own base
    """The options of the plugin; those that are not given are those of the configuration."""

    fail = config_options.Type(bool, default=False)
    strict = config_options.Optional(config_options.Type(bool))
    select = config_options.ListOfItems(config_options.Type(str), default=[])
    ignore = config_options.ListOfItems(config_options.Type(str), default=[])
    exclude = config_options.ListOfItems(config_options.Type(str), default=[])
    badge = config_options.Type(bool, default=False)
    table = config_options.Type(bool, default=False)
    complete = config_options.Type(bool, default=False)
    cache = config_options.Type(bool, default=True)


class MdgradPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Checks every page, and puts notes under verified diagrams where they are asked for."""

    def __init__(self) -> None:
        self._judged: dict[str, tuple[bytes, Settings, FileReport]] = {}
        self._drawn: dict[str, tuple[str, Settings, tuple[str, FileReport]]] = {}
        self._cache: Cache | None = None
        self._found = 0
        self._notes: dict[str, str] = {}
        self._nonce = secrets.token_hex(4)
        self._nearest = Nearest()
        self._excluded = Patterns((), Path.cwd())

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Do nothing; that this is here makes `mkdocs serve` keep the plugin between builds."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make sure of the options, and forget what may have changed since the last build."""
        unknown = unknown_prefixes((*_upper(self.config.select), *_upper(self.config.ignore)))
        if unknown:
            raise PluginError(f"mdgrad: no code begins with {unknown[0]}")
        for pattern in self.config.exclude:
            if not is_valid_pattern(pattern):
                raise PluginError(f"mdgrad: {pattern!r} is no pattern as in a .gitignore")
        self._excluded = Patterns(tuple(self.config.exclude), Path(config.docs_dir))
        self._nearest = Nearest()
        project = Path(config.config_file_path or config.docs_dir).parent
        self._cache = Cache(cache_folder(str(project))) if self.config.cache else None
        self._found = 0
        if (self.config.badge or self.config.table) and _STYLE not in config.extra_css:
            config.extra_css.insert(0, _STYLE)
        return config

    @event_priority(_LATE)
    def on_page_markdown(
        self, markdown: str, *, page: SitePage, config: MkDocsConfig, files: Files
    ) -> str:
        """Check a page; return its text, with a mark where a note belongs."""
        if not may_hold_diagrams(markdown):
            return markdown
        path = Path(page.file.abs_src_path or page.file.src_uri)
        try:
            configuration = self._nearest.to(path)
        except ConfigurationError as error:
            raise PluginError(f"mdgrad: {error}") from None
        if configuration.leaves_out(path) or self._excluded.verdict(path, is_folder=False):
            return markdown
        settings = self._settings(configuration, path)
        shown = page_of(markdown, _text_of(page))
        report = self._report(str(path), shown, settings)
        self._tell(os.path.relpath(path), report, shown, settings.language)
        text = shown.text
        if self.config.complete:
            text, report = self._completed(text, report, settings)
        if self.config.badge or self.config.table:
            text = self._with_marks(text, report, settings)
        return text[shown.start :]

    def _settings(self, configuration: Configuration, path: Path) -> Settings:
        known = configuration.settings
        strict = known.strict if self.config.strict is None else self.config.strict
        ignored = _upper(self.config.ignore) or known.ignore
        return replace(
            known,
            strict=strict,
            select=_upper(self.config.select) or known.select,
            ignore=(*ignored, *configuration.ignored_in(path)),
            flavor="mkdocs" if known.flavor == "auto" else known.flavor,
        )

    def _report(self, path: str, shown: Page, settings: Settings) -> FileReport:
        """Return the report on a page; on one that is as it was, the report of an earlier build."""
        content = shown.text.encode("utf-8", "surrogatepass")
        digest = sha256(content).digest()
        known = self._judged.get(path)
        if known is not None and known[:2] == (digest, settings):
            return known[2]
        report = self._cache.get(path, content, repr(settings)) if self._cache else None
        if report is None:
            # Only here, since most builds find every page judged before.
            from mdgrad.api import judge

            report = judge(shown.text, path=path, settings=settings)
            if self._cache:
                self._cache.put(content, repr(settings), report)
        self._judged[path] = (digest, settings, report)
        return report

    def _completed(
        self, text: str, report: FileReport, settings: Settings
    ) -> tuple[str, FileReport]:
        """Return a page with what is missing drawn; one that is as it was, as it was drawn."""
        known = self._drawn.get(report.path)
        if known is None or known[:2] != (text, settings):
            known = (text, settings, completed(text, report, settings))
            self._drawn[report.path] = known
        return known[2]

    def _tell(self, path: str, report: FileReport, shown: Page, language: str) -> None:
        for finding in report.findings:
            told = message(path, finding, shown, language)
            if finding.severity == "info":
                LOG.info(told)
            else:
                self._found += 1
                LOG.warning(told)

    def _with_marks(self, text: str, report: FileReport, settings: Settings) -> str:
        from mdgrad.integrations.notes import note

        notes = {
            place: note(steps, badge=self.config.badge, table=self.config.table)
            for place, steps in verified_blocks(text, report, settings)
        }
        return annotated(text, notes, self._mark)

    def _mark(self, html: str) -> str:
        """Return a word that no Markdown changes, and that the note takes the place of later."""
        mark = f"mdgrad{self._nonce}n{len(self._notes)}n"
        self._notes[mark] = html
        return mark

    def on_page_content(
        self, html: str, *, page: SitePage, config: MkDocsConfig, files: Files
    ) -> str:
        """Return the page with the notes in their places."""
        if not self._notes:
            return html
        marks = rf"(?:<p>\s*)?(mdgrad{self._nonce}n\d+n)(?:\s*</p>)?"
        return re.sub(marks, lambda match: self._notes.pop(match[1], ""), html)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Fail, if that is asked for, when every page has been checked."""
        if self.config.fail and self._found:
            findings = "1 finding" if self._found == 1 else f"{self._found} findings"
            raise PluginError(f"mdgrad: {findings}; the site is not built")

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the style of notes, and keep the reports for the next build."""
        if self._cache:
            self._cache.keep()
        if self.config.badge or self.config.table:
            from mdgrad.integrations.notes import stylesheet

            style = Path(config.site_dir) / _STYLE
            style.parent.mkdir(parents=True, exist_ok=True)
            style.write_text(stylesheet(), encoding="utf-8")


def _upper(codes: list[str]) -> tuple[str, ...]:
    return tuple(code.upper() for code in codes)


def _text_of(page: SitePage) -> str | None:
    """Return the text of a page's file as MkDocs reads it; None for a page without a file."""
    path = page.file.abs_src_path
    if path is None:
        return None
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
