"""The extension for Sphinx: `{mermaid}` directives are checked as the documents are read.

A MyST document is judged as a post, from its file. In reStructuredText each `.. mermaid::` is
judged by itself, and found again in its file. Configuration is that of the command line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging

from mdgrad import __version__
from mdgrad.api import judge
from mdgrad.configuration import ConfigurationError, Nearest
from mdgrad.files.walking import POST_SUFFIXES
from mdgrad.report import Finding
from mdgrad.reports.sides import both_sides
from mdgrad.reports.visible import visible
from mdgrad.settings import Settings

__all__ = ["setup"]

LOG = logging.getLogger(__name__)


def setup(app: Sphinx) -> dict[str, Any]:
    """Let Sphinx check what it reads; it looks for this function."""
    app.connect("source-read", _check_source)
    app.connect("doctree-read", _check_doctree)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _check_source(app: Sphinx, document: str, source: list[str]) -> None:
    """Check a document that is a post."""
    path = Path(app.env.doc2path(document))
    settings = _settings(path)
    if path.suffix.lower() in POST_SUFFIXES and settings is not None:
        report = judge(source[0], path=str(path), settings=settings)
        for finding in report.findings:
            _tell(finding, path, finding.place.line, settings.language)


def _check_doctree(app: Sphinx, doctree: nodes.document) -> None:
    """Check the diagrams of a document in another markup, one by one."""
    path = Path(app.env.doc2path(app.env.docname))
    if path.suffix.lower() in POST_SUFFIXES:
        return
    drawn = [node for node in doctree.findall(nodes.Element) if _is_diagram(node)]
    settings = _settings(path)
    if not drawn or settings is None:
        return
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    after = 0
    for node in drawn:
        code = _written_in(str(node["code"]), lines, after)
        start = next(_places(code, lines, after), None)
        report = judge("\n".join(code), path=f"{path}.mmd", settings=settings)
        for finding in report.findings:
            line = node.line if start is None else start + finding.place.line
            _tell(finding, path, line, settings.language)
        after = after if start is None else start + len(code)


def _written_in(code: str, lines: Sequence[str], after: int) -> list[str]:
    """Return the diagram as the file has it: without what options of the directive put first."""
    whole = code.split("\n")
    if next(_places(whole, lines, after), None) is None and "---" in whole[1:]:
        return whole[whole.index("---", 1) + 1 :]
    return whole


def _is_diagram(node: nodes.Element) -> bool:
    """Return whether `node` is what `sphinxcontrib.mermaid` makes of its directive."""
    return type(node).__name__ == "mermaid" and "code" in node


def _places(code: Sequence[str], lines: Sequence[str], after: int) -> Iterator[int]:
    """Yield where `code` stands among `lines`, as 0-based lines, whatever its indentation."""
    wanted = [line.strip() for line in code]
    bare = [line.strip() for line in lines]
    for start in range(after, len(bare) - len(wanted) + 1):
        if bare[start : start + len(wanted)] == wanted:
            yield start


def _settings(path: Path) -> Settings | None:
    """Return the settings of the document at `path`, None if it is left out."""
    try:
        configuration = Nearest().to(path)
    except ConfigurationError as error:
        raise ExtensionError(f"mdgrad: {error}") from None
    if configuration.leaves_out(path):
        return None
    settings = configuration.settings_for(path)
    return replace(settings, flavor="myst") if settings.flavor == "auto" else settings


def _tell(finding: Finding, path: Path, line: int | None, language: str) -> None:
    parts = [f"{finding.code} {finding.message}"]
    parts += [f"{name}: {label}" for name, label in both_sides(finding, language)]
    told = visible("; ".join(parts))
    if finding.severity == "info":
        LOG.info("%s:%s: %s", path, line, told)
    else:
        location = f"{path}:{line}" if line is not None else str(path)
        LOG.warning(told, location=location, type="mdgrad", subtype=finding.code)
