"""The page on each finding: what it means, why it matters, a wrong example and a right one.

The pages are Markdown files beside this module, named by their code; mdgrad checks its own
examples in its tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

from mdgrad.rules.catalogue import RULES

__all__ = ["Example", "examples", "page"]

_HEADING = re.compile(r"^## (Wrong|Right)\n", re.MULTILINE)
_WHOLE_POST = re.compile(r"^````(markdown|json)\n(.*?)^````$", re.MULTILINE | re.DOTALL)
"""An example that is more than a diagram: a post, or a notebook."""


@dataclass(frozen=True, slots=True)
class Example:
    """An example on a page, and the post that is meant by it."""

    heading: str
    section: str
    """What stands on the page."""
    post: str
    path: str
    """What the post would be called."""


def page(code: str) -> str:
    """Return the page on `code` as Markdown. Raises KeyError for a code that does not exist."""
    rule = RULES[code]
    body = files(__name__).joinpath(f"{code}.md").read_text(encoding="utf-8")
    strict = "" if rule.under_strict == rule.severity else f" ({rule.under_strict} under --strict)"
    return f"# {code}: {rule.title}\n\nSeverity: {rule.severity}{strict}\n\n{body}"


def examples(code: str) -> list[Example]:
    """Return the examples on the page of `code`: a wrong one and a right one, or none."""
    _, *parts = _HEADING.split(page(code))
    return [_example(*part) for part in zip(parts[::2], parts[1::2], strict=True)]


def _example(heading: str, section: str) -> Example:
    whole = _WHOLE_POST.search(section)
    if whole is None:
        return Example(heading, section, section, "post.md")
    return Example(heading, section, whole[2], {"json": "post.ipynb"}.get(whole[1], "post.md"))
