"""The page on each finding: what it means, a wrong example and a right one.

The pages are Markdown files beside this module, named by their code; mdgrad checks its own
examples in its tests.
"""

from __future__ import annotations

from importlib.resources import files

from mdgrad.rules.catalogue import RULES

__all__ = ["page"]


def page(code: str) -> str:
    """Return the page on `code` as Markdown. Raises KeyError for a code that does not exist."""
    rule = RULES[code]
    body = files(__name__).joinpath(f"{code}.md").read_text(encoding="utf-8")
    strict = "" if rule.under_strict == rule.severity else f" ({rule.under_strict} under --strict)"
    return f"# {code}: {rule.title}\n\nSeverity: {rule.severity}{strict}\n\n{body}"
