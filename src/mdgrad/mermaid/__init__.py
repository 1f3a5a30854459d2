"""Mermaid: a source read as Mermaid reads it."""

from mdgrad.mermaid.errors import MermaidError
from mdgrad.mermaid.flowchart import Diagnostic, Flowchart
from mdgrad.mermaid.misreadings import warnings
from mdgrad.mermaid.reader import is_flowchart, parse

__all__ = ["Diagnostic", "Flowchart", "MermaidError", "is_flowchart", "parse", "warnings"]
