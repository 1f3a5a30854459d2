"""The flowchart: a Mermaid source read as Mermaid reads it, every label with its place.

Offsets (`Span`) count code points of the Mermaid source given to `parse`, not of the post
around it; a block of a post knows how to carry them over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from mdgrad.messages import Message
from mdgrad.source import Span

__all__ = [
    "Comment", "Diagnostic", "Edge", "Flowchart", "Label", "LabelForm", "LinkStyle", "Node",
    "Stroke", "StyleStatement", "Subgraph",
]  # fmt: skip

LabelForm = Literal["plain", "quoted", "markdown", "data"]
"""How a label is written: bare, in quotes, as a Markdown string, or as `label:` in `@{ … }`."""

Stroke = Literal["normal", "thick", "dotted", "invisible", "INVALID"]
"""`INVALID` is Mermaid's own word for a link whose two ends do not belong together."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text as written and as shown."""

    text: str
    """What Mermaid shows: entities decoded, outer white space gone, `<br>` kept."""
    span: Span
    """The characters of the text itself, without quotes, pipes, brackets and outer white space."""
    outer: Span
    """The characters to replace when the form has to change: with the quotes and the white space
    up to the enclosing brackets, pipes or dashes, which are not part of it."""
    form: LabelForm


@dataclass(frozen=True, slots=True)
class Node:
    """A node; the last label and shape that the source gives it win."""

    id: str
    text: str
    """What Mermaid shows: the label's text, or the id where the node has no label."""
    shape: str | None
    """Mermaid's own name of the shape (`square`, `circle`, …), None for a bare mention."""
    label: Label | None
    """The label that won, None where the id is shown."""
    span: Span
    """The id where the node is first mentioned."""
    classes: tuple[str, ...] = ()
    style: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge; its index is the one that `linkStyle` counts."""

    index: int
    source: str
    target: str
    text: str
    label: Label | None
    """None where there is no label. Edges of one fan-out share one label and its place."""
    label_position: Literal["pipe", "inline"] | None
    """`-->|t|` or `-- t -->`."""
    arrow: str
    """Mermaid's own name of the heads: `arrow_point`, `arrow_open`, `double_arrow_cross`, …"""
    stroke: Stroke
    length: int
    id: str | None
    """The author's edge id (`e1@-->`)."""
    span: Span
    """The link as written, label included: from its first dash to its last character."""
    statement: Span
    """The statement that the edge belongs to, without its separator."""
    style: tuple[str, ...] = ()
    """`name:value` pairs that `linkStyle` gives this very edge, or `linkStyle default` gives all
    where the edge has none of its own."""
    classes: tuple[str, ...] = ()
    """The classes that `class` gives the edge by its id."""


@dataclass(frozen=True, slots=True)
class Subgraph:
    """A subgraph with the nodes that Mermaid puts into it, in Mermaid's order."""

    id: str
    title: str
    nodes: tuple[str, ...]
    direction: str | None
    span: Span
    """From `subgraph` to the end of its `end`."""
    label: Label | None = None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkStyle:
    """One `linkStyle` statement."""

    indices: tuple[int, ...] | None
    """None for `default`."""
    style: tuple[str, ...]
    span: Span
    """The whole statement."""
    indices_span: Span
    """The list of indices: appending `,8` at its end makes the statement cover edge 8 too."""
    style_span: Span | None = None
    """The style's text, None where the statement only interpolates."""


@dataclass(frozen=True, slots=True)
class StyleStatement:
    """One `style`, `classDef` or `class` statement."""

    keyword: Literal["style", "classDef", "class"]
    names: str
    """The node, the nodes or the classes, as written."""
    style: tuple[str, ...]
    """`name:value` pairs; for `class` the name of the class."""
    span: Span
    """The whole statement."""
    names_span: Span
    style_span: Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something Mermaid accepts and reads otherwise than it was probably meant."""

    code: str
    """MG1xx."""
    message: Message
    span: Span


@dataclass(frozen=True, slots=True)
class Comment:
    """A `%%` comment line, without its line end."""

    text: str
    """The text after `%%`, stripped."""
    span: Span


@dataclass(frozen=True, slots=True)
class Flowchart:
    """A flowchart as Mermaid reads it. `nodes` are in the order in which Mermaid meets them."""

    source: str
    keyword: str
    """`graph`, `flowchart`, …"""
    direction: str
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    subgraphs: tuple[Subgraph, ...]
    link_styles: tuple[LinkStyle, ...]
    styles: tuple[StyleStatement, ...]
    classes: Mapping[str, tuple[str, ...]]
    """What `classDef` says, by class name."""
    comments: tuple[Comment, ...]
    notes: tuple[Diagnostic, ...]
    """What the reader noticed; `mdgrad.mermaid.warnings` returns it with all else."""

    def labels(self) -> Iterator[Label]:
        """Yield the labels of nodes, edges and subgraphs; edges of a fan-out share theirs."""
        owners: tuple[Node | Edge | Subgraph, ...]
        owners = (*self.nodes.values(), *self.edges, *self.subgraphs)
        for owner in owners:
            if owner.label:
                yield owner.label

    def pieces(self) -> tuple[str, ...]:
        """Return the source, cut wherever something that is read begins or ends."""
        spans = [label.span for label in self.labels()]
        spans += [label.outer for label in self.labels()]
        for edge in self.edges:
            spans += (edge.span, edge.statement)
        for style in self.styles:
            spans += (style.span, style.names_span, style.style_span)
        for link_style in self.link_styles:
            spans += (link_style.span, link_style.indices_span)
            spans += [link_style.style_span] if link_style.style_span else []
        spans += [node.span for node in self.nodes.values()]
        spans += [group.span for group in self.subgraphs]
        spans += [comment.span for comment in self.comments]
        ends = {at for span in spans for at in (span.start, span.end)}
        cuts = sorted({0, len(self.source), *ends})
        return tuple(self.source[start:end] for start, end in pairwise(cuts))
