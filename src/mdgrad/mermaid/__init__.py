"""Mermaid: a source read as Mermaid reads it."""

from mdgrad.mermaid.errors import MermaidError
from mdgrad.mermaid.flowchart import Flowchart
from mdgrad.mermaid.reader import is_flowchart, parse

__all__ = ["Flowchart", "MermaidError", "is_flowchart", "parse"]
