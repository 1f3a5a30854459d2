"""Mermaid: a source read as Mermaid reads it."""
