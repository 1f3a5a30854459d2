"""Flavours of Markdown: which containers each of them knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["GRAMMARS", "Flavor", "Grammar"]

Flavor = Literal["auto", "commonmark", "mkdocs", "myst", "quarto"]
"""`auto` finds a diagram wherever any of the others would."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a flavour adds to CommonMark's fences and HTML."""

    brace_attributes: bool = False
    """```` ```{.mermaid #id} ````"""
    brace_cells: bool = False
    """```` ```{mermaid} ````"""
    directive_options: bool = False
    """`:name: x` and `---` lines at the top of ```` ```{mermaid} ````; ```` ```{note} ````"""
    colon_fences: bool = False
    """`:::{mermaid}`, `:::{note}`"""
    colon_words: bool = False
    """`::: mermaid`, as on Azure"""
    indented_containers: bool = False
    """`!!! note` and `=== "Tab"`, whose bodies are indented by four"""
    definitions: bool = False
    """`: text` below a term, whose body is indented by four"""
    fences_in_html: bool = False
    """A fence within a block of HTML, without the empty line that CommonMark asks for"""
    shortcodes: bool = False
    """`{{< mermaid >}}`, `{% mermaid %}`"""
    components: bool = False
    """``<Mermaid chart={`…`} />``"""
    indented_code: bool = True
    """Whether four spaces make code; not so in MDX."""


GRAMMARS: dict[Flavor, Grammar] = {
    "auto": Grammar(
        brace_attributes=True,
        brace_cells=True,
        directive_options=True,
        colon_fences=True,
        colon_words=True,
        indented_containers=True,
        definitions=True,
        fences_in_html=True,
        shortcodes=True,
        components=True,
    ),
    "commonmark": Grammar(colon_words=True, shortcodes=True),
    "mkdocs": Grammar(
        brace_attributes=True, indented_containers=True, definitions=True, fences_in_html=True
    ),
    "myst": Grammar(
        brace_cells=True,
        directive_options=True,
        colon_fences=True,
        colon_words=True,
        definitions=True,
    ),
    "quarto": Grammar(brace_attributes=True, brace_cells=True, definitions=True),
}
