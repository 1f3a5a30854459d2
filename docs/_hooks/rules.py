"""The pages on findings: those of `mdgrad rule`, their examples drawn and told about."""

from __future__ import annotations

import html
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

import mdgrad
from mdgrad.report import Finding
from mdgrad.rules.catalogue import RULES, Rule
from mdgrad.rules.pages import Example, examples, page

__all__ = ["on_files"]

_LIST = """\
# Findings

Every finding has a code, which never changes its meaning. An error or a warning makes the exit
status 1, an info never does. `mdgrad rule MG301` shows a page in the terminal.

| code | what it says | severity | under `--strict` |
|---|---|---|---|
"""
_DIAGRAM = re.compile(r"^```mermaid\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
_UNDRAWN = frozenset({"MG101", "MG102", "MG103", "MG104", "MG105", "MG121", "MG902", "MG903"})
"""Where Mermaid draws nothing at all, or what is wrong is in a comment."""


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add a page for each code, and the list of them all."""
    pages = {"index": _LIST + "".join(map(_row, RULES.values()))}
    pages |= {code: _page(rule) for code, rule in RULES.items()}
    for name, text in pages.items():
        files.append(File.generated(config, f"reference/rules/{name}.md", content=text))
    return files


def _row(rule: Rule) -> str:
    strict = "" if rule.under_strict == rule.severity else rule.under_strict
    return f"| [{rule.code}]({rule.code}.md) | {rule.title} | {rule.severity} | {strict} |\n"


def _page(rule: Rule) -> str:
    about, *_ = page(rule.code).partition("## Wrong\n")
    sections = (
        f"## {example.heading}\n{_section(example, rule)}" for example in examples(rule.code)
    )
    return "\n".join((about, *sections))


def _section(example: Example, rule: Rule) -> str:
    """Return an example, drawn if Mermaid draws it, with what mdgrad says about a wrong one."""
    if example.post != example.section:  # a whole post is shown as it is written
        text, is_drawn = example.section, False
    else:
        is_drawn = example.heading == "Right" or rule.code not in _UNDRAWN
        text = _DIAGRAM.sub(_drawn if is_drawn else _source, example.section)
    if example.heading == "Right":
        return text
    ignored = ", ".join(sorted({one.code for one in _findings(example)})) if is_drawn else ""
    ignore = f"<!-- mdgrad: ignore {ignored} -->\n" if ignored else ""
    messages = [one.message for one in _findings(example, strict=True) if one.code == rule.code]
    told = "\n".join(f'<p class="finding">{html.escape(message)}</p>' for message in messages)
    return f"{ignore}{text}\nmdgrad says:\n\n{told}\n"


def _findings(example: Example, *, strict: bool = False) -> tuple[Finding, ...]:
    return mdgrad.check(example.post, path=example.path, strict=strict).findings


def _drawn(diagram: re.Match[str]) -> str:
    """Return a diagram with its source below the drawing."""
    return f"{diagram[0]}\n{_source(diagram)}"


def _source(diagram: re.Match[str]) -> str:
    return f"```text\n{diagram[1]}```\n"
