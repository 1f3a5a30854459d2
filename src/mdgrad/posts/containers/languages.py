"""What the words after an opening fence say: a diagram, prose, or code."""

from __future__ import annotations

import re

from mdgrad.posts.flavors import Grammar

__all__ = ["holds_code", "holds_diagram", "holds_prose", "is_directive"]

WORD = re.compile(r"[^\s{},:]*")
DIRECTIVE = re.compile(r"\{([a-z][a-z0-9:_-]*)\}", re.IGNORECASE)
BRACES = re.compile(r"\{([^}]*)\}?")

PROSE_DIRECTIVES = frozenset({
    "admonition", "aside", "assumption", "attention", "axiom", "card", "caution", "compound",
    "conjecture", "container", "corollary", "danger", "definition", "details", "div", "dropdown",
    "epigraph", "error", "example", "exercise", "figure", "figure-md", "full-width", "grid",
    "grid-item", "grid-item-card", "hint", "important", "lemma", "list-table", "margin", "note",
    "only", "prf:algorithm", "prf:assumption", "prf:axiom", "prf:conjecture", "prf:corollary",
    "prf:criterion", "prf:definition", "prf:example", "prf:lemma", "prf:observation", "prf:proof",
    "prf:property", "prf:proposition", "prf:remark", "prf:theorem", "proof", "property",
    "proposition", "pull-quote", "remark", "seealso", "sidebar", "solution", "tab-item", "tab-set",
    "tabbed", "theorem", "tip", "todo", "toggle", "topic", "versionadded", "versionchanged",
    "warning",
})  # fmt: skip
"""MyST directives whose content is Markdown: a diagram in them is a diagram."""

CODE_DIRECTIVES = frozenset({
    "code", "code-block", "code-cell", "eval-rst", "highlight", "literalinclude", "math",
    "parsed-literal", "raw", "sourcecode",
})  # fmt: skip
"""MyST directives whose content is shown or run as it is."""


def holds_diagram(info: str, grammar: Grammar) -> bool:
    """Return whether a fence with these words after it holds a Mermaid diagram."""
    info = info.strip()
    braces = BRACES.match(info)
    if not braces:
        word = WORD.match(info)
        return word is not None and word[0].lower() == "mermaid"
    words = braces[1].replace(",", " ").split()
    if not words:
        return False
    if words[0].lower() == "mermaid":
        return grammar.brace_cells
    classes = [word for word in words if word.startswith(".")]
    return grammar.brace_attributes and classes[:1] == [".mermaid"]


def is_directive(info: str) -> bool:
    """Return whether these words are a MyST directive or a Quarto cell, as in `{mermaid}`."""
    return _directive(info) is not None


def holds_prose(info: str) -> bool:
    """Return whether these words are a MyST directive with Markdown in it."""
    return _directive(info) in PROSE_DIRECTIVES


def holds_code(info: str) -> bool:
    """Return whether these words are a MyST directive with code in it."""
    return _directive(info) in CODE_DIRECTIVES


def _directive(info: str) -> str | None:
    match = DIRECTIVE.match(info.strip())
    return match[1].lower() if match else None
